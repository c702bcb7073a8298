"""Counts of days said in weeks and months, in all the ways that are asked back."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from dialogs.reading.days.durations import DAYS, MONTHS, WEEKS, YEARS, add_up, compute_days
from dialogs.rules.answers import Answer, Interval, Known


def list_durations(offers: tuple[Answer, ...]) -> Iterator[str]:
    """Yields each offer in weeks and months, in all doubtful ways, and two offers as two counts of one age."""
    for offer in (each for each in offers if isinstance(each, Interval)):
        for unit, marks in _MARKS.items():
            yield from (text for mark in marks for text in _list_counted(offer, unit, mark))
        yield from _list_sums(offer)
    if len(offers) > 1:
        yield from (f"{first} ({second})" for first, second in product(*([*_list_exact(each)] for each in offers[:2])))


def list_gestations(offers: tuple[Answer, ...]) -> Iterator[str]:
    """Yields each offered gestation in weeks, with a stroke and with a point, as they are doubted."""
    for offer in offers:
        days = offer.value if isinstance(offer, Known) else offer.min if isinstance(offer, Interval) else None
        if isinstance(days, int):
            weeks, rest = divmod(days, 7)
            yield from (f"{weeks}/40", f"{weeks}+{rest}/40", f"{weeks}.{rest} {WEEKS}", f"{weeks}.9", f"{weeks}")


def _list_exact(offer: Answer) -> Iterator[str]:
    if isinstance(offer, Known):
        yield f"{offer.value} {DAYS}"
    if isinstance(offer, Interval):
        yield from (text for unit in _MARKS for text in _list_counted(offer, unit, f" {unit}"))


def _list_counted(offer: Interval, unit: str, mark: str) -> Iterator[str]:
    """Yields an interval as it is said in a unit, whose `mark` stands behind each count."""
    for low, high in product(_find_counts(offer.min, unit, "low"), _find_counts(offer.max, unit, "high")):
        yield f"{low}{mark}" if low == high else f"{low}{mark} to {high}{mark}"
    limits = ((offer.min, "low", "at least"), (offer.max, "high", "at most"), (offer.above, "low", "more than"))
    for limit, end, words in limits:
        yield from (f"{words} {count}{mark}" for count in _find_counts(limit, unit, end))
    yield from (f"less than {count}{mark}" for count in _find_counts(offer.below, unit, "onset"))


def _find_counts(days: float | None, unit: str, end: str) -> list[int]:
    """Returns the counts of a unit whose `end` is a number of days."""
    if days is None:
        return []
    likely = range(max(0, int(days) // 31 - 1), int(days) // 7 + 2)
    return [count for count in likely if getattr(compute_days(Decimal(count), unit), end) == days]


def _list_sums(offer: Interval) -> Iterator[str]:
    """Yields months and weeks, months and days, years and months that come to an interval together."""
    for months in range(int(offer.min) // 31 - 1, int(offer.min) // 28 + 2) if offer.min is not None else ():
        for unit, count in (*((WEEKS, count) for count in range(5)), *((DAYS, count) for count in range(31))):
            summed = add_up({MONTHS: months, unit: count}) if months >= 0 else None
            if summed and summed.low == offer.min and summed.high == offer.max:
                yield f"{months} {MONTHS} {count} {unit}"
        yield f"{months // 12} {YEARS} {months % 12} {MONTHS}"


_MARKS = {MONTHS: (" m", f" {MONTHS}", "/12", f".5 {MONTHS}"), WEEKS: (f" {WEEKS}", "/52", f".5 {WEEKS}")}
"""What stands behind a count of a unit, in all the ways that are doubted."""
