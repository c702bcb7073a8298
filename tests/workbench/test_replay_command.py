"""`trialscreen replay`: exit codes, what a failure tells, reports for programs, and expectations that are rewritten."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import AML, Ran, trialscreen
from scripts import ASKED, FAILING, PASSING, UNREADABLE, write_script

FAILED_LINE = 15
"""The line of the JSON_PATH in `FAILING`."""


def untimed(ran: Ran) -> tuple[str, str]:
    """Returns what a command wrote, without the seconds that it took."""
    return re.sub(r"\d+\.\d\d$", "", ran.out, flags=re.MULTILINE), ran.err


# exit codes


def test_scripts_that_hold_are_exit_0(tmp_path: Path) -> None:
    """Protects "exit 0": every expectation held."""
    assert trialscreen("replay", write_script(tmp_path, PASSING)).printed() == "1 passed, 0 failed, 0 not readable\n"


def test_a_failure_is_exit_1_and_prints_the_line_and_a_diff(tmp_path: Path) -> None:
    """Protects "A failure prints the script's line and a diff of the two transcripts"."""
    file = write_script(tmp_path, FAILING)
    ran = trialscreen("replay", file)
    assert (ran.code, ran.err) == (1, "")
    first, second, *diff, remedy, summary = ran.out.splitlines()
    assert first == f"{file}:{FAILED_LINE}: Another state is expected."
    assert second == "expected $.state to be 'asking_kmt2a', but it is 'asking_diagnosis'"
    assert diff[:2] == ["--- expected", "+++ said"]
    changed = [line for line in diff[2:] if line.startswith(("+", "-"))]
    assert changed == ["-JSON_PATH $.state|asking_kmt2a", "+JSON_PATH $.state|asking_diagnosis"]
    assert remedy == (
        "If what came is meant, run again with --accept-verdicts, which rewrites verdicts, states and JSON_PATHs too;"
        " if not, mend what changed it."
    )
    assert summary == "0 passed, 1 failed, 0 not readable"


def test_an_unreadable_script_is_exit_2_and_the_others_still_run(folder: Path) -> None:
    """Protects a run from one bad file; and a folder: its scripts, its folders' too, in order, and no other file."""
    ran = trialscreen("replay", folder)
    assert ran.code == 2
    assert (
        ran.err
        == f"trialscreen: {folder}/a.convo.txt:1: there are no blocks: add one that begins with #me, and one that"
        " begins with #bot\n"
    )
    assert ran.out.startswith(f"{folder}/more/c.convo.txt:{FAILED_LINE}: ")
    assert ran.out.endswith("\n1 passed, 1 failed, 1 not readable\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"#me\na\n", ":1: the title is missing: say in the first line which behaviour the script shows"),
        (b"Title.\n\xff\n", ":2: this is no UTF-8 text: save the file as UTF-8"),
        (b"Title.\n#me\n\0\n", ":1: this is no text file: save the script as UTF-8 text"),
        (b"Title.\n#you\nhello\n", ":2: '#you' begins no block: write #me or #bot, alone on the line"),
        (b"x" * 5_000_001, ": more than 5,000,000 bytes are too many for a script; name another file"),
    ],
    ids=["no title", "not UTF-8", "binary", "no such block", "too large"],
)
def test_a_script_that_cannot_be_read_is_one_line(content: bytes, said: str, tmp_path: Path) -> None:
    """Protects exit 2 with a line that names the place and the remedy."""
    file = write_script(tmp_path, content)
    ran = trialscreen("replay", file)
    assert (ran.code, ran.out) == (2, "0 passed, 0 failed, 1 not readable\n")
    assert ran.err == f"trialscreen: {file}{said}\n"


def test_a_file_that_is_not_there_is_not_readable(tmp_path: Path) -> None:
    """Protects a name that was mistyped from being a run of nothing."""
    ran = trialscreen("replay", tmp_path / "nope.convo.txt", write_script(tmp_path, PASSING))
    assert (ran.code, ran.out) == (2, "1 passed, 0 failed, 1 not readable\n")
    assert ran.err == f"trialscreen: {tmp_path}/nope.convo.txt: there is no such file; check the name\n"


def test_what_systems_leave_in_a_folder_is_no_script(tmp_path: Path) -> None:
    """Protects a folder that a Mac copied: `._script.convo.txt` beside a script holds none."""
    file = write_script(tmp_path, PASSING)
    for ending in (".convo.txt", ".pconvo.txt", ".utterances.txt"):
        (file.parent / f"._script{ending}").write_bytes(b"\0\x05\x16\x07")
    assert trialscreen("replay", file.parent).printed() == "1 passed, 0 failed, 0 not readable\n"


def test_usage_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """Protects "`--through core|storage|telegram`" from other words, empty folders, and conflicting options."""
    file = write_script(tmp_path, PASSING)
    (tmp_path / "empty").mkdir()
    for arguments, said in (
        (
            ("--through", "telegraph", file),
            "--through: 'telegraph' is no layer; use core, storage, telegram, matrix or web",
        ),
        (
            (tmp_path / "empty",),
            f"{tmp_path}/empty: there is no script in this folder; a script's name ends in .convo.txt",
        ),
        (
            ("--trial", "nope", file),
            "no trial is called 'nope'; there are interfant-21; or name a file, such as ./my-trial.yaml",
        ),
        (("--now", "noon", file), "--now: 'noon' is no time; write 2026-12-01 or 2026-12-01T12:00:00"),
    ):
        assert trialscreen("replay", *arguments).refused() == said


def test_through_core_is_the_default(tmp_path: Path) -> None:
    """Protects `--through core`."""
    file = write_script(tmp_path, FAILING)
    assert trialscreen("replay", "--through", "core", file) == trialscreen("replay", file)


# other trials, and the clock


def test_a_script_of_another_trial(tmp_path: Path) -> None:
    """Protects `--trial FILE`."""
    asked = "#me\n/start\n\n#bot\nAge in completed years?\n\n"
    file = write_script(
        tmp_path, f"AML-7 asks for the age first.\n\n{asked}#me\n76\n\n#bot\nJSON_PATH $.answers.age_years|76\n"
    )
    assert trialscreen("replay", "--trial", AML, file).printed() == "1 passed, 0 failed, 0 not readable\n"
    assert trialscreen("replay", file).code == 1


def test_the_clock_stands_still_unless_it_is_fixed_elsewhere(tmp_path: Path) -> None:
    """Protects "The clock stands at a fixed date", 1 June 2026, and "`--now TIME` (also on replay) fixes the clock"."""
    born = "#me\n2026-01-01 to 2026-06-10\n\n#bot\nJSON_PATH $.state|"
    file = write_script(tmp_path, f"A diagnosis in the future is no answer.\n\n{ASKED}{born}asking_age_days\n")
    later = write_script(tmp_path, f"By then it is one.\n\n{ASKED}{born}asking_diagnosis\n", "later.convo.txt")
    assert (trialscreen("replay", file).code, trialscreen("replay", later).code) == (0, 1)
    options = ("replay", "--now", "2026-06-10")
    assert (trialscreen(*options, file).code, trialscreen(*options, later).code) == (1, 0)


# --accept


def test_accept_rewrites_what_did_not_hold_and_keeps_what_did(tmp_path: Path) -> None:
    """Protects "`--accept` rewrites the expectations" alone: a piece that held does not become the whole message."""
    file = write_script(tmp_path, FAILING)
    assert trialscreen("replay", "--accept-verdicts", file).printed() == (
        f"{file}:{FAILED_LINE}:\n  - JSON_PATH $.state|asking_kmt2a\n  + JSON_PATH $.state|asking_diagnosis\n"
        "1 file rewritten: 1 expectation changed, 0 removed, 0 added\n1 passed, 0 failed, 0 not readable\n"
    )
    assert file.read_text(encoding="utf-8") == FAILING.replace("asking_kmt2a", "asking_diagnosis")
    assert trialscreen("replay", file).code == 0


def test_accept_leaves_scripts_that_hold_and_scripts_that_cannot_be_read(folder: Path) -> None:
    """Protects files that are not to be rewritten, byte for byte."""
    write_script(folder, PASSING.replace("\n", "\r\n"), "b.convo.txt")
    ran = trialscreen("replay", "--accept-verdicts", folder)
    assert (ran.code, ran.out.splitlines()[-1]) == (2, "2 passed, 0 failed, 1 not readable")
    assert (folder / "b.convo.txt").read_bytes() == PASSING.replace("\n", "\r\n").encode()
    assert (folder / "a.convo.txt").read_bytes() == UNREADABLE.encode()


# reports


def test_json_tells_every_script(folder: Path) -> None:
    """Protects `--json`: plain JSON on standard output, whatever became of the scripts."""
    ran = trialscreen("replay", "--json", folder)
    unreadable, passed, failed = json.loads(ran.out)
    assert (ran.code, ran.err) == (2, "")
    assert [0 <= each.pop("seconds") < 60 for each in (unreadable, passed, failed)] == [True] * 3
    assert passed == {
        "script": f"{folder}/b.convo.txt", "title": "The age is recorded.", "result": "passed", "trial": "interfant-21",
    }  # fmt: skip
    assert list(failed) == [
        "script", "title", "result", "line", "message", "diff", "place", "remedy", "faults", "trial",
    ]  # fmt: skip
    assert failed["place"] == f"{folder}/more/c.convo.txt:{FAILED_LINE}"
    assert (failed["result"], failed["line"]) == ("failed", FAILED_LINE)
    assert failed["diff"].startswith("--- expected\n+++ said\n")
    assert (unreadable["result"], unreadable["script"]) == ("unreadable", f"{folder}/a.convo.txt")
    assert unreadable["message"].startswith(f"{folder}/a.convo.txt:1: there are no blocks")


def test_junit_counts_every_script(folder: Path) -> None:
    """Protects `--junit FILE`: well-formed XML with the counts that CI systems show, beside the usual report."""
    report = folder / "report.xml"
    ran = trialscreen("replay", "--junit", report, folder)
    (suite,) = ET.parse(report).getroot()
    assert (ran.code, *untimed(ran)) == (2, *untimed(trialscreen("replay", folder)))
    assert (suite.tag, suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("testsuite", "3", "1", "1")
    assert [(case.get("name"), [child.tag for child in case]) for case in suite.iter("testcase")] == [
        ("a.convo.txt", ["error"]),
        ("The age is recorded.", []),
        ("Another state is expected.", ["failure"]),
    ]
    assert {each.get("name"): each.get("value") for each in suite.iter("property")} == {
        "trial": "interfant-21", "through": "core", "now": "2026-06-01T12:00:00+00:00",
    }  # fmt: skip
    (failure,) = suite.iter("failure")
    assert failure.get("message") == "expected $.state to be 'asking_kmt2a', but it is 'asking_diagnosis'"
    assert "+JSON_PATH $.state|asking_diagnosis" in str(failure.text)


def test_junit_is_well_formed_whatever_the_script_holds(tmp_path: Path) -> None:
    """Protects the report from signs that XML cannot hold: they are left out."""
    file = write_script(
        tmp_path, f"<&> ]]>\n\n{ASKED}#me\n]]> \uffff \ufffe\n\n#bot\n<b> & \uffff“é” 👶\n", "\x1b\x07.convo.txt"
    )
    report = tmp_path / "report.xml"
    assert trialscreen("replay", "--junit", report, file).code == 1
    (case,) = ET.parse(report).getroot().iter("testcase")
    assert case.get("name") == "<&> ]]>"
    assert str(case[0].get("message")).startswith("expected “<b> & “é” 👶”, but the bot said")


def test_junit_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """Protects a CI run from a report that is missing without a word."""
    ran = trialscreen("replay", "--junit", tmp_path / "nope" / "report.xml", write_script(tmp_path, PASSING))
    assert ran.code == 2
    assert ran.err == f"trialscreen: {tmp_path}/nope/report.xml: cannot be written (no such file or directory)\n"
