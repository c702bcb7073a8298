"""A key that has not come is asked for, once, of the devices of who sent the event."""

from typing import Any

from mautrix.types import DeviceID, IdentityKey, RoomID, SessionID, UserID

from bot.channels.matrix.engine.libolm.machine import KeyMachine
from bot.channels.matrix.engine.values import RawEvent


async def ask_for_key(machine: KeyMachine, room: str, event: RawEvent) -> bool:
    """Asks for the key of an event; says whether it asked now. It is noted before, so that no crash asks twice."""
    content: Any = event.get("content")
    session = content.get("session_id") if isinstance(content, dict) else None
    if not isinstance(session, str):
        return False
    sender = UserID(event["sender"])
    await machine.look_up_outdated(frozenset({event["sender"]}))
    devices = await machine.store.get_devices(sender) or {}
    key: Any = content.get("sender_key")
    owners = [name for name, device in devices.items() if device.identity_key == key] or list(devices)
    if not owners or not await machine.notes.request(session):
        return False
    asked: dict[UserID, list[DeviceID]] = {sender: owners}
    await machine.request_room_key(
        RoomID(room), IdentityKey(key if isinstance(key, str) else ""), SessionID(session), asked, timeout=0
    )
    return True
