"""What any account of Matrix can send to the device: nothing of it ends the intake of keys."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mautrix.crypto import OlmAccount
from mautrix.types import DeviceID
from olm.account import Account
from olm.group_session import OutboundGroupSession
from olm.session import OutboundSession

from bot.channels.matrix.engine.homeserver import Homeserver
from bot.channels.matrix.engine.libolm.crypto_database import open_database
from bot.channels.matrix.engine.libolm.engine import LibolmEngine
from bot.channels.matrix.engine.libolm.machine import KeyMachine
from bot.channels.matrix.engine.rooms import RoomCache
from bot.channels.matrix.engine.values import KeyNews, KeyReceipt, MatrixLogin, StorePlace

LOGIN = MatrixLogin("http://127.0.0.1:9", "@bot:hospital.org", "DEVICE", "token")
EVE = "@eve:evil.org"
GROUP = OutboundGroupSession()
KEY = {
    "algorithm": "m.megolm.v1.aes-sha2",
    "room_id": "!room:evil.org",
    "session_id": GROUP.id,
    "session_key": GROUP.session_key,
}


class Eve:
    """An account that has an Olm session with the device, as everybody can who asks for one of its keys."""

    def __init__(self, device: OlmAccount) -> None:
        device.generate_one_time_keys(1)
        (key,) = device.one_time_keys["curve25519"].values()
        device.mark_keys_as_published()
        self.own, self.device = Account(), device
        self.key = self.own.identity_keys["curve25519"]
        self._session = OutboundSession(self.own, device.identity_key, key)

    def encrypt(self, kind: Any, content: Any, **further: Any) -> dict[str, Any]:
        """Returns a to-device event that the device can decrypt."""
        inner = {
            "type": kind,
            "content": content,
            "sender": EVE,
            "sender_device": "EVE",
            "recipient": LOGIN.user,
            "recipient_keys": {"ed25519": self.device.signing_key},
            "keys": {"ed25519": self.own.identity_keys["ed25519"]},
        }
        message = self._session.encrypt(json.dumps(inner | further))
        return self.wrap(message.message_type, message.ciphertext, self.key)

    def wrap(self, kind: Any, body: Any, key: Any) -> dict[str, Any]:
        """Returns a to-device event with something that is no ciphertext, or is one."""
        ciphertext = {self.device.identity_key: {"type": kind, "body": body}}
        content = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": key, "ciphertext": ciphertext}
        return {"type": "m.room.encrypted", "sender": EVE, "content": content}


@asynccontextmanager
async def receiving(folder: Path) -> AsyncIterator[tuple[LibolmEngine, Eve]]:
    """An engine without a homeserver, and somebody who writes to its device."""
    place, homeserver = StorePlace(b"k" * 32, file=str(folder / "keys")), Homeserver(LOGIN.homeserver)
    async with open_database(place) as database:
        rooms = RoomCache(homeserver)
        machine = KeyMachine(LOGIN, homeserver, rooms, database, place.pickle_key)
        account = machine.account = OlmAccount()
        account.shared = True
        eve = Eve(account)
        await machine.store.put_device_id(DeviceID(LOGIN.device))
        await machine.store.put_account(account)
        yield LibolmEngine(LOGIN, homeserver, rooms, machine), eve
        await homeserver.close()


Make = Callable[[Eve], Mapping[str, Any]]


def _nest(levels: int) -> Any:
    made: Any = None
    for _ in range(levels):
        made = [made]
    return made


ODD: Mapping[str, Make] = {
    "a session key that is none": lambda eve: eve.encrypt("m.room_key", KEY | {"session_key": "!!!"}),
    "an empty session key": lambda eve: eve.encrypt("m.room_key", KEY | {"session_key": ""}),
    "a list for a session key": lambda eve: eve.encrypt("m.room_key", KEY | {"session_key": ["a"]}),
    "a list for a room": lambda eve: eve.encrypt("m.room_key", KEY | {"room_id": ["a"]}),
    "a map for a session": lambda eve: eve.encrypt("m.room_key", KEY | {"session_id": {"a": 1}}),
    "a room with a NUL": lambda eve: eve.encrypt("m.room_key", KEY | {"room_id": "!\0"}),
    "a forwarded key without fields": lambda eve: eve.encrypt("m.forwarded_room_key", {}),
    "a list for content": lambda eve: eve.encrypt("m.room_key", [1]),
    "a list for a kind": lambda eve: eve.encrypt(["m.room_key"], KEY),
    "no keys": lambda eve: eve.encrypt("m.room_key", KEY, keys={}),
    "a ciphertext with a NUL": lambda eve: eve.wrap(0, "\0", eve.key),
    "an empty ciphertext": lambda eve: eve.wrap(0, "", eve.key),
    "a ciphertext that is none": lambda eve: eve.wrap(1, "AAAA", eve.key),
    "a list for a sender's key": lambda eve: eve.wrap(0, "AAAA", ["a"]),
    "a sender's key with a NUL": lambda eve: eve.wrap(0, "AAAA", "\0"),
    "depth": lambda _: {"type": "m.odd", "sender": EVE, "content": {"a": _nest(300)}},
    "a list for an outer kind": lambda _: {"type": ["m.room.encrypted"], "sender": EVE, "content": {}},
    "nothing": lambda _: {},
    "a withheld session with a NUL": lambda _: {
        "type": "m.room_key.withheld", "sender": EVE, "content": {"session_id": "\0"},
    },
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.asyncio
async def test_what_is_odd_brings_no_key_and_stops_none(tmp_path: Path, odd: str) -> None:
    """Protects the service from everybody who can write to its device: an event that stays would end it each time."""
    async with receiving(tmp_path) as (engine, eve):
        assert await engine.receive(KeyNews("s0", (eve.encrypt("m.dummy", {}),))) == KeyReceipt()
        event, good = ODD[odd](eve), eve.encrypt("m.room_key", KEY)
        assert (await engine.receive(KeyNews("s1", (event, good)))).room_keys == 1
