"""Intervals, and last doses, that leave a criterion open: they are asked back, once."""

from dialogs.conversation.ask_backs import IMPRECISE
from dialogs.conversation.next_question import QuestionOrder
from dialogs.conversation.screening import Doubt
from dialogs.reading import Read
from dialogs.rules.answers import Answers, Interval, LastDoses


def doubt_imprecise(
    order: QuestionOrder, answers: Answers, fact: str, given: Read, asked: Doubt | None
) -> Doubt | None:
    """Returns a doubt where an answer to `fact` leaves a criterion open, and `asked` was no such doubt already."""
    was_asked = asked is not None and asked.reason == IMPRECISE
    if was_asked and asked is not None and isinstance(given.answer, LastDoses):
        was_asked = given.answer in asked.offers  # a further drug may be named, which keeps nothing
    can_be = isinstance(given.answer, Interval | LastDoses) and not was_asked
    if can_be and order.find_left_open(answers, fact, given.answer):
        return Doubt(IMPRECISE, (given.answer,), given.coded)
    return None
