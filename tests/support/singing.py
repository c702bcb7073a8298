"""Canaries: answers, names and keys that must not be found, and the search for them in files, logs and output."""

import base64
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from faulty import everything
from stores import ANSWERS, KEY, Person

from storage.database.engine import Database
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store

SAID = (
    "4321 days", "list every reason", "b_precursor_all", "newly diagnosed", "pending 2026-11-19", "systemic",
    "937.25 mg/m2/day", "5", "no", "given", "show the result",
)  # fmt: skip
"""What is said of an infant who is too old, with rare answers."""

VACCINATED = (*ANSWERS[:10], "given", "2026-05-17")
"""What is said of an infant who may enter the trial once 28 days have gone by since a vaccination."""

NAME = "Quetzalcoatl"
WORDS = ("937.25", "4321 days", "2026-11-19", "19 November", "2026-06-15", "15 June", NAME, "Recorded: ")
"""Answers, the day on which one falls due, a name that is in the chat's name too, and words of outgoing texts."""


def spelled(secret: bytes) -> dict[str, bytes]:
    """Returns the ways in which a key may be written down."""
    return {
        "raw": secret,
        "hex": secret.hex().encode(),
        "HEX": secret.hex().upper().encode(),
        "base64": base64.b64encode(secret),
        "repr": repr(secret)[2:-1].encode(),
    }


def canaries(store: Store, stored: Iterable[StoredScreening]) -> dict[str, bytes]:
    """Returns all that must not be found, by what it is."""
    found = {f"the words {word}": word.encode() for word in WORDS}
    secrets = {
        "the master key": KEY.secret,
        "the keyring's key": store.keyring.secret,
        "the audit key": store.keyring.audit_key,
    }
    secrets |= {"the anchor's key": store.keyring.anchor_key, "the store's key": store.keyring.store_key}
    for number, each in enumerate(stored):
        secrets[f"the key of screening {number}"] = each.secret
        found[f"the code of screening {number}"] = each.code.encode()
    return found | {
        f"{what} ({how})": text for what, secret in secrets.items() for how, text in spelled(secret).items()
    }


def sung(content: bytes, birds: Mapping[str, bytes]) -> list[str]:
    """Returns which canaries are found in some bytes."""
    return [what for what, bird in birds.items() if bird in content]


def sung_in_files(folder: Path, birds: Mapping[str, bytes]) -> list[str]:
    """Returns which canaries are found in which files of a folder, raw bytes of free pages and journals included."""
    return [
        f"{what}, in {each.name}" for each in folder.rglob("*") if each.is_file() for what in sung(_bytes(each), birds)
    ]


def screened(store: Store, said: Sequence[str] = SAID) -> StoredScreening:
    """Screens an infant with rare answers, and returns the stored screening."""
    person = Person(store, NAME)
    stored = person.begin()
    person.says(*said)
    with store.reading() as repository:
        found = repository.find_by_id(stored.id)
    assert found is not None
    return found


def sealed(database: Database, stored: StoredScreening) -> dict[str, bytes]:
    """Returns what a database holds of a screening, sealed: none of these bytes may be left once it is forgotten."""
    rows = everything(database)
    found = {"the sealed screening": next(row[-1] for row in rows["screenings"] if row[0] == stored.id)}
    found["the wrapped key"] = next(row[1] for row in rows["screening_keys"] if row[0] == stored.id)
    return found | {f"outgoing message {row[0]}": row[5] for row in rows["outbox"] if row[2] == stored.id and row[5]}


@contextmanager
def listening() -> Iterator[list[str]]:
    """Hears all that anything logs at DEBUG, SQLAlchemy, Alembic and the driver included."""
    loggers = [
        logging.getLogger(name)
        for name in (
            "",
            "sqlalchemy.engine",
            "sqlalchemy.pool",
            "alembic",
            "psycopg",
            "psycopg.pq",
            "storage",
            "filelock",
        )
    ]
    levels = [logger.level for logger in loggers]
    ear = Ear()
    loggers[0].addHandler(ear)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield ear.heard
    finally:
        loggers[0].removeHandler(ear)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def printed(*things: object) -> bytes:
    """Returns what is printed of some objects, and of all that they hold, in both ways."""
    return "\n".join(f"{thing!r} {thing!s}" for thing in things).encode()


class Ear(logging.Handler):
    """Hears everything that is logged: the message, its arguments, and its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps what is logged."""
        self.heard.append(f"{self.format(record)} {record.args!r}")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # a server removes its files as it likes
        return b""
