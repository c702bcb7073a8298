"""The sentence that names what was understood of last doses so far."""

from dialogs.definition import small_words
from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.definition.wording import say
from dialogs.reading import wording
from dialogs.reading.outcome import CodedParts
from dialogs.reading.washouts.given_drugs import decode_given
from dialogs.rules.answers import LastDoses
from dialogs.verdict.answer_words import format_day
from dialogs.verdict.last_doses import word_last_doses


def describe_given(fact: WashoutsFact, coded: CodedParts) -> str:
    """Returns the sentence that names the drugs whose days are known, and the day of the end; empty without any."""
    given = decode_given(fact, coded)
    doses = given.list_doses()
    parts = [word_last_doses(fact, LastDoses(doses))] if doses else []
    if given.end is not None:
        days = " - ".join(format_day(each) for each in dict.fromkeys(given.end))
        parts.append(f"{say(fact.end)} {days}")
    return wording.UNDERSTOOD.format(parts=small_words.COMMA.join(parts)) if parts else ""
