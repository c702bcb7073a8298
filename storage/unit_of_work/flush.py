"""Writing a sheet: all that the events of one transaction came to, with as few statements as there are tables."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Insert, Table, bindparam, delete, insert, null, select, text, update

from storage.crypto.encryption import STATE_STEP, seal, seat_identity
from storage.crypto.key_check import check_key
from storage.crypto.keyring import Realm
from storage.database.engine import Conflict
from storage.database.schema import chats, definitions, entries, events, outbox, screening_keys, screenings, tally
from storage.database.statements import found, many
from storage.model.entries import Row
from storage.model.retention import Retention
from storage.model.stored import Incoming, Kept
from storage.outbox.enqueue import Mail, post
from storage.outbox.lease_cache import Hand
from storage.unit_of_work.changes import Seated, Sheet
from storage.unit_of_work.repository import sealed_kept

DAY_SECONDS = 86_400


def known_events(connection: Connection, incoming: Iterable[Incoming]) -> set[tuple[str, str]]:
    """Returns those of the events that were taken before, by channel and id."""
    channels: dict[str, list[str]] = {}
    for each in incoming:
        channels.setdefault(each.channel, []).append(each.id)
    return {(channel, row.id) for channel, ids in channels.items() for row in _known(connection, channel, ids)}


def _known(connection: Connection, channel: str, ids: list[str]) -> Iterable[Any]:
    if len(ids) == 1:
        return found(connection, _KNOWN_ONE, {"channel": channel, "id": ids[0]})
    return connection.execute(_KNOWN, {"channel": channel, "ids": ids})


def hold_chats(connection: Connection, realm: Realm, incoming: Iterable[Incoming]) -> None:
    """Makes events of these chats in other processes wait for the end of the transaction, in one order: no two batches wait for each other.

    An SQLite file has one writer at a time anyway. On a server this also holds chats that have no row yet, and events that came twice.
    """
    if connection.dialect.name == "postgresql":
        hashed = {realm.looked_up("chat", each.chat) for each in incoming if each.chat}
        connection.execute(_HOLD, {"chats": sorted(int.from_bytes(chat[:8], signed=True) for chat in hashed)})


def write(
    connection: Connection, sheet: Sheet, taken: Sequence[Incoming], realm: Realm, retention: Retention, *, hand: Hand | None = None
) -> Mail:
    """Writes a sheet and the ids of the events that were taken, and returns what was posted.

    Raises `Conflict` where another transaction was first.
    """
    many(connection, _NEW_EVENT, [{"channel": each.channel, "id": each.id, "taken_at": _seconds(each)} for each in taken])
    for definition in sheet.definitions.values():
        if connection.execute(_DEFINED, {"digest": definition.digest}).first() is None:
            connection.execute(insert(definitions), {"digest": definition.digest, "file": definition.file, "text": definition.text})
    begun = [sheet.kept[each] for each in sheet.begun]
    if begun:
        check_key(connection, realm, is_locking=True)  # no key is wrapped with a master key that was rotated away
    changed = [sheet.kept[each] for each in sheet.changed - sheet.begun]
    many(connection, _NEW_SCREENING, [_row(kept, realm, retention) for kept in begun])
    many(connection, _NEW_KEY, [{"screening": each.id, "wrapped": realm.wrap(each.id, each.secret)} for each in begun])
    written = many(connection, _CHANGE, [_change(kept, retention) for kept in changed])
    if written != len(changed):
        raise Conflict("a screening was changed from elsewhere in the meantime; try again")
    many(connection, _NEW_ENTRY, [_entry(row) for row in sheet.rows])
    counted = [sheet.kept[each] for each in sheet.counted]
    many(connection, _NEW_COUNT, [_count(kept) for kept in counted if kept.id in sheet.begun])
    many(
        connection,
        _RECOUNT,
        [{f"b_{name}": value for name, value in _count(kept).items()} for kept in counted if kept.id not in sheet.begun],
    )
    now = max((_seconds(each) for each in taken), default=0)
    mail = post(connection, realm, sheet.posted, now, hand)
    _seat(connection, sheet, realm)
    _forget(connection, sheet, now)
    return mail


def _seat(connection: Connection, sheet: Sheet, realm: Realm) -> None:
    """Writes the seats. A chat that is heard from is not blocked any more."""
    new = [_seated(chat, seated, realm) for chat, seated in sheet.seats.items() if seated.is_new]
    known = [_seated(chat, seated, realm) for chat, seated in sheet.seats.items() if not seated.is_new]
    many(connection, _NEW_SEAT, new)
    if many(connection, _SEAT, [{f"b_{name}": value for name, value in row.items()} for row in known]) != len(known):
        raise Conflict("a chat was changed from elsewhere in the meantime; try again")


def _forget(connection: Connection, sheet: Sheet, now: int) -> None:
    """Empties what is forgotten. The tombstone keeps its id, the length and head of its chain, and the day."""
    for screening, head in sheet.forgotten.items():
        gone = {"b_id": screening, "b_entries": head.number, "b_head": head.mac, "b_day": now - now % DAY_SECONDS}
        connection.execute(_DESTROY_KEY, {"b_id": screening})
        connection.execute(_EMPTY, gone)
        connection.execute(_DROP_OUTGOING, {"b_id": screening})


def _seconds(incoming: Incoming) -> int:
    return int(incoming.at.timestamp())


def _row(kept: Kept, realm: Realm, retention: Retention) -> dict[str, Any]:
    return {
        "id": kept.id,
        "code": realm.looked_up("code", kept.code),
        "owner": realm.looked_up("person", kept.owner),
        "is_forgotten": False,
        **_standing(kept, retention),
    }


def _change(kept: Kept, retention: Retention) -> dict[str, Any]:
    return {"b_id": kept.id, "b_stored": kept.stored, **_standing(kept, retention)}


def _standing(kept: Kept, retention: Retention) -> dict[str, Any]:
    keep_until = retention.keep_until(kept.screening.answers, kept.touched_at, is_finished=kept.outcome.is_finished)
    return {
        "version": kept.version,
        "entries": kept.head.number,
        "head": kept.head.mac,
        "touched_at": int(kept.touched_at.timestamp()),
        "keep_until": int(keep_until.timestamp()),
        "sealed": sealed_kept(kept),
    }


def _entry(row: Row) -> dict[str, Any]:
    return {"screening": row.screening, "number": row.number, "sealed": row.sealed, "mac": row.mac}


def _count(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.tally,
        "month": f"{kept.begun_at:%Y-%m}",
        "trial": kept.screening.trial,
        "role": kept.role,
        "outcome": orjson.dumps(kept.outcome.determinations).decode(),
        "failed": orjson.dumps(kept.outcome.failed).decode(),
        "is_finished": kept.outcome.is_finished,
    }


def _seated(chat: bytes, seated: Seated, realm: Realm) -> dict[str, Any]:
    sealed = seal(realm.desk_key, seated.content, seat_identity(chat), STATE_STEP)
    return {"chat": chat, "sealed": sealed, "active_at": seated.active_at}


def _new(table: Table, *names: str) -> Insert:
    return insert(table).values({name: bindparam(name) for name in names})


_NEW_EVENT = _new(events, "channel", "id", "taken_at")
_NEW_SCREENING = _new(screenings, "id", "code", "owner", "version", "entries", "head", "touched_at", "keep_until", "is_forgotten", "sealed")
_NEW_KEY = _new(screening_keys, "screening", "wrapped")
_NEW_ENTRY = _new(entries, "screening", "number", "sealed", "mac")
_NEW_COUNT = _new(tally, "id", "month", "trial", "role", "outcome", "failed", "is_finished")
_NEW_SEAT = _new(chats, "chat", "sealed", "active_at")
_SEAT = (
    update(chats)
    .where(chats.c.chat == bindparam("b_chat"))
    .values(sealed=bindparam("b_sealed"), active_at=bindparam("b_active_at"), blocked_at=null())
)
_HOLD = text("SELECT pg_advisory_xact_lock(chat) FROM unnest(CAST(:chats AS BIGINT[])) AS chat")
_KNOWN = select(events.c.id).where(events.c.channel == bindparam("channel"), events.c.id.in_(bindparam("ids", expanding=True)))
_KNOWN_ONE = select(events.c.id).where(events.c.channel == bindparam("channel"), events.c.id == bindparam("id"))
_DEFINED = select(definitions.c.digest).where(definitions.c.digest == bindparam("digest"))
_CHANGE = (
    update(screenings)
    .where(screenings.c.id == bindparam("b_id"), screenings.c.version == bindparam("b_stored"), screenings.c.is_forgotten.is_(False))
    .values({name: bindparam(name) for name in ("version", "entries", "head", "touched_at", "keep_until", "sealed")})
)
_RECOUNT = (
    update(tally)
    .where(tally.c.id == bindparam("b_id"))
    .values(outcome=bindparam("b_outcome"), failed=bindparam("b_failed"), is_finished=bindparam("b_is_finished"))
)
_DESTROY_KEY = delete(screening_keys).where(screening_keys.c.screening == bindparam("b_id"))
_DROP_OUTGOING = delete(outbox).where(outbox.c.screening == bindparam("b_id"))
_EMPTY = (
    update(screenings)
    .where(screenings.c.id == bindparam("b_id"))
    .values(
        code=None, owner=None, sealed=None, is_forgotten=True,
        entries=bindparam("b_entries"), head=bindparam("b_head"), touched_at=bindparam("b_day"), keep_until=bindparam("b_day"),
    )
)  # fmt: skip
