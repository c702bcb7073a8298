"""Answers that may have been sent twice by accident: the same text again, right after the last answer."""

from datetime import date, timedelta

from dialogs.conversation.ask_backs import DOUBLED
from dialogs.conversation.choices import find_key
from dialogs.conversation.interpretation import Chosen, Interpretation
from dialogs.conversation.questions import find_lone_answer
from dialogs.conversation.render import View
from dialogs.conversation.screening import Doubt, Said, Screening
from dialogs.reading import Read, read
from dialogs.rules.answers import Answer

DOUBLE_WITHIN = timedelta(seconds=3)


def doubt_repeated(view: View, screening: Screening, said: Said, meant: Interpretation) -> Interpretation:
    """Returns what was meant, or a doubt where the text came within three seconds of the same answer."""
    answer = _get_answer(meant)
    last, taken_at = screening.taken, screening.taken_at
    if answer is None or last is None or taken_at is None or said.sent_at is None or screening.doubt is not None:
        return meant
    if said.sent_at - taken_at > DOUBLE_WITHIN:
        return meant
    is_same = _read_answer(view, last, said.text, taken_at.date()) == screening.answers.get(last)
    return Doubt(DOUBLED, (answer,)) if is_same else meant


def _get_answer(meant: Interpretation) -> Answer | None:
    """Returns the answer that an interpretation gives by itself; None for any other."""
    if isinstance(meant, Read):
        return meant.answer
    return find_lone_answer(meant.key) if isinstance(meant, Chosen) else None


def _read_answer(view: View, fact: str, text: str, today: date) -> Answer | None:
    """Returns the answer that a text would be to a question."""
    question = view.questions[fact]
    buttons = question.make_buttons(recorded=None, can_go_back=False)
    key = find_key(buttons, text.strip(), numbered=len(buttons) if question.numbered else 0)
    if key is not None:
        return find_lone_answer(key)
    reading = read(question.fact, text, today)
    return reading.answer if isinstance(reading, Read) else None
