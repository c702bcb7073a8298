"""Patience with keys: an event may come before the key of its session. It is asked for, and waited for, a little."""

import asyncio
from contextlib import suppress

from bot.channels.matrix.engine.faults import Undecryptable
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import DecryptedEvent, RawEvent

PATIENCE_SECONDS = 5.0
"""How long an event waits for its key, and holds up what comes after it in its room."""


class KeyPatience:
    """Decrypts events. Of a session whose key did not come in time, no further event is waited for."""

    def __init__(self, engine: MatrixEngine, seconds: float = PATIENCE_SECONDS) -> None:
        self._engine, self._seconds = engine, seconds
        self._came = asyncio.Event()
        self._given_up: set[object] = set()

    def note_keys(self) -> None:
        """Notes that keys came: who waits looks again."""
        self._given_up.clear()
        came, self._came = self._came, asyncio.Event()
        came.set()

    async def decrypt(self, room: str, event: RawEvent) -> DecryptedEvent:
        """Returns an event in clear. Raises `Undecryptable` where its key does not come, and the engine's faults."""
        session = (room, event["content"].get("session_id"))
        until = asyncio.get_running_loop().time() + self._seconds
        while True:
            came = self._came
            try:
                return await self._engine.decrypt(room, event)
            except Undecryptable as fault:
                left = until - asyncio.get_running_loop().time()
                if not fault.may_come or session in self._given_up or left <= 0:
                    self._given_up |= {session} if fault.may_come else set()
                    raise
            await self._engine.request_keys(room, event)
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await came.wait()
