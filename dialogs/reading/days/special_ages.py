"""What only ages are said as: a day of life, a newborn, a corrected age, words around a number that say nothing."""

import re
from decimal import Decimal
from functools import lru_cache

from dialogs.definition.facts import AgeFact
from dialogs.definition.wording import words
from dialogs.reading.days.day_words import (
    AROUND_AGE,
    AT_BIRTH,
    DAY_OF_LIFE,
    FIRST_BIRTHDAY,
    NEONATE,
    NEWBORN,
    UNCORRECTED,
)
from dialogs.reading.numbers.intervals import make_single
from dialogs.reading.numbers.limits import Quantity, settle
from dialogs.reading.outcome import AskBackReading, Reading
from dialogs.rules.answers import Answer, Interval, Known


def read_special_age(fact: AgeFact, text: str) -> Reading | None:
    """Reads a text in small letters that says an age without a count of units; None where it does not."""
    if _SPECIAL.search(text) is None:
        return None
    if _CORRECTED.search(_UNCORRECTED.sub("", text)):
        return AskBackReading("corrected")
    bare = strip_words_around(fact, text)
    for reason, said, offers in _AT_FIRST:
        if bare in said:
            possible = tuple(offer for offer in offers if _lies_within(fact, offer))
            return AskBackReading(reason, possible) if possible else None
    match = _DAY_OF_LIFE.fullmatch(bare.replace("first", "1st"))
    if match is None:
        return None
    day = Decimal(match[1] or match[2] or match[3])
    return settle(fact, make_single("day"), [(Quantity(max(day - 1, Decimal(0)), day, day),) * 2])


def strip_words_around(fact: AgeFact, text: str) -> str:
    """Returns a text in small letters without words around an age that say nothing: 'girl', 'old', 'at diagnosis'."""
    starts = (*fact.start.values(), *words(fact.start_words))
    ends = (*fact.end.values(), *words(fact.end_words))
    before, behind = _compile_around(starts, ends)
    return behind.sub("", before.sub("", text))


@lru_cache(maxsize=64)
def _compile_around(starts: tuple[str, ...], ends: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns the patterns of words before an age, and behind it.

    `starts` name the day from which it counts, `ends` that to which.
    """
    at_end = [f"{way} {start.casefold()}" for start in starts for way in ("after", "since")]
    at_end += [f"at {article}{end.casefold()}" for end in ends for article in ("", "the ", "time of ", "the time of ")]
    at_end += [f"{end.casefold()} at" for end in ends]
    said = "|".join(re.escape(each) for each in sorted((*words(AROUND_AGE), *at_end), key=len, reverse=True))
    before = re.compile(rf"^(?:\(?\b(?:{said}|at(?= \d))\b[):,;=]* ?)+")
    return before, re.compile(rf"(?:[ ,;-]*\(?\b(?:{said})\b\)?)+$")


def _lies_within(fact: AgeFact, answer: Answer) -> bool:
    limits = (getattr(answer, "min", None), getattr(answer, "max", None))
    ends = (answer.value,) if isinstance(answer, Known) else limits
    return all(isinstance(each, int) and fact.range.min <= each <= fact.range.max for each in ends)


_BORN = Known(0)
_NEONATE = Interval(min=0, max=27)
"""The neonatal period is the first 28 completed days of life (WHO)."""
_AT_FIRST: tuple[tuple[str, frozenset[str], tuple[Answer, ...]], ...] = (
    ("newborn", frozenset(words(NEONATE)), (_NEONATE,)),
    ("newborn", frozenset(words(NEWBORN)), (_BORN, _NEONATE)),
    ("birthday", frozenset(words(FIRST_BIRTHDAY)), (Interval(min=365, max=366),)),
    ("at_birth", frozenset(words(AT_BIRTH)), (_BORN,)),
)
_LIFE = "|".join(re.escape(each.casefold()) for each in words(DAY_OF_LIFE))
_DAY_OF_LIFE = re.compile(
    rf"(?:{_LIFE})[ :=#]*(\d{{1,4}})|(\d{{1,4}})(?:st|nd|rd|th)? ?(?:{_LIFE})|day (\d{{1,4}}) of life"
)
_UNCORRECTED = re.compile("|".join(re.escape(each) for each in sorted(words(UNCORRECTED), key=len, reverse=True)))
_CORRECTED = re.compile(r"correct|gestation|adjust|menstrual|\bpma\b|conceptional|prematur|preterm")
_SPECIAL = re.compile(rf"{_CORRECTED.pattern}|born|birth|neonat|life|{_LIFE}")
"""What such a text holds at least, so that others are looked at no further."""
