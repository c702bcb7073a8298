"""Rollbacks: an older state of a file, a screening, the trail, or what was forgotten is put back, and goes on.

Each is found by an inspection, at opening, by doctor and by a backup; and honest use is never called one.
"""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from attacks import Broken, Options, main
from full_store import locate
from intruder import TABLES, rows, sentences
from sqlalchemy import Table, delete, insert
from stores import ANSWERS, KEY, NOW, Person, fresh_database, postgres_server, turning

from bot.cli.health_of_store import examine_store
from dialogs.conversation.screening import Said
from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import entries, screening_keys, screenings, tally
from storage.maintenance.anchor_tidying import tidy_anchor
from storage.maintenance.backup import back_up
from storage.maintenance.gone_entries import find_gone_entries
from storage.maintenance.restoring import restore
from storage.model.entries import EntryKind
from storage.model.errors import StorageError
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing, open_store
from storage.unit_of_work.store import Store

LATER = (0, 1, 4, 100)
"""How many events come after the older state was put back. Four is how many were lost."""

TIDIED = ("never", "before", "after")


@dataclass
class Rolled:
    """A store of which a part is to be rolled back, and the person whose screening it is."""

    store: Store
    person: Person
    screening: bytes = b""
    tally: int = 0

    def note(self, number: int = 1) -> None:
        """Adds entries to the screening, each in an event of its own."""
        for _ in range(number):
            self.store.take(self.person.inbound(), self._note)

    def _note(self, uow: Any) -> None:
        stored = uow.find_by_id(self.screening)
        uow.note(stored, EntryKind.READ)

    def answer(self, *texts: str) -> None:
        """Says texts in the screening."""
        for text in texts:
            self.store.take(self.person.inbound(), turning(self.screening, Said(text), NOW))

    def note_store(self, number: int = 1) -> None:
        """Adds entries to the store's own chain."""
        for _ in range(number):
            self.store.take(self.person.inbound(), lambda uow: uow.note_store(EntryKind.EXPORTED, "the log"))


def _prepare(where: StoreLocation) -> Rolled:
    store = open_store(where, KEY, NOW)
    person = Person(store, "anna")
    stored = person.begin()
    person.says(*ANSWERS[:2])
    rolled = Rolled(store, person, stored.id, stored.tally)
    rolled.note_store(2)
    return rolled


def _roll_back(rolled: Rolled, conditions: dict[Table, list[Any]], lose: Callable[[], None]) -> None:
    """Loses what `lose` does: rows of some tables are put back as they were before."""
    before = {table: rows(rolled.store, table, *where) for table, where in conditions.items()}
    lose()
    with rolled.store.database.writing() as connection:
        for table, where in conditions.items():
            connection.execute(delete(table).where(*where))
            if before[table]:
                connection.execute(insert(table), before[table])


def _then(tidy: Callable[[], None], do: Callable[..., None], *what: Any) -> None:
    do(*what)
    tidy()


def _of_file(rolled: Rolled, later: int, tidy: Callable[[], None]) -> None:
    _roll_back(rolled, {table: [] for table in TABLES}, lambda: _then(tidy, rolled.answer, *ANSWERS[2:6]))
    rolled.answer(*OTHER_ANSWERS[:later])
    rolled.note(max(later - len(OTHER_ANSWERS), 0))


def _of_screening(rolled: Rolled, later: int, tidy: Callable[[], None]) -> None:
    own = rolled.screening
    conditions = {
        screenings: [screenings.c.id == own],
        screening_keys: [screening_keys.c.screening == own],
        entries: [entries.c.screening == own],
        tally: [tally.c.id == rolled.tally],
    }
    _roll_back(rolled, conditions, lambda: _then(tidy, rolled.answer, *ANSWERS[2:6]))
    rolled.answer(*OTHER_ANSWERS[:later])
    rolled.note(max(later - len(OTHER_ANSWERS), 0))


def _of_trail(rolled: Rolled, later: int, tidy: Callable[[], None]) -> None:
    conditions = {entries: [entries.c.screening == STORE_CHAIN]}
    _roll_back(rolled, conditions, lambda: _then(tidy, rolled.note_store, 4))
    rolled.note_store(later)


def _of_forgotten(rolled: Rolled, later: int, tidy: Callable[[], None]) -> None:
    own = rolled.screening
    conditions = {
        screenings: [screenings.c.id == own],
        screening_keys: [screening_keys.c.screening == own],
        entries: [entries.c.screening == own],
        tally: [tally.c.id == rolled.tally],
    }

    def lose() -> None:
        _forget(rolled.store, rolled.person, own)
        for _ in range(70):
            _forget(rolled.store, rolled.person, rolled.person.begin().id)
        tidy()

    _roll_back(rolled, conditions, lose)
    rolled.note(later)


def _forget(store: Store, person: Person, screening: bytes) -> None:
    store.take(person.inbound(), lambda uow: uow.forget(found) if (found := uow.find_by_id(screening)) else None)


OTHER_ANSWERS = ("relapsed", "rearranged", "none", "no")
ROLLBACKS = {"file": _of_file, "screening": _of_screening, "trail": _of_trail, "forgotten": _of_forgotten}


def file(options: Options) -> str:
    """Rolls parts of an SQLite file back."""
    return _roll_each(options, locate)


def server(options: Options) -> str:
    """Rolls parts of a PostgreSQL database back."""
    with postgres_server(options.folder / "server") as url:
        return _roll_each(options, lambda folder: locate(folder, fresh_database(url)))


def _roll_each(options: Options, place: Callable[[Path], StoreLocation]) -> str:
    ways = list(product(ROLLBACKS, LATER, TIDIED))
    step = options.count(1, 11)
    tried = ways[options.random("ways").randrange(step) :: step]
    for what, later, tidied in tried:
        folder = options.folder / f"{what}-{later}-{tidied}"
        folder.mkdir()
        where = place(folder)
        rolled = _prepare(where)
        with closing(rolled.store):
            _tidy_when(rolled, tidied, what, later)
            missed = list(_list_missed(rolled, where, what, folder))
        if missed:
            raise Broken(f"{what} rolled back, {later} events later, tidied {tidied}: not seen by {missed}")
    return f"{len(tried)} rollbacks, each found by an inspection, doctor, a backup, and at opening"


def _tidy_when(rolled: Rolled, tidied: str, what: str, later: int) -> None:
    def tidy() -> None:
        if tidied == "before":
            tidy_anchor(rolled.store, least_bytes=0)

    ROLLBACKS[what](rolled, later, tidy)
    if tidied == "after":
        tidy_anchor(rolled.store, least_bytes=0)


def _list_missed(rolled: Rolled, where: StoreLocation, what: str, folder: Path) -> list[str]:
    """Returns who does not see a rollback. What was forgotten is forgotten again at opening."""
    seen = {
        "an inspection": sentences(rolled.store),
        "doctor": [each.said for each in examine_store(rolled.store) if not each.is_well],
        "the comparison for a backup": find_gone_entries(rolled.store),
    }
    try:
        seen["a backup"] = list(back_up(rolled.store, folder / "copy.backup", NOW, "anna").gone)
    except StorageError as fault:
        seen["a backup"] = [str(fault)]
    with closing(open_existing(where, KEY, NOW)) as store:
        seen["opening"] = store.warnings
    return [who for who, found in seen.items() if not found]


def journal(options: Options) -> str:
    """Damages each line of the journal of the forgotten, removes each, and puts what one names back."""
    rolled = _prepare(locate(options.folder))
    store = rolled.store
    with closing(store):
        _of_forgotten(rolled, 0, lambda: None)
        found = sentences(store)
        if not any("it was forgotten, and was put back" in sentence for sentence in found):
            raise Broken(f"a forgotten screening was put back, after 70 others: {found[:3]}")
        whole = store.journal.path.read_bytes()
        lines = whole.splitlines(keepends=True)
        tried = range(1, len(lines), options.count(1, 20))
        for place in tried:
            flipped = bytes([lines[place][5] ^ 1])
            store.journal.path.write_bytes(whole.replace(lines[place], lines[place][:5] + flipped + lines[place][6:]))
            if f"the journal of the forgotten: {store.journal.path}: line {place + 1} was changed" not in sentences(
                store
            ):
                raise Broken(f"line {place + 1} of the journal was damaged, and nobody says so")
            store.journal.path.write_bytes(whole.replace(lines[place], b""))
            missing = f"screening {lines[place][:32].decode()}: it was forgotten, but the journal of the forgotten does"
            if not any(sentence.startswith(missing) for sentence in sentences(store)):
                raise Broken(f"line {place + 1} of the journal was removed, and nobody says so")
    return f"{len(tried)} of {len(lines)} lines damaged, and removed, each found"


def honest(options: Options) -> str:
    """Uses a store as people do, with crashes before the anchor is written, in two processes, and restores it."""
    draw, where = options.random("honest"), locate(options.folder)
    first, lines = _prepare(where), options.count(1_000, 100)
    second = open_existing(where, KEY, NOW)
    people = [first, Rolled(second, Person(second, "ben"), Person(second, "ben").begin().id)]
    done = 0
    while done < lines:
        rolled = draw.choice(people)
        _do_something(rolled, draw)
        done += 1
        if found := sentences(first.store) if done % 50 == 0 else []:
            raise Broken(f"after {done} events: {found[:3]}")
    back_up(first.store, options.folder / "a.backup", NOW, "anna")
    for rolled in people:
        rolled.store.close()
    return _hold_whole(where, options, done)


def _do_something(rolled: Rolled, draw: Random) -> None:
    anchor = rolled.store.anchor.path
    size = anchor.stat().st_size
    deed = draw.randrange(6)
    if deed == 0:
        _forget(rolled.store, rolled.person, rolled.person.begin().id)
    elif deed == 1:
        rolled.note_store()
    elif deed == 2:
        tidy_anchor(rolled.store, least_bytes=0)
    else:
        rolled.note()
    if draw.randrange(4) == 0 and deed != 2:
        os.truncate(anchor, max(size, anchor.stat().st_size - 150) if draw.random() < 0.5 else size)


def _hold_whole(where: StoreLocation, options: Options, done: int) -> str:
    assert where.address.file is not None
    with closing(open_existing(where, KEY, NOW)) as store:
        if found := [*store.warnings, *sentences(store), *find_gone_entries(store)]:
            raise Broken(f"in the end: {found[:3]}")
    where.address.file.rename(options.folder / "away.db")
    restored = restore(options.folder / "a.backup", where, KEY, NOW, "anna")
    with closing(open_existing(where, KEY, NOW)) as store:
        if found := [*store.warnings, *sentences(store), *find_gone_entries(store)]:
            raise Broken(f"restored: {found[:3]}")
    if restored.lost:
        raise Broken(f"{restored.lost} screenings are called lost")
    return f"{done} honest events, with crashes, in two processes, and restored: nothing found"


if __name__ == "__main__":
    main({"file": file, "server": server, "journal": journal, "honest": honest})
