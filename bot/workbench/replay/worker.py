"""A process that plays scripts for another: plan and scripts come on standard input, results go to standard output.

It ends with its input, so that it never outlives the process that started it.
"""

import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import IO

from bot.config.errors import UsageFault
from bot.workbench.replay.playing import Numbered, ReplayPlan, play
from bot.workbench.replay.result import ScriptResult


@dataclass(frozen=True)
class PlayedScript:
    """A result, with the place of its script in the order of playing."""

    at: int
    result: ScriptResult


@dataclass(frozen=True)
class WorkerFault:
    """What a process says in place of results: one clear line."""

    message: str


WorkerReply = PlayedScript | WorkerFault


def serve() -> None:
    """Plays what comes in until the input ends."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed while a script is played is no reply
    plan: ReplayPlan = pickle.load(sys.stdin.buffer)  # noqa: S301 - it comes from the process that started this one
    try:
        play(_receive(sys.stdin.buffer), plan, lambda at, result: send(replies, PlayedScript(at, result)))
    except UsageFault as fault:
        send(replies, WorkerFault(str(fault)))


def send(stream: IO[bytes], value: object) -> None:
    """Sends a value to the other process."""
    pickle.dump(value, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _receive(requests: IO[bytes]) -> Iterator[Numbered]:
    """Yields what comes in.

    It is taken in at once: two processes that both wait for the other to read would wait forever.
    """
    taken: SimpleQueue[Numbered | None] = SimpleQueue()
    Thread(target=_take_in, args=(requests, taken), daemon=True).start()
    while (script := taken.get()) is not None:
        yield script


def _take_in(requests: IO[bytes], taken: "SimpleQueue[Numbered | None]") -> None:
    with suppress(EOFError):
        while True:
            taken.put(pickle.load(requests))  # noqa: S301 - it comes from the process that started this one
    taken.put(None)
