"""Inspecting screenings: the rows of one against each other, its chain, the tally, and what is known outside."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from dialogs.rules.answers import Answer
from storage.audit.chain import find_faults
from storage.audit.generations import pick_secrets
from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import TALLY_SEAL
from storage.features.handover import is_offered
from storage.maintenance.inspection import Inspection, ScreeningRows, name_by_id, read_entries
from storage.model.codes import format_code
from storage.model.entries import Entry, EntryKind
from storage.model.errors import Damaged
from storage.model.stored import StoredScreening
from storage.unit_of_work.screening_rows import unseal_screening, unseal_tombstone
from storage.unit_of_work.tally_rows import make_tally_columns


def inspect_rows(keyring: Keyring, rows: ScreeningRows) -> Inspection:
    """Returns what is found of a screening."""
    try:
        return (_inspect_forgotten if rows.row.is_forgotten else _inspect_record)(keyring, rows)
    except Exception:  # noqa: BLE001 - SQLite takes text where bytes or numbers belong, which fails in many places
        fault = "its rows hold values of the wrong kind, which this program never writes"
        return Inspection(name_by_id(rows.row.id), (fault,), (), rows.row.id)


def _inspect_record(keyring: Keyring, rows: ScreeningRows) -> Inspection:
    screening = rows.row.id
    secrets = keyring.unwrap_all(screening, rows.wrapped)
    if not secrets:
        is_missing = rows.wrapped is None
        fault = "its key is missing" if is_missing else "its key was changed, or belongs to another screening"
        chain = find_faults(keyring, screening, rows.entries, None, rows.anchored)
        return Inspection(name_by_id(screening), (*chain, fault), (), screening)
    try:
        stored = None if rows.row.sealed is None else unseal_screening(rows.row, secrets[0])
    except Damaged:
        stored = None
    head = None if stored is None else stored.head
    faults = list(find_faults(keyring, screening, rows.entries, head, rows.anchored))
    read, unread = read_entries(pick_secrets(keyring, secrets, rows.entries), rows.entries)
    faults += unread
    if stored is None:
        faults.append("its record was changed")
        return Inspection(name_by_id(screening), tuple(faults), read, screening)
    faults += _find_contradictions_beside(keyring, rows, stored)
    if rows.handover is not None and not is_offered([entry for _, entry in read], rows.handover.expires_at):
        faults.append("the code of its handover is there, but was used or replaced")
    if not unread:
        faults += _find_contradictions(read, stored.screening.answers)
    return Inspection(f"screening {format_code(stored.code)}", tuple(faults), read, screening)


def _find_contradictions_beside(keyring: Keyring, rows: ScreeningRows, stored: StoredScreening) -> Iterator[str]:
    """Yields where other tables, or the journal, contradict the record."""
    if rows.row.code != keyring.hash_lookup("code", stored.code):
        yield "it is not found by its code"
    if rows.row.owner != keyring.hash_lookup("person", stored.owner):
        yield "it is not found by its owner"
    if rows.in_journal:
        yield "it was forgotten, and was put back"
    if stored.screening.digest not in rows.digests:
        yield "the trial definition that it began with is missing"
    tally = rows.find_tally(stored.tally)
    if tally is None:
        yield "its row of the tally is missing"
        return
    expected = make_tally_columns(stored)
    if any(value != (now := getattr(tally, name)) and _plain(value) != _plain(now) for name, value in expected.items()):
        yield "its row of the tally tells something else"
    try:
        is_closed = TALLY_SEAL.unseal(keyring.store_key, tally) != b""
    except Damaged:
        is_closed = True
    if is_closed:
        yield "its row of the tally was changed"


def _plain(value: Any) -> Any:
    """Returns a value of the tally such that equal ones compare as equal: the order of codes does not matter."""
    return orjson.loads(value) if isinstance(value, str) and value[:1] in ("{", "[") else value


def _inspect_forgotten(keyring: Keyring, rows: ScreeningRows) -> Inspection:
    faults = []
    row, stored = rows.row, None
    try:
        stored = unseal_tombstone(row, keyring)
    except Damaged:
        faults.append("its tombstone was changed")
    faults += find_faults(keyring, row.id, rows.entries, stored, rows.anchored)
    if rows.wrapped is not None:
        faults.append("it was forgotten, but its key is still there")
    if row.code is not None or row.owner is not None:
        faults.append("it was forgotten, but its record is still there")
    if rows.in_journal is False:
        faults.append("it was forgotten, but the journal of the forgotten does not name it")
    read, _ = read_entries(pick_secrets(keyring, keyring.store_keys, rows.entries)[-1:], rows.entries[-1:])
    if not read or read[0][1].kind is not EntryKind.FORGOTTEN:
        faults.append("it is marked as forgotten, but its last entry does not say so")
    return Inspection(name_by_id(row.id), tuple(faults), read, row.id, is_forgotten=True)


def _find_contradictions(read: Iterable[tuple[int, Entry]], answers: Mapping[str, Answer]) -> Iterator[str]:
    """Yields where entries contradict those before them, and whether they end in other answers than the record's."""
    expected: dict[str, Answer] = {}
    for number, entry in read:
        if entry.fact is None:
            continue
        if expected.get(entry.fact) != entry.before:
            yield f"entry {number} is about another answer than the one before it"
        if entry.after is None:
            expected.pop(entry.fact, None)
        else:
            expected[entry.fact] = entry.after
    if expected != answers:
        yield "its record holds other answers than its entries tell"
