"""Traces one turn: which rooms and files of ours it passes, and how often it goes from one file to another."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]

OURS = tuple(f"{ROOT / room}/" for room in ("bot", "dialogs", "storage"))

WORKBENCH = f"{ROOT / 'bot' / 'workbench'}/"
"""What plays the channel's other side is no part of a turn."""


@dataclass
class TurnTrace:
    """The files of the functions that were called, in order, for each thread."""

    calls: dict[int, list[str]] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """The files that were passed."""
        return {file for calls in self.calls.values() for file in calls}

    @property
    def rooms(self) -> set[str]:
        """The folders of these files."""
        return {str(Path(file).parent) for file in self.files}

    @property
    def switches(self) -> int:
        """How often a call was into another file than the call before it."""
        return sum(before != after for calls in self.calls.values() for before, after in pairwise(calls))

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        """Notes a call of a function of ours."""
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(OURS) and not file.startswith(WORKBENCH):
            self.calls.setdefault(threading.get_ident(), []).append(file)


class Tracer:
    """Traces turns in this thread, and in those that begin after it was installed."""

    def __init__(self) -> None:
        self.trace: TurnTrace | None = None

    @contextmanager
    def install(self) -> Iterator[None]:
        """Lets threads that begin in this block be traced."""
        threading.setprofile(self._note)
        try:
            yield
        finally:
            threading.setprofile(None)

    @contextmanager
    def record(self) -> Iterator[TurnTrace]:
        """Gives the trace of what is done in this block."""
        self.trace = trace = TurnTrace()
        sys.setprofile(self._note)
        try:
            yield trace
        finally:
            sys.setprofile(None)
            self.trace = None

    def _note(self, frame: FrameType, event: str, argument: Any) -> None:
        if self.trace is not None:
            self.trace.note(frame, event, argument)
