"""The process from which others are forked: it imports the program, and waits. `quick_processes` starts it.

It has one thread. What it forks goes on as an interpreter does: with its own environment and arguments, to the usual
end.
"""

import gc
import io
import json
import os
import runpy
import socket
import sys
import time
from importlib import import_module
from types import ModuleType
from typing import Any

from quick_commands import noted_commands
from stores import dialogue

from bot.config import trial_catalogue

IMPORTED = (
    "bot.cli.chat", "bot.cli.command_store", "bot.channels.terminal.screen", "bot.channels.terminal.interactive",
    "bot.cli.telegram_bot", "bot.workbench.replay.command", "bot.workbench.layers.isolated_telegram",
    "storage.migrations", "storage.opening.opening", "psycopg",
)  # fmt: skip
"""What nearly every process needs, with what that imports."""


def fork_on_request(requests: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Forks a process for each request; returns in each of them what it shall do, or nothing when no more are asked."""
    while True:
        text, descriptors, *_ = socket.recv_fds(requests, 1 << 20, 3)
        if not text:
            return None
        reading, writing = os.pipe()
        if not (between := os.fork()):
            between = os.getpid()
            if child := os.fork():
                os.write(writing, str(child).encode())
                os._exit(0)  # whoever asked is the child's parent from now on
            while os.getppid() == between:
                time.sleep(0.001)
            return json.loads(text), descriptors
        os.waitpid(between, 0)
        requests.send(os.read(reading, 64))
        for each in (reading, writing, *descriptors):
            os.close(each)


def take_place(cwd: str, env: dict[str, str], descriptors: list[int], *, is_apart: bool) -> None:
    """Gives this process its descriptors, its environment and its folder."""
    if is_apart:
        os.setsid()
    for standard, descriptor in enumerate(descriptors):
        os.dup2(descriptor, standard)
    os.closerange(3, 256)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.path[:0] = [each for each in env.get("PYTHONPATH", "").split(os.pathsep) if each and each not in sys.path]
    encoding, _, errors = env.get("PYTHONIOENCODING", "").partition(":")
    encoding, errors = encoding or sys.stdout.encoding, errors or sys.stdout.errors or "strict"
    for name, stream in {
        "stdin": io.TextIOWrapper(open(0, "rb", closefd=False), encoding, errors),  # noqa: SIM115
        "stdout": _write_to(1, encoding, errors, is_by_line=os.isatty(1)),
        "stderr": _write_to(2, encoding, "backslashreplace", is_by_line=True),
    }.items():
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _write_to(descriptor: int, encoding: str, errors: str, *, is_by_line: bool) -> io.TextIOWrapper:
    into = open(descriptor, "wb", closefd=False)  # noqa: SIM115
    return io.TextIOWrapper(into, encoding, errors, "\n", line_buffering=is_by_line)


def run(arguments: list[str]) -> None:
    """Runs `-m MODULE` or `-c CODE` as the interpreter does."""
    way, what, *more = arguments
    sys.argv = [way, *more]
    if way == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.modules["__main__"] = main = ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), main.__dict__)


def wait(requests: socket.socket) -> None:
    """Imports, waits, and in each process that is forked runs what was asked for."""
    for name in IMPORTED:
        import_module(name)
    with noted_commands():
        trial_catalogue.find_trial("interfant-21")
        dialogue()
        gc.freeze()  # what is there already is not looked through in each of them
        if asked := fork_on_request(requests):
            wanted, descriptors = asked
            requests.close()
            take_place(wanted["cwd"], wanted["env"], descriptors, is_apart=wanted["is_apart"])
            run(wanted["arguments"])


if __name__ == "__main__":
    wait(socket.socket(fileno=int(sys.argv[1])))
