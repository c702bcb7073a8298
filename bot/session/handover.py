"""Handing a screening over, as the session service does it: what is done with a code, and what is said of it."""

from bot import phrases
from bot.config.output import format_time
from storage.features.handover import (
    LASTS,
    HandoverRefusal,
    Handovers,
    RefusalReason,
    format_handover_code,
    read_handover_code,
)
from storage.model.codes import format_code
from storage.model.stored import StoredScreening
from storage.unit_of_work.unit_of_work import UnitOfWork


def offer_handover(uow: UnitOfWork, stored: StoredScreening) -> tuple[StoredScreening, str]:
    """Makes the code with which a colleague takes a screening over.

    Returns the screening with its entry, and what to say.
    """
    offer = Handovers(uow).offer(stored)
    said = phrases.HANDOVER.format(
        code=format_code(stored.code),
        handover=format_handover_code(offer.code),
        hours=int(LASTS.total_seconds()) // 3600,
        until=format_time(offer.until),
    )
    return offer.stored, said


def take_over(uow: UnitOfWork, typed: str) -> StoredScreening | str:
    """Takes a screening over by the code that was typed. Returns it, or why it could not be taken."""
    if not typed:
        return phrases.TAKE_WHICH
    code = read_handover_code(typed)
    if code is None:
        return phrases.TAKE_NO_CODE
    found = Handovers(uow).take(code)
    if isinstance(found, StoredScreening):
        return found
    return _describe_refusal(found)


def _describe_refusal(refused: HandoverRefusal) -> str:
    if refused.until is not None:
        return phrases.TAKE_TOO_MANY.format(until=format_time(refused.until))
    return phrases.TAKE_OWN if refused.why is RefusalReason.OWN else phrases.TAKE_REFUSED
