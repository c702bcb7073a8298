"""Attacks with faults: calls to the database that fail, locks, full and read-only disks, servers that go away."""

import sqlite3
import time
from collections.abc import Callable

from attacks import Broken, Options, main
from faulty import KINDS, STORIES, disk_faults, everything, fails_at_every_call
from stores import KEY, NOW, Person, fresh_database, place, postgres_server, python, store_at, turning

from dialogs.conversation.screening import Said
from storage.model.errors import Unavailable
from storage.opening.opening import open_store


def calls(options: Options) -> str:
    """Fails every call of every kind of turn, with every kind of fault, before its work and after it."""
    done = 0
    for kind in KINDS[:: options.count(1, 4)]:
        for is_late in (False, True):
            for story in STORIES:
                folder = options.folder / str(done)
                folder.mkdir()
                none_of([*fails_at_every_call(story, folder, kind, is_late=is_late, steps=options.count(1, 2))])
                done += 1
    return f"{done} turns, each with every call failing in turn: all or nothing, and one effect when taken again"


def locks(options: Options) -> str:
    """Lets another process hold the database: shorter than the patience must not show, and longer must be told."""
    seconds = options.count(5, 1)
    told = 0
    with store_at(place(options.folder, busy_seconds=seconds)) as store:
        person = Person(store)
        stored = person.begin()
        for held, lock in [(seconds * share, lock) for share in (0.6, 1.6) for lock in ("IMMEDIATE", "EXCLUSIVE")]:
            holder = python(_HOLD, str(options.folder / "screenings.db"), lock, str(held))
            assert holder.stdout is not None
            holder.stdout.readline()
            inbound, before = person.inbound(), time.monotonic()
            try:
                store.take(inbound, turning(stored.id, Said("120")))
            except Unavailable as fault:
                told += 1
                check(
                    held > seconds and "another program holds the database; nothing was changed" in str(fault),
                    f"{lock} {held} s: {fault}",
                )
                check(time.monotonic() - before < seconds + 2, "it was waited for longer than was said")
                holder.communicate()
                check(
                    not store.take(inbound, turning(stored.id, Said("120"))).is_duplicate,
                    "the turn was kept all the same",
                )
            else:
                holder.communicate()
                check(held < seconds, f"{lock} {held} s: nobody was told")
    return (
        f"held for {seconds * 0.6:.1f} s it was waited for, and for {seconds * 1.6:.1f} s it was told, {told} times;"
        " then it went on"
    )


def disks(options: Options) -> str:
    """Fills the disk, and takes the right to write away, in truth."""
    options.folder.chmod(0o711)  # for whoever has no rights
    for attack in ("full", "read-only"):
        for number in range(options.count(5, 1)):
            folder = options.folder / f"{attack}{number}"
            folder.mkdir()
            none_of(disk_faults(attack, folder))
    return "a full disk and a read-only one: all or nothing, a plain sentence, and on when it can"


def pages(options: Options) -> str:
    """Fills the disk after each further page, so that every page of a transaction is once the one that does not fit."""
    refused = 0
    with store_at(place(options.folder)) as store:
        person = Person(store)
        stored = person.begin()
        with store.database.reading() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            (count,) = connection.exec_driver_sql("PRAGMA page_count").one()
        before = everything(store.database)
        requests = [(person.inbound(), turning(stored.id, Said(f"{100 + number}"))) for number in range(40)]
        for more in range(options.count(80, 10)):
            driver.execute(f"PRAGMA max_page_count = {count + more}")
            try:
                store.take_all(requests)
            except Unavailable as fault:
                refused += 1
                check("the disk is full" in str(fault), str(fault))
                check(everything(store.database) == before, "something was kept")
            else:
                break
        driver.execute("PRAGMA max_page_count = 1000000")
        store.take_all(requests)
        check(len(everything(store.database)["events"]) == 1 + len(requests), "it did not go on")
    check(refused > 0, "the disk was never full")
    return f"{refused} transactions that did not fit, none of them kept in part"


def server(options: Options) -> str:
    """Stops a PostgreSQL server and starts it again: the turn in between is told, and repeated has one effect."""
    folder = options.folder / "server"
    with postgres_server(folder) as first:
        where = place(options.folder, fresh_database(first), busy_seconds=2)
        store = open_store(where, KEY, NOW)
        store.patience_seconds = 2
        stored = Person(store).begin()
    for number in range(options.count(5, 1)):
        inbound = Person(store).inbound(f"again {number}")
        said = refusal(lambda inbound=inbound: store.take(inbound, turning(stored.id, Said("120"))))  # type: ignore[misc]
        check("\n" not in said and ";" in said, f"no plain sentence: {said}")
        with postgres_server(folder):
            turn = turning(stored.id, Said("120"))
            check(not store.take(inbound, turn).is_duplicate, "the turn was kept all the same")
            check(store.take(inbound, turn).is_duplicate, "the turn was not kept")
    return f"told as {said!r}; nothing stored, and one effect afterwards"


def refusal(work: Callable[[], object]) -> str:
    """Returns what is said when some work cannot be done."""
    try:
        work()
    except Unavailable as fault:
        return str(fault)
    raise Broken("something was kept that could not be")


def check(holds: object, fault: str) -> None:
    """Raises `Broken` where something does not hold."""
    if not holds:
        raise Broken(fault)


def none_of(found: list[str]) -> None:
    """Raises `Broken` with the first of the faults that were found."""
    check(not found, "; ".join(found[:3]))


_HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(f"BEGIN {sys.argv[2]}")
print("held", flush=True)
time.sleep(float(sys.argv[3]))
connection.execute("ROLLBACK")
"""


if __name__ == "__main__":
    main({"calls": calls, "locks": locks, "disks": disks, "pages": pages, "server": server})
