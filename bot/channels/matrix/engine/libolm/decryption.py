"""From an encrypted event to its content, or to the reason why it is not read."""

from collections.abc import Mapping
from typing import Any

import orjson
from mautrix.crypto import InboundGroupSession
from mautrix.errors import GroupSessionWithheldError
from mautrix.types import EventID, IdentityKey, RoomID, SessionID, TrustState, UserID
from olm.group_session import OlmGroupSessionError

from bot.channels.matrix.engine.faults import Undecryptable
from bot.channels.matrix.engine.faults import UndecryptableReason as Reason
from bot.channels.matrix.engine.libolm.machine import KeyMachine
from bot.channels.matrix.engine.rooms import MEGOLM
from bot.channels.matrix.engine.values import DecryptedEvent, RawEvent

RELATION = "m.relates_to"
LATEST_MS = 2**53
"""No clock says more, and each database keeps less."""

UNKNOWN_INDEX = "UNKNOWN_MESSAGE_INDEX"


async def decrypt_event(machine: KeyMachine, room: str, event: RawEvent) -> DecryptedEvent:
    """Returns an event in clear. Raises `Undecryptable`.

    Its place in its session is taken only once it is known to be the sender's, from a device that is cross-signed.
    """
    outer = _read_outer(event)
    session = await _find_session(machine, room, outer["session_id"], event["sender"])
    text, index = _open(session, outer["ciphertext"])
    device = await _find_device(machine, session, event["sender"])
    sent_at: Any = event.get("origin_server_ts")
    sent_at_ms = sent_at if isinstance(sent_at, int) and abs(sent_at) < LATEST_MS else 0
    if not await machine.store.validate_message_index(
        session.sender_key, SessionID(session.id), EventID(event["event_id"]), index, sent_at_ms
    ):
        raise Undecryptable(Reason.REPLAYED)
    kind, content = _read_inner(text, room, outer.get(RELATION))
    is_ours = event["sender"] == machine.client.mxid and device == machine.client.device_id
    return DecryptedEvent(room, event["event_id"], event["sender"], device, kind, content, sent_at_ms, is_ours)


def _read_outer(event: RawEvent) -> Mapping[str, Any]:
    content: Any = event.get("content")
    if not isinstance(content, dict) or content.get("algorithm") != MEGOLM:
        raise Undecryptable(Reason.BROKEN)
    if not all(isinstance(content.get(name), str) and content[name] for name in ("session_id", "ciphertext")):
        raise Undecryptable(Reason.BROKEN)
    if "\0" in content["session_id"]:  # which not every database looks for
        raise Undecryptable(Reason.BROKEN)
    return content


async def _find_session(machine: KeyMachine, room: str, session_id: str, sender: str) -> InboundGroupSession:
    try:
        session = await machine.store.get_group_session(RoomID(room), SessionID(session_id))
    except GroupSessionWithheldError:
        raise Undecryptable(Reason.WITHHELD) from None
    if session is None:
        withheld = await machine.notes.is_withheld(session_id, sender)
        raise Undecryptable(Reason.WITHHELD if withheld else Reason.NO_KEY)
    return session


def _open(session: InboundGroupSession, ciphertext: str) -> tuple[str, int]:
    try:
        opened: tuple[str, int] = session.decrypt(ciphertext)
    except OlmGroupSessionError as error:
        reason = Reason.NO_KEY if UNKNOWN_INDEX in str(error) else Reason.BROKEN
        raise Undecryptable(reason) from None
    return opened


async def _find_device(machine: KeyMachine, session: InboundGroupSession, sender: str) -> str:
    """Returns the sender's device to which a session belongs. Raises `Undecryptable` where it is no good one."""
    if session.forwarding_chain not in ([], [session.sender_key]):
        raise Undecryptable(Reason.NOT_THE_SENDER)
    if session.sender_key == machine.own.identity_key:
        if sender != machine.client.mxid or session.signing_key != machine.own.signing_key:
            raise Undecryptable(Reason.NOT_THE_SENDER)  # our own words, brought back as somebody else's
        return str(machine.client.device_id)
    user, key = UserID(sender), IdentityKey(session.sender_key)
    await machine.look_up_outdated(frozenset({sender}))
    device = await machine.store.find_device_by_key(user, key)
    if device is None:
        await machine.look_up({user})
        device = await machine.store.find_device_by_key(user, key)
    if device is None or device.signing_key != session.signing_key:
        raise Undecryptable(Reason.NOT_THE_SENDER)
    trust = await machine.judge(device)
    if trust < TrustState.CROSS_SIGNED_TOFU:
        is_changed = trust == TrustState.CROSS_SIGNED_UNTRUSTED
        raise Undecryptable(Reason.IDENTITY_CHANGED if is_changed else Reason.UNSIGNED_DEVICE)
    return str(device.device_id)


def _read_inner(text: str, room: str, relation: Any) -> tuple[str, Mapping[str, Any]]:
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Undecryptable(Reason.BROKEN) from None
    is_map = isinstance(said, dict) and said.get("room_id") == room
    if not is_map or not isinstance(said.get("type"), str) or not isinstance(said.get("content"), dict):
        raise Undecryptable(Reason.BROKEN)
    content = said["content"]
    if RELATION not in content and isinstance(relation, dict):
        content |= {RELATION: relation}
    return said["type"], content
