"""The plugin of pytest, as an author of a trial uses it in a folder of their own."""

import os
import shlex
from pathlib import Path
from shutil import copy

import pytest
from commands import AML, trialscreen

pytest_plugins = "pytester"

SETTINGS = "[pytest]\nasyncio_default_fixture_loop_scope = function\ntrialscreen_trial = adult-aml.yaml\n"

SCRIPT = """\
The age in years is recorded.

#me
/start

#bot
Age in completed years?

#me
76

#bot
JSON_PATH $.answers.age_years|76
"""

TESTS = """
import pytest

def test_a_dialogue(dialogue):
    assert dialogue.state == "asking_age_years"
    assert "Recorded" in dialogue.say("76")
    assert dialogue.answers == {"age_years": 76}
    assert dialogue.state != "asking_age_years"
    assert dialogue.verdict == {"entry": "ineligible", "arm_a": "not_applicable", "arm_b": "not_applicable"}
    assert (dialogue.criteria["In1"], dialogue.criteria["In2"]) == ("not_met", "unknown")

def test_a_tap_on_nothing(dialogue):
    with pytest.raises(AssertionError, match="there is no button 'Nope' to tap; there are "):
        dialogue.tap("Nope")
    assert dialogue.tap("Don't know").startswith("Recorded")
    dialogue.tap("Back")
    assert dialogue.state == "asking_age_years"
    assert dialogue.buttons == ["Don't know", "Waiting for the result", "Keep: not known", "Why?"]

def test_the_clock_stands_still(dialogue, clock):
    assert clock.now.isoformat() == "2026-06-01T12:00:00+00:00"
    clock.set("2026-12-01")
    clock.advance(days=1, hours=2)
    assert clock.now.isoformat() == "2026-12-02T02:00:00+00:00"
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(days=-1)
    with pytest.raises(ValueError, match="write 2026-12-01"):
        clock.set("noon")

class TestAnother:
    @pytest.fixture
    def trial(self):
        return "interfant-21"

    def test_another_trial(self, dialogue):
        dialogue.say("120 days")
        assert dialogue.state == "asking_diagnosis"
"""


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """A folder with a trial, and the settings that name it."""
    copy(AML, pytester.path)
    (pytester.path / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    return pytester.path


def test_a_dialogue_a_frozen_clock_and_scripts(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects what the authors' guide shows: `say`, `tap`, `state`, `verdict`, the clock, trials, scripts as tests."""
    (folder / "test_it.py").write_text(TESTS, encoding="utf-8")
    (folder / "age.convo.txt").write_text(SCRIPT, encoding="utf-8")
    (folder / "ages.convo.txt").write_text(SCRIPT.replace("76", "$age"), encoding="utf-8")
    (folder / "ages.scriptingmemory.txt").write_text("|$age\nyoung|18\nold|75\n", encoding="utf-8")
    ran = pytester.runpytest_inprocess("-v")
    ran.assert_outcomes(passed=7)
    ran.stdout.fnmatch_lines(["*ages?young? PASSED*", "*ages?old? PASSED*"])


def test_a_row_is_told_with_one_full_stop(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects the heading of a failed row, and its first line: the title ends before the row's name begins."""
    (folder / "ages.convo.txt").write_text(SCRIPT.replace("|76", "|77").replace("76", "$age"), encoding="utf-8")
    (folder / "ages.scriptingmemory.txt").write_text("|$age\nyoung|18\n", encoding="utf-8")
    ran = pytester.runpytest_inprocess("-q")
    ran.stdout.fnmatch_lines(
        ["* The age in years is recorded.young *", "*ages.convo.txt:13: The age in years is recorded.young"]
    )


def test_a_script_may_name_another_trial_than_the_settings(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects a folder with scripts of several trials: by an id, by a file, and by none; a fault names its line."""
    (folder / "more").mkdir()
    infant = "It is asked.\n#trial interfant-21\n#me\n/start\n#bot\nHow old was the infant\n"
    (folder / "more" / "infant.convo.txt").write_text(infant, encoding="utf-8")
    named = SCRIPT.replace("\n", "\n#trial adult-aml\n", 1)  # the id of the file in the settings
    (folder / "age.convo.txt").write_text(named, encoding="utf-8")
    (folder / "more" / "age.convo.txt").write_text(named.replace("adult-aml", "../adult-aml.yaml"), encoding="utf-8")
    (folder / "none.convo.txt").write_text(SCRIPT, encoding="utf-8")
    (folder / "nope.convo.txt").write_text(named.replace("adult-aml", "nope"), encoding="utf-8")
    ran = pytester.runpytest_inprocess("-q")
    ran.assert_outcomes(passed=4, failed=1)
    ran.stdout.fnmatch_lines(["*nope.convo.txt:2: no trial is called 'nope'; *"])


def test_a_script_of_another_trial_says_how_to_name_it_under_pytest(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects the author of a script without `#trial`: the setting is named, which is no option."""
    wrong = "It is asked.\n#me\n/start\n#bot\nPlease write down how many kilograms\n"
    (folder / "infant.convo.txt").write_text(wrong, encoding="utf-8")
    ran = pytester.runpytest_inprocess("-q")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(
        ["It was played with the trial *adult-aml.yaml, since it names none. * with trialscreen_trial."]
    )


def test_a_script_that_fails_tells_the_line_and_both_sides(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects the author from a traceback: file, line, what came instead, and the difference."""
    (folder / "age.convo.txt").write_text(SCRIPT.replace("|76", "|77"), encoding="utf-8")
    ran = pytester.runpytest_inprocess("-q")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(
        ["*age.convo.txt:13: The age in years is recorded.", "*'77'*'76'*", "-JSON_PATH $.answers.age_years|77"]
    )
    assert "Traceback" not in ran.stdout.str()


def test_the_remedy_is_a_command_that_helps(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects "`--accept` is no remedy under pytest": what is named can be typed, and does it."""
    file = folder / "it's old.convo.txt"
    file.write_text(SCRIPT.replace("completed years?", "years?").partition("#me\n76")[0], encoding="utf-8")
    (folder / "state.convo.txt").write_text(SCRIPT.replace("|76", "|75"), encoding="utf-8")
    (folder / "pytest.ini").write_text(f"{SETTINGS}trialscreen_now = 2026-07-01\n", encoding="utf-8")
    said = pytester.runpytest_inprocess("-q").stdout.str()
    assert "run again" not in said
    command = "trialscreen replay --trial adult-aml.yaml --now 2026-07-01T00:00:00"
    assert f"If what came is meant, run {command} --accept-verdicts state.convo.txt, which rewrites verdicts" in said
    # Where CI is set, pytest's summary says the whole message once more.
    (remedy,) = {line for line in said.splitlines() if " --accept " in line}
    words = shlex.split(remedy.partition(", run ")[2].partition(", which rewrites the script; ")[0])
    assert trialscreen(*words[1:]).code == 0
    assert "Age in completed years?" in file.read_text(encoding="utf-8")


def test_a_script_that_cannot_be_read_fails_and_the_others_are_played(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects the run from one bad file."""
    (folder / "age.convo.txt").write_text(SCRIPT, encoding="utf-8")
    (folder / "bad.convo.txt").write_bytes(b"A title.\n#me\n\xff\n")
    ran = pytester.runpytest_inprocess("-q")
    ran.assert_outcomes(passed=1, failed=1)
    ran.stdout.fnmatch_lines(["*bad.convo.txt:3: *UTF-8*"])


def test_without_a_trial_nothing_is_collected_and_a_dialogue_says_what_to_set(pytester: pytest.Pytester) -> None:
    """Protects other projects in the same environment: their text files are no tests."""
    (pytester.path / "pytest.ini").write_text(
        SETTINGS.replace("trialscreen_trial = adult-aml.yaml\n", ""), encoding="utf-8"
    )
    (pytester.path / "age.convo.txt").write_text(SCRIPT, encoding="utf-8")
    (pytester.path / "test_it.py").write_text("def test_it(dialogue):\n    pass\n", encoding="utf-8")
    ran = pytester.runpytest_inprocess("-q")
    ran.assert_outcomes(errors=1)
    assert "trialscreen_trial is not set: name the trial in pytest's settings" in ran.stdout.str() + ran.stderr.str()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("trialscreen_trial = nope.yaml", "there is no such file; check the name"),
        (
            "trialscreen_trial = adult-aml.yaml\ntrialscreen_now = noon",
            "trialscreen_now: 'noon' is no time; write 2026-12-01",
        ),
    ],
    ids=["no such trial", "no such time"],
)
def test_settings_that_do_not_fit_are_one_sentence(
    setting: str, said: str, folder: Path, pytester: pytest.Pytester
) -> None:
    """Protects the author who mistyped a setting."""
    (folder / "pytest.ini").write_text(
        SETTINGS.replace("trialscreen_trial = adult-aml.yaml", setting), encoding="utf-8"
    )
    (folder / "ages.convo.txt").write_text(SCRIPT.replace("76", "$age"), encoding="utf-8")
    (folder / "ages.scriptingmemory.txt").write_text("|$age\nyoung|18\nold|75\n", encoding="utf-8")
    (folder / "test_it.py").write_text("def test_it(dialogue):\n    pass\n", encoding="utf-8")
    ran = pytester.runpytest_inprocess("-q")
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    (told,) = (line for line in ran.stderr.lines if line)
    assert told.startswith(f"ERROR: {setting.splitlines()[-1].partition(' =')[0]}: ")
    assert said in told
    assert "Traceback" not in ran.stdout.str()


def test_what_bears_a_script_s_name_and_is_no_file_is_told(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects the author from a script that never runs: a pipe, and a link that leads nowhere; a folder is none."""
    (folder / "more").mkdir()
    os.mkfifo(folder / "pipe.convo.txt")
    (folder / "more" / "link.convo.txt").symlink_to("nowhere")
    (folder / "more" / "folder.convo.txt").mkdir()
    (folder / "age.convo.txt").write_text(SCRIPT, encoding="utf-8")
    ran = pytester.runpytest_inprocess("-q")
    ran.assert_outcomes(passed=1, failed=2)
    ran.stdout.fnmatch_lines_random(
        ["*pipe.convo.txt: this is a pipe, and no file; *", "*link.convo.txt: there is no such file; check the name"]
    )


def test_what_pytest_is_to_ignore_is_passed_by(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects `--ignore` for a pipe that bears a script's name."""
    os.mkfifo(folder / "pipe.convo.txt")
    (folder / "age.convo.txt").write_text(SCRIPT, encoding="utf-8")
    pytester.runpytest_inprocess("-q", "--ignore", "pipe.convo.txt").assert_outcomes(passed=1)


def test_a_remedy_from_the_root_folder_names_the_whole_path(
    folder: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects whoever runs pytest with the root of all folders as the working folder."""
    (folder / "state.convo.txt").write_text(SCRIPT.replace("|76", "|75"), encoding="utf-8")
    monkeypatch.chdir("/")
    said = pytester.runpytest_inprocess("-q", "-c", folder / "pytest.ini", folder).stdout.str()
    assert f" --accept-verdicts {folder}/state.convo.txt, which " in said


def test_a_wrong_trial_of_a_script_with_a_table_is_told_once(folder: Path, pytester: pytest.Pytester) -> None:
    """Protects the names of tests: the rows cannot be told apart where none of them is played."""
    named = SCRIPT.replace("\n", "\n#trial nope\n", 1)
    (folder / "ages.convo.txt").write_text(named.replace("76", "$age"), encoding="utf-8")
    (folder / "ages.scriptingmemory.txt").write_text("|$age\nyoung|18\nold|75\n", encoding="utf-8")
    pytester.runpytest_inprocess("-q").assert_outcomes(failed=1)
