"""Attacks with canaries: answers, names, texts and keys are looked for wherever they might have been written."""

import importlib.util
import logging
import traceback
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import psycopg
from attacks import Broken, Options, main
from faulty import Trigger, everything, forgetting
from singing import NAME, SAID, VACCINATED, canaries, listening, screened, sealed, sung, sung_in_files
from stores import KEY, NOW, Person, fresh_database, place, postgres_server, python, store_at, turning

from dialogs.conversation.screening import Said
from storage.model.errors import StorageError
from storage.model.stored import StoredScreening
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store


def search(options: Options) -> str:
    """Proves the search: a canary that is written down somewhere is found."""
    with store_at(place(options.folder)) as store:
        birds = canaries(store, [screened(store)])
    for what, bird in birds.items():
        (options.folder / "leak").write_bytes(b"x" * 5_000 + bird + b"x")
        if not any(found.startswith(what) for found in sung_in_files(options.folder, birds)):
            raise Broken(f"{what} is not found where it is")
    return f"each of {len(birds)} canaries is found where it is written"


def files(options: Options) -> str:
    """Looks into the database, journal, anchor and backups, while screenings are made, sent, swept and forgotten."""
    draw = options.random("files")
    rounds = options.count(60, 6)
    with store_at(place(options.folder)) as store:
        screenings: list[StoredScreening] = []
        gone: dict[str, bytes] = {}
        for number in range(rounds):
            screenings.append(screened(store, draw.choice([SAID, VACCINATED])))
            with store.database.writing() as connection:
                connection.exec_driver_sql("PRAGMA cache_size = 1")
                connection.exec_driver_sql("UPDATE outbox SET attempts = attempts")
                silent(options.folder, canaries(store, screenings), "in the middle of a transaction")
            if draw.random() < 0.5:
                store.outbox.note_sent(
                    [each.id for each in store.outbox.list_waiting(f"chat of {NAME}")[: draw.randrange(20)]], NOW
                )
            if draw.random() < 0.5:
                gone |= forgotten(store, screenings.pop(draw.randrange(len(screenings))), number)
            silent(options.folder, canaries(store, screenings) | gone, f"after round {number}")
        backups = backed_up(store, options.folder)
        silent(options.folder, canaries(store, screenings) | gone, "in a backup")
    return f"{rounds} screenings, {len(gone)} sealed rows of forgotten ones{', backups' * backups}: nothing found"


def kills(options: Options) -> str:
    """Looks into what a process leaves that is killed in the middle of forgetting, its journal included."""
    draw = options.random("kills")
    times = options.count(40, 4)
    for number in range(times):
        folder = options.folder / str(number)
        folder.mkdir()
        with store_at(place(folder)) as store:
            stored, other = screened(store), screened(store, VACCINATED)
            birds, blobs = canaries(store, [stored, other]), sealed(store.database, stored)
        process = python(_KILLED, str(folder), stored.id.hex(), str(draw.randrange(1, 14)))
        process.communicate(timeout=60)
        silent(folder, birds, "after a kill")
        promised = (folder / "screenings.db.forgotten").exists()
        with store_at(place(folder)) as store:
            left = everything(store.database)["screening_keys"]
            if promised and len(left) != 1:
                raise Broken("what was promised to be forgotten is there after opening")
        if promised:
            silent(folder, birds | blobs, "after what was promised is kept")
    return (
        f"{times} times killed while forgetting: nothing found, and what was promised is forgotten at the next opening"
    )


def server(options: Options) -> str:
    """Looks into the data folder of PostgreSQL, its log of writes included."""
    data = options.folder / "server"
    with postgres_server(data) as url:
        database = fresh_database(url)
        with store_at(place(options.folder, database)) as store:
            screenings = [screened(store, said) for said in (SAID, VACCINATED) * options.count(5, 1)]
            birds = canaries(store, screenings)
            person = Person(store, NAME, kept=screenings[0])
            store.take(person.inbound(), forgetting(person))
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        silent(data, birds, "in the server's folder")
        size = sum(each.stat().st_size for each in data.rglob("*") if each.is_file()) // 1_000_000
    return f"{len(screenings)} screenings, {size} MB of the server's files: nothing found in clear"


def logs(options: Options) -> str:
    """Listens to everything at DEBUG, and reads every traceback, while every call to the database fails in turn."""
    shown: list[str] = []
    birds: dict[str, bytes] = {}
    with listening() as heard:
        for at in range(1, options.count(30, 8)):
            for kind in ("SQLITE_FULL", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CORRUPT", ""):
                folder = options.folder / f"{at}{kind}"
                folder.mkdir()
                trigger = Trigger(at, kind)
                with closing(open_store(place(folder), KEY, NOW, connect=trigger.connect)) as store:
                    store.patience_seconds = 0
                    stored = screened(store)
                    birds |= canaries(store, [stored])
                    person = Person(store, NAME, kept=stored)
                    trigger.is_armed = True
                    try:
                        store.take(person.inbound(), turning(stored.id, Said("change corticosteroid dose")))
                        person.says(NEW_DOSE)
                        store.take(person.inbound(), forgetting(person))
                    except StorageError as fault:
                        shown.append("".join(traceback.format_exception(fault)))
                        logging.getLogger("storage").exception("heard")
    found = sung("\n".join(heard + shown).encode(), birds | {"the new dose": NEW_DOSE.encode()})
    if found:
        raise Broken(f"heard or shown: {', '.join(found)}")
    if not shown or not any("INSERT INTO entries" in line for line in heard):
        raise Broken("nothing was heard")
    return f"{len(heard)} log lines and {len(shown)} tracebacks: nothing found"


def silent(folder: Path, birds: Mapping[str, bytes], when: str) -> None:
    """Raises `Broken` where a canary is found in a file."""
    found = sung_in_files(folder, birds)
    if found:
        raise Broken(f"{when}: {'; '.join(found[:5])}")


def forgotten(store: Store, stored: StoredScreening, number: int) -> dict[str, bytes]:
    """Forgets a screening, and returns the sealed bytes that must be gone."""
    blobs = sealed(store.database, stored)
    person = Person(store, NAME, kept=stored)
    store.take(person.inbound(), forgetting(person))
    return {f"{what} of screening {number}": blob for what, blob in blobs.items()}


def backed_up(store: Store, folder: Path) -> bool:
    """Makes a backup where this release can."""
    if importlib.util.find_spec("storage.maintenance.backup") is None:
        return False
    from storage.maintenance.backup import back_up  # noqa: PLC0415

    back_up(store, folder / "backup.db", NOW, NAME)
    return True


NEW_DOSE = "838.75 mg/m2/day"

_KILLED = """
import os, sys
from pathlib import Path
from faulty import Trigger, forgetting
from stores import KEY, NOW, Person, place
from storage.opening.opening import open_store

class Killing(Trigger):
    def error(self):
        os.kill(os.getpid(), 9)

trigger = Killing(int(sys.argv[3]), "", int(sys.argv[3]) % 2 == 0)
store = open_store(place(Path(sys.argv[1])), KEY, NOW, connect=trigger.connect)
person = Person(store, "ben")
with store.reading() as repository:
    person.kept = repository.find_by_id(bytes.fromhex(sys.argv[2]))
trigger.is_armed = True
store.take(person.inbound(), forgetting(person))
"""


if __name__ == "__main__":
    main({"search": search, "files": files, "kills": kills, "server": server, "logs": logs})
