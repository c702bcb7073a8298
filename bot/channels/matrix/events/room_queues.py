"""The queues of rooms: what waits in the inbox is read in order within its room, and at once in different rooms."""

import asyncio
import logging
from collections import deque
from itertools import count

from bot.channels.backoff import Backoff, pause
from bot.channels.handling.intake import AddDeadLetter
from bot.channels.matrix.engine.faults import HomeserverRefusal, LoggedOut, MatrixFault, NotFound, TooManyRequests
from bot.channels.matrix.events.inbox_reader import InboxReader
from storage.features.room_inbox import WaitingEvent
from storage.model.errors import Unavailable

READ_WAITS = Backoff(0.2, 30)
SERVERS_FAULT = 500
UNAUTHORIZED = 401

_log = logging.getLogger(__name__)


class RoomQueues:
    """Reads what waits, however often it needs to try. `handled` are the events that may be deleted from the inbox."""

    def __init__(self, reading: InboxReader, add_dead_letter: AddDeadLetter, waits: Backoff = READ_WAITS) -> None:
        self._reading, self._add_dead_letter, self._waits = reading, add_dead_letter, waits
        self.handled: list[bytes] = []
        self._leaving = asyncio.Event()
        self._queues: dict[str, deque[WaitingEvent]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def accept(self, waiting: list[WaitingEvent]) -> None:
        """Accepts events, in order; returns at once."""
        for each in waiting:
            room = each.place.room
            if room in self._queues:
                self._queues[room].append(each)
                continue
            self._queues[room] = deque([each])
            task = asyncio.get_running_loop().create_task(self._serve(room))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def rest(self) -> None:
        """Returns once nothing waits."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def finish(self, seconds: float) -> None:
        """Finishes what has begun, for some seconds at most. What waits then is read after the next start."""
        self._leaving.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, room: str) -> None:
        queue = self._queues[room]
        try:
            while queue and await self._read(queue[0]):
                self.handled.append(queue.popleft().key)
        finally:
            del self._queues[room]

    async def _read(self, event: WaitingEvent) -> bool:
        """Reads an event until that is done; says whether it was before it was time to leave."""
        for tries in count():
            if self._leaving.is_set():
                return False
            wait = self._waits.wait_seconds(tries)
            try:
                return await self._reading.read(event, self._leaving)
            except (Unavailable, MatrixFault) as fault:
                if _is_final(fault):
                    _log.info("event %s is of a room that is closed to us", event.key.hex())
                    return True
                wait = max(wait, fault.wait_seconds if isinstance(fault, TooManyRequests) else 0.0)
                _log.warning("event %s waits: %s", event.key.hex(), type(fault).__name__)
            except Exception as fault:  # noqa: BLE001 - nothing waits behind it for ever; its text could hold an answer
                _log.error("event %s failed: %s", event.key.hex(), type(fault).__name__, extra={"fault": fault})
                if await self._put_aside(event):
                    return True
            await pause(self._leaving, wait)
        raise AssertionError("the tries never end")

    async def _put_aside(self, event: WaitingEvent) -> bool:
        try:
            await self._add_dead_letter(event.key.hex(), "failed")
        except Unavailable:
            return False  # it is read again, before what comes after it in its room
        return True


def _is_final(fault: Exception) -> bool:
    """Says whether a homeserver refuses for good: we are not in that room any more.

    What is not there, or not open to us, is so by a proxy, by a server that begins, or while our account is locked.
    """
    if not isinstance(fault, HomeserverRefusal) or isinstance(fault, LoggedOut | NotFound):
        return False
    return fault.status < SERVERS_FAULT and fault.status != UNAUTHORIZED
