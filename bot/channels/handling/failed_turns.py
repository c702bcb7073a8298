"""A turn that failed by a fault of ours: nothing of it is kept, its event is taken, and its person is told.

It is no dead letter, since nothing is lost: the question stands, and its person knows.
"""

import logging
from collections.abc import Callable
from functools import partial

from bot.channels.handling.outcomes import EventOutcome
from bot.observability.metric_words import UpdateResult
from bot.session.fault_words import word_fault
from dialogs.conversation.messages import make_notice
from storage.features.members import Members
from storage.model.errors import Unavailable
from storage.model.stored import InboundEvent
from storage.unit_of_work.batch import EventResult
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

_log = logging.getLogger(__name__)


Delete = Callable[[UnitOfWork], None]
"""Deletes the message of an event where it could tell who a patient is."""


async def take_failure(
    writer: Writer, inbound: InboundEvent, fault: Exception, count_failed: Callable[[], None], delete: Delete
) -> EventResult:
    """Takes an event whose handler failed: its person is told so, in a second unit of work with the event's id.

    Raises `Unavailable`: the event may be taken again. Where the person cannot be told either, counts the turn, and
    raises why.
    """
    _log.error("event %s failed: %s", inbound.id, type(fault).__name__, extra={"fault": fault})
    try:
        return await writer.take(inbound, partial(tell_failure, told=word_fault(fault), delete=delete))
    except Unavailable:
        raise
    except Exception:
        count_failed()
        raise


def tell_failure(uow: UnitOfWork, told: str, delete: Delete) -> EventOutcome:
    """Tells a person who was let in, and leaves their chat as it stands. A stranger is told nothing."""
    if Members(uow).find_role(uow.inbound.account) is None:
        return EventOutcome(UpdateResult.FAILED, is_stranger=True)
    try:
        delete(uow)
    except Exception as fault:  # noqa: BLE001 - it may be what failed before; the person is told all the same
        _log.error("a message was not looked at for dates: %s", type(fault).__name__)
    uow.enqueue([make_notice(told)])
    return EventOutcome(UpdateResult.FAILED)
