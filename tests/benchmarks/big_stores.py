"""Big stores: one real screening is copied many times, each copy sealed anew with id, code and key of its own."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from stores import ANSWERS, NOW, Person, place, store_at

from storage.audit.chain import append_entries, read_entry
from storage.crypto.encryption import make_secret
from storage.crypto.row_seals import EVENT_SEAL, SENT_SEAL
from storage.database.schema import entries, events, metadata, outbox, screening_keys, screenings, tally
from storage.model.codes import make_code
from storage.model.entries import Entry, Head
from storage.model.people import PersonId
from storage.model.stored import StoredScreening
from storage.unit_of_work.screening_rows import make_screening_row
from storage.unit_of_work.store import Store
from storage.unit_of_work.tally_rows import make_tally_row

CHUNK = 1_000
"""Screenings that are written in one transaction."""

_LONG_CODE = 12
"""Characters: of so many screenings two would have the same code of the usual length."""

Rows = dict[str, list[dict[str, Any]]]


def make_big_store(folder: Path, count: int) -> Path:
    """Makes a store with so many screenings in a folder, unless it is there. The rows are as long as real ones."""
    if folder.exists():
        return folder
    folder.mkdir()
    with store_at(place(folder)) as store:
        person = Person(store)
        stored = person.begin()
        person.says(*ANSWERS[:5])
        store.outbox.note_sent([each.id for each in store.outbox.list_waiting("chat of anna")], NOW)
        if count:
            _fill(store, stored.id, count)
    return folder


def _fill(store: Store, own: bytes, count: int) -> None:
    with store.reading() as repository:
        stored = repository.find_by_id(own)
        assert stored is not None
        told = [read_entry(stored.secret, row) for row in repository.list_entries(own)]
        found = repository.connection.execute(select(outbox).where(outbox.c.screening == own)).mappings()
        messages = [dict(row) for row in found]
    ids = iter(range(len(messages) + 1, len(messages) * (count + 1) + 1))
    for first in range(0, count, CHUNK):
        copies = [_copy(stored) for _ in range(min(CHUNK, count - first))]
        _write(store, copies, told, messages, ids)


def _copy(stored: StoredScreening) -> StoredScreening:
    fresh = secrets.token_bytes(16)
    return replace(
        stored,
        id=fresh,
        code=make_code(_LONG_CODE),
        owner=PersonId(f"person {fresh.hex()}"),
        secret=make_secret(),
        tally=secrets.randbits(62),
        head=Head(fresh),
    )


def _write(
    store: Store, copies: Sequence[StoredScreening], told: Sequence[Entry], messages: Sequence[Any], ids: Iterator[int]
) -> None:
    rows: Rows = {table.name: [] for table in metadata.sorted_tables}
    heads = []
    for each in copies:
        chain, head = append_entries(store.keyring, each.head, each.secret, told)
        heads.append(head)
        rows[entries.name] += [asdict(row) for row in chain]
        _add_rows(store, replace(each, head=head), messages, ids, rows)
    with store.database.writing() as connection:
        for table in metadata.sorted_tables:
            if rows[table.name]:
                connection.execute(insert(table), rows[table.name])
    store.anchor.append(heads)


def _add_rows(store: Store, each: StoredScreening, messages: Sequence[Any], ids: Iterator[int], rows: Rows) -> None:
    key = store.keyring.store_key
    rows[screenings.name].append(make_screening_row(each, store.keyring, store.retention))
    rows[screening_keys.name].append({"screening": each.id, "wrapped": store.keyring.wrap(each.id, each.secret)})
    rows[tally.name].append(make_tally_row(each, store.keyring))
    chat = secrets.token_bytes(16)
    for message in messages:
        own = {"id": next(ids), "chat": chat, "screening": each.id}
        rows[outbox.name].append(SENT_SEAL.make(key, {**message, **own}))
        event = {"channel": "test", "id": secrets.token_hex(16), "taken_at": int(NOW.timestamp())}
        rows[events.name].append(EVENT_SEAL.make(key, event))
