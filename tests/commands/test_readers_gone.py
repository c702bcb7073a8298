"""What a command ends with when nobody reads its output any more: the code that is true, and no word about it."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import PATIENCE, ROOT, command, environment, trialscreen
from scripts import FAILING, PASSING, UNREADABLE, write_script


@pytest.fixture(autouse=True)
def scripts(tmp_path: Path) -> Path:
    """A folder with a script of each kind."""
    for name, text in (("passing", PASSING), ("failing", FAILING), ("unreadable", UNREADABLE)):
        write_script(tmp_path, text, f"{name}.convo.txt")
    return tmp_path


def unread(*arguments: str | Path, stdin: bytes = b"", both: bool = False, unbuffered: str = "") -> tuple[int, bytes]:
    """Returns the exit code of a command whose output has no reader, and what it said on standard error.

    Where `both`, standard error goes the same way, as after `2>&1`.
    """
    reader, writer = os.pipe()
    os.close(reader)
    running = subprocess.Popen(
        command(*arguments), cwd=ROOT, env=environment(PYTHONUNBUFFERED=unbuffered), stdin=subprocess.PIPE,
        stdout=writer, stderr=writer if both else subprocess.PIPE,
    )  # fmt: skip
    os.close(writer)
    _, said = running.communicate(stdin, timeout=PATIENCE)
    return running.returncode, said or b""


def shell(line: str) -> tuple[str, bytes]:
    """Returns the exit code of each command of a pipeline, and what came out of its end; `trialscreen` is ours."""
    codes, target = os.pipe()
    ours = 'trialscreen() { "$0" -m bot "$@"; }'
    try:
        ran = subprocess.run(
            ["/bin/bash", "-c", f'{ours}\n{line}\necho "${{PIPESTATUS[*]}}" >&{target}', sys.executable],
            cwd=ROOT, env=environment(), capture_output=True, timeout=PATIENCE, check=False, pass_fds=[target],
        )  # fmt: skip
    finally:
        os.close(target)
    with os.fdopen(codes) as told:
        return told.read().strip(), ran.stdout + ran.stderr


# codes that say something


@pytest.mark.thinned(5)
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("both", [False, True], ids=["stdout", "2>&1"])
@pytest.mark.parametrize(("name", "code"), [("passing", 0), ("failing", 1), ("unreadable", 2)])
def test_a_replay_ends_with_what_became_of_its_scripts(
    name: str, code: int, unbuffered: str, *, both: bool, scripts: Path
) -> None:
    """Protects `trialscreen replay ... | head -1` under `set -o pipefail`: a failure is no success."""
    ended, said = unread("replay", scripts / f"{name}.convo.txt", both=both, unbuffered=unbuffered)
    assert ended == code
    assert (said == b"") == (both or code < 2), "what belongs on standard error is still said there"


def test_reports_are_written_though_nobody_reads_the_output(scripts: Path) -> None:
    """Protects what continuous integration collects after `trialscreen replay ... | head -1`."""
    report, page = scripts / "report.xml", scripts / "report.html"
    assert unread("replay", scripts, "--junit", report, "--html", page)[0] == 2
    assert ET.parse(report).find(".//failure") is not None
    assert page.stat().st_size


@pytest.mark.long
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_scripts_cover_is_written_though_nobody_reads_the_output(jobs: str, scripts: Path) -> None:
    """Protects the same of what takes longer to be found out."""
    report, coverage = scripts / "report.xml", scripts / "coverage.json"
    options = ("--jobs", jobs, "--junit", report, "--coverage-json", coverage, "--coverage")
    assert unread("replay", scripts, *options)[0] == 2
    assert ET.parse(report).find(".//failure") is not None
    assert coverage.stat().st_size


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_reports_are_written_though_the_output_cannot_be(scripts: Path) -> None:
    """Protects the same reports where the disk of the output is full: exit 2 and a sentence, and the files."""
    report = scripts / "report.xml"
    for number in range(40):
        write_script(scripts, FAILING, f"{number}.convo.txt")
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            command("replay", scripts, "--junit", report, "--filter", "state"),
            cwd=ROOT, env=environment(), stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"trialscreen: the output cannot be written (no space left on device)")
    assert ET.parse(report).find(".//failure") is not None


@pytest.mark.thinned(2)
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("trial lint my-trial.yaml", 1),
        ("doctor --quick --database sqlite:////proc/none/x.db", 1),
        ("check interfant-21 --jsonl", 2),
        ("check nope", 2),
        ("trial list", 0),
        ("--help", 0),
    ],
)
def test_other_codes_that_say_something(line: str, code: int, tmp_path: Path) -> None:
    """Protects a faulty definition, wrong answers and an ill system from being taken for good ones."""
    doubtful = tmp_path / "my-trial.yaml"
    new = trialscreen("trial", "new", "my-trial").printed()
    doubtful.write_text(new.replace("quote: Body weight below 5.5 kg", "quote: TODO", 1), encoding="utf-8")
    ended, said = unread(*line.replace("my-trial.yaml", str(doubtful)).split(), stdin=b"oops\n{}\n")
    assert ended == code
    assert said == b"" or line.startswith(("doctor", "check nope"))


@pytest.mark.thinned(2)
@pytest.mark.parametrize("options", ["| head -1", "--json 2>&1 | head -1"])
def test_a_pipeline_tells_the_failure(options: str, scripts: Path) -> None:
    """Protects the issue's own words, with a real shell and a real `head`."""
    for number in range(300):
        write_script(scripts, FAILING, f"{number}.convo.txt")
    (scripts / "unreadable.convo.txt").unlink()
    codes, shown = shell(f"trialscreen replay {scripts} {options}")
    assert (codes, shown.count(b"\n")) == ("1 0", 1)
    assert shown == b"[\n" or "json" not in options


# streams without end


@pytest.mark.parametrize(("line", "code"), [("{}", 0), ("oops", 2)])
def test_endless_lines_end_with_their_reader(line: str, code: int) -> None:
    """Protects a machine from `yes | trialscreen check --jsonl | head -1` that goes on for nobody."""
    codes, shown = shell(f"yes '{line}' | trialscreen check interfant-21 --jsonl 2>&1 | head -1")
    assert codes.split()[1:] == [str(code), "0"]
    assert shown.count(b"\n") == 1


@pytest.mark.thinned(2)
@pytest.mark.parametrize(("line", "code"), [("{}", 0), ("oops", 2)])
def test_endless_lines_for_a_closed_output_end(line: str, code: int) -> None:
    """Protects the same of an output that nobody ever had: `>&-`."""
    codes, shown = shell(f"yes '{line}' | trialscreen check interfant-21 --jsonl --answers - >&-")
    assert (codes.split()[1:], shown) == ([str(code)], b"")


def test_an_endless_chat_ends_with_its_reader() -> None:
    """Protects the same of `yes back | trialscreen chat | head -1`."""
    codes, shown = shell("yes back | trialscreen chat --ephemeral 2>&1 | head -1")
    assert codes.split()[1:] == ["0", "0"]
    assert shown.count(b"\n") == 1


# standard error


@pytest.mark.thinned(2)
@pytest.mark.parametrize("broken", ["2>&-", "2>/dev/full", "2> >(true)"])
def test_a_standard_error_that_takes_nothing_changes_no_code(broken: str, scripts: Path) -> None:
    """Protects the code where a sentence cannot be said: it is lost, and nothing else is."""
    codes, shown = shell(f"trialscreen replay {scripts / 'unreadable.convo.txt'} {broken}")
    assert (codes, shown) == ("2", b"0 passed, 0 failed, 1 not readable\n")
    assert shell(f"trialscreen trial show nope {broken}") == ("2", b"")


def test_a_standard_output_that_is_closed_changes_no_code(scripts: Path) -> None:
    """Protects `trialscreen replay ... >&-`."""
    assert shell(f"trialscreen replay {scripts / 'failing.convo.txt'} >&-") == ("1", b"")


def test_a_report_on_a_pipe_that_nobody_reads_is_no_fault(scripts: Path) -> None:
    """Protects `--junit /dev/stdout | head -1`: its reader has what it wanted."""
    assert unread("replay", scripts / "failing.convo.txt", "--junit", "/dev/stdout") == (1, b"")
