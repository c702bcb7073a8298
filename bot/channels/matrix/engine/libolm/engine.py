"""The engine's port on mautrix and libolm: one device, its store, and its way to the homeserver."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

from mautrix.crypto.attachments import encrypt_attachment
from mautrix.types import UserID

from bot.channels.matrix.engine.faults import MatrixFault, Undecryptable
from bot.channels.matrix.engine.homeserver import Homeserver, join_path
from bot.channels.matrix.engine.libolm.crypto_database import commit_or_undo, open_database
from bot.channels.matrix.engine.libolm.decryption import decrypt_event
from bot.channels.matrix.engine.libolm.encryption import encrypt_event
from bot.channels.matrix.engine.libolm.identity import is_device_signed
from bot.channels.matrix.engine.libolm.key_intake import KeyIntake
from bot.channels.matrix.engine.libolm.key_request import ask_for_key
from bot.channels.matrix.engine.libolm.machine import KeyMachine
from bot.channels.matrix.engine.libolm.odd_answers import name_odd_answers
from bot.channels.matrix.engine.libolm.standing import find_standing
from bot.channels.matrix.engine.room_calls import RoomCalls
from bot.channels.matrix.engine.rooms import RoomCache
from bot.channels.matrix.engine.values import (
    DecryptedEvent,
    EncryptedUpload,
    KeyNews,
    KeyReceipt,
    MatrixLogin,
    RawEvent,
    RoomStanding,
    StorePlace,
)

ENCRYPTED = "m.room.encrypted"
LOOK_UP_AGAIN_SECONDS = 60.0


class LibolmEngine(RoomCalls):
    """See `MatrixEngine`. What uses keys goes one after another; what only asks the homeserver does not wait."""

    def __init__(self, login: MatrixLogin, homeserver: Homeserver, rooms: RoomCache, machine: KeyMachine) -> None:
        super().__init__(login, homeserver, rooms)
        self._machine = machine
        self._intake = KeyIntake(machine)
        self._lock = asyncio.Lock()
        self._look_up_from = 0.0
        self._stack = AsyncExitStack()

    async def close(self) -> None:
        """See `MatrixEngine`."""
        await self._stack.aclose()

    async def receive(self, keys: KeyNews) -> KeyReceipt:
        """See `MatrixEngine`."""
        async with self._use_keys():
            async with commit_or_undo(self._machine.database):
                receipt = await self._intake.take(keys)
            await asyncio.sleep(0)  # mautrix notes broken sessions a step later
            await self._tell(keys.one_time_keys)
        return receipt

    async def decrypt(self, room: str, event: RawEvent) -> DecryptedEvent:
        """See `MatrixEngine`."""
        async with self._use_keys():
            return await decrypt_event(self._machine, room, event)

    async def request_keys(self, room: str, event: RawEvent) -> bool:
        """See `MatrixEngine`."""
        async with self._use_keys():
            return await ask_for_key(self._machine, room, event)

    async def send(self, room: str, event_type: str, content: Mapping[str, Any], transaction: str) -> str:
        """See `MatrixEngine`."""
        people = await self._rooms.find(room)
        async with self._use_keys():
            encrypted = await encrypt_event(self._machine, room, people, event_type, content)
        return await self.put_event(room, "send", ENCRYPTED, transaction, body=encrypted)

    async def inspect(self, room: str) -> RoomStanding:
        """See `MatrixEngine`."""
        people = await self._rooms.fetch(room)
        async with self._use_keys():
            return await find_standing(self._machine, room, people)

    async def accept_identity(self, user: str) -> None:
        """See `MatrixEngine`."""
        async with self._use_keys():
            await self._machine.look_up({UserID(user)})
            await self._machine.notes.accept_identity(user)

    async def leave(self, room: str) -> None:
        """See `MatrixEngine`."""
        await self._homeserver.post(join_path("rooms", room, "leave"), {})
        self._rooms.forget(room)
        async with self._use_keys(), commit_or_undo(self._machine.database):
            await self._machine.notes.forget_room(room)

    async def upload(self, content: bytes) -> EncryptedUpload:
        """See `MatrixEngine`."""
        encrypted, file = await asyncio.to_thread(encrypt_attachment, content)
        return EncryptedUpload(file.serialize() | {"url": await self._homeserver.upload(encrypted)}, len(content))

    async def is_signed(self) -> bool:
        """See `MatrixEngine`."""
        async with self._use_keys():
            return await is_device_signed(self._machine)

    async def _tell(self, one_time_keys: int | None) -> None:
        """Does what the homeserver has to do for what was received, or leaves it for later."""
        with suppress(MatrixFault), name_odd_answers():
            if one_time_keys is not None:
                await self._machine.top_up(one_time_keys)
            await self._machine.mend()
        if time.monotonic() < self._look_up_from:
            return
        try:
            await self._machine.look_up_outdated()
        except MatrixFault:  # a homeserver of others that is away makes ours wait for it; that holds up nobody twice
            self._look_up_from = time.monotonic() + LOOK_UP_AGAIN_SECONDS

    @asynccontextmanager
    async def _use_keys(self) -> AsyncIterator[None]:
        """Lets one task at the keys; where it breaks off, memory is read anew from the store before the next."""
        async with self._lock:
            if self._machine.account is None:
                await self._machine.reload()
            try:
                yield
            except Undecryptable:
                raise
            except BaseException:
                self._machine.account = None
                raise


async def open_device(login: MatrixLogin, place: StorePlace) -> LibolmEngine:
    """Opens the store of a device that was logged in. Raises `CryptoStoreFault` where that cannot be."""
    async with AsyncExitStack() as stack:
        homeserver = Homeserver(login.homeserver, login.token)
        stack.push_async_callback(homeserver.close)
        database = await stack.enter_async_context(open_database(place))
        rooms = RoomCache(homeserver)
        machine = KeyMachine(login, homeserver, rooms, database, place.pickle_key)
        await machine.reload()
        engine = LibolmEngine(login, homeserver, rooms, machine)
        engine._stack = stack.pop_all()  # noqa: SLF001
        return engine
