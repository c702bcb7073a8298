"""Processes that run our Python at once: each is forked from one that waits, with the program imported already.

To start an interpreter and to import the program takes most of what short processes take. A forked one has
descriptors, an environment, a folder and an end of its own. It is a child of the process that asked for it. Tests of
how the program starts take `subprocess.Popen` itself.
"""

import ctypes
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from bot.workbench.replay import workers

ROOT = Path(__file__).parents[2]
PATHS = str(ROOT), str(ROOT / "tests" / "support")
READ_ONCE = "PYTHONHASHSEED", "PYTHONUNBUFFERED", "PYTHONUTF8", "PYTHONWARNINGS", "TZ"
"""What an interpreter reads before it runs anything, so that nothing that is forked can have it."""

_ADOPT = 36  # PR_SET_CHILD_SUBREAPER: whose parent ends becomes a child of ours


class Waiting:
    """The process that waits, once it is needed."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._libc = ctypes.CDLL(None)
        self._process: subprocess.Popen[bytes] | None = None

    def fork(self, wanted: Mapping[str, object], descriptors: Sequence[int]) -> int:
        """Has it fork a child of this process, and returns the child's id."""
        with self._asking:
            if self._process is None:
                self._start()
            self._libc.prctl(_ADOPT, 1)
            try:
                socket.send_fds(self._ours, [json.dumps(wanted).encode()], list(descriptors))
                return int(self._ours.recv(64))
            finally:
                self._libc.prctl(_ADOPT, 0)

    def _start(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "waiting_process", str(theirs.fileno())]
        env = {name: value for name, value in os.environ.items() if name not in READ_ONCE}
        env["PYTHONPATH"] = os.pathsep.join(PATHS)
        nothing = subprocess.DEVNULL
        with theirs:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdin=nothing, stdout=nothing, stderr=nothing, pass_fds=[theirs.fileno()]
            )

    def end(self) -> None:
        """Ends it, and waits for its end."""
        if self._process is not None:
            self._ours.close()
            self._process.wait(60)


_waiting: list[Waiting] = []


@contextmanager
def quick_processes() -> Iterator[None]:
    """Lets `start` fork; elsewhere it starts an interpreter, as it does where Linux is not what runs."""
    if sys.platform != "linux":
        yield
        return
    _waiting.append(Waiting())
    try:
        with patch.object(workers, "subprocess", SimpleNamespace(**{**vars(subprocess), "Popen": _start_worker})):
            yield
    finally:
        _waiting.pop().end()


def start(command: Sequence[str], env: Mapping[str, str], **options: Any) -> "subprocess.Popen[Any]":
    """Starts this Python with `-m MODULE` or `-c CODE`, and arguments; options are those of `subprocess.Popen`."""
    options.setdefault("cwd", ROOT)
    popen = Forked if _waiting and env.keys().isdisjoint(READ_ONCE) else subprocess.Popen
    return popen(command, env=env, **options)


def _start_worker(command: Sequence[str], env: Mapping[str, str], **options: Any) -> "subprocess.Popen[Any]":
    known = {name: value for name, value in env.items() if name not in READ_ONCE}
    return start(command, known, **options)


def run(command: Sequence[str], env: Mapping[str, str], said: Any = None, **options: Any) -> Any:
    """Starts Python, gives it what is said on its standard input, and returns how it ended within two minutes."""
    pipe = subprocess.PIPE
    options = {"stdin": pipe, "stdout": pipe, "stderr": pipe} | options
    with start(command, env, **options) as process:
        try:
            out, err = process.communicate(said, timeout=120)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


class Forked(subprocess.Popen[Any]):
    """A process that is forked from the one that waits, to whoever started it like any other."""

    def _execute_child(self, *given: Any) -> None:
        """Stands in place of fork and exec, with what they are given."""
        arguments, cwd, env, pipes, is_apart = given[0], given[5], given[6], given[10:16], given[-2]
        theirs = [pipe if pipe != -1 else standard for standard, pipe in enumerate((pipes[0], pipes[3], pipes[5]))]
        wanted = {"arguments": arguments[1:], "cwd": str(cwd), "env": dict(env), "is_apart": is_apart}
        try:
            self.pid = _waiting[-1].fork(wanted, theirs)
            self._child_created = True
        finally:
            self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]
