"""A batch: the events of one transaction, handled in order, each in a unit of work of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.crypto.keyring import Keyring
from storage.database.faults import Conflict
from storage.model.stored import InboundEvent
from storage.unit_of_work.changes import PendingChanges, PrefetchedRows
from storage.unit_of_work.prefetch import find_known_events, look_up_one, prefetch
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.unit_of_work import UnitOfWork

EventHandler = Callable[[UnitOfWork], Any]
"""Handles one event in its unit of work. It may be called more than once, and must change nothing else."""

EventRequest = tuple[InboundEvent, EventHandler]
"""An event, and what handles it."""


@dataclass(frozen=True)
class EventResult:
    """What came of an event: whether it was taken before, what its handler returned, or what its handler raised.

    `posted` are the ids of the messages that it put into the outbox, in order. They are there after the commit.
    """

    is_duplicate: bool
    value: Any = field(default=None, repr=False)
    fault: Exception | None = None
    posted: list[int] = field(default_factory=list)


def handle_all(
    connection: Connection, keyring: Keyring, requests: Sequence[EventRequest]
) -> tuple[list[EventResult], list[InboundEvent], PendingChanges]:
    """Returns what came of each event, the events that were new and well handled, and their pending changes.

    Nothing is flushed yet. A handler that raises undoes its own event only; its fault is in the result.
    """
    results: list[EventResult] = []
    new: list[InboundEvent] = []
    changes = PendingChanges()
    is_alone = len(requests) == 1
    inbounds = [inbound for inbound, _ in requests]
    repository = ScreeningRepository(connection, keyring, is_locking=True)
    known, prefetched = _look_up(repository, inbounds)
    for inbound, handle in requests:
        if (inbound.channel, inbound.id) in known:
            results.append(EventResult(is_duplicate=True))
            continue
        uow = UnitOfWork(inbound, changes if is_alone else changes.copy(), repository, prefetched)
        try:
            value = handle(uow)
        except (DBAPIError, Conflict):
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, it belongs to this event, and is given back with it
            uow.end(is_well=False)
            results.append(EventResult(is_duplicate=False, fault=fault))
            changes = PendingChanges() if is_alone else changes
        else:
            uow.end(is_well=True)
            results.append(EventResult(is_duplicate=False, value=value, posted=uow.posted))
            changes = uow.changes
            known.add((inbound.channel, inbound.id))
            new.append(inbound)
    return results, new, changes


def bound_below(requests: Sequence[EventRequest], before: datetime | None) -> Sequence[EventRequest]:
    """Returns events with the time that is known to be over, where their own clock is behind it."""
    if before is None or all(inbound.at >= before for inbound, _ in requests):
        return requests
    return [(replace(inbound, not_before=before), handle) for inbound, handle in requests]


def lock_chats(connection: Connection, keyring: Keyring, requests: Sequence[EventRequest]) -> None:
    """Makes events of these chats in other processes wait until the transaction ends, on a server.

    All processes lock chats in one order, so that no two batches wait for each other. An SQLite file has one writer at
    a time anyway. On a server this also locks chats that have no row yet, and covers events that came twice.
    """
    hashed = {keyring.hash_lookup("chat", inbound.chat) for inbound, _ in requests if inbound.chat}
    connection.execute(_LOCK, {"chats": sorted(int.from_bytes(chat[:8], signed=True) for chat in hashed)})


def _look_up(
    repository: ScreeningRepository, inbounds: Sequence[InboundEvent]
) -> tuple[set[tuple[str, str]], PrefetchedRows]:
    """Returns which events were taken before, by channel and id, and the rows that all of them will ask for."""
    connection, (first, *others) = repository.connection, inbounds
    if others:
        return find_known_events(connection, repository.keyring, inbounds), prefetch(repository, inbounds)
    is_known, prefetched = look_up_one(connection, repository.keyring, first)
    return {(first.channel, first.id)} if is_known else set(), prefetched


_LOCK = text("SELECT pg_advisory_xact_lock(chat) FROM unnest(CAST(:chats AS BIGINT[])) AS chat")
