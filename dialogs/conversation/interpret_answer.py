"""What a text means as the answer to a question, or under an ask-back about it. It changes nothing."""

from datetime import date

from dialogs import phrases
from dialogs.conversation.ask_backs import YesNoReply, is_unasked, keeps_parts, split_leading_reply
from dialogs.conversation.interpretation import Interpretation, Unfit
from dialogs.conversation.screening import Doubt
from dialogs.definition.facts import Fact
from dialogs.reading import AskBackReading, Misread, make_sentence, read

_UNREAD = frozenset({"not_an_answer", "too_long", "characters", "hidden", "digits"})
"""Reasons for which a text is no answer at all: an ask-back that stands open stays so."""


def interpret_answer(fact: Fact, doubt: Doubt | None, text: str, today: date) -> Interpretation:
    """Returns what a text means that is no choice.

    Under an ask-back it may say yes or no and go on: 'no, germline', 'yes, refused', 'no live vaccine'. The yes or
    no itself never becomes the answer. What cannot be read without it leaves the ask-back open.
    """
    begun = None if doubt is None or keeps_parts(doubt) else split_leading_reply(fact, text)
    if begun is None:
        return _read(fact, doubt, text, today)
    is_denial = begun.reply is YesNoReply.NO and not begun.parted
    meant = _read(fact, doubt, text if is_denial else begun.rest, today)
    return Unfit(phrases.YES_OR_NO_ALONE) if isinstance(meant, Unfit) else meant


def _read(fact: Fact, doubt: Doubt | None, text: str, today: date) -> Interpretation:
    if not any(each.isprintable() and not each.isspace() for each in text):
        return Unfit(phrases.NOTHING_SAID)
    reading = read(fact, text, today, () if doubt is None else doubt.kept)
    if isinstance(reading, Misread):
        is_over = doubt is not None and reading.reason not in _UNREAD and not keeps_parts(doubt)
        return Unfit(make_sentence(fact, reading), reopens=is_over)
    if isinstance(reading, AskBackReading):
        return Doubt(reading.reason, reading.offers, reading.coded)
    if doubt is not None and is_unasked(fact, doubt, text, reading):
        return Doubt("named", (reading.answer,))
    return reading
