"""Posting: new messages get their places in the outbox, and go into the hand of this process where nothing else of their chat waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text

from storage.crypto.encryption import TEXT_STEP, identity, seal
from storage.crypto.keyring import Realm
from storage.database.schema import outbox
from storage.database.statements import found, many
from storage.model.codec import packed, plain_message
from storage.model.file_request import plain_order
from storage.model.outgoing import Posted
from storage.model.stored import Do, Outgoing
from storage.outbox.lease_cache import HELD_SECONDS, Hand


@dataclass(frozen=True, slots=True)
class Mail:
    """What was posted: the messages that are leased, to be put into the hand after the commit, and the chats whose messages are not."""

    handed: tuple[Outgoing, ...] = ()
    passed_by: frozenset[str] = frozenset()


def post(connection: Connection, realm: Realm, posted: Sequence[Posted], now: int, hand: Hand | None) -> Mail:
    """Writes new messages into the outbox. Without a hand none of them is leased."""
    if not posted:
        return Mail()
    hashes = {chat: realm.looked_up("chat", chat) for chat in {each.chat for each in posted}}
    handed = {chat for chat in hashes if hand is not None} - _behind_others(connection, hashes, hand, now)
    until = {chat: now + HELD_SECONDS if chat in handed else 0 for chat in hashes}
    ids = _placed(connection, [_row(each, hashes[each.chat], now, until[each.chat]) for each in posted])
    outgoings = (
        Outgoing(number, each.chat, each.screening, each.message, 0, each.do, each.target, each.question, each.order)
        for number, each in zip(ids, posted, strict=True)
        if each.chat in handed
    )
    return Mail(tuple(outgoings), frozenset(hashes.keys() - handed))


def outgoing_identity(chat: bytes, screening: bytes | None, turn: int, part: int) -> bytes:
    """Returns the identity with which an outgoing message is sealed."""
    return identity("outgoing", chat, screening or b"", turn, part)


def _behind_others(connection: Connection, hashes: dict[str, bytes], hand: Hand | None, now: int) -> set[str]:
    """Returns the chats for which something waits that is not in the hand: those messages go first, whoever sends them."""
    if hand is None:
        return set()
    waiting: dict[bytes, list[int]] = {}
    one = len(hashes) == 1
    rows = found(connection, _WAITING_IN_ONE, {"chat": next(iter(hashes.values()))}) if one else _waiting(connection, hashes.values())
    for row in rows:
        waiting.setdefault(row.chat, []).append(row.id)
    return {chat for chat, hashed in hashes.items() if hashed in waiting and not hand.holds_all(waiting[hashed], now)}


def _waiting(connection: Connection, hashed: Iterable[bytes]) -> Iterable[Any]:
    return connection.execute(_WAITING, {"chats": list(hashed)})


def _placed(connection: Connection, rows: list[dict[str, Any]]) -> Iterable[int]:
    """Writes rows, and returns their places: one behind another in a file, which nobody else writes meanwhile."""
    if connection.dialect.name == "postgresql":
        ids = list(connection.execute(_SERVER_IDS, {"count": len(rows)}).scalars())
        many(connection, _NEW_AT, [row | {"id": each} for each, row in zip(ids, rows, strict=True)])
        return ids
    many(connection, _NEW, rows)
    last: int = found(connection, _LAST_ID, {})[0].id
    return range(last - len(rows) + 1, last + 1)


def _row(posted: Posted, chat: bytes, now: int, leased_until: int) -> dict[str, Any]:
    plain: dict[str, Any] = {"chat": posted.chat, "message": plain_message(posted.message)}
    if posted.do is not Do.SEND:
        plain |= {"do": posted.do.value, "target": posted.target, "question": posted.question}
    if posted.order is not None:
        plain["order"] = plain_order(posted.order)
    return {
        "chat": chat,
        "screening": posted.screening,
        "turn": posted.turn,
        "part": posted.part,
        "sealed": seal(posted.key, packed(plain), outgoing_identity(chat, posted.screening, posted.turn, posted.part), TEXT_STEP),
        "due_at": now,
        "leased_until": leased_until,
        "attempts": 0,
        "question": posted.question if posted.do is Do.SEND else None,
    }


_COLUMNS = ("chat", "screening", "turn", "part", "sealed", "due_at", "leased_until", "attempts", "question")
_NEW = insert(outbox).values({name: bindparam(name) for name in _COLUMNS})
_NEW_AT = _NEW.values(id=bindparam("id"))
_WAITING = select(outbox.c.chat, outbox.c.id).where(outbox.c.chat.in_(bindparam("chats", expanding=True)), outbox.c.sent_at.is_(None))
_WAITING_IN_ONE = select(outbox.c.chat, outbox.c.id).where(outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None))
_LAST_ID = text("SELECT last_insert_rowid() AS id")
_SERVER_IDS = text("SELECT nextval(pg_get_serial_sequence('outbox', 'id')) AS id FROM generate_series(1, :count) ORDER BY id")
