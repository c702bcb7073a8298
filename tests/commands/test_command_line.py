"""The command itself: help, exit codes, streams that are closed or full, and `chat` through a pipe."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import AML, ESCAPE, PATIENCE, ROOT, command, environment, process, trialscreen

from bot import phrases

WHOLE = (
    "17 weeks", "B-precursor ALL", "1", "KMT2A-r", "none", "no", "given", "CD19+", "CNS1", "no", "None", "2",
    "show the result",
)  # fmt: skip
"""Lines that screen an infant from the first question to the result: labels, numbers and words."""


def run_piped(*arguments: str, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a process of its own, its input and its outputs being pipes."""
    taken = command(*arguments)
    return subprocess.run(
        taken, cwd=ROOT, env=environment(**more), input=stdin, capture_output=True, timeout=PATIENCE, check=False
    )


# help and usage


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), ("chat", "check", "replay", "trial")),
        (("--help",), ("chat", "check", "replay", "trial")),
        (("check", "--help"), ("--answers", "--jsonl", "--brief", "--now", "-a")),
        (("chat", "--help"), ("--trial", "--database", "--ephemeral", "--now")),
        (("replay", "--help"), ("--through", "--junit", "--json", "--accept", "--now")),
        (("trial",), ("list", "show", "lint", "diagram", "schema", "new")),
        (("trial", "--help"), ("list", "show", "lint", "diagram", "schema", "new")),
    ],
)
def test_help_is_printed(arguments: tuple[str, ...], named: tuple[str, ...]) -> None:
    """Protects the commands and options that interfaces.md names: each is in its help, which is no error."""
    printed = trialscreen(*arguments).printed()
    assert printed.startswith("Usage: trialscreen")
    for name in named:
        assert re.search(rf"(?<![\w-]){name}(?![\w-])", printed), name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("screen",), "No such command 'screen'. Did you mean 'screening'? Try 'trialscreen --help'"),
        (("trial", "remove"), "No such command 'remove'; try 'trialscreen --help'"),
        (("chat", "--xyz"), "No such option: --xyz; try 'trialscreen --help'"),
        (("check",), "Missing argument 'TRIAL'; try 'trialscreen --help'"),
        (("check", "interfant-21", "more"), "Got unexpected extra argument(s) (more); try 'trialscreen --help'"),
        (("check", "interfant-21", "--answers"), "Option '--answers' requires an argument; try 'trialscreen --help'"),
        (("replay",), "no script is named; name scripts (*.convo.txt), or folders of them"),
        (("trial", "show"), "Missing argument 'TRIAL'; try 'trialscreen --help'"),
    ],
)
def test_usage_that_does_not_fit_is_one_line(arguments: tuple[str, ...], said: str) -> None:
    """Protects "exit 2", with one line that says what to do."""
    assert trialscreen(*arguments).refused() == said


def test_the_module_is_the_command() -> None:
    """Protects `python -m bot`, and the installed `trialscreen`, which call the same function."""
    ran = run_piped("trial", "lint", "nope")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert (
        ran.stderr
        == b"trialscreen: no trial is called 'nope'; there are interfant-21; or name a file, such as ./my-trial.yaml\n"
    )


# streams


@pytest.mark.thinned(3)
@pytest.mark.parametrize(
    "arguments", [("trial", "list"), ("trial", "show", "interfant-21"), ("check", "interfant-21"), ("--help",)]
)
def test_a_reader_that_has_left_is_no_error(arguments: tuple[str, ...]) -> None:
    """Protects `trialscreen ... | head -1`: exit 0, no traceback, also where all of the output fits into a buffer."""
    reader, writer = os.pipe()
    os.close(reader)
    running = subprocess.Popen(command(*arguments), cwd=ROOT, env=environment(), stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (running.communicate(timeout=PATIENCE)[1], running.returncode) == (b"", 0)


@pytest.mark.thinned(3)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
@pytest.mark.parametrize("buffered", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("line", ["trial list", "chat --ephemeral", "check interfant-21 --jsonl"])
def test_a_full_disk_is_one_line(line: str, buffered: dict[str, str]) -> None:
    """Protects against results that are lost silently."""
    with Path("/dev/full").open("wb") as full:
        pipe = subprocess.PIPE
        running = subprocess.Popen(
            command(*line.split()), cwd=ROOT, env=environment(**buffered), stdin=pipe, stdout=full, stderr=pipe
        )
        _, said = running.communicate(b"{}\n", timeout=PATIENCE)
    assert running.returncode == 2
    assert (
        said
        == b"trialscreen: the output cannot be written (no space left on device); make room, or send it elsewhere\n"
    )


@pytest.mark.parametrize(
    ("line", "code"), [("chat --ephemeral <&-", 0), ("check interfant-21 --answers - <&-", 2), ("trial list >&-", 0)]
)
def test_a_closed_stream_is_an_empty_one(line: str, code: int) -> None:
    """Protects services that start a command without standard streams."""
    ran = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m bot {line}', sys.executable],
        cwd=ROOT,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr


def test_signs_are_written_whatever_the_locale_says() -> None:
    """Protects "≤365 days", in a place that has only ASCII."""
    ran = run_piped("trial", "show", "interfant-21", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "≤365 days" in ran.stdout.decode("utf-8")


# chat through a pipe


def test_a_whole_screening_from_piped_lines() -> None:
    """Protects pipes.

    "With standard input not a terminal: one line is one thing said, plain text out, no colours, ends with exit 0".
    """
    ran = run_piped(
        "chat", "--now", "2026-06-01", stdin="\n".join(WHOLE).encode(), TERM="xterm-256color", FORCE_COLOR="1"
    )
    printed = ran.stdout.decode()
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ESCAPE not in printed
    assert "Recorded: Age at diagnosis: 119 to 125 days.\n" in printed
    assert "RESULT\nTrial entry: Eligible for Interfant-21 as answered.\nBlinatumomab: " in printed
    assert "Not yet determined" not in printed.partition("RESULT\n")[2].partition("\n\n")[0]


@pytest.mark.parametrize("said", ["Rearranged", "rearranged", "1", "KMT2A-r", "MLL-rearranged"])
def test_a_label_its_number_and_words_are_the_same(said: str) -> None:
    """Protects "Typing a button's label or its number is the same as choosing it"."""
    printed = trialscreen("chat", stdin=f"120\nB-precursor ALL\nnewly diagnosed\n{said}\n").printed()
    assert "  1) Rearranged\n  2) Germline\n" in printed
    assert "Recorded: KMT2A status: Rearranged.\n" in printed


def test_a_number_is_the_answer_where_a_number_answers() -> None:
    """Protects typed numbers.

    "On a question that is answered by a number the buttons have no numbers, and a typed number is the answer".
    """
    printed = trialscreen("chat", stdin="200\n").printed()
    assert printed.index("  [Don't know]\n") < printed.index("Recorded: Age at diagnosis: 200 days.\n")


@pytest.mark.parametrize(
    "line",
    [b"\0\0\0", b"\xff\xfe\xfa", b"4" * 1_000_000, b"\x1b[31mred\x1b[0m", b"\r", b"[bold]", b"\xf0\x9f\x91\xb6"],
    ids=repr,
)
def test_no_line_stops_the_next_one(line: bytes) -> None:
    """Protects a screening from one bad line: it is said, it is no answer, and the next one is taken."""
    ran = trialscreen("chat", stdin=line + b"\n120 days\n")
    assert "Recorded: Age at diagnosis: 120 days.\n" in ran.printed()
    assert ESCAPE not in ran.out


def test_the_same_holds_for_a_process() -> None:
    """Protects the real streams against a megabyte without an end, NUL bytes, and bytes that are no text."""
    ran = run_piped("chat", "--ephemeral", stdin=b"x" * 1_000_000 + b"\n\0\0\n\xff\xfe\n120 days\n")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Recorded: Age at diagnosis: 120 days." in ran.stdout
    assert b"\x1b" not in ran.stdout
    assert len(ran.stdout) < 20_000


def test_a_turn_is_out_before_the_next_line_goes_in_and_ctrl_c_leaves_politely() -> None:
    """Protects programs that talk to it line by line.

    "Ctrl-C" in a piped chat gives a goodbye and exit 0, no traceback.
    """
    with process("chat") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        _read_to(running, b"[Why?]\n")
        running.stdin.write(b"120 days\n")
        running.stdin.flush()
        _read_to(running, b"What is the diagnosis?\n")
        running.send_signal(signal.SIGINT)
        assert re.search(phrases.FAREWELL.format(code="(.{8})") + "\n$", running.stdout.read().decode())
        assert (running.wait(PATIENCE), running.stderr.read()) == (0, b"")


@pytest.mark.long
def test_a_reader_that_leaves_ends_the_chat_quietly() -> None:
    """Protects `trialscreen chat < answers.txt | head -1`; test_readers_gone.py says the same of endless lines."""
    with process("chat", "--ephemeral") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"Screening for Interfant-21")
        running.stdout.close()
        running.stdin.write(b"120 days\n" * 50)
        running.stdin.close()
        assert (running.wait(PATIENCE), running.stderr.read()) == (0, b"")


def _read_to(running: subprocess.Popen[bytes], end: bytes) -> None:
    assert running.stdout is not None
    for line in running.stdout:
        if line.endswith(end):
            return
    pytest.fail(f"the output ended before {end!r}")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--trial", "nope"),
            "no trial is called 'nope'; there are interfant-21; or name a file, such as ./my-trial.yaml",
        ),
        (("--trial", "interfant"), "no trial is called 'interfant'; did you mean interfant-21?"),
        (("--trial", "./nope.yaml"), "nope.yaml: there is no such file; check the name"),
        (
            ("--database", "kept.db"),
            "the database's URL has no '://'; write sqlite:////folder/screenings.db or postgresql://user@host/name",
        ),
        (
            ("--code", "K7Q4-2MW"),
            "That is no code: one character is wrong, or one is missing. A code looks like this: K7Q4-2MX.",
        ),
        (("--now", "noon"), "--now: 'noon' is no time; write 2026-12-01 or 2026-12-01T12:00:00"),
    ],
)
def test_an_option_of_chat_that_does_not_fit_is_refused(options: tuple[str, ...], said: str) -> None:
    """Protects "exit 2" with one line before anything is asked."""
    assert trialscreen("chat", *options).refused() == said


def test_options_of_chat() -> None:
    """Protects `chat [--trial ID] [--ephemeral]`.

    The default is the shipped trial, and a file that holds a definition can be named as well.
    """
    printed = trialscreen("chat").printed()
    assert printed.startswith("Screening for Interfant-21: ")
    assert trialscreen("chat", "--ephemeral", "--trial", "interfant-21").printed() == printed
    assert trialscreen("chat", "--trial", AML).printed().startswith("Screening for AML-7: ")


def test_now_fixes_the_clock_of_chat() -> None:
    """Protects "`--now TIME` (also on chat) fixes the clock".

    The clock says whether the source is over a year old, and what is in the future.
    """
    ending = "400 days\nstop here\nshow the result\n"
    fresh, old = (trialscreen("chat", "--now", now, stdin=ending).printed() for now in ("2025-01-01", "2026-01-01"))
    assert "check the registry" not in fresh
    assert "as of 9 April 2024: check the registry" in old
    born = "2026-01-01 to 2026-03-01\n"
    assert "Recorded: Age" not in trialscreen("chat", "--now", "2026-02-01", stdin=born).printed()
    assert "Recorded: Age at diagnosis: 59 days.\n" in trialscreen("chat", "--now", "2026-03-01", stdin=born).printed()
