"""`trialscreen replay --accept`: what it tells, what it refuses, what it mends, and what it leaves to the letter."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from commands import ROOT, trialscreen
from scripts import ASKED, FAILING, PASSING, write_script

pytestmark = [pytest.mark.traced]

PASSED = "1 passed, 0 failed, 0 not readable\n"
LEFT = "0 files rewritten: 0 expectations changed, 0 removed, 0 added; 1 file left as it is\n"
STOP = "#me\n366\n\n#bot\n{expected}\n"
"""Of an infant that is too old: the verdict is said at once."""

STOPPED = STOP.format(expected="Trial") + "\n#me\nStop here\n\n#bot\nPlease check\n\n#me\nShow the result\n\n"

EVERY = "#me\nEvery criterion\n\n#bot\n"
E3 = "E3 More than 365 days old at diagnosis (exclusion)"


def write(folder: Path, expected: str, name: str = "it.convo.txt") -> Path:
    """Returns a script that answers the first question by 120 days, and expects this."""
    return write_script(folder, f"A title.\n\n{ASKED}#me\n120 days\n\n#bot\n{expected}", name)


def read(file: Path) -> str:
    return file.read_bytes().decode()


# what is told


@pytest.mark.sweep
def test_every_change_is_told_with_its_place_what_goes_and_what_comes(tmp_path: Path) -> None:
    """Protects "`--accept` says what it rewrites (file, line, old, new)", and the count at the end."""
    file = write(tmp_path, "Recorded: Age at diagnosis: 119 days.\nBUTTONS T-ALL|Whi?\n")
    other = write(tmp_path, "What is the diagnosys?\n", "other.convo.txt")
    assert trialscreen("replay", "--accept", file, other).printed() == (
        f"{file}:13:\n  - Recorded: Age at diagnosis: 119 days.\n  + Recorded: Age at diagnosis: 120 days.\n"
        f"{file}:14:\n  - BUTTONS T-ALL|Whi?\n  + BUTTONS T-ALL|Why?\n"
        f"{other}:13:\n  - What is the diagnosys?\n  + What is the diagnosis?\n"
        "2 files rewritten: 3 expectations changed, 0 removed, 0 added\n2 passed, 0 failed, 0 not readable\n"
    )
    assert "days.\nBUTTONS T-ALL|Why?\n" in read(file)


def test_with_json_the_changes_stand_on_standard_error(tmp_path: Path) -> None:
    """Protects programs that read standard output: it is JSON, and nothing else."""
    file = write(tmp_path, "What is the diagnosys?\n")
    ran = trialscreen("replay", "--accept", "--json", file)
    assert [each["result"] for each in json.loads(ran.out)] == ["passed"]
    assert ran.err == (
        f"{file}:13:\n  - What is the diagnosys?\n  + What is the diagnosis?\n"
        "1 file rewritten: 1 expectation changed, 0 removed, 0 added\n"
    )


@pytest.mark.sweep
def test_a_block_that_goes_and_one_that_comes_are_told(tmp_path: Path) -> None:
    """Protects a script from growing weaker in silence: what is removed is told, and what is added."""
    file = write(tmp_path, "What is\n\n#bot\nAnd then?\n\n#me\nhelp\n")
    ran = trialscreen("replay", "--accept", file)
    assert f"{file}:15: removed; nothing came here any more\n  - #bot\n  - And then?\n" in ran.out
    assert f"{file}:20: added; this came, and nothing expected it\n  + #bot\n  + " in ran.out
    assert ran.out.endswith(f"1 file rewritten: 0 expectations changed, 1 removed, 1 added\n{PASSED}")
    assert "And then?" not in read(file)


def test_where_nothing_fails_nothing_is_told(tmp_path: Path) -> None:
    """Protects what a script that holds prints."""
    assert trialscreen("replay", "--accept", write_script(tmp_path, PASSING)).printed() == PASSED


# what is refused


@pytest.mark.sweep
def test_a_state_is_not_changed_without_being_asked(tmp_path: Path) -> None:
    """Protects "refuses to change a verdict, a state or a `JSON_PATH` expectation": the file stays whole."""
    text = FAILING.replace("Recorded", "Rekorded")
    file = write_script(tmp_path, text)
    other = write(tmp_path, "What is the diagnosys?\n", "other.convo.txt")
    ran = trialscreen("replay", "--accept", file, other)
    assert (ran.code, read(file)) == (1, text)
    assert ran.err == (
        f"trialscreen: {file}: left as it is, for a verdict, a state or a JSON_PATH would change; if that is meant, run"
        " again with --accept-verdicts\n"
        f"{file}:15:\n  - JSON_PATH $.state|asking_kmt2a\n  + JSON_PATH $.state|asking_diagnosis\n"
    )
    assert "1 file rewritten: 1 expectation changed, 0 removed, 0 added; 1 file left as it is\n" in ran.out
    assert "What is the diagnosis?" in read(other)
    assert trialscreen("replay", "--accept-verdicts", file).code == 0
    assert read(file) == text.replace("Rekorded", "Recorded").replace("asking_kmt2a", "asking_diagnosis")


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("blocks", "wrong"),
    [
        (STOP.format(expected="Trial entry: Eligible for Interfant-21 as answered."), "Trial entry: Eligible"),
        (STOP.format(expected="Eligible for Interfant-21, as was answered."), "Eligible for Interfant-21, as"),
        (STOP.format(expected="May be given as answered."), "May be given"),
        ("#me\n120\n\n#bot\nTrial entry: Not eligible\nWhat is the diagnosis?\n", "Trial entry: Not eligible"),
        (STOP.format(expected="What is the diagnosis?"), "What is the diagnosis?"),
        (STOP.format(expected="Trial entry:") + "JSON_PATH $.answers.cd19|positive\n", "JSON_PATH $.answers.cd19"),
        (STOP.format(expected="Trial entry:") + "JSON_PATH $.answers.cd19\n", "JSON_PATH $.answers.cd19"),
        (STOP.format(expected="Trial entry:") + "\n#bot\nJSON_PATH $.state|settled\n", "JSON_PATH $.state|settled"),
        (
            f"{STOPPED}#bot\nRESULT\n\n{EVERY}{E3}: unknown, open.\n\n#bot\n\n#bot\n",
            f"{E3}: unknown, open.",
        ),
        (f"{STOPPED}#bot\nRESULT\n\n{EVERY}EVERY CRITERION: Trial entry\n", "EVERY CRITERION: Blinatumomab"),
    ],
    ids=[
        "a determination by its name", "an outcome without its name", "an outcome that is said nowhere",
        "a verdict that goes", "a verdict where a question was", "a value that is gone", "a path that leads nowhere",
        "a state to which nothing came", "a criterion's status", "statuses that come",
    ],
)  # fmt: skip
def test_a_verdict_is_not_changed_without_being_asked(blocks: str, wrong: str, tmp_path: Path) -> None:
    """Protects verdicts in what is expected of results and pages: known by the trial's own names and sentences."""
    text = f"A title.\n\n{ASKED}{blocks}"
    file = write_script(tmp_path, text)
    ran = trialscreen("replay", "--accept", file)
    assert (ran.code, read(file)) == (1, text)
    assert LEFT in ran.out
    assert "run again with --accept-verdicts\n" in ran.err
    assert wrong in ran.err
    assert trialscreen("replay", "--accept-verdicts", file).code == 0


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        ("#me\ncriteria\n\n#bot\nE4 (exclusion): “Relapsed AML”\n", "  + E4 (exclusion): “Relapsed ALL”"),
        (
            f"{STOPPED}#bot\nRESULT\n\n{EVERY}{E3}: met, fails. Age: 3.\n\n#bot\n\n#bot\n",
            f"  + {E3}: met, fails. Age at diagnosis: 366 days (criterion: more than 365 days).",
        ),
        (
            STOP.format(expected="- I2 Age at diagnosis: 365 days"),
            "  + - I2 Age at diagnosis: 366 days",
        ),
        (
            "#me\ncriteria\n\n#bot\nTrial entry: May the infant enter Interfant-21?\nI1 (inclusion): “People",
            "  + I1 (inclusion): “Patients with newly diagnosed",
        ),
    ],
    ids=["a quotation", "the reason behind a status that stays", "a reason", "what a determination asks"],
)
def test_another_wording_is_accepted(blocks: str, told: str, tmp_path: Path) -> None:
    """Protects a change of words from being taken for one of a verdict: it needs no further option."""
    file = write_script(tmp_path, f"A title.\n\n{ASKED}{blocks}")
    ran = trialscreen("replay", "--accept", file)
    assert (ran.code, ran.err) == (0, "")
    assert told in ran.out


def test_what_cannot_be_done_is_mended_by_hand_first(tmp_path: Path) -> None:
    """Protects an abuse script whose word could not be done: what came after it is nothing to expect."""
    file = write_script(tmp_path, f"T.\n\n{ASKED}#me\n!stale 9\n\n#bot\nWhat is\n", "it.abuse.txt")
    before = read(file)
    ran = trialscreen("replay", "--accept-verdicts", file)
    assert (ran.code, read(file)) == (1, before)
    assert ran.err == f"trialscreen: {file}:10: what is done here could not be done: mend it first\n"


# what is mended


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("expected", "mended"),
    [
        ("BUTTONS T-ALL|Whi?|B-cell MPAL", "BUTTONS T-ALL|Why?|B-cell MPAL"),
        ("BUTTONS T-ALL|B-sell MPAL|B-cell NPAL", "BUTTONS T-ALL|B-cell MPAL"),
        ("BUTTONS t-all", "BUTTONS T-ALL"),
        ("BUTTONS Zzz|T-ALL", "BUTTONS T-ALL"),
        ("BUTTONS Zzz|Yyy", "BUTTONS B-precursor ALL|B-cell MPAL"),
        ("BUTTONS T-ALL|B-precursor ALL|B-cell MPAL|Another diagnosis|Don't know|Zzz|Waiting for the result",
         "BUTTONS T-ALL|B-precursor ALL|B-cell MPAL|Another diagnosis|Don't know|Waiting for the result"),
    ],
    ids=["alike", "one of two", "case", "none alike", "all wrong", "none alike of many"],
)  # fmt: skip
def test_the_label_that_was_wrong_is_mended_and_the_others_stay(expected: str, mended: str, tmp_path: Path) -> None:
    """Protects "mends the label that was wrong instead of listing every button"; what goes is told."""
    file = write(tmp_path, f"What is\n{expected}\n")
    ran = trialscreen("replay", "--accept", file)
    assert (ran.code, ran.err) == (0, "")
    assert read(file).endswith(f"What is\n{mended}\n")
    assert f"  - {expected}\n  + {mended}\n" in ran.out
    assert ("no button like " in ran.out) == (expected.count("|") > mended.count("|"))


def test_labels_of_a_table_stay_variables_where_they_held(tmp_path: Path) -> None:
    """Protects the rows of a table: the label beside them is mended, for all of them."""
    write_script(tmp_path, "|$days|$what\nyoung|120|T-ALL\nold|130|B-cell MPAL\n", "x.scriptingmemory.txt")
    file = write_script(tmp_path, f"T.\n\n{ASKED}#me\n$days\n\n#bot\nWhat is it?\nBUTTONS $what|Whi?\n")
    assert trialscreen("replay", "--accept", file).code == 0
    assert read(file).endswith("#bot\nWhat is the diagnosis?\nBUTTONS $what|Why?\n")


VERDICT = "Trial entry: Not eligible for Interfant-21 as answered."


def test_a_table_whose_last_variable_would_go_is_left_to_a_person(tmp_path: Path) -> None:
    """Protects the rows of a table: without its variable each of them would be played no more, in silence."""
    write_script(tmp_path, "|$label\nx|Jes\ny|Jep\n", "x.scriptingmemory.txt")
    file = write(tmp_path, "What is\nBUTTONS $label|Why?\n")
    before = read(file)
    ran = trialscreen("replay", "--accept", file)
    assert (ran.code, read(file)) == (1, before)
    what = "$label would be used no more, and the rows of its table would not be played"
    assert ran.err == f"trialscreen: {file}:14: {what}: change it by hand\n"
    assert f"change {file}:14 by hand: {what}; if not" in ran.out


def test_lines_of_a_table_stay_variables_where_they_held(tmp_path: Path) -> None:
    """Protects the rows of a table: the line below the variable is mended, for all of them."""
    write_script(tmp_path, "|$days\nyoung|120\nold|130\n", "x.scriptingmemory.txt")
    said = "Recorded: Age at diagnosis: $days days.\n2 of at most 15 · {name}\nWhat is the diagnosis?\n"
    file = write_script(tmp_path, f"T.\n\n{ASKED}#me\n$days\n\n#bot\n{said.format(name='Diagnose')}")
    ran = trialscreen("replay", "--accept", file)
    assert f"{file}:14:\n  - 2 of at most 15 · Diagnose\n  + 2 of at most 15 · Diagnosis\n1 file" in ran.out
    assert read(file).endswith(said.format(name="Diagnosis"))


@pytest.mark.traced_cases("nothing alike")
@pytest.mark.parametrize(
    ("expected", "mended"),
    [
        ("Recorded: Age at diagnosis: 365 days.", "Recorded: Age at diagnosis: 366 days."),
        ("Recordet: Age", "Recorded: Age at diagnosis: 366 days."),
        (f"Recorded: 365 days.\n{VERDICT}\nBlin", f"Recorded: Age at diagnosis: 366 days.\n{VERDICT}\nBlin"),
        (f"366 days.\n{VERDICT.replace('Trial', 'Trail')}", f"366 days.\n{VERDICT}"),
        (f"Zzz zzz zzz.\n{VERDICT}\nQqq qqq qqq.", VERDICT),
        ("zzz zzz", "Recorded: Age at diagnosis: 366 days.\nTrial entry: … for a screening log."),
    ],
    ids=["a line", "a part of a line", "the end holds", "the beginning holds", "one of three", "nothing alike"],
)  # fmt: skip
def test_a_piece_is_mended_by_the_lines_that_correspond(expected: str, mended: str, tmp_path: Path) -> None:
    """Protects pieces of long messages: they do not become the whole message where a part of it was meant."""
    file = write_script(tmp_path, f"A title.\n\n{ASKED}{STOP.format(expected=expected)}")
    assert trialscreen("replay", "--accept-verdicts", file).code == 0
    written = read(file).rpartition("#bot\n")[2].removesuffix("\n")
    first, _, last = mended.partition("…")
    assert written.startswith(first)
    assert (written.removeprefix(first) == "") if not last else written.endswith(last)


# what stays to the letter


@pytest.mark.sweep
@pytest.mark.parametrize("through", ["core", "storage", "telegram"])
def test_all_but_the_expectation_stays_to_the_letter(through: str, tmp_path: Path) -> None:
    """Protects a file's line ends, its byte order mark, its blank lines and its end, through each layer."""
    text = "\ufeffA title,\r\nwith more.\r\n\r\n#me\r\n/start\r\n#bot\r\nHow old\n\r\n\r\n#me\r\n120\r\n#bot\r\nWhot is"
    file = write_script(tmp_path, text)
    assert trialscreen("replay", "--accept", "--through", through, file).code == 0
    assert read(file) == text.replace("Whot is", "What is the diagnosis?")


def test_only_what_was_played_is_rewritten(tmp_path: Path) -> None:
    """Protects the scripts that a filter leaves out."""
    file = write(tmp_path, "What is the diagnosys?\n")
    other = write(tmp_path, "What is the diagnosys?\n", "other.convo.txt")
    assert trialscreen("replay", "--accept", "--filter", "other", tmp_path).code == 0
    assert ("diagnosys" in read(file), "diagnosys" in read(other)) == (True, False)


def test_the_remedy_knows_that_a_pipe_is_no_file(tmp_path: Path) -> None:
    """Protects a pipe from which a script came: there is no file to rewrite."""
    text = f"A title.\n\n{ASKED}#me\n120\n\n#bot\nWhat is the diagnosys?\n".encode()
    pipe = tmp_path / "it.convo.txt"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as writer:
        writer.submit(pipe.write_bytes, text)
        ran = trialscreen("replay", pipe)
    assert (ran.code, ran.err) == (1, "")
    assert "If what came is meant, change the script where it comes from; if not, mend what changed it.\n" in ran.out


# remedies


def remedy(*arguments: str | Path) -> list[str]:
    """Returns the remedies that a replay tells."""
    return [each["remedy"] for each in json.loads(trialscreen("replay", "--json", *arguments).out)]


@pytest.mark.sweep
def test_the_remedy_names_what_helps_here(tmp_path: Path) -> None:
    """Protects "Remedies name what helps here": `--accept` is none for includes, for rows that differ, for verdicts."""
    words = write(tmp_path, "What is the diagnosys?\n", "words.convo.txt")
    state = write_script(tmp_path, FAILING, "state.convo.txt")
    (tmp_path / "rows").mkdir()
    write_script(tmp_path / "rows", "|$days\nyoung|120\nold|400\n", "ages.scriptingmemory.txt")
    rows = write_script(tmp_path / "rows", f"T.\n\n{ASKED}#me\n$days\n\n#bot\nJSON_PATH $.state|asking_diagnosis\n")
    shared = write_script(tmp_path / "rows", f"BEGIN\n\n{ASKED.replace('How old', 'How big')}", "x.pconvo.txt")
    part = write_script(tmp_path / "rows", "It begins.\n\n#include BEGIN\n", "part.convo.txt")
    undone = write_script(tmp_path, f"T.\n\n{ASKED}#me\n!stale 9\n\n#bot\nWhat is\n", "it.abuse.txt")
    meant, end = "If what came is meant, ", "; if not, mend what changed it."
    assert remedy(words) == [f"{meant}run again with --accept, which rewrites the script{end}"]
    verdicts = "run again with --accept-verdicts, which rewrites verdicts, states and JSON_PATHs too"
    assert remedy(state) == [f"{meant}{verdicts}{end}"]
    assert json.loads(trialscreen("replay", "--json", rows).out)[1]["remedy"] == (
        f"{meant}change {rows}:13 by hand: here the rows 'young' and 'old' differ{end}"
    )
    why = f"what is expected here did not hold in {part}, and other scripts may share it"
    assert remedy(part) == [f"{meant}change {shared}:6 by hand: {why}{end}"]
    assert remedy(undone) == [""]


@pytest.mark.sweep
def test_reports_have_the_same_remedy(tmp_path: Path) -> None:
    """Protects JUnit and HTML from a remedy that does not help."""
    file = write_script(tmp_path, FAILING)
    trialscreen("replay", "--junit", tmp_path / "report.xml", "--html", tmp_path / "report.html", file)
    for report in ("report.xml", "report.html"):
        assert "run again with --accept-verdicts" in (tmp_path / report).read_text(encoding="utf-8")


def test_ours_would_not_be_rewritten(tmp_path: Path) -> None:
    """Protects the scripts that hold, whatever is asked for: --accept-verdicts changes nothing in them."""
    text = (ROOT / "tests/scripts/review-then-back.convo.txt").read_bytes()
    file = write_script(tmp_path, text)
    assert trialscreen("replay", "--accept-verdicts", file).printed() == PASSED
    assert file.read_bytes() == text


# what an independent reader got past it

SETTLES = "at most 365 days would settle it: {outcome} for Interfant-21 as answered"


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("imprecise age", SETTLES.format(outcome="not eligible")),
        ("status", "To confirm: Written consent of the parents"),
        ("reason", "E4 Relapsed ALL. Diagnosis: T-ALL (criterion: T-ALL)."),
        ("buttons", "BUTTONS Rearranged"),
    ],
    ids=[
        "which way an answer settles it",
        "which criteria are open",
        "which criterion fails",
        "another question's buttons",
    ],
)
def test_a_verdict_in_other_words_is_not_changed_without_being_asked(said: str, expected: str, tmp_path: Path) -> None:
    """Protects verdicts that stand in the midst of a line, ids of criteria, and a state that only buttons show."""
    say = {
        "imprecise age": "#me\n11 to 12 months\n\n#bot\n\n#me\n/result\n\n#bot\n{0}\n\n#bot\n\n#bot\n\n#bot\n",
        "status": "#me\n120\n\n#bot\n\n#me\n/status\n\n#bot\n{0}\n",
        "reason": "#me\n120\n\n#bot\n\n#me\nT-ALL\n\n#bot\n{0}\n",
        "buttons": "#me\n120\n\n#bot\n{0}\n",
    }[said]
    file = write_script(tmp_path, f"T.\n\n#me\n/start\n\n#bot\n\n{say.format(expected)}")
    before = file.read_text(encoding="utf-8")
    ran = trialscreen("replay", "--accept", file)
    assert (ran.code, file.read_text(encoding="utf-8")) == (1, before), ran.out + ran.err
    assert "--accept-verdicts" in ran.err


def test_what_goes_is_told_with_its_reason(tmp_path: Path) -> None:
    """Protects a line that is said elsewhere in the message, and a label without a like: neither goes in silence."""
    blocks = "What is the diagnosis?\nRecorded: Age at diagnosis: 120 days.\nBUTTONS T-ALL|Purple elephants\n"
    file = write_script(tmp_path, f"T.\n\n#me\n/start\n\n#bot\n\n#me\n120\n\n#bot\n{blocks}")
    told = trialscreen("replay", "--accept", file).out
    assert "it was said, but elsewhere in the message\n" in told
    assert "no button like 'Purple elephants' was shown\n" in told
    assert "  + BUTTONS T-ALL\n" in told
    assert "2 removed, 0 added" in told


def test_a_label_that_is_still_said_is_for_a_person(tmp_path: Path) -> None:
    """Protects a tap from becoming a text: a label is mended only where nobody says it any more."""
    said = "#me\n120\n\n#bot\nBUTTONS T-Al\n\n#me\nT-Al\n\n#bot\n"
    file = write_script(tmp_path, f"T.\n\n#me\n/start\n\n#bot\n\n{said}")
    before = file.read_text(encoding="utf-8")
    ran = trialscreen("replay", "--accept-verdicts", file)
    assert file.read_text(encoding="utf-8") == before
    assert "'T-Al' is no button any more, so that it is typed and not tapped" in ran.err


def test_a_place_that_scripts_share_is_told_once(tmp_path: Path) -> None:
    """Protects readers from the same sentence for every script that includes a part."""
    write_script(tmp_path, "BEGIN\n\n#me\n/start\n\n#bot\nHow young\n", "x.pconvo.txt")
    for name in "abc":
        write_script(tmp_path, f"{name} begins.\n\n#include BEGIN\n", f"{name}.convo.txt")
    ran = trialscreen("replay", "--accept", tmp_path)
    assert ran.err.count("change it by hand") == 1
    assert ran.err.count("x.pconvo.txt:6 as well\n") == 2
