"""When a last dose was: a count of days, weeks or months before the end or back from today, or a date."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.definition.wording import words
from dialogs.reading.days.counts import TimeCount, read_count
from dialogs.reading.days.day_words import AGO
from dialogs.reading.days.durations import DAYS, UNITS
from dialogs.reading.numbers.intervals import make_single, read_ends, rewrite_either
from dialogs.reading.washouts.dose_hours import read_hours
from dialogs.reading.washouts.washout_words import BEFORE

MOST_DAYS = 36_525
"""A last dose a hundred years ago is none."""
_YEARS = range(1900, 2100)
"""Numbers without a unit that are rather a year."""


@dataclass(frozen=True, slots=True)
class DoseTime:
    """The days since a last dose: from `least` to `most`, None where that is open. `day` is a date's place, from 0.

    `is_ago` says that they count back from today, not to the end of the wait.
    """

    least: int = 0
    most: int | None = None
    is_ago: bool = False
    day: int | None = None
    doubts: tuple[str, ...] = ()

    @property
    def needs_end(self) -> bool:
        """Whether the days follow only from the day of the end: they count from a date, or back from today."""
        return self.is_ago or self.day is not None


def read_dose_time(fact: WashoutsFact, phrase: str, *, is_before_drug: bool = False) -> DoseTime | None:
    """Reads a phrase in small letters that must be nothing but a time; None where it is none.

    Just before a drug '5 days before' may count to that drug: there it is a time only with the end named.
    """
    if len(phrase) == 1 and DATE_SIGN.fullmatch(phrase):
        return DoseTime(day=ord(phrase) - FIRST_DATE)
    if match := _AGO.fullmatch(phrase):
        return _read_count(match[1], is_ago=True)
    match = _compile_before(tuple(fact.end.values())).fullmatch(phrase)
    if match and is_before_drug and not match[2]:
        return None
    return _read_count(match[1] if match else phrase, is_ago=False)


def may_be_course(part: str, *, is_before_drug: bool) -> bool:
    """Says whether the time beside a drug may be how long it was given, or an age.

    So may '10 days' just before it be, and 'the last 10 days' or 'at 10 years' behind it.
    """
    last = _WORD.findall(part)[-1:]
    return bool(last) and last[0] in UNITS if is_before_drug else _DURING.search(part) is not None


def _read_count(text: str, *, is_ago: bool) -> DoseTime | None:
    if hours := read_hours(text):
        return DoseTime(hours[0], hours[1], is_ago, None, (hours[2],) if hours[2] else ())
    either = rewrite_either(text)
    for shape in (make_single(text), read_ends(either or text)):
        counts = [read_count(phrase) for phrase in shape.phrases] if shape else []
        known = [each for each in counts if isinstance(each, TimeCount)]
        if shape is None or not known or len(known) < len(counts) or any(each.number.is_signed() for each in known):
            continue
        if not known[-1].unit and any(each.number in _YEARS for each in known):
            return None
        doubts = ["either"] if either else []
        doubts += [each.doubt for each in known if each.doubt and each.doubt != "mixed"]
        doubts += ["mixed"] if known[0].unit and not known[-1].unit else []
        doubts += [] if known[-1].unit else ["bare_days"]
        unit = known[-1].unit or DAYS
        low, high = (each.make_quantity(each.unit or unit) for each in (known[0], known[-1]))
        least = int(low.low) + (1 if shape.low_strict else 0) if shape.low else 0
        most = (int(high.onset) - 1 if shape.high_strict else int(high.high)) if shape.high else None
        if most is not None and least > most:
            return None
        return DoseTime(least, most, is_ago, None, tuple(dict.fromkeys(doubts)))
    return None


@lru_cache(maxsize=64)
def _compile_before(ends: tuple[str, ...]) -> re.Pattern[str]:
    """Returns the pattern of a count before the end of the wait, which may be named."""
    named = sorted({word for end in ends for word in _WORD.findall(end.casefold())}, key=len, reverse=True)
    way = "|".join(re.escape(each) for each in sorted(words(BEFORE), key=len, reverse=True))
    return re.compile(rf"(.*\d.*?|an hour) (?:{way})((?: (?:{'|'.join(map(re.escape, named))}))*)")


FIRST_DATE = 0xE800
DATE_SIGN = re.compile("[\ue800-\uefff]")
_AGO = re.compile(rf"(.*\d.*?|an hour) (?:{'|'.join(map(re.escape, words(AGO)))})")
_DURING = re.compile(
    rf"(?<!\w)(?:last|at) (?=\d)(?!.* (?:{'|'.join(map(re.escape, words(AGO) + words(BEFORE)))})(?!\w))"
)
_WORD = re.compile(r"[^\W\d_]+")
