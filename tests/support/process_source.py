"""The process from which others are forked (quick_processes.py): it has imported what they need."""

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO, cast

IMPORTED = (
    "bot.cli.app", "bot.cli.chat", "bot.cli.check", "bot.cli.doctor", "bot.cli.telegram", "bot.channels.terminal",
    "bot.workbench.replay.command", "storage.opening.opening",
)  # fmt: skip
"""What most processes of tests need, with all that these import."""

ABOVE = 200
"""Above all numbers of descriptors that are handed on."""


def forked(line: socket.socket) -> dict[str, Any] | None:
    """Forks a process for each order. Returns the order in a process that was forked; None at the end of all."""
    while True:
        sent, descriptors, *_ = socket.recv_fds(line, 1_000_000, 50)
        if not sent:
            return None
        hearing, telling = os.pipe()
        between = os.fork()
        if not between:
            child = os.fork()
            if child:
                os.write(telling, str(child).encode())
                os._exit(0)  # the child is an orphan, whom the process that ordered it adopts
            os.close(hearing)
            os.close(telling)
            line.close()
            order: dict[str, Any] = json.loads(sent)
            _place(descriptors, order["to"])
            return order
        os.waitpid(between, 0)
        line.send(os.read(hearing, 100))
        for each in (hearing, telling, *descriptors):
            os.close(each)


def begin(order: dict[str, Any]) -> None:
    """Makes this process what one would be that has just begun."""
    if order["is_leader"]:
        os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = _opened(number, getattr(sys, name))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def run(arguments: Sequence[str], base: Sequence[str]) -> None:
    """Runs a module, or code, as Python does."""
    asked = [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]
    kind, what, *rest = arguments
    sys.path[:] = ["" if kind == "-c" else str(Path.cwd()), *asked, *base]
    sys.orig_argv[1:] = arguments
    importlib.invalidate_caches()
    if kind == "-m":
        sys.argv[:] = [what, *rest]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv[:] = [kind, *rest]
        names = vars(sys.modules["__main__"])
        for name in [each for each in names if not each.startswith("__")]:
            del names[name]
        del names["__file__"]
        exec(compile(what, "<string>", "exec"), names)


def _place(descriptors: Sequence[int], to: Sequence[int]) -> None:
    import fcntl  # noqa: PLC0415 - not on every system

    moved = [fcntl.fcntl(each, fcntl.F_DUPFD, ABOVE) for each in descriptors]
    for each in descriptors:
        os.close(each)
    for each, number in zip(moved, to, strict=True):
        os.dup2(each, number)
        os.close(each)


def _opened(number: int, like: TextIO) -> TextIO:
    binary = open(number, "rb" if number == 0 else "wb", closefd=False)  # noqa: SIM115 - open as long as the process
    is_by_line = number == 2 or (number == 1 and os.isatty(1))
    return TextIOWrapper(
        cast("Any", binary), like.encoding, like.errors, None if number == 0 else "\n", line_buffering=is_by_line
    )


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own = {__file__, os.path.dirname(__file__), *os.environ.get("PYTHONPATH", "").split(os.pathsep)}  # noqa: PTH120
    base = [each for each in sys.path if each not in own]
    for name in IMPORTED:
        importlib.import_module(name)
    gc.freeze()
    order = forked(socket.socket(fileno=int(sys.argv[1])))
    if order is not None:
        begin(order)
        run(order["arguments"], base)


if __name__ == "__main__":
    _main()
