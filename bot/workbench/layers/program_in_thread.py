"""A program that serves on a loop and a thread of its own, until the end of a block."""

import asyncio
from abc import abstractmethod
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

PATIENCE_SECONDS = 60
"""How long a turn may take on a machine that is busy with other things."""


class ProgramInThread:
    """A program that is there from the start of the block, and ends in good order with it."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._fault: BaseException | None = None
        self._stopping = asyncio.Event()
        self._is_there = Event()
        self._thread = Thread(target=self._run, name="program", daemon=True)

    def __enter__(self) -> Self:
        """Starts the program."""
        self._thread.start()
        self._is_there.wait()
        self.raise_fault()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops the program gracefully."""
        with suppress(RuntimeError):  # its loop is over already
            assert self.loop is not None
            self.loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    @abstractmethod
    async def serve(self, stopping: asyncio.Event) -> None:
        """Serves until it is time to stop. `note_there` is called as soon as the program is there."""

    def note_there(self) -> None:
        """Notes that the program is there."""
        self._is_there.set()

    def note_over(self) -> None:
        """Is called when the program has ended, for whatever reason."""

    def raise_fault(self) -> None:
        """Raises what ended the program, if anything did."""
        if self._fault is not None:
            raise self._fault

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as fault:  # noqa: BLE001 - it belongs to whoever waits for the program
            self._fault = fault
        finally:
            self._is_there.set()
            self.note_over()

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        await self.serve(self._stopping)


def make_no_chores(*_: object) -> list[Any]:
    """Returns no chores: a script's clock jumps, and what a program would then sweep, no other layer would miss."""
    return []
