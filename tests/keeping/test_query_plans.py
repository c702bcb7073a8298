"""No statement of a turn, the outbox, a sweep or a list reads a whole table: the database itself says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from faulty import forgetting
from sqlalchemy import Connection, event, text
from stores import ANSWERS, NOW, Person, sent_as, store_at

from storage.features.chats import ChatStates, find_active, find_chat_state
from storage.features.dead_letters import add_dead_letter
from storage.features.handover import Handovers
from storage.maintenance.sweep import sweep
from storage.model.people import PersonId
from storage.model.retention import Retention
from storage.model.stored import StoredScreening
from storage.opening.location import StoreLocation
from storage.outbox.fetching import fetch_one, fetch_waiting, note_seen, was_asked_after
from storage.unit_of_work.forgetting import forget_again
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

pytestmark = pytest.mark.both_databases

FAR = NOW + timedelta(days=1_000)
LATER = NOW + timedelta(days=20)

Statements = dict[str, Any]


@contextmanager
def collected(store: Store) -> Iterator[Statements]:
    """Collects every statement that reads or changes rows, with parameters that it was given."""
    statements: Statements = {}

    def said(_: object, __: object, statement: str, parameters: Any, ___: object, is_many: bool) -> None:  # noqa: FBT001 - SQLAlchemy's own
        if statement.startswith(("SELECT", "UPDATE", "DELETE")) and "pg_" not in statement:
            statements[statement] = parameters[0] if is_many or isinstance(parameters, list) else parameters

    event.listen(store.database.engine, "before_cursor_execute", said)
    try:
        yield statements
    finally:
        event.remove(store.database.engine, "before_cursor_execute", said)


def lived(store: Store) -> None:
    """Does all that people, senders and the clock do."""
    person = Person(store, "anna")
    stored = person.begin()
    person.says(*ANSWERS)
    store.take(
        person.inbound(),
        lambda uow: (
            uow.find_by_code(stored.code),
            uow.list_owned(PersonId("anna")),
            uow.find_definition(stored.screening.digest),
        ),
    )
    with store.reading() as repository:
        assert repository.find_by_code(stored.code) is not None
        assert repository.find_by_id(stored.id) is not None
        assert repository.list_owned("anna")
        assert repository.list_entries(stored.id)
        assert repository.find_last_entry(stored.id)
        assert repository.find_definition(stored.screening.digest) is not None
        assert list(repository.iterate_all())
        assert list(repository.iterate_heads())
    claimed = store.outbox.claim("chat of anna", NOW)
    assert claimed is not None
    store.outbox.note_failed(claimed.id, NOW)
    assert store.outbox.claim_any(NOW)[0]
    assert store.outbox.list_waiting("chat of anna")
    assert store.outbox.count_waiting()
    store.outbox.note_sent([claimed.id], NOW)
    messaged(store, person, stored.id)
    handed_over(store, person, stored.id)
    store.take(person.inbound(), forgetting(person))
    Person(store, "ben").begin()
    assert sweep(store, FAR).forgotten == 1
    forget_again(store, FAR)


def handed_over(store: Store, person: Person, screening: bytes) -> None:
    """Hands a screening to a colleague and back, after a wrong code."""

    def offering(uow: UnitOfWork) -> str:
        stored = uow.find_by_id(screening)
        assert stored is not None
        return Handovers(uow).offer(stored).code

    for giver, taker in ((person, Person(store, "ben")), (Person(store, "ben"), person)):
        code = store.take(giver.inbound(), offering).value
        for said in ("K7Q42MXD1", code):
            found = store.take(taker.inbound(), lambda uow, said=said: Handovers(uow).take(said)).value  # type: ignore[misc]
        assert isinstance(found, StoredScreening)


def messaged(store: Store, person: Person, screening: bytes) -> None:
    """Does all that a networked channel does between events: chat states, receipts, blocked chats, dead letters."""
    waiting = store.outbox.list_waiting("chat of anna")
    sent_as(store, waiting[0].id, 41)
    store.outbox.find_receipt("chat of anna", screening, 1)
    store.outbox.find_receipt("chat of anna", None, 1)
    store.outbox.note_blocked("chat of anna", NOW)
    assert store.outbox.claim("chat of anna", LATER) is None
    store.outbox.note_unblocked("chat of anna")
    for _ in range(2):
        store.take(person.inbound(), lambda uow: ChatStates(uow).save({"menu": 1}, "chat of anna"))
    store.take(person.inbound(), lambda uow: add_dead_letter(uow, "unreadable"))
    with store.reading() as repository:
        assert find_active(repository, NOW)[0] == ["chat of anna"]
    fetch(store)


def fetch(store: Store) -> None:
    """Does what a page does: reads what waits, one message, and the state of the chat; notes what was seen."""
    chat = "chat of anna"
    with store.reading() as repository:
        read = repository.connection, repository.keyring, chat
        assert find_chat_state(repository, chat) == {"menu": 1}
        last = fetch_waiting(*read)[-1].id
        assert fetch_one(*read, last) is not None
        assert was_asked_after(*read, 0)
    with store.database.writing() as connection:
        note_seen(connection, store.keyring, chat, last - 1, NOW)


def plan(connection: Connection, statement: str, parameters: Any) -> list[str]:
    """Returns how the database would do it, a step a line."""
    if connection.dialect.name == "sqlite":
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def scans(connection: Connection, statements: Statements) -> list[str]:
    """Returns the statements that read a whole table or index, with the step that does.

    The keyring's table has one row, and so has SQLite's own table of the last ids. The index of what waits in the
    outbox is read as a whole when it is counted.
    """
    return [
        f"{' '.join(statement.split())}: {step}"
        for statement, parameters in statements.items()
        for step in plan(connection, statement, parameters)
        if (step.startswith("SCAN") or "Seq Scan" in step or "USE TEMP B-TREE" in step)
        and step != "SCAN CONSTANT ROW"
        and not any(each in statement for each in ("FROM realm", "FROM sqlite_sequence"))
        and "outbox_waiting" not in step
    ]


def test_no_statement_reads_a_whole_table(where: StoreLocation) -> None:
    """Protects "no query plan with a scan": each statement finds its rows by an index, and sorts nothing."""
    where = replace(where, retention=Retention(90, 30))
    with store_at(where) as store:
        with collected(store) as statements:
            lived(store)
        assert len(statements) > 20, "they are all collected"
        with store.database.reading() as connection:
            assert scans(connection, statements) == []


def test_a_scan_would_be_found(where: StoreLocation) -> None:
    """Protects the test above: a statement without an index is named."""
    with store_at(where) as store, store.database.reading() as connection:
        assert scans(connection, {"SELECT * FROM screenings WHERE version = 3": ()})
        assert scans(connection, {"SELECT count(month) FROM tally": ()})
