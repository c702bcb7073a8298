"""The outcome of a determination in a word or two, such as 'not eligible'. Every view of a result says the same."""

from dialogs.definition.wording import spell_code
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_day
from dialogs.verdict.verdict import Decision


def word_code(code: str) -> str:
    """Returns the code of an outcome in words."""
    return headings.CODES.get(code) or spell_code(code)


def word_outcome(decision: Decision) -> str:
    """Returns how a determination has come out; one that only waits has not come out yet."""
    if decision.waiting is not None:
        return (
            headings.WAITS
            if decision.waiting.day is None
            else headings.WAITS_UNTIL.format(day=format_day(decision.waiting.day))
        )
    word = word_code(decision.code)
    return headings.PROVISIONAL.format(word=word) if decision.provisional else word
