"""The store: it takes an event, and commits all that the event causes, or nothing.

It also gives transactions to read in, and anchors the heads of the chains.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from storage.audit.anchor import Anchor
from storage.audit.erasure_journal import ErasureJournal
from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.database.engine import Database
from storage.database.faults import Conflict, Lost
from storage.model.entries import Head
from storage.model.errors import Unavailable
from storage.model.retention import Retention
from storage.model.stored import InboundEvent
from storage.outbox.delivery_reports import DeliveryReport, mark_done
from storage.outbox.enqueue import EnqueueResult
from storage.outbox.lease_cache import LeaseCache
from storage.outbox.outbox import Outbox
from storage.outbox.posted_messages import PostedMessages
from storage.unit_of_work.batch import EventHandler, EventRequest, EventResult, bound_below, handle_all, lock_chats
from storage.unit_of_work.changes import PendingChanges
from storage.unit_of_work.flush import flush
from storage.unit_of_work.repository import ScreeningRepository

PATIENCE_SECONDS = 5.0
"""How long the store does its work again after a lost connection, or after other transactions that were first."""

ObserveResults = Callable[[list[EventResult]], None]
"""Is given what came of events once they are committed, before their heads are anchored."""

_log = logging.getLogger(__name__)


class Store:
    """An open store. Make one with `storage.opening.opening`; it may be used by several threads.

    `warnings` are what opening it found, a sentence each: it is open all the same.
    """

    def __init__(
        self, database: Database, keyring: Keyring, anchor: Anchor, journal: ErasureJournal, retention: Retention
    ) -> None:
        self.database, self.keyring = database, keyring
        self.anchor, self.journal = anchor, journal
        self.retention = retention
        self.outbox = Outbox(database, keyring)
        self.warnings: list[str] = []
        self.patience_seconds = PATIENCE_SECONDS
        self._posted = PostedMessages()
        self.not_before: datetime | None = None  # when the clock was believed last: no event that comes is older
        self._unanchored: dict[bytes, Head] = {}
        self._anchoring = Lock()

    def take(self, inbound: InboundEvent, handle: EventHandler, sent: Sequence[int] = ()) -> EventResult:
        """Takes one event: one transaction commits its id and all that `handle` did.

        An event that was taken before changes nothing. `sent` are messages of the outbox that were shown meanwhile.
        Raises what `handle` raises. Raises `Unavailable` where the database cannot commit it just now; then nothing was
        written, and the same event may be taken again.
        """
        taken = self.take_all([(inbound, handle)], [DeliveryReport(each, None, inbound.at) for each in sent])[0]
        if taken.fault is not None:
            raise taken.fault
        return taken

    def take_all(
        self,
        requests: Sequence[EventRequest],
        done: Sequence[DeliveryReport] = (),
        lease_cache: LeaseCache | None = None,
        tell: ObserveResults | None = None,
    ) -> list[EventResult]:
        """Takes several events in one transaction, in order.

        A handler that raises undoes its own event only; its fault is returned. `done` are messages of the outbox that
        were dealt with meanwhile. New messages go into `lease_cache`, where there is one.
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
                if tell is not None:
                    tell(results)
                self._anchor(changes.list_heads())
                return results

    @contextmanager
    def reading(self) -> Iterator[ScreeningRepository]:
        """Gives a transaction that reads one state of everything."""
        with self.database.reading() as connection:
            yield ScreeningRepository(connection, self.keyring)

    def close(self) -> None:
        """Closes the store."""
        self._anchor({})
        self.database.close()

    def _take_all(
        self, requests: Sequence[EventRequest], done: Sequence[DeliveryReport], lease_cache: LeaseCache | None
    ) -> tuple[list[EventResult], PendingChanges]:
        results: list[EventResult] = []
        changes, enqueued = PendingChanges(), EnqueueResult()
        with self.database.writing() as connection:
            if not requests:  # else it is checked with the first look-up
                check_key(connection, self.keyring)
            if requests and not self.database.is_file:
                lock_chats(connection, self.keyring, requests)
            if done:
                mark_done(connection, self.keyring, done, self._posted.find)
            if requests:
                results, new, changes = handle_all(connection, self.keyring, bound_below(requests, self.not_before))
                enqueued = flush(connection, changes, new, self.keyring, self.retention, lease_cache=lease_cache)
                if changes.for_journal:
                    self.journal.add(changes.for_journal)
        self._posted.note_commit(enqueued.rows, done)
        if lease_cache is not None:
            lease_cache.note_commit(enqueued.leased, enqueued.uncached, done, changes.forgotten, enqueued.at)
        return results, changes

    def _anchor(self, heads: dict[bytes, Head]) -> None:
        """Anchors heads.

        A commit stands whether or not its anchor can be written now. Heads that could not be written go with the next
        ones.
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
