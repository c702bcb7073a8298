"""Handing a screening over, as the front desk does it: what is done with a code, and what is said of it."""

from bot import phrases
from bot.config.output import used
from storage.features.handover import LASTS, Handovers, Refused, Why, read_handover_code, shown_handover_code
from storage.model.codes import shown_code
from storage.model.stored import Kept
from storage.unit_of_work.unit_of_work import Desk


def offered(desk: Desk, kept: Kept) -> tuple[Kept, str]:
    """Makes the code with which a colleague takes a screening over. Returns the screening with its entry, and what to say."""
    offer = Handovers(desk).offer(kept)
    said = phrases.HANDOVER.format(
        code=shown_code(kept.code),
        handover=shown_handover_code(offer.code),
        hours=int(LASTS.total_seconds()) // 3600,
        until=used(offer.until),
    )
    return offer.kept, said


def taken(desk: Desk, typed: str) -> Kept | str:
    """Takes a screening over by the code that was typed. Returns it, or why it could not be taken."""
    if not typed:
        return phrases.TAKE_WHICH
    code = read_handover_code(typed)
    if code is None:
        return phrases.TAKE_NO_CODE
    found = Handovers(desk).take(code)
    if isinstance(found, Kept):
        return found
    return _refusal(found)


def _refusal(refused: Refused) -> str:
    if refused.until is not None:
        return phrases.TAKE_TOO_MANY.format(until=used(refused.until))
    return phrases.TAKE_OWN if refused.why is Why.OWN else phrases.TAKE_REFUSED
