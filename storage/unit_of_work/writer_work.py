"""The writer's work: events to take, other calls, and the futures that hold what came of them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from storage.model.stored import InboundEvent
from storage.outbox.delivery_reports import DeliveryReport
from storage.unit_of_work.batch import EventHandler, EventResult


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """An event that waits to be taken."""

    inbound: InboundEvent
    handle: EventHandler
    future: Future[EventResult]


@dataclass(frozen=True, slots=True)
class CallRequest:
    """Other work with the store that waits to be done."""

    function: Callable[[], Any]
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class NoWork:
    """The mark after which no work comes."""


WriterWork = TakeRequest | CallRequest | NoWork | DeliveryReport


def resolve_all(batch: Sequence[TakeRequest], results: Sequence[EventResult]) -> None:
    """Gives each event's future what came of the event."""
    for event, result in zip(batch, results, strict=True):
        if result.fault is not None:
            fail(event.future, result.fault)
        elif not event.future.done():
            event.future.set_result(result)


def run(call: CallRequest) -> None:
    """Does a call, and gives its future what it returned or raised."""
    if not call.future.set_running_or_notify_cancel():
        return
    try:
        value = call.function()
    except BaseException as fault:  # noqa: BLE001 - it belongs to whoever asked for the work
        fail(call.future, fault)
    else:
        call.future.set_result(value)


def fail(future: Future[Any], fault: BaseException) -> None:
    """Gives a future its fault, unless it was answered before.

    No coroutine can be given a `StopIteration`: it would wait for ever.
    """
    if future.done():
        return
    if isinstance(fault, StopIteration):
        replacement = RuntimeError("a handler raised StopIteration; let it return instead")
        replacement.__cause__ = fault
        fault = replacement
    future.set_exception(fault)
