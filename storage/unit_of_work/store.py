"""The store: one function takes an event and commits all that it causes, or nothing. Everything else reads, sends, forgets."""

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
from storage.audit.erasure_journal import Journal
from storage.crypto.keyring import Realm
from storage.database.engine import Conflict, Database, Lost
from storage.database.schema import screenings
from storage.model.entries import Head
from storage.model.errors import Unavailable
from storage.model.retention import Retention
from storage.model.stored import Incoming
from storage.outbox.lease_cache import Hand
from storage.outbox.outbox import Done, Outbox, mark_done
from storage.unit_of_work.changes import Ahead, Sheet
from storage.unit_of_work.flush import hold_chats, known_events, write
from storage.unit_of_work.prefetch import look_ahead
from storage.unit_of_work.repository import Shelf
from storage.unit_of_work.unit_of_work import Desk

PATIENCE_SECONDS = 5.0
"""How long a lost connection, or other transactions that were first, are met by doing the work again."""

Tell = Callable[[list["Taken"]], None]
"""Is told what came of events once they are kept, before their heads are anchored: nobody needs to wait for that."""

Handler = Callable[[Desk], Any]
"""Handles one event at its desk. It may be called more than once, and must change nothing else."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """What came of an event: whether it had been taken before, what its handler returned, or what its handler raised."""

    is_duplicate: bool
    value: Any = field(default=None, repr=False)
    fault: Exception | None = None


class Store:
    """An open store. Make one with `storage.opening.opening`; it may be used by several threads."""

    def __init__(self, database: Database, realm: Realm, anchor: Anchor, journal: Journal, retention: Retention) -> None:
        self.database = database
        self.realm = realm
        self.anchor = anchor
        self.journal = journal
        self.retention = retention
        self.outbox = Outbox(database, realm)
        self.patience_seconds = PATIENCE_SECONDS
        self._unanchored: dict[bytes, Head] = {}
        self._anchoring = Lock()

    def take(self, incoming: Incoming, handle: Handler, sent: Sequence[int] = ()) -> Taken:
        """Takes one event: in one transaction its id and all that `handle` did are kept. One that was taken before changes nothing.

        `sent` are messages of the outbox that were shown meanwhile. Raises `Unavailable` where the database cannot keep it just now;
        then nothing was kept, and the same event may be taken again. What `handle` raises is raised.
        """
        taken = self.take_all([(incoming, handle)], [Done(each, None, incoming.at) for each in sent])[0]
        if taken.fault is not None:
            raise taken.fault
        return taken

    def take_all(
        self,
        requests: Sequence[tuple[Incoming, Handler]],
        done: Sequence[Done] = (),
        hand: Hand | None = None,
        tell: Tell = lambda _: None,
    ) -> list[Taken]:
        """Takes several events in one transaction, in order. A handler that raises undoes its own event only; its fault is returned.

        `done` are messages of the outbox that were dealt with meanwhile. New messages go into `hand`, where there is one.
        """
        until = time.monotonic() + self.patience_seconds
        while True:
            try:
                results, sheet = self._take_all(requests, done, hand)
            except (Conflict, Lost) as fault:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05 if isinstance(fault, Lost) else 0)
            else:
                tell(results)
                self._anchor(_heads(sheet))
                return results

    @contextmanager
    def reading(self) -> Iterator[Shelf]:
        """One state of everything, to be read."""
        with self.database.reading() as connection:
            yield Shelf(connection, self.realm)

    def keep_promises(self, now: datetime, *, all_of_them: bool = False) -> int:
        """Forgets what the journal says was forgotten and is there all the same: after a crash, in a restored backup. Returns how many."""
        with self.database.reading() as connection:
            promised = self.journal.all() if all_of_them else iter(self.journal.last())
            still_there = [each for each in promised if connection.execute(_IS_THERE, {"id": each}).first() is not None]
        self.forget_all(still_there, now, "forgotten before", is_promised=True)
        return len(still_there)

    def forget_all(self, screenings_: Sequence[bytes], now: datetime, why: str, *, is_promised: bool = False) -> None:
        """Forgets screenings one by one; one that is not there any more is passed over."""
        for each in screenings_:
            incoming = Incoming("store", f"forget:{each.hex()}:{now.timestamp()}", "", "the store", now)

            def handle(desk: Desk, each: bytes = each) -> None:
                kept = desk.by_id(each)
                if kept is not None:
                    desk.forget(kept, why, is_promised=is_promised)

            self.take(incoming, handle)

    def close(self) -> None:
        """Closes the store."""
        self._anchor({})
        self.database.close()

    def _take_all(self, requests: Sequence[tuple[Incoming, Handler]], done: Sequence[Done], hand: Hand | None) -> tuple[list[Taken], Sheet]:
        with self.database.writing() as connection:
            hold_chats(connection, self.realm, (incoming for incoming, _ in requests))
            mark_done(connection, done)
            results, news, sheet = self._handled(connection, requests)
            mail = write(connection, sheet, news, self.realm, self.retention, hand=hand)
            if sheet.promises:
                self.journal.add(sheet.promises)
        if hand is not None:
            hand.done(each.message for each in done)
            hand.passed_by(mail.passed_by)
            hand.forgotten(sheet.forgotten)
            hand.put(mail.handed, max((incoming.at.timestamp() for incoming in news), default=0))
        return results, sheet

    def _handled(self, connection: Connection, requests: Sequence[tuple[Incoming, Handler]]) -> tuple[list[Taken], list[Incoming], Sheet]:
        """Returns what came of each event, those that were new, and the sheet that they wrote."""
        results: list[Taken] = []
        news: list[Incoming] = []
        sheet = Sheet()
        if not requests:
            return results, news, sheet
        known = known_events(connection, [incoming for incoming, _ in requests])
        shelf = Shelf(connection, self.realm, is_locking=True)
        ahead = look_ahead(shelf, [incoming for incoming, _ in requests]) if len(requests) > 1 else Ahead()
        for incoming, handle in requests:
            if (incoming.channel, incoming.id) in known:
                results.append(Taken(is_duplicate=True))
                continue
            taken, sheet = self._handle((shelf, ahead), incoming, handle, sheet, is_alone=len(requests) == 1)
            results.append(taken)
            if taken.fault is None:
                known.add((incoming.channel, incoming.id))
                news.append(incoming)
        return results, news, sheet

    def _handle(
        self, found: tuple[Shelf, Ahead], incoming: Incoming, handle: Handler, sheet: Sheet, *, is_alone: bool
    ) -> tuple[Taken, Sheet]:
        """Returns what a handler came to, and the sheet after it: as it was before where the handler raised."""
        own = sheet if is_alone else sheet.copy()
        desk = Desk(incoming, own, *found)
        try:
            value = handle(desk)
        except DBAPIError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, it belongs to this event, and is given back with it
            desk.end(is_well=False)
            return Taken(is_duplicate=False, fault=fault), Sheet() if is_alone else sheet
        desk.end(is_well=True)
        return Taken(is_duplicate=False, value=value), own

    def _anchor(self, heads: dict[bytes, Head]) -> None:
        """Anchors heads. A commit is kept whether or not its anchor can be written now; what could not be is written with the next one."""
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


def _heads(sheet: Sheet) -> dict[bytes, Head]:
    """Returns the head of each chain that a sheet touched, made longer or not: a crash may have kept an earlier commit from its anchor."""
    touched = {screening: sheet.kept[screening].head for screening in sheet.changed}
    return touched | {row.screening: Head(row.screening, row.number, row.mac) for row in sheet.rows}


_IS_THERE = select(screenings.c.id).where(screenings.c.id == bindparam("id"), screenings.c.is_forgotten.is_(False))
