"""What an ask-back holds for the next message: the parts of an answer, and of last doses its doubt."""

from dialogs.conversation.ask_backs import keeps_parts
from dialogs.conversation.screening import Doubt
from dialogs.definition.facts import Fact, WashoutsFact
from dialogs.reading.outcome import DOUBT, CodedParts, Misread


def is_over(fact: Fact, doubt: Doubt, refused: Misread) -> bool:
    """Says whether an ask-back is over where a text is refused: not where it is no answer at all, or parts are held."""
    holds_parts = keeps_parts(doubt) or (isinstance(fact, WashoutsFact) and bool(doubt.kept))
    return not holds_parts and refused.reason not in _UNREAD


def list_earlier_parts(fact: Fact, doubt: Doubt) -> CodedParts:
    """Returns what an ask-back holds for the next message.

    Of last doses that is its doubt, too: a further drug that is named confirms none of those before.
    """
    is_held = isinstance(fact, WashoutsFact) and doubt.offers and doubt.reason in _HELD
    return (*doubt.kept, (DOUBT, doubt.reason)) if is_held else doubt.kept


_UNREAD = frozenset({"not_an_answer", "too_long", "characters", "hidden", "digits"})
"""Reasons for which a text is no answer at all: an ask-back that stands open stays so."""
_HELD = frozenset({
    "about", "bare_days", "doubt", "drug_slip", "either", "from_today", "longer_ago", "named", "notation", "ongoing",
    "one_class", "partial", "unlisted",
})  # fmt: skip
"""Reasons that say of a drug that it is not certain."""
