"""From an event to its encrypted content, for the cross-signed devices of a room's members and for nobody else."""

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson
from mautrix.crypto import OutboundGroupSession
from mautrix.types import DeviceID, DeviceIdentity, RoomID, TrustState, UserID

from bot.channels.matrix.engine.faults import MatrixFault, NobodyToSendTo, RoomNotEncrypted
from bot.channels.matrix.engine.libolm.machine import KeyMachine
from bot.channels.matrix.engine.rooms import MEGOLM, RoomPeople

RELATION = "m.relates_to"

Readers = dict[UserID, dict[DeviceID, DeviceIdentity]]
"""Who is to read a session: devices by their users."""


async def encrypt_event(
    machine: KeyMachine, room: str, people: RoomPeople, event_type: str, content: Mapping[str, Any]
) -> dict[str, Any]:
    """Returns the content of an `m.room.encrypted` event; the session has moved on, durably, when it returns.

    Raises `RoomNotEncrypted` and `NobodyToSendTo`.
    """
    if people.encryption is None:
        raise RoomNotEncrypted("the room is not encrypted; nothing is sent there")
    session = await _share(machine, room, people.joined)
    text = orjson.dumps({"room_id": room, "type": event_type, "content": content}).decode()
    encrypt: Any = session.encrypt  # its type is not told
    ciphertext: str = encrypt(text)
    await machine.store.update_outbound_group_session(session)
    encrypted = {
        "algorithm": MEGOLM,
        "sender_key": machine.own.identity_key,
        "device_id": machine.client.device_id,
        "session_id": session.id,
        "ciphertext": ciphertext,
    }
    return encrypted | ({RELATION: content[RELATION]} if RELATION in content else {})


async def _share(machine: KeyMachine, room: str, joined: frozenset[str]) -> OutboundGroupSession:
    """Returns a session which the room's readers have, and nobody who was one and is no more."""
    await machine.look_up_outdated(joined)
    readers = await _find_readers(machine, joined)
    wanted = _describe(joined, readers)
    session = await machine.store.get_outbound_group_session(RoomID(room))
    noted = None if session is None else await machine.notes.find_readers(room, session.id)
    if session is not None and session.shared and not session.expired and noted == wanted:
        return session
    await machine.store.remove_outbound_group_session(RoomID(room))
    await _meet(machine, readers)
    await machine.share_group_session(RoomID(room), sorted(UserID(user) for user in joined))
    session = await machine.store.get_outbound_group_session(RoomID(room))
    assert session is not None
    await machine.notes.note_readers(room, session.id, wanted)
    return session


async def _find_readers(machine: KeyMachine, joined: frozenset[str]) -> Readers:
    """Returns the cross-signed devices of members, ours left out."""
    readers: Readers = defaultdict(dict)
    for user in map(UserID, joined):
        for name, device in (await machine.store.get_devices(user) or {}).items():
            is_this = user == machine.client.mxid and name == machine.client.device_id
            if not is_this and await machine.judge(device) >= TrustState.CROSS_SIGNED_TOFU:
                readers[user][name] = device
    return readers


async def _meet(machine: KeyMachine, readers: Readers) -> None:
    """Makes Olm sessions with readers. Raises `NobodyToSendTo` where there is none with anybody but ourselves."""
    try:
        await machine._create_outbound_sessions(readers)  # noqa: SLF001 - `share_group_session` swallows its faults
    except MatrixFault:
        raise
    except Exception:  # noqa: BLE001, S110 - mautrix's own way to say that a device has no one-time keys
        pass
    others = [device for user, devices in readers.items() if user != machine.client.mxid for device in devices.values()]
    for device in others:
        if await machine.store.has_session(device.identity_key):
            return
    raise NobodyToSendTo("no other member of the room has a cross-signed device that takes a key")


def _describe(joined: frozenset[str], readers: Readers) -> str:
    """Returns the fingerprint of who is in a room and of their devices' keys."""
    devices = sorted(
        (user, name, device.identity_key) for user, each in readers.items() for name, device in each.items()
    )
    return sha256(orjson.dumps([sorted(joined), devices])).hexdigest()
