"""What a replay tells continuous integration: annotations, the summary of a job, lines of progress, JUnit."""

import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import trialscreen
from scripts import ASKED, FAILING, PASSING, UNREADABLE, write_script

from bot.workbench.replay.progress import show_progress
from bot.workbench.replay.reports.annotations import annotate
from bot.workbench.replay.reports.job_summary import render_summary
from bot.workbench.replay.result import FAILED, ScriptResult

HOSTILE = "Odd: 100 %, <b>|`x`| ``` *é*"


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of scripts as the working folder."""
    monkeypatch.chdir(folder)
    return folder


def annotations(text: str) -> list[str]:
    """Returns the lines that GitHub takes for annotations."""
    return [line for line in commands_in(text) if line.startswith("::error ")]


def commands_in(text: str) -> list[str]:
    """Returns the lines that GitHub's runner takes for commands: blanks before them do not count."""
    found: list[str] = []
    token = ""
    for line in map(str.lstrip, text.splitlines()):
        if token:
            token = "" if line == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif line.startswith("::") or "##[" in line:
            found.append(line)
    assert token == "", "nothing is taken for a command any more"
    return found


# annotations


def test_what_did_not_pass_is_annotated_where_it_lies(here: Path) -> None:
    """Protects "GitHub annotations when `CI` is set": file, line, title and message, before the summary."""
    ran = trialscreen("replay", here, CI="true")
    assert (ran.code, annotations(ran.err)) == (2, [])
    unreadable = (
        f"{here}/a.convo.txt:1: there are no blocks: add one that begins with #me, and one that begins with #bot"
    )
    failed = "expected $.state to be 'asking_kmt2a', but it is 'asking_diagnosis'"
    assert annotations(ran.out) == [
        f"::error file=a.convo.txt,line=1,title=This script cannot be read::{unreadable}",
        f"::error file=more/c.convo.txt,line=15,title=Another state is expected.::{failed}",
    ]
    shown = ran.out.splitlines()
    assert shown.index(annotations(ran.out)[0]) > shown.index(f"{here}/more/c.convo.txt:15: Another state is expected.")
    assert shown[-1] == "1 passed, 1 failed, 1 not readable"


@pytest.mark.parametrize("value", ["", "false", "False", "0", " "])
def test_elsewhere_nothing_is_annotated(value: str, here: Path) -> None:
    """Protects a person's terminal, and an environment that says that it is no CI."""
    summary = here / "summary.md"
    assert annotations(trialscreen("replay", here, CI=value, GITHUB_STEP_SUMMARY=str(summary)).out) == []
    assert not summary.exists()


def test_json_stays_pure(here: Path) -> None:
    """Protects programs that read `--json`: there annotations go to standard error."""
    ran = trialscreen("replay", here, "--json", CI="1")
    assert len(json.loads(ran.out)) == 3
    assert len(annotations(ran.err)) == 2


def test_no_line_of_a_script_is_a_command_of_github(tmp_path: Path) -> None:
    """Protects a job from scripts that say `::add-mask::`, in whichever form, and from folders that are called so."""
    hostile = "::stop-commands::abc\n ::add-mask::x\na ##[add-mask]x"
    for name in ("::add-path::b", "##[warning]c"):
        (tmp_path / name).mkdir()
        write_script(tmp_path / name, PASSING)
        write_script(tmp_path / name, PASSING.replace("Recorded", f"{hostile}\nRecorded"), "d.convo.txt")
        write_script(tmp_path / name, f"It cannot be read ##[error]x.\n\n{hostile}\n", "e.convo.txt")
    plain, as_json = (trialscreen("replay", tmp_path, *options, CI="true") for options in ((), ("--json",)))
    for shown in (plain.out, plain.err, as_json.out, as_json.err):
        assert commands_in(shown) == annotations(shown)
    assert len(annotations(plain.out)) == len(annotations(as_json.err)) == 4
    assert "##[add-mask]x" in str(json.loads(as_json.out))
    assert "##[add-mask]x" in trialscreen("replay", tmp_path).out, "a person's terminal shows what is written"


def test_signs_of_github_are_escaped() -> None:
    """Protects an annotation from what a title or message holds: no other command, no lost text."""
    (line,) = annotate(
        [ScriptResult("a,b:c.convo.txt", "50 %: a, b\n::error::x", FAILED, message="1 %\r\n::warning::y, z: w")]
    )
    assert line == (
        "::error file=a%2Cb%3Ac.convo.txt,line=1,title=50 %25%3A a%2C b%0A%3A%3Aerror%3A%3Ax"
        "::1 %25%0D%0A::warning::y, z: w\n"
    )


def test_more_than_github_shows_are_counted_in_the_last_one(here: Path) -> None:
    """Protects the reader of a check with many failures, of which GitHub shows ten."""
    for number in range(20):
        write_script(here, FAILING, f"{number}.convo.txt")
    told = annotations(trialscreen("replay", here, CI="true").out)
    assert len(told) == 10
    assert told[-1] == "::error title=More scripts::13 more did not pass; the log tells all"


def test_a_case_and_a_shared_file_are_annotated_where_they_fail(here: Path) -> None:
    """Protects the reader of a table's failure: which row, and the line in the file that holds it."""
    write_script(here, f"BEGIN\n\n{ASKED.replace('How old', 'How big')}", "begin.pconvo.txt")
    write_script(here, "|$days\nyoung|120\n", "ages.scriptingmemory.txt")
    file = write_script(here, "It begins.\n\n#include BEGIN\n\n#me\n$days days\n\n#bot\nRecorded\n", "d.convo.txt")
    (line,) = annotations(trialscreen("replay", file, CI="true").out)
    assert line.startswith("::error file=begin.pconvo.txt,line=6,title=It begins.young::expected “How big")


# the summary of a job


def test_the_summary_is_appended_with_a_table_and_folded_failures(here: Path) -> None:
    """Protects "a Markdown summary is appended": counts by folder; each failure's place, title, message and diff."""
    summary = here / "summary.md"
    summary.write_text("Before.\n", encoding="utf-8")
    assert trialscreen("replay", here, CI="true", GITHUB_STEP_SUMMARY=str(summary)).code == 2
    told = summary.read_text(encoding="utf-8")
    assert told.startswith("Before.\n## trialscreen replay: 1 passed, 1 failed, 1 not readable\n\n| scripts | passed |")
    assert re.search(r"^\| \S*/more \| 0 \| 1 \| 0 \| \d+\.\d\d \|$", told, re.MULTILINE)
    assert (
        "<details><summary><code>more/c.convo.txt:15</code> Another state is expected.</summary>\n\n```diff\n" in told
    )
    assert "\n+JSON_PATH $.state|asking_diagnosis\n" in told
    assert "<code>a.convo.txt:1</code> This script cannot be read</summary>" in told


def test_the_summary_is_safe_from_what_scripts_hold(tmp_path: Path) -> None:
    """Protects the page from HTML, tables and fences in a title, a folder's name or a text."""
    folder = tmp_path / "a|b_c_<i>"
    folder.mkdir()
    summary = tmp_path / "summary.md"
    file = write_script(folder, f"{HOSTILE}\n\n{ASKED}#me\n120\n\n#bot\n````` </details>\n")
    trialscreen("replay", file, CI="true", GITHUB_STEP_SUMMARY=str(summary))
    told = summary.read_text(encoding="utf-8")
    assert r"a\|b\_c\_\<i\>" in told
    assert "Odd: 100 %, &lt;b&gt;|`x`| ``` *é*</summary>" in told
    assert told.count("\n``````") == 2, "the fence is longer than any in the text"


def test_the_summary_is_never_larger_than_github_takes() -> None:
    """Protects the whole summary, which GitHub drops where it is too large: the rest is counted."""
    results = [ScriptResult(f"{number}.convo.txt", "It fails.", FAILED, message="é" * 2_000) for number in range(1_000)]
    for room in (1 << 20, 100_000, 5_000, 1_000, 100, 0, -5):
        told = render_summary(results, room)
        assert len(told.encode()) <= max(room, 0)
        shown = told.count("<details>")
        assert (f"\n{1_000 - shown:,} more did not pass; the log tells all.\n" in told) == (room >= 1_000)
    assert render_summary(results).count("<details>") > 200


def test_a_summary_that_is_a_pipe_holds_nothing_up(tmp_path: Path) -> None:
    """Protects a run from waiting for somebody who reads the pipe."""
    os.mkfifo(pipe := tmp_path / "pipe")
    ran = trialscreen("replay", write_script(tmp_path, PASSING), CI="true", GITHUB_STEP_SUMMARY=str(pipe))
    said = f"trialscreen: {pipe}: the job's summary cannot be written (this is a pipe)\n"
    assert (ran.code, ran.err) == (0, said)


@pytest.mark.parametrize("name", ["", "/proc/none/summary.md"])
def test_a_summary_that_cannot_be_written_fails_nothing(name: str, tmp_path: Path) -> None:
    """Protects a run that holds: one sentence, exit 0. Where no file is named, there is nothing to say."""
    ran = trialscreen("replay", write_script(tmp_path, PASSING), CI="true", GITHUB_STEP_SUMMARY=name)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "1 passed, 0 failed, 0 not readable")
    said = f"trialscreen: {name}: the job's summary cannot be written (no such file or directory)\n"
    assert ran.err == (said if name else "")


# progress


def test_lines_tell_how_far_it_is_every_ten_seconds() -> None:
    """Protects whoever watches the log of a long run, where there is no terminal; and logs from too many lines."""
    shown = told_progress(step=3, count=10)
    assert shown == [
        "trialscreen: 4 of 10 played, 2 failed, 12 s",
        "trialscreen: 8 of 10 played, 4 failed, 24 s",
    ]
    assert told_progress(step=0.9, count=10) == [], "a short run has none"


def told_progress(step: float, count: int) -> list[str]:
    """Returns the lines of a run of `count` scripts, of which each takes `step` seconds and every other one fails."""
    seconds = (step * number for number in range(1_000))
    with redirect_stderr(io.StringIO()) as err, show_progress(count, lambda: next(seconds)) as advance:
        for number in range(count):
            advance(number % 2)
    return err.getvalue().splitlines()


# JUnit


def report(*arguments: str | Path, file: Path) -> ET.Element:
    """Replays with `--junit`, and returns the report, which keeps to both schemas."""
    trialscreen("replay", *arguments, "--junit", file)
    root = ET.parse(file).getroot()
    assert list(_faults_of(root)) == []
    return root


def test_junit_shows_the_title_and_where_it_lies(here: Path) -> None:
    """Protects what GitHub, GitLab and Jenkins list: the sentence, under the folder and the name of the file."""
    write_script(here, "|$days\nyoung|120\nold|400\n", "ages.scriptingmemory.txt")
    write_script(here / "more", PASSING, "v1.2.abuse.txt")
    write_script(here, f"Ages.\n\n{ASKED}#me\n$days days\n\n#bot\nRecorded\n", "d.convo.txt")
    root = report(here, file=here / "report.xml")
    assert [(each.get("classname"), each.get("name")) for each in root.iter("testcase")] == [
        ("a", "a.convo.txt"),
        ("b", "The age is recorded."),
        ("d", "Ages.young"),
        ("d", "Ages.old"),
        ("more.c", "Another state is expected."),
        ("more.v1_2", "The age is recorded."),
    ]
    (failure,) = root.iter("failure")
    (error,) = root.iter("error")
    assert str(failure.text).startswith("more/c.convo.txt:15\n--- expected\n")
    assert (failure.get("type"), error.get("type"), error.text) == ("failed", "unreadable", "a.convo.txt:1")


def test_junit_says_when_and_where_it_was_played(here: Path) -> None:
    """Protects the history of a job from the fixed clock of the scripts: the report has the real time."""
    before = datetime.now(UTC).replace(microsecond=0)
    (suite,) = report(here / "b.convo.txt", file=here / "report.xml")
    at = datetime.fromisoformat(suite.attrib["timestamp"]).replace(tzinfo=UTC)
    assert before <= at <= datetime.now(UTC) + timedelta(seconds=1)
    assert suite.attrib["hostname"]


def test_junit_is_valid_whatever_became_of_the_scripts(here: Path) -> None:
    """Protects tools that hold a report against a schema: failures, faults, what was not played, and odd signs."""
    write_script(here, UNREADABLE, "\x1b<&>.convo.txt")
    for options in ((), ("--exitfirst",), ("--shuffle",), ("--filter", "c.convo"), ("--filter", "b.convo")):
        report(here, *options, file=here / "report.xml")
    report(here / "nope.convo.txt", file=here / "report.xml")


SUITE = {
    "name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "skipped", "time",
}  # fmt: skip
ATTRIBUTES: dict[str, tuple[set[str], str]] = {
    "testsuites": (set(), r"(testsuite )*"),
    "testsuite": (SUITE, r"properties (testcase )*system-out system-err "),
    "properties": (set(), r"(property )*"),
    "property": ({"name", "value"}, ""),
    "testcase": ({"name", "classname", "time"}, r"((skipped|error|failure) )?"),
    "failure": ({"type", "message"}, ""),
    "error": ({"type", "message"}, ""),
    "skipped": ({"message"}, ""),
    "system-out": (set(), ""),
    "system-err": (set(), ""),
}
"""What both schemas let an element have: just these attributes, and these elements in this order."""

FORMS = {
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "time": r"\d+\.\d{3}",
    **dict.fromkeys(("id", "tests", "failures", "errors", "skipped"), r"\d+"),
    **dict.fromkeys(("name", "package", "hostname"), r"(?s).+"),
}
"""How the values of attributes read."""


def _faults_of(element: ET.Element) -> Iterator[str]:
    attributes, order = ATTRIBUTES[element.tag]
    if set(element.attrib) != attributes:
        yield f"{element.tag} has {sorted(element.attrib)}"
    for name, value in element.attrib.items():
        if name in FORMS and not re.fullmatch(FORMS[name], value):
            yield f"{name} is {value!r}"
    if not re.fullmatch(order, "".join(f"{each.tag} " for each in element)):
        yield f"{element.tag} holds {[each.tag for each in element]}"
    for each in element:
        yield from _faults_of(each)
