"""Somebody who changes what is stored behind the program's back, and restores it as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from stores import ANSWERS, Person

from storage.database.schema import entries, metadata
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store

TABLES = tuple(metadata.sorted_tables)

Key = tuple[bytes, int]
"""Which entry: its screening, and its number."""


@dataclass(frozen=True)
class Prey:
    """A small store: anna's and bob's screenings go on, carl's was forgotten, and the store has a chain of its own."""

    store: Store
    anna: StoredScreening
    bob: StoredScreening
    carl: StoredScreening


def prey(store: Store) -> Prey:
    """Fills a store."""
    anna, bob, carl = Person(store, "anna"), Person(store, "bob"), Person(store, "carl")
    stored = [person.begin() for person in (anna, bob, carl)]
    anna.says(*ANSWERS[:3])
    bob.says(*ANSWERS[:2])
    carl.says(ANSWERS[0])
    store.take(carl.inbound(), lambda uow: uow.forget(found) if (found := uow.find_by_id(stored[2].id)) else None)
    for _ in range(2):
        store.take(anna.inbound(), lambda uow: uow.note_store(EntryKind.EXPORTED, "the log"))
    return Prey(store, *stored)


def sentences(store: Store) -> list[str]:
    """Returns all that an inspection finds."""
    return [sentence for found in inspect_all(store) for sentence in found.sentences]


@contextmanager
def undone(store: Store) -> Iterator[None]:
    """Lets the database be changed, and puts every row back afterwards."""
    before = {table: rows(store, table) for table in TABLES}
    try:
        yield
    finally:
        with store.database.writing() as connection:
            for table in TABLES:
                connection.execute(delete(table))
                if before[table]:
                    connection.execute(insert(table), before[table])


def rows(store: Store, table: Table, *conditions: Any) -> list[dict[str, Any]]:
    """Returns rows as they are stored, in the order of their keys."""
    with store.database.reading() as connection:
        found = (
            connection.execute(select(table).where(*conditions).order_by(*table.primary_key.columns)).mappings().all()
        )
    return [dict(row) for row in found]


def change(store: Store, table: Table, *conditions: Any, **values: Any) -> None:
    """Changes the rows of a table that meet the conditions."""
    with store.database.writing() as connection:
        assert connection.execute(update(table).where(*conditions).values(**values)).rowcount > 0, (
            "an attack that changes nothing"
        )


def remove(store: Store, table: Table, *conditions: Any) -> None:
    """Removes the rows of a table that meet the conditions."""
    with store.database.writing() as connection:
        assert connection.execute(delete(table).where(*conditions)).rowcount > 0, "an attack that removes nothing"


def is_entry(key: Key) -> tuple[Any, Any]:
    """Returns the conditions that one entry meets."""
    return entries.c.screening == key[0], entries.c.number == key[1]


def chain(store: Store, screening: bytes) -> list[dict[str, Any]]:
    """Returns the entries of one chain as they are stored."""
    return rows(store, entries, entries.c.screening == screening)


def exchange(store: Store, first: Key, second: Key) -> None:
    """Puts each of two entries where the other one was."""
    spare = (first[0], 1_000_000)
    for here, there in ((first, spare), (second, first), (spare, second)):
        change(store, entries, *is_entry(here), screening=there[0], number=there[1])


def cut(store: Store, screening: bytes, leaving: int) -> None:
    """Removes the last entries of a chain. The length and head beside the screening are sealed, so they stay."""
    remove(store, entries, entries.c.screening == screening, entries.c.number > leaving)


def flipped(value: bytes | int, place: int, mask: int) -> bytes | int:
    """Returns a value with one byte changed; the bytes of a number are counted from its lowest."""
    if isinstance(value, int):
        return value ^ (mask << 8 * place)
    return value[:place] + bytes([value[place] ^ mask]) + value[place + 1 :]


def places(value: bytes | int) -> range:
    """Returns the places of the bytes of a value; a number has three that fit its column whatever is flipped."""
    return range(3 if isinstance(value, int) else len(value))


def names_entry(found: list[str], subject: str, number: int) -> bool:
    """Says whether a fault names the entry that was touched, or the entries from there on."""
    wanted = (f"entry {number} ", f"entries {number} to ", f"the last entries are missing: there are {number - 1},")
    return any(sentence.startswith(f"{subject}: ") and any(each in sentence for each in wanted) for sentence in found)
