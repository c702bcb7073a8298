"""What an ask-back holds for the next message: the parts of an answer, and of last doses its doubt."""

from dialogs.conversation.screening import Doubt
from dialogs.definition.facts import Fact, WashoutsFact
from dialogs.reading.outcome import DOUBT, CodedParts


def list_earlier_parts(fact: Fact, doubt: Doubt) -> CodedParts:
    """Returns what an ask-back holds for the next message.

    Of last doses that is its doubt, too: a further drug that is named confirms none of those before.
    """
    is_held = isinstance(fact, WashoutsFact) and doubt.offers and doubt.reason in _HELD
    return (*doubt.kept, (DOUBT, doubt.reason)) if is_held else doubt.kept


_HELD = frozenset({
    "about", "bare_days", "doubt", "drug_slip", "either", "from_today", "longer_ago", "named", "notation", "ongoing",
    "one_class", "partial", "unlisted",
})  # fmt: skip
"""Reasons that say of a drug that it is not certain."""
