"""Numbers, intervals and days of answers, read strictly from plain values of JSON."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dialogs.definition.bare_words import SURE_DIGITS, is_kept_exactly
from dialogs.definition.facts import GestationFact, NumericFact, get_unit_word
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.rules.domains import is_whole
from dialogs.verdict.answer_words import format_amount
from dialogs.verdict.figures import format_figure


class AnswerError(ValueError):
    """Answers are not ones that their facts can have; each fault names the fact, what is wrong and what fits."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


LIMITS = ("min", "max", "above", "below")
DAYS = "days"
_LONGEST = 40


def read_number(fact_id: str, fact: NumericFact, plain: object) -> int | float:
    """Returns a number within the fact's range: a whole one as an int, however it is written.

    A `Decimal` is a number as it was written. Raises `AnswerError` for anything else, and for one whose digits cannot
    be kept exactly.
    """
    kind = "a whole number" if is_whole(fact) else "a number"
    fits = f"{kind} from {format_plain_range(fact)}"
    if isinstance(plain, bool) or not isinstance(plain, int | float | Decimal):
        raise AnswerError(f"{fact_id}: {name_kind(plain)} is no number; write {fits}")
    lowest: float | Decimal = fact.range.min
    highest: float | Decimal = fact.range.max
    if isinstance(plain, Decimal):  # as they are written: 0.1 is not below 0.1
        lowest, highest = Decimal(str(lowest)), Decimal(str(highest))
    if not lowest <= plain <= highest:
        raise AnswerError(f"{fact_id}: {shorten(plain)} is out of range; write {fits}")
    whole = int(plain)
    if whole == plain:
        return whole
    if is_whole(fact):
        raise AnswerError(f"{fact_id}: {shorten(plain)} is not whole; write {fits}")
    if isinstance(plain, Decimal) and not is_kept_exactly(plain):
        raise AnswerError(f"{fact_id}: {shorten(plain)} has too many digits; write {fits}, in {SURE_DIGITS} digits")
    return float(plain)


def name_plain_unit(fact: NumericFact) -> str:
    """Returns the unit of plain numbers: a gestation is told in weeks and days, and written as days."""
    return DAYS if isinstance(fact, GestationFact) else get_unit_word(fact)


def format_plain_range(fact: NumericFact) -> str:
    """Returns the range of plain numbers, such as '0 to 320 days'."""
    most = f"{fact.range.max} {DAYS}" if isinstance(fact, GestationFact) else format_amount(fact, fact.range.max)
    return f"{format_figure(fact.range.min)} to {most}"


def read_interval(fact_id: str, fact: NumericFact, plain: Mapping[Any, object]) -> Answer:
    """Returns an interval, or the number that its limits leave. Raises `AnswerError` for limits that leave none."""
    unknown = [shorten(key) for key in plain if key not in LIMITS]
    if unknown or not plain:
        fault = f"{unknown[0]} is no limit" if unknown else "an interval needs a limit"
        remedy = 'write {"min": a, "max": b}, or above and below where the limit itself is not meant'
        raise AnswerError(f"{fact_id}: {fault}; {remedy}")
    limits = {limit: read_number(fact_id, fact, plain[limit]) for limit in LIMITS if limit in plain}
    interval = Interval(**limits)
    fault = find_interval_fault(fact, interval)
    if fault:
        raise AnswerError(f"{fact_id}: {fault}")
    low, high = interval.min, interval.max
    return Known(low) if low is not None and low == high else interval


def find_interval_fault(fact: NumericFact, interval: Interval) -> str:
    """Returns what is wrong with an interval, in words: two limits on one side, or no number in it; else nothing."""
    if interval.min is not None and interval.above is not None:
        return "min and above are both lower limits; keep one"
    if interval.max is not None and interval.below is not None:
        return "max and below are both upper limits; keep one"
    step = 1 if is_whole(fact) else 0
    low = interval.min if interval.above is None else interval.above + step
    high = interval.max if interval.below is None else interval.below - step
    low = fact.range.min if low is None else low
    high = fact.range.max if high is None else high
    strict = step == 0 and (interval.above is not None or interval.below is not None)
    if low > high or (strict and low == high):
        return "no number lies between its limits; give the smaller one as min, the larger one as max"
    return ""


def read_day(fact_id: str, plain: object) -> date:
    """Returns the day on which a result is expected. Raises `AnswerError` for anything but '2026-12-01'."""
    try:
        if isinstance(plain, str) and len(plain) == len("2026-12-01"):
            return date.fromisoformat(plain)
    except ValueError:
        pass
    remedy = 'write {"pending": "2026-12-01"} (year-month-day), or "pending"'
    raise AnswerError(f"{fact_id}: {name_kind(plain)} is no date; {remedy}")


def name_kind(plain: object) -> str:
    """Returns what a plain value is, as a message names it."""
    names = {type(None): "null", bool: str(plain).lower(), list: "a list", dict: "an object"}
    return names.get(type(plain)) or shorten(plain)


def shorten(plain: object) -> str:
    """Returns a plain value as a message quotes it, cut where it is long."""
    text = repr(plain) if isinstance(plain, str) else str(plain)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
