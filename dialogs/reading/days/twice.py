"""One number of days that is said twice: '120 days (17 weeks)'."""

import re
from collections.abc import Sequence

from dialogs.definition.facts import NumericFact
from dialogs.reading.days.counts import TimeCount, read_count
from dialogs.reading.doubts import strip_doubt
from dialogs.reading.numbers.intervals import make_single
from dialogs.reading.numbers.limits import settle
from dialogs.reading.outcome import AskBackReading, Read, Reading
from dialogs.rules.answers import Answer, Interval


def read_twice(fact: NumericFact, text: str, first_unit: str = "") -> Reading | None:
    """Reads the more exact of two counts where it lies within the other, else offers both; None for any other `text`.

    The first may be without a unit only where it is `first_unit`.
    """
    match = _TWICE.fullmatch(_OLD.sub("", text))
    if match is None:
        return None
    certain, doubt = strip_doubt(match[2] or match[3])
    readings: list[Reading] = []
    names: list[tuple[str, str]] = []
    for phrase, unit_known in ((match[1], first_unit), (certain, "")):
        count = read_count(phrase)
        unit = count.unit or unit_known if isinstance(count, TimeCount) else ""
        if not isinstance(count, TimeCount) or not unit:
            return None
        quantity = count.make_quantity(unit)
        readings.append(settle(fact, make_single(phrase), [(quantity, quantity)], count.doubt))
        names.append((unit, str(int(count.number))))
    return choose_more_exact(readings, names, doubt)


def choose_more_exact(readings: Sequence[Reading], names: Sequence[tuple[str, str]] = (), doubt: str = "") -> Reading:
    """Returns the more exact of two readings where it lies within the other, else both as offers, by their `names`.

    A `doubt` is one of the second.
    """
    read = [each for each in readings if isinstance(each, Read)]
    if len(read) < len(readings):
        return next(each for each in readings if not isinstance(each, Read))
    (low, high), (again_low, again_high) = (_find_limits(each.answer) for each in read)
    if again_low <= low and high <= again_high and not (low == again_low and high == again_high):
        return read[0]
    if low <= again_low and again_high <= high:
        return AskBackReading("about", (read[1].answer,)) if doubt else read[1]
    return AskBackReading("disagree", tuple(each.answer for each in read), tuple(names))


def _find_limits(answer: Answer) -> tuple[float, float]:
    """Returns the ends of what one count came to, which are never open."""
    ends_of = (answer.min, answer.max) if isinstance(answer, Interval) else (getattr(answer, "value", 0),) * 2
    return float(ends_of[0] or 0), float(ends_of[1] or 0)


_TWICE = re.compile(r"(.+?) ?(?:\((.+)\)|(?:=|\bi\.e\.,?|\bor\b|\bthat is\b|,) ?(.+))")
_OLD = re.compile(r"(?<=[a-z])[ -]old\b(?= ?[(=,])")
DATED_TWICE = re.compile(
    r"([^()]*?\d [a-z]+(?: old)?) ?[(=] ?([^()]*\d{4}[^()]*)\)?|([^()]*\d{4}[^()]*?) ?[(=] ?(\d+ [a-z]+)\)?"
)
"""A count and, in brackets or behind '=', the two dates from which it comes; or the other way round."""
