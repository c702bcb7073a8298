"""A batch: the events of one transaction, handled in order, each in a unit of work of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from storage.crypto.keyring import Keyring
from storage.database.faults import Conflict
from storage.model.stored import InboundEvent
from storage.unit_of_work.changes import PendingChanges, PrefetchedRows
from storage.unit_of_work.inbound_events import find_known_events
from storage.unit_of_work.prefetch import look_up_one, prefetch
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.unit_of_work import UnitOfWork

EventHandler = Callable[[UnitOfWork], Any]
"""Handles one event in its unit of work. It may be called more than once, and must change nothing else."""

EventRequest = tuple[InboundEvent, EventHandler]
"""An event, and what handles it."""


@dataclass(frozen=True)
class EventResult:
    """What came of an event: whether it was taken before, what its handler returned, or what its handler raised."""

    is_duplicate: bool
    value: Any = field(default=None, repr=False)
    fault: Exception | None = None


def handle_all(
    connection: Connection, keyring: Keyring, requests: Sequence[EventRequest]
) -> tuple[list[EventResult], list[InboundEvent], PendingChanges]:
    """Returns what came of each event, the events that were new and well handled, and their pending changes.

    Nothing is flushed yet. A handler that raises undoes its own event only; its fault is in the result.
    """
    results: list[EventResult] = []
    new: list[InboundEvent] = []
    changes = PendingChanges()
    if not requests:
        return results, new, changes
    is_alone = len(requests) == 1
    inbounds = [inbound for inbound, _ in requests]
    repository = ScreeningRepository(connection, keyring, is_locking=True)
    known, prefetched = _look_up(repository, inbounds)
    found = repository, prefetched
    for request in requests:
        inbound = request[0]
        if (inbound.channel, inbound.id) in known:
            results.append(EventResult(is_duplicate=True))
            continue
        result, changes = _handle(found, request, changes, is_alone=is_alone)
        results.append(result)
        if result.fault is None:
            known.add((inbound.channel, inbound.id))
            new.append(inbound)
    return results, new, changes


def _look_up(
    repository: ScreeningRepository, inbounds: Sequence[InboundEvent]
) -> tuple[set[tuple[str, str]], PrefetchedRows]:
    """Returns which events were taken before, and the rows that all of them will ask for."""
    connection, (first, *others) = repository.connection, inbounds
    if others:
        return find_known_events(connection, inbounds), prefetch(repository, inbounds)
    is_known, prefetched = look_up_one(connection, repository.keyring, first)
    return {(first.channel, first.id)} if is_known else set(), prefetched


def _handle(
    found: tuple[ScreeningRepository, PrefetchedRows],
    request: EventRequest,
    changes: PendingChanges,
    *,
    is_alone: bool,
) -> tuple[EventResult, PendingChanges]:
    """Returns what a handler came to, and the pending changes after it: those before it where the handler raised."""
    inbound, handle = request
    own = changes if is_alone else changes.copy()
    uow = UnitOfWork(inbound, own, *found)
    try:
        value = handle(uow)
    except (DBAPIError, Conflict):
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is, it belongs to this event, and is given back with it
        uow.end(is_well=False)
        return EventResult(is_duplicate=False, fault=fault), PendingChanges() if is_alone else changes
    uow.end(is_well=True)
    return EventResult(is_duplicate=False, value=value), own
