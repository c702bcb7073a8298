"""Lets processes that run Python begin quickly: they are forked from one that has imported what they need.

Each is a process of its own, with its own streams, environment, folder, signals and end. Importing alone would take
half a second of each. What a process imports is the business of test_starting.py, whose processes begin from nothing,
as do all that are called with options of Python.
"""

import ctypes
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

SOURCE = Path(__file__).with_name("process_source.py")
FROM_NOTHING = "TRIALSCREEN_TESTS_FROM_NOTHING"
"""A variable that a process has in its environment when it shall not be forked."""

SAME = ("PYTHON", "LC_", "LANG", "FORCE_COLOR", "NO_COLOR", "GITHUB_ACTIONS", "COVERAGE")
"""How the variables begin that Python or a library reads as it starts; PYTHONPATH is seen to."""

LARGEST = 100_000
"""Bytes of an order, its arguments and environment."""

ADOPT_ORPHANS = 36
"""The call of Linux by which the orphans below a process become its children."""

CALL = (
    "args", "executable", "preexec_fn", "close_fds", "pass_fds", "cwd", "env", "startupinfo", "creationflags", "shell",
    "p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite", "restore_signals", "gid", "gids", "uid",
    "umask", "start_new_session", "process_group",
)  # fmt: skip
"""What subprocess hands over when it starts a process."""

PLAIN: Mapping[str, object] = {
    "executable": None, "preexec_fn": None, "close_fds": True, "startupinfo": None, "creationflags": 0, "shell": False,
    "restore_signals": True, "gid": None, "gids": None, "uid": None, "umask": -1, "process_group": -1,
}  # fmt: skip
"""How a process has to be started to be forked here."""


class Source:
    """The process that forks; begun when it is asked for the first time."""

    def __init__(self) -> None:
        self.line: socket.socket | None = None
        self.environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}

    def forked(self, call: Mapping[str, Any], environment: Mapping[str, str]) -> int | None:
        """Forks a process, and returns its id; None where it cannot be forked."""
        order = {
            "arguments": [os.fspath(each) for each in call["args"][1:]],
            "cwd": os.fspath(call["cwd"] or Path.cwd()),
            "environment": environment,
            "to": [0, 1, 2, *call["pass_fds"]],
            "is_leader": call["start_new_session"],
        }
        sent = json.dumps(order).encode()
        if len(sent) > LARGEST:
            return None
        streams = [call["p2cread"], call["c2pwrite"], call["errwrite"]]
        passed = [own if own >= 0 else number for number, own in enumerate(streams)]
        line = self.line = self.line or self._begun()
        socket.send_fds(line, [sent], [*passed, *call["pass_fds"]])
        return int(line.recv(100)) or None

    def _begun(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, str(SOURCE), str(theirs.fileno())]
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=self.environment)
        return ours

    def ended(self) -> None:
        """Ends the process that forks."""
        if self.line:
            self.line.close()
            self.process.wait()


@contextmanager
def noted_processes() -> Iterator[None]:
    """Lets processes begin quickly that run a command, or code."""
    if sys.platform != "linux":
        yield  # nowhere else do orphans become children
        return
    source = Source()
    start = vars(subprocess.Popen)["_execute_child"]
    with ExitStack() as ending:
        ending.callback(source.ended)
        ending.enter_context(patch.object(subprocess.Popen, "_execute_child", _quick(start, source)))
        yield


def _quick(start: Callable[..., None], source: Source) -> Callable[..., None]:
    def quick(started: Any, *given: Any) -> None:
        call = dict(zip(CALL, given, strict=True))
        environment = dict(os.environ if call["env"] is None else call["env"])
        if _is_plain(call) and _is_same(environment, source.environment):
            with _adopting():
                pid = source.forked(call, environment)
            if pid is not None:
                started.pid, started._child_created = pid, True  # noqa: SLF001 - as the method does that this one stands for
                ends = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
                started._close_pipe_fds(*(call[name] for name in ends))  # noqa: SLF001 - the same
                return
        start(started, *given)

    return quick


def _is_plain(call: Mapping[str, Any]) -> bool:
    args = call["args"]
    is_plain = all(call[name] == value or name == "executable" for name, value in PLAIN.items())
    return is_plain and not isinstance(args, str) and args[0] == sys.executable and args[1] in {"-c", "-m"}


def _is_same(environment: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return FROM_NOTHING not in environment and _begun_by(environment) == _begun_by(other)


def _begun_by(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(SAME) and name != "PYTHONPATH"}


@contextmanager
def _adopting() -> Iterator[None]:
    call = ctypes.CDLL(None, use_errno=True).prctl
    call(ADOPT_ORPHANS, 1, 0, 0, 0)
    try:
        yield
    finally:
        call(ADOPT_ORPHANS, 0, 0, 0, 0)
