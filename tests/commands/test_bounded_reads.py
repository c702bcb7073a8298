"""Reading what people name: never without an end, never for ever, and a fault of reading is called one."""

import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import PATIENCE, ROOT, Ran, command, environment, trialscreen
from stores import KEY

from bot.channels.terminal import plain
from bot.cli import checker
from storage.crypto.keys import make_key, write_key_file
from storage.database import bounded_files

DEVICE = "cannot be read (it is a device or a socket, and no file)"
EMPTY_PIPE = "cannot be read (it is a pipe into which nobody writes)"

READERS = {
    "answers": ("check", "interfant-21", "--answers", "{}"),
    "lines": ("check", "interfant-21", "--jsonl", "--answers", "{}"),
    "definition": ("trial", "show", "{}"),
    "lint": ("trial", "lint", "{}"),
    "compared": ("replay", "--compare", "{}", "{}"),
    "script": ("replay", "{}"),
    "new key": ("rotate-key", "--new-key-file", "{}"),
}
"""Commands that are given a file."""

SETTINGS = {
    "SITES": ("chat",),
    "KEY_FILE": ("chat",),
    "TELEGRAM_TOKEN_FILE": ("telegram",),
    "SERVE_KEY_FILE": ("serve",),
}
"""Settings that name a file, each with a command that reads it."""


@pytest.fixture(autouse=True)
def _hurry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits a short time for whoever could write into a pipe, and keeps what is kept apart."""
    monkeypatch.setattr(bounded_files, "PIPE_SECONDS", 0.2)
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path}/screenings.db")
    write_key_file(tmp_path / "key", KEY)
    monkeypatch.setenv("TRIALSCREEN_KEY_FILE", str(tmp_path / "key"))


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A pipe into which nobody writes, which only its owner may read."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path, 0o600)
    return path


def run_reader(reader: str, file: str | Path) -> Ran:
    """Runs a command that reads a file."""
    return trialscreen(*(each.format(file) for each in READERS[reader]))


@pytest.mark.thinned(2)
@pytest.mark.parametrize("reader", READERS)
def test_no_file_that_is_named_holds_a_command_up(reader: str, pipe: Path) -> None:
    """Protects "reads are bounded (`/dev/zero`, FIFO)": one sentence and exit 2, each time."""
    for file, said in (("/dev/zero", DEVICE), (pipe, EMPTY_PIPE)):
        ran = run_reader(reader, file)
        assert ran.code == 2
        assert said in ran.err + ran.out
        assert (ran.err + ran.out).count(str(file)) >= 1


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_that_names_a_file_holds_a_command_up(
    setting: str, pipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the same for settings."""
    monkeypatch.setenv(f"TRIALSCREEN_{setting}", str(pipe))
    assert EMPTY_PIPE in trialscreen(*SETTINGS[setting]).refused()
    monkeypatch.setenv(f"TRIALSCREEN_{setting}", "/dev/zero")
    assert DEVICE in trialscreen(*SETTINGS[setting]).refused()


def test_a_pipe_among_definitions_and_in_place_of_the_env_file(
    pipe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the same where nobody named it: in the folder of definitions, and in the current one."""
    monkeypatch.setenv("TRIALSCREEN_TRIALS", str(pipe.parent))
    assert f"trialscreen: {pipe}: {EMPTY_PIPE}; name another file\n" in trialscreen("trial", "list").err
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / ".env")
    assert trialscreen("trial", "list").refused() == f"{tmp_path}/.env: {EMPTY_PIPE}; name another file"


@pytest.fixture
def written(pipe: Path) -> Iterator[Path]:
    """A pipe into which somebody begins to write after a moment, and then takes their time."""

    def write() -> None:
        with pipe.open("wb", buffering=0) as target:
            for part in (b'{"age_days"', b": 120}\n"):
                threading.Event().wait(0.4)
                target.write(part)

    thread = threading.Thread(target=write)
    thread.start()
    yield pipe
    thread.join()


@pytest.mark.parametrize("reader", ["answers", "lines"])
def test_a_pipe_into_which_somebody_writes_is_read_whole(reader: str, written: Path) -> None:
    """Protects `--answers <(export)`: however long it takes between two parts, none is missing."""
    ran = trialscreen(*(each.format(written) for each in READERS[reader]), "--brief")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.thinned(3)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("check", "interfant-21", "--answers", "-"),
            "standard input: more than 5,000,000 bytes are too many for answers",
        ),
        (("check", "interfant-21", "-a", "-"), "standard input: more than 5,000,000 bytes are too many for answers"),
        (("check", "interfant-21", "--jsonl"), "the answers: a line goes on for over 100,000,000 bytes; end each one"),
        (("chat", "--ephemeral"), "standard input: a line goes on for over 100,000,000 bytes; end each one"),
        (("chat", "--code", "-"), "--code: the line of standard input is too long; give one of at most 2,000 bytes"),
    ],
)
def test_standard_input_without_an_end_is_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    """Protects `< /dev/zero`, and whatever writes without a newline for ever."""
    with Path("/dev/zero").open("rb") as endless:
        ran = subprocess.run(
            command(*arguments), cwd=ROOT, env=environment(), stdin=endless, capture_output=True, timeout=PATIENCE,
            check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr.decode().startswith(f"trialscreen: {said}")


def test_a_line_that_is_only_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects what stands behind a long line: the bound is for lines that have no end."""
    assert checker.MOST_SKIPPED == plain.MOST_SKIPPED > checker.MAX_LINE
    ran = trialscreen("check", "interfant-21", "--jsonl", "--brief", stdin=b"x" * 3_000_000 + b"\n{}\n")
    assert (ran.code, ran.out.count("\n")) == (2, 2)
    monkeypatch.setattr(checker, "MOST_SKIPPED", 2_000_000)
    ran = trialscreen("check", "interfant-21", "--jsonl", "--brief", stdin=b"x" * 3_000_000 + b"\n{}\n")
    assert ran.refused() == "the answers: a line goes on for over 2,000,000 bytes; end each one"


@pytest.mark.thinned(2)
@pytest.mark.parametrize("line", ["check interfant-21 --answers -", "check interfant-21 --jsonl", "chat --ephemeral"])
def test_a_fault_of_reading_is_not_called_one_of_the_output(line: str) -> None:
    """Protects whoever looks for the fault: standard input that cannot be read, and a full disk, are told apart."""
    with Path("/dev/null").open("wb") as unreadable:  # opened to be written only
        ran = subprocess.run(
            command(*line.split()), cwd=ROOT, env=environment(), stdin=unreadable, capture_output=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    said = ran.stderr.decode()
    assert said.startswith("trialscreen: standard input: cannot be ")
    assert "(bad file descriptor); " in said
    assert said.count("\n") == 1


def test_a_key_may_come_through_a_pipe(pipe: Path) -> None:
    """Protects `--new-key-file <(openssl rand -base64 32)`: a pipe of one's own is as private as a file."""
    assert trialscreen("chat", stdin="120\n").code == 0
    thread = threading.Thread(target=lambda: pipe.write_text(make_key().text))
    thread.start()
    ran = trialscreen("rotate-key", "--new-key-file", pipe)
    thread.join()
    assert ran.code == 0, ran.err
