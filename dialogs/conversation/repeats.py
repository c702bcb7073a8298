"""Answers that may have been sent twice by accident: the same words again, right after the last answer."""

from datetime import datetime, timedelta
from hashlib import sha256

from dialogs.conversation.ask_backs import DOUBLED
from dialogs.conversation.interpretation import Chosen, Interpretation
from dialogs.conversation.questions import find_lone_answer
from dialogs.conversation.said_answer import SaidAnswer
from dialogs.conversation.screening import Doubt, Said, Screening
from dialogs.reading import Read
from dialogs.rules.answers import Answer

DOUBLE_WITHIN = timedelta(seconds=3)


def doubt_repeated(screening: Screening, said: Said, meant: Interpretation) -> Interpretation:
    """Returns what was meant, or a doubt where the same words gave the last answer within three seconds before.

    Both times are the channel's, so that no other clock matters.
    """
    answer, last = _get_answer(meant), screening.typed
    if answer is None or last is None or said.sent_at is None or screening.doubt is not None:
        return meant
    is_same = hash_words(said.text, last.sent_at) == last
    return Doubt(DOUBLED, (answer,)) if is_same and said.sent_at - last.sent_at <= DOUBLE_WITHIN else meant


def hash_words(text: str, sent_at: datetime) -> SaidAnswer:
    """Returns what is noted of an answer that was typed."""
    words = " ".join(text.casefold().split())
    return SaidAnswer(sha256(words.encode(errors="surrogatepass")).hexdigest()[:16], sent_at)


def _get_answer(meant: Interpretation) -> Answer | None:
    """Returns the answer that an interpretation gives by itself; None for any other."""
    if isinstance(meant, Read):
        return meant.answer
    return find_lone_answer(meant.key) if isinstance(meant, Chosen) else None
