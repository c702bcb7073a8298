"""The writer: one thread that does all of a store's writing.

Whatever waits when it is free shares a commit, in the order of its coming.

What is noted of the outbox goes along with the next commit of events, and waits for one a little: nobody waits for a
note.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from storage.model.errors import Unavailable
from storage.model.stored import InboundEvent
from storage.outbox.lease_cache import LeaseCache
from storage.outbox.outbox import DeliveryReport
from storage.unit_of_work.store import EventHandler, EventResult, Store

CallResultT = TypeVar("CallResultT")

NOTE_SECONDS = 0.05
"""How long a note waits for events to share a commit with. A crash before it was kept lets the message be sent once
more."""

AGAIN_SECONDS = 1.0
"""How long notes that could not be kept wait before they are tried again."""

Observe = Callable[[int, float], None]
"""Is told of each batch: how many events it had, and how many seconds it took from being taken in hand to being
kept."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Event:
    inbound: InboundEvent
    handle: EventHandler
    future: Future[EventResult]


@dataclass(frozen=True, slots=True)
class _Call:
    function: Callable[[], Any]
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing comes after it."""


_Work = _Event | _Call | _End | DeliveryReport


class Writer:
    """Takes events for a store on a thread of its own, at most `most` of them in one commit.

    Close it before the store.
    """

    def __init__(self, store: Store, most: int = 50, observe: Observe = lambda _, __: None) -> None:
        self.store = store
        self.most = most
        self.observe = observe
        self.lease_cache: LeaseCache | None = None
        self._noted: list[DeliveryReport] = []
        self._noted_until = 0.0
        self._waiting: SimpleQueue[_Work] = SimpleQueue()
        self._is_closed = False
        self._door = Lock()
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

        The future holds what came of it once it is kept, or the fault of `handle`.

        It holds `Unavailable` where nothing of its batch could be kept; the same event may then be submitted again. An
        event whose future is cancelled before it is taken in hand is dropped. Raises `Unavailable` after `close`.
        """
        future: Future[EventResult] = Future()
        self._accept(_Event(inbound, handle, future))
        return future

    async def take(self, inbound: InboundEvent, handle: EventHandler) -> EventResult:
        """Takes one event, and returns once it is kept; what `handle` raises is raised. See `submit`."""
        return await asyncio.wrap_future(self.submit(inbound, handle))

    def call(self, function: Callable[..., CallResultT], *args: Any) -> Future[CallResultT]:
        """Accepts other work with the store, done on the same thread after all that was accepted before; it is a transaction of its own."""
        future: Future[CallResultT] = Future()
        self._accept(_Call(lambda: function(*args), future))
        return future

    def note(self, done: DeliveryReport) -> None:
        """Accepts what became of a message of the outbox, to be kept soon: again and again, where the database cannot keep it just now."""
        self._accept(done)

    def close(self) -> None:
        """Accepts nothing more, finishes what was accepted, and returns when it is done. The store stays open."""
        with self._door:
            if not self._is_closed:
                self._is_closed = True
                self._waiting.put(_End())
        self._thread.join()

    def _accept(self, work: _Event | _Call | DeliveryReport) -> None:
        with self._door:
            if self._is_closed:
                raise Unavailable(
                    "the writer is closed: the program is ending, and nothing was kept; send it again to the next one"
                )
            self._waiting.put(work)

    def _run(self) -> None:
        following: _Work | None = None
        while not isinstance(work := following or self._next(), _End):
            following = None
            if isinstance(work, _Call):
                self._keep_notes()
                _do(work)
            elif isinstance(work, DeliveryReport):
                self._take_down(work)
            else:
                batch, following = self._batch(work)
                self._commit([event for event in batch if event.future.set_running_or_notify_cancel()])
        self._keep_notes()

    def _next(self) -> _Work:
        """Returns what comes next; notes that wait are kept when nothing comes for them to go with."""
        while self._noted:
            try:
                return self._waiting.get(timeout=max(0.0, self._noted_until - time.monotonic()))
            except Empty:
                self._keep_notes()
        return self._waiting.get()

    def _batch(self, first: _Event) -> tuple[list[_Event], _Work | None]:
        """Returns the events that wait, in order, and what was met after them that is none.

        Notes among them are taken down.
        """
        batch = [first]
        while len(batch) < self.most:
            try:
                work = self._waiting.get_nowait()
            except Empty:
                break
            if isinstance(work, _Event):
                batch.append(work)
            elif isinstance(work, DeliveryReport):
                self._take_down(work)
            else:
                return batch, work
        return batch, None

    def _take_down(self, done: DeliveryReport) -> None:
        if not self._noted:
            self._noted_until = time.monotonic() + NOTE_SECONDS
        self._noted.append(done)

    def _keep_notes(self) -> None:
        """Keeps the notes by themselves. Those that cannot be kept now stay."""
        if self._noted:
            try:
                self.store.take_all([], self._noted, self.lease_cache)
            except Exception as fault:  # noqa: BLE001 - whatever it is, the messages were sent, and that is noted once it can be
                _log.warning("%d notes of the outbox were not kept: %s", len(self._noted), type(fault).__name__)
                self._noted_until = time.monotonic() + AGAIN_SECONDS
            else:
                self._noted = []

    def _commit(self, batch: list[_Event]) -> None:
        if not batch:
            return
        begun = time.perf_counter()
        try:
            requests = [(event.inbound, event.handle) for event in batch]
            self.store.take_all(requests, self._noted, self.lease_cache, lambda taken: _resolve(batch, taken))
        except Unavailable as fault:
            _log.warning("%d events were not kept: %s", len(batch), fault)
            for event in batch:
                _fail(event.future, fault)
        except BaseException as fault:  # noqa: BLE001 - this thread outlives whatever one event does to it
            if len(batch) == 1:
                _fail(batch[0].future, fault)
                return
            for event in batch:  # one of them spoils the batch: alone, it fails alone
                self._commit([event])
        else:
            self._noted = []
            self._tell(len(batch), time.perf_counter() - begun)

    def _tell(self, size: int, seconds: float) -> None:
        try:
            self.observe(size, seconds)
        except Exception as fault:  # noqa: BLE001 - who counts must not stop who writes
            _log.warning("a batch was kept, and not counted: %s", type(fault).__name__)


def _resolve(batch: list[_Event], taken: list[EventResult]) -> None:
    """Gives each event what came of it."""
    for event, each in zip(batch, taken, strict=True):
        if each.fault is not None:
            _fail(event.future, each.fault)
        elif not event.future.done():
            event.future.set_result(each)


def _do(call: _Call) -> None:
    if not call.future.set_running_or_notify_cancel():
        return
    try:
        found = call.function()
    except BaseException as fault:  # noqa: BLE001 - it belongs to whoever asked for the work
        _fail(call.future, fault)
    else:
        call.future.set_result(found)


def _fail(future: Future[Any], fault: BaseException) -> None:
    """Gives a future its fault, unless it was answered before.

    No coroutine can be given a `StopIteration`: it would wait for ever.
    """
    if future.done():
        return
    if isinstance(fault, StopIteration):
        found = RuntimeError("a handler raised StopIteration; let it return instead")
        found.__cause__ = fault
        fault = found
    future.set_exception(fault)
