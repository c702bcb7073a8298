"""The outcome of a determination in a word or two, the same in every view of a result: 'not eligible', 'not yet, from 19 December 2026'."""

from bot import phrases
from dialogs.verdict.answer_words import day
from dialogs.verdict.verdict import Decision


def code_word(code: str) -> str:
    """Returns the code of an outcome in words."""
    return phrases.CODES.get(code, code.replace("_", " "))


def outcome_word(decision: Decision) -> str:
    """Returns how a determination has come out; one that only waits has not come out yet."""
    if decision.waiting is not None:
        return phrases.NOT_YET if decision.waiting.day is None else phrases.NOT_YET_FROM.format(day=day(decision.waiting.day))
    word = code_word(decision.code)
    return phrases.PROVISIONAL.format(word=word) if decision.provisional else word
