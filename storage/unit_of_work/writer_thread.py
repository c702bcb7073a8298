"""The writer: one thread that does all of a store's writing.

The events that wait when the thread is free share a commit, in the order in which they came. Delivery reports go with
the next commit of events. Where no event comes soon, they are committed by themselves.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from storage.model.errors import Unavailable
from storage.model.stored import InboundEvent
from storage.outbox.delivery_reports import DeliveryReport
from storage.outbox.lease_cache import LeaseCache
from storage.unit_of_work.batch import EventHandler, EventResult
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_work import (
    CallRequest,
    NoWork,
    TakeRequest,
    WriterWork,
    fail,
    resolve_all,
    run,
)

CallResultT = TypeVar("CallResultT")

REPORT_SECONDS = 0.05
"""How long a delivery report waits for events to share a commit with. A crash meanwhile may send its message again."""

AGAIN_SECONDS = 1.0
"""How long delivery reports that could not be committed wait before they are tried again."""

Observe = Callable[[int, float], None]
"""Is given each batch: how many events it had, and how many seconds passed from its begin to its commit."""

_log = logging.getLogger(__name__)


class Writer:
    """Takes events for a store on a thread of its own, at most `most` of them in one commit.

    Close it before the store.
    """

    def __init__(self, store: Store, most: int = 50, observe: Observe = lambda _, __: None) -> None:
        self.store = store
        self.most = most
        self.observe = observe
        self.lease_cache: LeaseCache | None = None
        self._reports: list[DeliveryReport] = []
        self._reports_until = 0.0
        self._waiting: SimpleQueue[WriterWork] = SimpleQueue()
        self._is_closed = False
        self._lock = Lock()
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        """Enters a block at whose end the writer is closed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the writer."""
        self.close()

    def submit(self, inbound: InboundEvent, handle: EventHandler) -> Future[EventResult]:
        """Accepts an event, and returns at once.

        The future holds what came of the event once it is committed, or the fault of `handle`. It holds `Unavailable`
        where the event's batch could not be committed; the same event may then be submitted again. An event whose
        future is cancelled before its batch begins is dropped. Raises `Unavailable` after `close`.
        """
        future: Future[EventResult] = Future()
        self._accept(TakeRequest(inbound, handle, future))
        return future

    async def take(self, inbound: InboundEvent, handle: EventHandler) -> EventResult:
        """Takes one event, and returns once it is committed; what `handle` raises is raised. See `submit`."""
        return await asyncio.wrap_future(self.submit(inbound, handle))

    def call(self, function: Callable[..., CallResultT], *args: Any) -> Future[CallResultT]:
        """Accepts other work with the store. The same thread does it after all that was accepted before, by itself."""
        future: Future[CallResultT] = Future()
        self._accept(CallRequest(lambda: function(*args), future))
        return future

    def note(self, done: DeliveryReport) -> None:
        """Accepts what became of a message of the outbox, to be committed soon.

        Where the database cannot commit it just now, it is tried again and again.
        """
        self._accept(done)

    def close(self) -> None:
        """Accepts nothing more, finishes what was accepted, and returns when that is done. The store stays open."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._waiting.put(NoWork())
        self._thread.join()

    def _accept(self, work: TakeRequest | CallRequest | DeliveryReport) -> None:
        with self._lock:
            if self._is_closed:
                raise Unavailable(
                    "the writer is closed: the program is ending, and nothing was kept; send it again to the next one"
                )
            self._waiting.put(work)

    def _run(self) -> None:
        following: WriterWork | None = None
        while not isinstance(work := following or self._next(), NoWork):
            following = None
            if isinstance(work, CallRequest):
                self._commit_reports()
                run(work)
            elif isinstance(work, DeliveryReport):
                self._add_report(work)
            else:
                batch, following = self._batch(work)
                self._commit([event for event in batch if event.future.set_running_or_notify_cancel()])
        self._commit_reports()

    def _next(self) -> WriterWork:
        """Returns the next work. Commits the reports that wait, when no work comes in time to take them along."""
        while self._reports:
            try:
                return self._waiting.get(timeout=max(0.0, self._reports_until - time.monotonic()))
            except Empty:
                self._commit_reports()
        return self._waiting.get()

    def _batch(self, first: TakeRequest) -> tuple[list[TakeRequest], WriterWork | None]:
        """Returns the events that wait, in order, and the work after them that is no event.

        Reports among them are added to those that wait.
        """
        batch = [first]
        while len(batch) < self.most:
            try:
                work = self._waiting.get_nowait()
            except Empty:
                break
            if isinstance(work, TakeRequest):
                batch.append(work)
            elif isinstance(work, DeliveryReport):
                self._add_report(work)
            else:
                return batch, work
        return batch, None

    def _add_report(self, done: DeliveryReport) -> None:
        if not self._reports:
            self._reports_until = time.monotonic() + REPORT_SECONDS
        self._reports.append(done)

    def _commit_reports(self) -> None:
        """Commits the reports by themselves. Those that cannot be committed now go on waiting."""
        if self._reports:
            try:
                self.store.take_all([], self._reports, self.lease_cache)
            except Exception as fault:  # noqa: BLE001 - whatever it is, the messages were sent, and the reports stay
                _log.warning("%d notes of the outbox were not kept: %s", len(self._reports), type(fault).__name__)
                self._reports_until = time.monotonic() + AGAIN_SECONDS
            else:
                self._reports = []

    def _commit(self, batch: list[TakeRequest]) -> None:
        if not batch:
            return
        begun = time.perf_counter()
        try:
            requests = [(event.inbound, event.handle) for event in batch]
            self.store.take_all(requests, self._reports, self.lease_cache, partial(resolve_all, batch))
        except Unavailable as fault:
            _log.warning("%d events were not kept: %s", len(batch), fault)
            for event in batch:
                fail(event.future, fault)
        except BaseException as fault:  # noqa: BLE001 - this thread outlives whatever one event does to it
            if len(batch) == 1:
                fail(batch[0].future, fault)
                return
            for event in batch:  # one of them spoils the batch: alone, it fails alone
                self._commit([event])
        else:
            self._reports = []
            self._tell(len(batch), time.perf_counter() - begun)

    def _tell(self, size: int, seconds: float) -> None:
        try:
            self.observe(size, seconds)
        except Exception as fault:  # noqa: BLE001 - who counts must not stop who writes
            _log.warning("a batch was kept, and not counted: %s", type(fault).__name__)
