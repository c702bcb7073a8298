"""Backups taken while two processes write, restored elsewhere, and compared with each other and what was promised."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from threading import Thread
from typing import Any

from attacks import Broken, Options, main
from sqlalchemy import Column, Table, select
from stores import KEY, NOW, fresh_database, place, postgres_server, python, store_at

from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.database.schema import entries, events, keyrings, metadata, screenings, tally
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import Restored, restore
from storage.maintenance.verify import inspect_all
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store

WRITERS = ("anna", "bob")
WHO = "an operator"
IDS = {"screenings": "id", "screening_keys": "screening", "entries": "screening", "outbox": "screening"}
"""Which column of a table says which screening a row belongs to."""


@dataclass
class Writer:
    """A process that screens and forgets without end.

    `acknowledged` grows: how many events of each of its screenings were committed.
    """

    process: Popen[bytes]
    acknowledged: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0

    def listen(self) -> None:
        """Hears what the process says, until its end."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if not line.endswith(b"\n"):
                return  # it was killed while it said so
            session, seconds = line.decode().split()
            self.acknowledged[session] += 1
            self.longest = max(self.longest, float(seconds))


@dataclass
class Figures:
    """What was seen over all rounds."""

    seconds: list[float] = field(default_factory=list)
    rows: int = 0
    forgotten_again: int = 0
    turns: int = 0
    bytes: int = 0


def from_sqlite(options: Options) -> str:
    """Backs up an SQLite file, and restores to SQLite."""
    return _rounds(options, options.count(50, 3), "", lambda: "")


def from_postgresql(options: Options) -> str:
    """Backs up a PostgreSQL database, and restores to SQLite and to PostgreSQL in turn."""
    (options.folder / "server").mkdir()
    with postgres_server(options.folder / "server") as server:
        targets = iter(["", server] * 100)
        return _rounds(
            options,
            options.count(12, 2),
            fresh_database(server),
            lambda: fresh_database(url) if (url := next(targets)) else "",
        )


def to_postgresql(options: Options) -> str:
    """Backs up an SQLite file, and restores to PostgreSQL."""
    (options.folder / "server").mkdir()
    with postgres_server(options.folder / "server") as server:
        return _rounds(options, options.count(8, 1), "", lambda: fresh_database(server))


def _rounds(options: Options, count: int, source_url: str, target_url: Callable[[], str]) -> str:
    where, figures, random = place(options.folder, source_url), Figures(), options.random(source_url)
    with store_at(where) as store, _writers(options, source_url) as writers:
        for number in range(count):
            time.sleep(random.uniform(0.05, 0.5))
            _round(store, writers, options.folder / f"round {number}", target_url(), figures)
            if any(writer.process.poll() is not None for writer in writers):
                raise Broken(
                    f"in round {number} a writer ended: {[writer.process.communicate()[1] for writer in writers]}"
                )
    figures.seconds.sort()
    said = sum(sum(writer.acknowledged.values()) for writer in writers)
    return (
        f"{count} backups beside {len(writers)} writers ({said} events), restored, {figures.rows} rows and"
        f" {figures.turns} turns compared, 0 differences; {figures.forgotten_again} forgotten again; a backup of up to"
        f" {figures.bytes / 1e6:.1f} MB took {figures.seconds[len(figures.seconds) // 2]:.2f} s, at most"
        f" {figures.seconds[-1]:.2f} s; a writer waited at most {max(writer.longest for writer in writers):.2f} s"
    )


def _round(store: Store, writers: list[Writer], folder: Path, target_url: str, figures: Figures) -> None:
    folder.mkdir()
    before = sum((Counter(writer.acknowledged) for writer in writers), Counter[str]())
    began = time.monotonic()
    taken = back_up(store, folder / "backup", NOW, WHO)
    figures.seconds.append(time.monotonic() - began)
    figures.bytes = max(figures.bytes, (folder / "backup").stat().st_size)
    if store.journal.path.exists():
        shutil.copy(store.journal.path, folder / "screenings.db.forgotten")
    there = place(folder, target_url)
    report = restore(folder / "backup", there, KEY, NOW, WHO)
    with (
        closing(Database(make_file_address(folder / "backup"), is_read_only=True)) as backup,
        store_at(there) as restored,
    ):
        figures.turns += _held_against_what_was_said(backup, store.keyring, before)
        figures.rows += _held_against_each_other(backup, restored, report)
        faults = [sentence for found in inspect_all(restored) for sentence in found.sentences]
    if faults or report.lost or report.backup != taken:
        raise Broken(f"{folder.name}: {report} and {faults}")
    figures.forgotten_again += report.forgotten_again
    shutil.rmtree(folder)


def _held_against_what_was_said(backup: Database, keyring: Keyring, before: Counter[str]) -> int:
    """Compares a backup with itself and the past: a version is its number of events, and no known event is missing."""
    with backup.reading() as connection:
        kept = Counter(each.rpartition(":")[0] for each in connection.execute(select(events.c.id)).scalars())
        versions: dict[str, int] = {
            found.owner: found.version for found in ScreeningRepository(connection, keyring).iterate_all()
        }
    for session, version in versions.items():
        if kept[session] != version:
            raise Broken(f"{session}: {kept[session]} events made version {version}")
    for session, count in before.items():
        if kept[session] < count:
            raise Broken(f"{session}: {count} events were acknowledged before the backup, and it holds {kept[session]}")
    return sum(versions.values())


def _held_against_each_other(backup: Database, restored: Store, report: Restored) -> int:
    """Compares each row of each table, but for what a restore adds or forgets. Returns how many were compared."""
    with backup.reading() as old, restored.database.reading() as new:
        still = {row.id for row in new.execute(select(screenings.c.id).where(~screenings.c.is_forgotten))}
        was = {row.id for row in old.execute(select(screenings.c.id).where(~screenings.c.is_forgotten))}
        if len(was - still) != report.forgotten_again or still - was:
            raise Broken(f"{len(was - still)} screenings are gone, and {report.forgotten_again} were said to be")
        count = 0
        for table in metadata.sorted_tables:
            before, after = (
                {tuple(row._asdict().items()) for row in each.execute(select(*_list_columns(table)))}
                for each in (old, new)
            )
            differing = [row for row in map(dict, before ^ after) if not _may_differ(table, row, was - still)]
            if differing:
                raise Broken(f"{len(differing)} rows of {table.name} differ, such as {differing[0]}")
            count += len(before)
    return count


def _list_columns(table: Table) -> list[Column[Any]]:
    """Returns the columns that a restore leaves as they are: forgetting again closes a row of the tally by its seal."""
    return [each for each in table.columns if table is not tally or each.name != "sealed"]


def _may_differ(table: Table, row: dict[str, Any], gone: set[bytes]) -> bool:
    """Says whether a restore may touch a row: its own event and entry, and what was forgotten again."""
    if table is events:
        return bool(row["channel"] == "store")
    if table is keyrings:
        return True  # its row is sealed anew for the schema of its new place
    screening = row.get(IDS.get(table.name, ""))
    return screening in gone or (table is entries and screening == STORE_CHAIN)


@contextmanager
def _writers(options: Options, url: str) -> Iterator[list[Writer]]:
    writers = [Writer(python(_WRITER, str(options.folder), url, name, str(options.seed))) for name in WRITERS]
    threads = [Thread(target=writer.listen) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        while not all(writer.acknowledged for writer in writers) and all(
            writer.process.poll() is None for writer in writers
        ):
            time.sleep(0.01)
        yield writers
    finally:
        for writer in writers:
            writer.process.kill()
        for thread in threads:
            thread.join()
        for writer in writers:
            writer.process.communicate()


_WRITER = """
import sys, time
from itertools import count
from pathlib import Path
from random import Random
from stores import ANSWERS, Person, place, store_at
from dialogs.conversation.screening import Said
from storage.model.errors import Unavailable
folder, url, name, seed = sys.argv[1:]
random = Random(f"{seed} {name}")

def kept(session, work):
    began = time.monotonic()
    while True:
        try:
            work()
            break
        except Unavailable:  # the same event again, until it is kept
            pass
    print(session, time.monotonic() - began, flush=True)
    time.sleep(random.uniform(0, 0.02))

with store_at(place(Path(folder), url)) as store:
    open_ = []
    for number in count(1):
        if len(open_) < 5:
            person = Person(store, f"{name}-{number}", session=f"{name}-{number}")
            kept(person.session, lambda: person.begin(f"{person.session}:0"))
            open_.append([person, 0])
        chosen = random.choice(open_)
        person, done = chosen
        kept(person.session, lambda: person.does(Said(ANSWERS[done]), f"{person.session}:{done + 1}"))
        chosen[1] += 1
        if chosen[1] == len(ANSWERS):
            open_.remove(chosen)
            if random.random() < 0.7:
                screening_id, event = person.kept.id, f"forget-{person.session}"
                forget = lambda uow: uow.forget(uow.find_by_id(screening_id))
                kept(event, lambda: store.take(person.inbound(f"{event}:0"), forget))
"""

if __name__ == "__main__":
    main(
        {
            "backups from SQLite": from_sqlite,
            "backups to PostgreSQL": to_postgresql,
            "backups from PostgreSQL": from_postgresql,
        }
    )
