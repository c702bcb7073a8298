"""'Pending' with the day on which the result is expected."""

from datetime import date, timedelta

from dialogs.definition.facts import AgeFact, DaysBetweenFact, Fact, MonthsBetweenFact, YesNoFact
from dialogs.definition.spelling import fold
from dialogs.reading.days.dates import find_dates
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.plain_words import AROUND_DUE, DUE
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.rules.answers import PENDING, Pending


def read_awaited(fact: Fact, text: str, today: date) -> Reading | None:
    """Reads 'pending 2026-12-01' or 'expected 1 Dec 2026'; None where the text says no such thing.

    A day that is past, or years away, is asked back; so is one that could be month-day-year.
    """
    lowered = text.casefold()
    found = find_dates(lowered)
    if (
        len(found) != 1
        or found[0].end != len(lowered.rstrip(" )"))
        or not _says_pending(fact, lowered[: found[0].start])
    ):
        return None
    if found[0].fault:
        return Misread(found[0].fault)
    days = [each for each in (found[0].day_first, found[0].month_first) if each]
    offers = tuple(dict.fromkeys(Pending(day) for day in days))
    if not found[0].is_certain:
        return AskBackReading("date_order", offers)
    if not timedelta(0) <= days[0] - today <= _LONGEST_WAIT:
        return AskBackReading("expected", (*offers, PENDING))
    return Read(offers[0])


def _says_pending(fact: Fact, before: str) -> bool:
    """Whether a text says 'pending' before its date; a lone 'due' does not where the question is about a date."""
    words = before.replace("(", " ( ").replace(":", " : ").replace(",", " , ").split()
    is_due = False
    while words and (words[-1] in DUE or words[-1] in AROUND_DUE):
        is_due = is_due or words[-1] in DUE
        if collect_vocabulary(fact).readings.get(fold(" ".join(words))) == Read(PENDING):
            return True
        words.pop()
    if not words:
        return is_due and not isinstance(fact, _ABOUT_EVENTS)
    return collect_vocabulary(fact).readings.get(fold(" ".join(words))) == Read(PENDING)


_ABOUT_EVENTS = YesNoFact | AgeFact | DaysBetweenFact | MonthsBetweenFact
_LONGEST_WAIT = timedelta(days=5 * 366)
