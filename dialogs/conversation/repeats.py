"""Answers that may have been sent twice by accident: the same words again, right after the last answer."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from dialogs.conversation.ask_backs import DOUBLED
from dialogs.conversation.interpretation import Chosen, Interpretation
from dialogs.conversation.questions import find_lone_answer
from dialogs.conversation.screening import Doubt, Event, Said, Screening, Turn, TypedAnswer
from dialogs.reading import Read
from dialogs.rules.answers import Answer

DOUBLE_WITHIN = timedelta(seconds=3)


def doubt_repeated(screening: Screening, said: Said, meant: Interpretation) -> Interpretation:
    """Returns what was meant, or a doubt where the same words gave the last answer within three seconds before.

    Both times are the channel's, so that no other clock matters.
    """
    answer, last, now = _get_answer(meant), screening.typed, _make_typed(said)
    if answer is None or last is None or now is None or screening.doubt is not None:
        return meant
    is_doubled = now.words == last.words and now.sent_at - last.sent_at <= DOUBLE_WITHIN
    return Doubt(DOUBLED, (answer,)) if is_doubled else meant


def note_typed(turn: Turn, event: Event) -> Turn:
    """Returns a turn with the words that gave its answer; one that was tapped has none."""
    if turn.answered is None:
        return turn
    return replace(turn, screening=replace(turn.screening, typed=_make_typed(event)))


def _get_answer(meant: Interpretation) -> Answer | None:
    """Returns the answer that an interpretation gives by itself; None for any other."""
    if isinstance(meant, Read):
        return meant.answer
    return find_lone_answer(meant.key) if isinstance(meant, Chosen) else None


def _make_typed(event: Event) -> TypedAnswer | None:
    if not isinstance(event, Said) or event.sent_at is None:
        return None
    words = " ".join(event.text.casefold().split())
    return TypedAnswer(sha256(words.encode(errors="surrogatepass")).hexdigest()[:16], event.sent_at)
