"""Renewing what is sealed with the store's key: each row is sealed anew, and found by its new keyed hash.

Invitations and sign-ins keep their hashes, since nobody here knows what they are made of. One-time codes are void for
the same reason: they work for hours. A count of wrong codes whose person is not known any more is dropped.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.crypto.row_seal import RowSeal
from storage.crypto.row_seals import (
    ACCOUNT_SEAL,
    CHAT_SEAL,
    CLOCK_SEAL,
    DEAD_LETTER_SEAL,
    DEFINITION_SEAL,
    DEVICE_SEAL,
    ENROLMENT_SEAL,
    EVENT_SEAL,
    INACCURACY_SEAL,
    INBOX_SEAL,
    INVITATION_SEAL,
    PASSKEY_SEAL,
    REPORTER_SEAL,
    ROOM_SEAL,
    SIGN_IN_SEAL,
    TALLY_SEAL,
    TIMELINE_SEAL,
    WRONG_CODES_SEAL,
)
from storage.database.schema import handovers, link_codes
from storage.database.statements import Write, execute_all
from storage.features.passkey_rows import CREDENTIAL
from storage.maintenance.renewal import PAGE, Renewal
from storage.maintenance.row_pages import iterate_pages_within
from storage.model.codec import unpack

_Rename = Callable[[Any, Any], Mapping[str, Any] | None]
"""Returns the columns of a row that change, by the row and its content; None where the row is dropped."""


def renew_tables(renewal: Renewal) -> int:
    """Seals the rows of all tables but screenings and the outbox anew, and returns how many open codes are void.

    Raises `Damaged` where a row was changed. The screenings were renewed before: they tell the names of people.
    """
    for seal in _FOUND_AS_BEFORE:
        for rows in iterate_pages_within(renewal.connection, seal.table, PAGE):
            renewed = [_renew_row(renewal, seal, row) for row in rows]
            execute_all(renewal.connection, [Write(_UPDATES[seal.table.name], renewed)])
    _replace(renewal, ACCOUNT_SEAL, lambda _, content: _rename_account(renewal, content))
    _replace(renewal, SIGN_IN_SEAL, lambda _, content: {"account": renewal.rename_person(unpack(content)["name"])[1]})
    _replace(renewal, PASSKEY_SEAL, lambda _, content: _rename_passkey(renewal, content))
    _replace(renewal, CHAT_SEAL, lambda _, content: {"chat": renewal.rename_chat(unpack(content)["address"])})
    for seal, kinds in _NAMED_WITHIN.items():
        _replace(renewal, seal, lambda _, content, kinds=kinds: _rename(renewal, content, kinds))  # type: ignore[misc]
    for seal, kind in ((WRONG_CODES_SEAL, "person"), (REPORTER_SEAL, "reporter")):
        known = dict(renewal.rename_person(each, kind) for each in renewal.people)
        _replace(renewal, seal, lambda row, _, known=known: _rename_counted(row, known))  # type: ignore[misc]
    return sum(renewal.connection.execute(delete(each)).rowcount for each in (handovers, link_codes))


def _renew_row(renewal: Renewal, seal: RowSeal, row: Any) -> dict[str, Any]:
    columns = seal.make(renewal.fresh.store_key, row._asdict(), seal.unseal(renewal.old.store_key, row))
    keys = {f"b_{column.name}": columns[column.name] for column in seal.table.primary_key.columns}
    return {**keys, "sealed": columns["sealed"]}


def _replace(renewal: Renewal, seal: RowSeal, rename: _Rename) -> None:
    """Puts new rows in the place of those of a table, since the hashes that are their keys change."""
    table, connection = seal.table, renewal.connection
    (key,) = table.primary_key.columns
    found = list(connection.execute(select(key)).scalars())
    for place in range(0, len(found), PAGE):
        some = key.in_(found[place : place + PAGE])
        renewed = []
        for row in connection.execute(select(table).where(some)).all():
            content = seal.unseal(renewal.old.store_key, row)
            changed = rename(row, content)
            if changed is not None:
                renewed.append(seal.make(renewal.fresh.store_key, {**row._asdict(), **changed}, content))
        connection.execute(delete(table).where(some))
        if renewed:
            connection.execute(insert(table), renewed)


def _rename_account(renewal: Renewal, content: bytes) -> Mapping[str, Any]:
    plain = unpack(content)
    person = plain.get("person", plain["name"])
    renewal.people |= {plain["name"], person}
    return {"account": renewal.rename_person(plain["name"])[1], "person": renewal.rename_person(person)[1]}


def _rename(renewal: Renewal, content: bytes, kinds: Mapping[str, str]) -> Mapping[str, Any]:
    """Returns the columns that are keyed hashes of names in the content, each by its kind of look-up."""
    plain = unpack(content)
    return {column: renewal.fresh.hash_lookup(kind, plain[column]) for column, kind in kinds.items()}


def _rename_passkey(renewal: Renewal, content: bytes) -> Mapping[str, Any]:
    plain = unpack(content)
    credential = renewal.fresh.hash_lookup(CREDENTIAL, plain["credential"])
    return {"credential": credential, "account": renewal.rename_person(plain["account"])[1]}


def _rename_counted(row: Any, known: Mapping[bytes, bytes]) -> Mapping[str, Any] | None:
    return {"person": known[row.person]} if row.person in known else None


def _make_update(seal: RowSeal) -> Any:
    keys = [column == bindparam(f"b_{column.name}") for column in seal.table.primary_key.columns]
    return update(seal.table).where(*keys).values(sealed=bindparam("sealed"))


_FOUND_AS_BEFORE = (
    DEFINITION_SEAL, EVENT_SEAL, TALLY_SEAL, ENROLMENT_SEAL, INVITATION_SEAL, INACCURACY_SEAL, DEAD_LETTER_SEAL,
    CLOCK_SEAL,
)  # fmt: skip
"""The seals of tables whose rows are found as before."""

_NAMED_WITHIN: Mapping[RowSeal, Mapping[str, str]] = {
    DEVICE_SEAL: {"device": "device"},
    ROOM_SEAL: {"room": "room", "chat": "chat"},
    INBOX_SEAL: {"event": "event"},
    TIMELINE_SEAL: {"event": "event", "chat": "chat"},
}
"""The seals of tables whose content names what their columns are hashes of."""

_UPDATES = {seal.table.name: _make_update(seal) for seal in _FOUND_AS_BEFORE}
