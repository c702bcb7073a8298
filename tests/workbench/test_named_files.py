"""Which files are played: standard input, pipes, folders that cannot be listed, and what lies in folders."""

import json
import os
import pty
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import ROOT, command, environment, process, trialscreen
from quick_processes import run, start
from scripts import FAILING, PASSING, write_script

from storage.database import bounded_files

PATIENCE = 60
NOBODY = 65534


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits a short time for whoever could write into a pipe."""
    monkeypatch.setattr(bounded_files, "PIPE_SECONDS", 0.2)
    monkeypatch.setattr(bounded_files, "SILENT_SECONDS", 0.5)


# standard input


def test_a_script_may_come_from_standard_input(tmp_path: Path) -> None:
    """Protects `replay -`, beside files; messages call it "standard input"."""
    file = write_script(tmp_path, PASSING)
    assert trialscreen("replay", "-", file, stdin=PASSING).printed().endswith("\n2 passed, 0 failed, 0 not readable\n")
    ran = trialscreen("replay", "-", stdin=FAILING)
    assert (ran.code, ran.out.splitlines()[0]) == (1, "standard input:15: Another state is expected.")
    ran = trialscreen("replay", "--json", "-", stdin=b"T.\n#me\n\xff\n")
    assert json.loads(ran.out)[0]["message"] == "standard input:3: this is no UTF-8 text: save the file as UTF-8"
    assert trialscreen("replay", "-", stdin="").err.startswith("trialscreen: standard input:1: this script is empty")


def test_a_script_from_standard_input_may_name_a_trial_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects `#trial FILE` where the script lies in no folder."""
    shutil.copy(ROOT / "tests" / "trials" / "adult-aml.yaml", tmp_path / "aml.yaml")
    monkeypatch.chdir(tmp_path)
    ran = trialscreen("replay", "-", stdin="T.\n#trial aml.yaml\n#me\n/start\n#bot\nAge in completed years?\n")
    assert ran.printed() == "1 passed, 0 failed, 0 not readable\n"


def test_standard_input_is_read_once_and_never_rewritten(tmp_path: Path) -> None:
    """Protects two wishes that cannot be fulfilled from being a run of nothing, or a file called "-"."""
    assert trialscreen("replay", "-", "-").refused() == "standard input is named twice; write - once"
    said = "--accept cannot rewrite standard input; name a file, or leave out --accept"
    assert trialscreen("replay", "--accept", "-", write_script(tmp_path, FAILING)).refused() == said


@pytest.mark.parametrize(
    ("arguments", "said", "typed"),
    [
        (("replay", "-"), "Type or paste a script; Ctrl-D in a line of its own ends it.", PASSING),
        (
            ("check", "interfant-21", "--answers", "-"),
            "Type or paste answers; Ctrl-D in a line of its own ends it.",
            "{}\n",
        ),
    ],
)
def test_on_a_terminal_is_said_what_is_awaited(arguments: tuple[str, ...], said: str, typed: str) -> None:
    """Protects whoever types `-` on a terminal from waiting for a command that waits for them."""
    ours, theirs = pty.openpty()
    pipe = subprocess.PIPE
    with start(command(*arguments), environment(), stdin=theirs, stdout=pipe, stderr=pipe) as running:
        os.close(theirs)
        assert running.stderr is not None
        assert running.stderr.readline().decode().strip() == said
        os.write(ours, typed.encode() + b"\4")
        assert running.wait(PATIENCE) == 0
    os.close(ours)


# pipes


def test_a_process_substitution_is_read_to_its_end() -> None:
    """Protects `replay <(cat x.convo.txt)` and `check --answers <(...)`, with somebody who takes their time."""
    for arguments, written in (
        (("replay",), PASSING),
        (("check", "interfant-21", "--brief", "--answers"), '{"age_days": 120}'),
    ):
        reading, writing = os.pipe()
        with subprocess.Popen(
            command(*arguments, f"/dev/fd/{reading}"), cwd=ROOT, env=environment(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, pass_fds=[reading],
        ) as running:  # fmt: skip
            os.close(reading)
            half = len(written) // 2
            for part in (written[:half], written[half:]):
                threading.Event().wait(0.5)
                os.write(writing, part.encode())
            os.close(writing)
            assert (running.wait(PATIENCE), running.stderr and running.stderr.read()) == (0, b"")


def test_a_pipe_that_is_named_is_no_wait_without_an_end(tmp_path: Path) -> None:
    """Protects the run from a pipe that nobody has open, and from one that somebody holds open in silence."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    file = write_script(tmp_path, PASSING)
    ran = trialscreen("replay", pipe, file)
    assert (ran.code, ran.out) == (2, "1 passed, 0 failed, 1 not readable\n")
    assert ran.err == (
        f"trialscreen: {pipe}: cannot be read (it is a pipe into which nobody writes); name another file\n"
    )
    held = os.open(pipe, os.O_RDWR)
    ran = trialscreen("replay", pipe, file)
    os.close(held)
    assert (ran.code, ran.out) == (2, "1 passed, 0 failed, 1 not readable\n")
    assert "(it is a pipe into which nobody wrote for 0.5 seconds); name another file\n" in ran.err
    said = f"--accept cannot rewrite {pipe}, which is a pipe; name a file, or leave out --accept"
    assert trialscreen("replay", "--accept", pipe).refused() == said


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Path]:
    """A folder with a script, and with a pipe and a socket that have the names of scripts."""
    write_script(tmp_path, PASSING)
    os.mkfifo(tmp_path / "pipe.convo.txt")
    os.mkfifo(tmp_path / "pipe.pconvo.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(tmp_path)  # the address of a socket is short
        bound.bind("socket.convo.txt")
        os.chdir(here)
        yield tmp_path


def test_what_is_no_file_in_a_folder_is_told_and_not_read(odd: Path) -> None:
    """Protects whoever writes into a pipe that lies there: nobody reads it, and the scripts are played."""
    ran = trialscreen("replay", odd)
    assert (ran.code, ran.out) == (2, "1 passed, 0 failed, 3 not readable\n")
    assert sorted(ran.err.splitlines()) == [
        f"trialscreen: {odd}/{name}: this is a {what}, and no file; move it elsewhere, or rename it"
        for name, what in (
            ("pipe.convo.txt", "pipe"),
            ("pipe.pconvo.txt", "pipe"),
            ("socket.convo.txt", "device or a socket"),
        )
    ]
    said = "cannot be read (it is a device or a socket, and no file); name another file"
    assert said in trialscreen("replay", odd / "socket.convo.txt").err


# files that scripts share


@pytest.mark.parametrize(
    ("name", "text"),
    [("t.scriptingmemory.txt", "|$age\nx|1\n"), ("p.pconvo.txt", f"p\n{FAILING}"), ("u.utterances.txt", "SAY\na\n")],
)
@pytest.mark.parametrize("options", [(), ("--filter", "t")])
def test_a_shared_file_that_is_named_is_no_script(
    name: str, text: str, options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects whoever names a table: alone it is refused, beside a script it is told, by whatever name."""
    shared, file = write_script(tmp_path, text, name), write_script(tmp_path, PASSING)
    told = "this is a file that scripts share, and no script; name the scripts that use it"
    assert trialscreen("replay", *options, shared).refused() == f"{shared}: {told}"
    monkeypatch.chdir(tmp_path)
    for named in (Path(name), shared):
        ran = trialscreen("replay", *options, file, named)
        assert (ran.code, ran.out) == (0, "1 passed, 0 failed, 0 not readable\n")
        assert ran.err == f"trialscreen: {named}: {told}\n"
    other = write_script(tmp_path, "o\n#me\na\n", "o.pconvo.txt")
    told = "these are files that scripts share, and no scripts; name the scripts that use them"
    assert trialscreen("replay", name, other).refused() == f"{name}, {other}: {told}"


def test_what_is_wrong_with_a_shared_file_that_is_named_is_told(tmp_path: Path) -> None:
    """Protects whoever mends a table, or mistypes its name."""
    shared = write_script(tmp_path, "|$age\nx|1|2\n", "t.scriptingmemory.txt")
    assert f"trialscreen: {shared}:2: there are 3 cells" in trialscreen("replay", shared).err
    gone = tmp_path / "gone.scriptingmemory.txt"
    assert f"trialscreen: {gone}: there is no such file" in trialscreen("replay", gone).err


# folders that cannot be listed


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for each in [*folder.rglob("*")]:
        each.chmod(0o755)
    shutil.rmtree(folder)


AS_NOBODY = """
import os, sys
from commands import trialscreen
trialscreen("replay", sys.argv[1])  # loads all that is needed, while it can be
if os.geteuid() == 0:
    os.setgroups([]); os.setgid({nobody}); os.setuid({nobody})
ran = trialscreen("replay", *sys.argv[2:])
print(ran)
"""


def replay_as_nobody(readable: Path, *named: str | Path) -> str:
    """Returns what a replay tells a person who is not the superuser."""
    code = AS_NOBODY.format(nobody=NOBODY)
    ran = run([sys.executable, "-c", code, str(readable), *map(str, named)], environment(), text=True)
    assert ran.returncode == 0, ran.stderr
    return str(ran.stdout)


@pytest.mark.thinned(2)
@pytest.mark.parametrize("mode", [0o000, 0o311])
def test_a_folder_that_cannot_be_listed_is_told_and_the_others_are_played(mode: int, open_folder: Path) -> None:
    """Protects a run from scripts that are left out in silence: exit 2, with the folder's name."""
    (open_folder / "sub" / "deep").mkdir(parents=True)
    file = write_script(open_folder, PASSING)
    write_script(open_folder / "sub" / "deep", PASSING)
    (open_folder / "sub").chmod(mode)
    told = f"{open_folder}/sub: this folder cannot be read (permission denied); allow it, or move it elsewhere"
    for named, passed in ((open_folder, 1), (open_folder / "sub", 0)):
        ran = replay_as_nobody(file, named)
        assert f"Ran(code=2, out='{passed} passed, 0 failed, 1 not readable\\n', err='trialscreen: {told}\\n')" in ran
    ran = replay_as_nobody(file, "--filter", "it.convo", open_folder)
    assert told in ran


def test_folders_around_a_script_that_cannot_be_listed_are_no_fault(open_folder: Path) -> None:
    """Protects a script that is named alone: what lies around it, and was not named, is nobody's fault."""
    (open_folder / "up" / "in").mkdir(parents=True)
    (open_folder / "up" / "locked").mkdir()
    file = write_script(open_folder / "up" / "in", PASSING)
    (open_folder / "up" / "locked").chmod(0)
    assert "1 passed, 0 failed, 0 not readable" in replay_as_nobody(file, file)
    (open_folder / "up").chmod(0o311)
    assert "1 passed, 0 failed, 0 not readable" in replay_as_nobody(file, file)


def test_a_file_in_a_folder_that_may_not_be_entered_is_one_sentence(open_folder: Path) -> None:
    """Protects whoever names a file that they may not reach."""
    (open_folder / "sub").mkdir()
    file = write_script(open_folder, PASSING)
    (open_folder / "sub").chmod(0)
    said = f"trialscreen: {open_folder}/sub/a.convo.txt: cannot be read (permission denied); name another file"
    assert said in replay_as_nobody(file, open_folder / "sub" / "a.convo.txt")


def test_closed_standard_input_is_one_line() -> None:
    """Protects `replay - <&-`."""
    with process("replay", "-") as running:
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(PATIENCE) == 2
        assert running.stderr is not None
        assert running.stderr.read().count(b"\n") == 1
