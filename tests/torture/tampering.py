"""Tampering, all of it: each byte of each entry, record, key and anchor line; rows removed, exchanged or cut off."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from attacks import Attack, Broken, Options, main
from intruder import (
    Prey,
    chain,
    change,
    cut,
    exchange,
    flipped,
    is_entry,
    names_entry,
    places,
    prey,
    remove,
    rows,
    sentences,
    undone,
)
from sqlalchemy import Table
from stores import Person, fresh_database, place, postgres_server, store_at

from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import entries, outbox, screening_keys, screenings
from storage.model.codes import format_code
from storage.unit_of_work.store import Store

SMALL_STEP = 97
"""Every so many bytes are flipped in the small part."""

NOT_PROTECTED = {"touched_at", "keep_until", "is_forgotten"}
"""Columns beside the record that are in clear: times, and a flag that its own attack turns."""

Subjects = dict[bytes, str]
"""What each chain is called in a fault."""


def entry_bytes(store: Store, options: Options) -> str:
    """Flips each byte of each column of each entry."""
    stored, random = prey(store), options.random("entries")
    subjects, step = _subjects(stored), options.count(1, SMALL_STEP)
    cells = [(row, column, at) for row in rows(store, entries) for column in row for at in places(row[column])]
    for row, column, at in cells[random.randrange(step) :: step]:
        fresh = flipped(row[column], at, _mask(random))
        if _is_taken(store, row, column, fresh):
            continue
        change(store, entries, *is_entry((row["screening"], row["number"])), **{column: fresh})
        found = sentences(store)
        now = row | {column: fresh}
        change(store, entries, *is_entry((now["screening"], now["number"])), **{column: row[column]})
        if not names_entry(found, subjects[row["screening"]], row["number"]):
            raise Broken(
                f"byte {at} of {column} of entry {row['number']} of {subjects[row['screening']]}: found {found}"
            )
    return f"{len(range(0, len(cells), step))} of {len(cells)} bytes flipped, each found and named"


def record_bytes(store: Store, options: Options) -> str:
    """Flips each byte of the records and of the wrapped keys."""
    stored, random = prey(store), options.random("records")
    subjects, step = _subjects(stored), options.count(1, SMALL_STEP)
    cells: list[tuple[Table, str, dict[str, Any], str, int]] = [
        (table, name, row, column, at)
        for table, name in ((screenings, "id"), (screening_keys, "screening"))
        for row in rows(store, table)
        for column in row
        if column not in NOT_PROTECTED and row[column] is not None
        for at in places(row[column])
    ]
    count = 0
    for table, name, row, column, at in cells[random.randrange(step) :: step]:
        if row[name] == stored.carl.id and column == "version":
            continue  # a tombstone has no record that is of a version
        fresh = flipped(row[column], at, _mask(random))
        change(store, table, table.c[name] == row[name], **{column: fresh})
        found = sentences(store)
        change(store, table, table.c[name] == (row | {column: fresh})[name], **{column: row[column]})
        count += 1
        if not any(sentence.startswith((subjects[row[name]], f"screening {row[name].hex()}")) for sentence in found):
            raise Broken(f"byte {at} of {table.name}.{column} of {subjects[row[name]]}: found {found}")
    return f"{count} of {len(cells)} bytes flipped, each found and its screening named"


def anchor_bytes(store: Store, options: Options) -> str:
    """Flips each byte of the anchor, but for its very last: a line without its end was cut by a crash."""
    prey(store)
    random, path = options.random("anchor"), store.anchor.path
    content, step = path.read_bytes(), options.count(1, SMALL_STEP)
    tried = range(random.randrange(step), len(content) - 1, step)
    for at in tried:
        mask = ord("\n") ^ ord("\r") if content[at : at + 1] == b"\n" else _mask(random)
        path.write_bytes(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :])
        line = content[:at].count(b"\n") + 1
        found = sentences(store)
        if f"the anchor: {path}: line {line} was changed" not in found:
            raise Broken(f"byte {at} of the anchor, in line {line}, xor {mask}: found {found}")
    return f"{len(tried)} of {len(content)} bytes flipped, each found and its line named"


def removed(store: Store, options: Options) -> str:
    """Removes each entry, each key, each record, and each screening as a whole."""
    stored = prey(store)
    subjects = _subjects(stored)
    for row in rows(store, entries):
        with undone(store):
            remove(store, entries, *is_entry((row["screening"], row["number"])))
            found = sentences(store)
        if not names_entry(found, subjects[row["screening"]], row["number"]):
            raise Broken(f"entry {row['number']} of {subjects[row['screening']]} removed: found {found}")
    whole = [(entries, "screening"), (screening_keys, "screening"), (outbox, "screening"), (screenings, "id")]
    for each in (stored.anna, stored.bob):
        for some in [[one] for one in whole if one[0] is not outbox] + [whole]:
            with undone(store):
                for table, name in some:
                    remove(store, table, table.c[name] == each.id)
                found = sentences(store)
            if not any(sentence.startswith((subjects[each.id], f"screening {each.id.hex()}")) for sentence in found):
                raise Broken(f"{[table.name for table, _ in some]} of {subjects[each.id]} removed: found {found}")
    return f"{len(rows(store, entries))} entries, 6 records and keys, 2 whole screenings removed, each found and named"


def exchanged(store: Store, options: Options) -> str:
    """Exchanges every two entries, within a chain and between chains."""
    stored = prey(store)
    subjects = _subjects(stored)
    pairs = list(combinations([(row["screening"], row["number"]) for row in rows(store, entries)], 2))
    for first, second in pairs:
        exchange(store, first, second)
        found = sentences(store)
        exchange(store, first, second)
        for screening, number in (first, second):
            if not names_entry(found, subjects[screening], number):
                raise Broken(
                    f"entries {first[1]} of {subjects[first[0]]} and {second[1]} of {subjects[second[0]]} exchanged:"
                    f" found {found}"
                )
    return f"{len(pairs)} pairs exchanged, both of each found and named"


def tails(store: Store, options: Options) -> str:
    """Cuts every tail of every chain, and sets the length and head beside the screening back with it."""
    stored, count = prey(store), 0
    for screening, subject in _subjects(stored).items():
        length = len(chain(store, screening))
        for leaving in range(1, length):
            with undone(store):
                if screening == STORE_CHAIN:
                    remove(store, entries, entries.c.screening == screening, entries.c.number > leaving)
                else:
                    cut(store, screening, leaving)
                found = sentences(store)
            count += 1
            if (
                f"{subject}: the last entries are missing: there are {leaving}, but the anchor knows {length}"
                not in found
            ):
                raise Broken(f"{subject} cut to {leaving} of {length} entries: found {found}")
    return f"{count} tails cut with the heads set back, each found by the anchor"


def rolled_back(store: Store, options: Options) -> str:
    """Puts back the record, key and entries of a screening as they were after each of its turns."""
    anna = Person(store)
    stored = anna.begin()
    states = []
    for text in ("120", "b_precursor_all", "newly diagnosed", "rearranged"):
        states.append({table: rows(store, table) for table in (screenings, screening_keys, entries)})
        anna.says(text)
    for turn, state in enumerate(states):
        for tables in ([screenings], [screenings, entries], [screenings, screening_keys, entries]):
            with undone(store):
                for table in tables:
                    remove(store, table, table.c["id" if table is screenings else "screening"] == stored.id)
                    with store.database.writing() as connection:
                        connection.execute(table.insert(), state[table])
                found = sentences(store)
            if not any(sentence.startswith(f"screening {format_code(stored.code)}: ") for sentence in found):
                raise Broken(f"{[table.name for table in tables]} as after turn {turn + 1}: found {found}")
    return f"{3 * len(states)} older states put back, each found and named"


def _subjects(stored: Prey) -> Subjects:
    codes = {each.id: f"screening {format_code(each.code)}" for each in (stored.anna, stored.bob)}
    return codes | {stored.carl.id: f"screening {stored.carl.id.hex()}", STORE_CHAIN: "the realm"}


def _mask(random: Random) -> int:
    return random.randrange(1, 128)


def _is_taken(store: Store, row: dict[str, Any], column: str, fresh: Any) -> bool:
    """Says whether an entry cannot be moved there, because another one is."""
    now = row | {column: fresh}
    return column == "number" and bool(rows(store, entries, *is_entry((now["screening"], now["number"]))))


@contextmanager
def _store(options: Options, url: str) -> Iterator[Store]:
    with store_at(place(options.folder, url)) as store:
        yield store


def _on_sqlite(attack: Callable[[Store, Options], str]) -> Attack:
    def run(options: Options) -> str:
        with _store(options, "") as store:
            return attack(store, options)

    return run


def _on_postgresql(attack: Callable[[Store, Options], str]) -> Attack:
    def run(options: Options) -> str:
        data = options.folder / "server"
        Path(data).mkdir()
        with postgres_server(data) as server, _store(options, fresh_database(server)) as store:
            return attack(store, options)

    return run


ATTACKS = {
    "bytes of entries": entry_bytes,
    "bytes of records and keys": record_bytes,
    "rows removed": removed,
    "rows exchanged": exchanged,
    "tails cut": tails,
    "older states": rolled_back,
}

if __name__ == "__main__":
    on_files = {f"{name}, SQLite": _on_sqlite(attack) for name, attack in ATTACKS.items()}
    on_servers = {f"{name}, PostgreSQL": _on_postgresql(attack) for name, attack in ATTACKS.items()}
    main({**on_files, "bytes of the anchor": _on_sqlite(anchor_bytes), **on_servers})
