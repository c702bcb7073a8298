"""The store: one function takes an event and commits all that it causes, or nothing.

Everything else reads, sends, forgets.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError

from storage.audit.anchor import Anchor
from storage.audit.erasure_journal import ErasureJournal
from storage.crypto.keyring import Keyring
from storage.database.engine import Conflict, Database, Lost
from storage.database.schema import screenings
from storage.model.entries import Head
from storage.model.errors import Unavailable
from storage.model.retention import Retention
from storage.model.stored import InboundEvent
from storage.outbox.lease_cache import LeaseCache
from storage.outbox.outbox import DeliveryReport, Outbox, mark_done
from storage.unit_of_work.changes import PendingChanges, PrefetchedRows
from storage.unit_of_work.flush import find_known_events, flush, hold_chats
from storage.unit_of_work.prefetch import prefetch
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.unit_of_work import UnitOfWork

PATIENCE_SECONDS = 5.0
"""How long a lost connection, or other transactions that were first, are met by doing the work again."""

ObserveResults = Callable[[list["EventResult"]], None]
"""Is told what came of events once they are kept, before their heads are anchored: nobody needs to wait for that."""

EventHandler = Callable[[UnitOfWork], Any]
"""Handles one event at its desk. It may be called more than once, and must change nothing else."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class EventResult:
    """What came of an event: whether it had been taken before, what its handler returned, or what its handler raised."""

    is_duplicate: bool
    value: Any = field(default=None, repr=False)
    fault: Exception | None = None


class Store:
    """An open store. Make one with `storage.opening.opening`; it may be used by several threads."""

    def __init__(
        self, database: Database, keyring: Keyring, anchor: Anchor, journal: ErasureJournal, retention: Retention
    ) -> None:
        self.database = database
        self.keyring = keyring
        self.anchor = anchor
        self.journal = journal
        self.retention = retention
        self.outbox = Outbox(database, keyring)
        self.patience_seconds = PATIENCE_SECONDS
        self._unanchored: dict[bytes, Head] = {}
        self._anchoring = Lock()

    def take(self, inbound: InboundEvent, handle: EventHandler, sent: Sequence[int] = ()) -> EventResult:
        """Takes one event: in one transaction its id and all that `handle` did are kept.

        One that was taken before changes nothing.

        `sent` are messages of the outbox that were shown meanwhile. Raises `Unavailable` where the database cannot keep
        it just now; then nothing was kept, and the same event may be taken again. What `handle` raises is raised.
        """
        taken = self.take_all([(inbound, handle)], [DeliveryReport(each, None, inbound.at) for each in sent])[0]
        if taken.fault is not None:
            raise taken.fault
        return taken

    def take_all(
        self,
        requests: Sequence[tuple[InboundEvent, EventHandler]],
        done: Sequence[DeliveryReport] = (),
        lease_cache: LeaseCache | None = None,
        tell: ObserveResults = lambda _: None,
    ) -> list[EventResult]:
        """Takes several events in one transaction, in order.

        A handler that raises undoes its own event only; its fault is returned.

        `done` are messages of the outbox that were dealt with meanwhile. New messages go into `lease_cache`, where
        there is one.
        """
        until = time.monotonic() + self.patience_seconds
        while True:
            try:
                results, changes = self._take_all(requests, done, lease_cache)
            except (Conflict, Lost) as fault:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05 if isinstance(fault, Lost) else 0)
            else:
                tell(results)
                self._anchor(_heads(changes))
                return results

    @contextmanager
    def reading(self) -> Iterator[ScreeningRepository]:
        """One state of everything, to be read."""
        with self.database.reading() as connection:
            yield ScreeningRepository(connection, self.keyring)

    def keep_promises(self, now: datetime, *, all_of_them: bool = False) -> int:
        """Forgets what the journal says was forgotten and is there all the same: after a crash, in a restored backup.

        Returns how many.
        """
        with self.database.reading() as connection:
            promised = self.journal.iterate() if all_of_them else iter(self.journal.read_last())
            still_there = [each for each in promised if connection.execute(_IS_THERE, {"id": each}).first() is not None]
        self.forget_all(still_there, now, "forgotten before", is_promised=True)
        return len(still_there)

    def forget_all(self, screenings_: Sequence[bytes], now: datetime, why: str, *, is_promised: bool = False) -> None:
        """Forgets screenings one by one; one that is not there any more is passed over."""
        for each in screenings_:
            inbound = InboundEvent("store", f"forget:{each.hex()}:{now.timestamp()}", "", "the store", now)

            def handle(uow: UnitOfWork, each: bytes = each) -> None:
                stored = uow.find_by_id(each)
                if stored is not None:
                    uow.forget(stored, why, is_promised=is_promised)

            self.take(inbound, handle)

    def close(self) -> None:
        """Closes the store."""
        self._anchor({})
        self.database.close()

    def _take_all(
        self,
        requests: Sequence[tuple[InboundEvent, EventHandler]],
        done: Sequence[DeliveryReport],
        lease_cache: LeaseCache | None,
    ) -> tuple[list[EventResult], PendingChanges]:
        with self.database.writing() as connection:
            hold_chats(connection, self.keyring, (inbound for inbound, _ in requests))
            mark_done(connection, done)
            results, news, changes = self._handle_all(connection, requests)
            mail = flush(connection, changes, news, self.keyring, self.retention, lease_cache=lease_cache)
            if changes.promises:
                self.journal.add(changes.promises)
        if lease_cache is not None:
            lease_cache.discard(each.message for each in done)
            lease_cache.note_uncached(mail.uncached)
            lease_cache.drop_forgotten(changes.forgotten)
            lease_cache.put(mail.leased, max((inbound.at.timestamp() for inbound in news), default=0))
        return results, changes

    def _handle_all(
        self, connection: Connection, requests: Sequence[tuple[InboundEvent, EventHandler]]
    ) -> tuple[list[EventResult], list[InboundEvent], PendingChanges]:
        """Returns what came of each event, those that were new, and the pending changes that they wrote."""
        results: list[EventResult] = []
        news: list[InboundEvent] = []
        changes = PendingChanges()
        if not requests:
            return results, news, changes
        known = find_known_events(connection, [inbound for inbound, _ in requests])
        repository = ScreeningRepository(connection, self.keyring, is_locking=True)
        prefetched = (
            prefetch(repository, [inbound for inbound, _ in requests]) if len(requests) > 1 else PrefetchedRows()
        )
        for inbound, handle in requests:
            if (inbound.channel, inbound.id) in known:
                results.append(EventResult(is_duplicate=True))
                continue
            taken, changes = self._handle(
                (repository, prefetched), inbound, handle, changes, is_alone=len(requests) == 1
            )
            results.append(taken)
            if taken.fault is None:
                known.add((inbound.channel, inbound.id))
                news.append(inbound)
        return results, news, changes

    def _handle(
        self,
        found: tuple[ScreeningRepository, PrefetchedRows],
        inbound: InboundEvent,
        handle: EventHandler,
        changes: PendingChanges,
        *,
        is_alone: bool,
    ) -> tuple[EventResult, PendingChanges]:
        """Returns what a handler came to, and the pending changes after it: as it was before where the handler raised."""
        own = changes if is_alone else changes.copy()
        uow = UnitOfWork(inbound, own, *found)
        try:
            value = handle(uow)
        except DBAPIError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, it belongs to this event, and is given back with it
            uow.end(is_well=False)
            return EventResult(is_duplicate=False, fault=fault), PendingChanges() if is_alone else changes
        uow.end(is_well=True)
        return EventResult(is_duplicate=False, value=value), own

    def _anchor(self, heads: dict[bytes, Head]) -> None:
        """Anchors heads.

        A commit is kept whether or not its anchor can be written now; what could not be is written with the next one.
        """
        with self._anchoring:
            for screening, head in heads.items():
                if head.number >= self._unanchored.get(screening, head).number:
                    self._unanchored[screening] = head
            if not self._unanchored:
                return
            try:
                self.anchor.append(self._unanchored.values())
            except Unavailable as fault:
                _log.warning("the anchor is behind: %s", fault)
            else:
                self._unanchored = {}


def _heads(changes: PendingChanges) -> dict[bytes, Head]:
    """Returns the head of each chain that pending changes touched, made longer or not: a crash may have kept an earlier commit from its anchor."""
    touched = {screening: changes.screenings[screening].head for screening in changes.changed}
    return touched | {row.screening: Head(row.screening, row.number, row.mac) for row in changes.rows}


_IS_THERE = select(screenings.c.id).where(screenings.c.id == bindparam("id"), screenings.c.is_forgotten.is_(False))
