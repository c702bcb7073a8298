"""The day of the end that is named after the drugs: days that were counted to the day of the message go on to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.doubts import add_doubts
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.washouts.dose_clauses import DoseClause
from dialogs.reading.washouts.dose_days import make_last_doses
from dialogs.reading.washouts.given_drugs import DateSpan, DaysGiven, GivenDrugs, encode_given

MOST_TO_END = 5 * 366
"""Days from today: an end that is later is a slip, or stands for none."""


def find_lone_end(
    clause: DoseClause, days: Sequence[DateSpan | None], today: date, *, is_lone: bool, is_asked: bool
) -> DateSpan | None:
    """Returns the end that a clause gives by a lone date to come. Where it `is_asked` for, that may be today, too.

    `is_lone` says that the text is nothing but a date: 'last dose was 2026-06-20' is no end.
    """
    time = clause.time
    if clause.drugs or clause.strange or clause.doubts or time is None or time.doubts:
        return None
    if time.day is None:
        return (today, today) if is_asked and time.is_ago and (time.least, time.most) == (0, 0) else None
    span = days[time.day]
    if span is None or not is_lone or span[0] < today:
        return None
    return span if is_asked or span[0] > today else None


def count_on(given: GivenDrugs, today: date) -> GivenDrugs:
    """Returns the drugs of a message of an earlier day, with the days that were counted to it counted on to today."""
    days = dict(given.days)
    for drug, day in given.counted_to.items():
        days[drug] = _move(days[drug], (today - day).days, (today - day).days) or days[drug]
    return replace(given, days=days, counted_to=dict.fromkeys(given.counted_to, today))


def move_to_end(given: GivenDrugs, end: DateSpan, today: date) -> GivenDrugs | Misread:
    """Returns the drugs of the message before, with the day of the end to which their days count now."""
    if (end[0] - today).days > MOST_TO_END:
        return Misread("end_far")
    days = dict(given.days)
    for drug, day in given.counted_to.items():
        days[drug] = _move(days[drug], (end[0] - day).days, (end[1] - day).days)
        if days[drug] is None:
            return Misread("dose_after_end")
    if given.end not in {None, end}:
        days |= dict.fromkeys(given.dated)  # they counted to another end, so they are asked for again
    doubts = tuple(each for each in given.doubts if each != "from_today")
    dated = frozenset(drug for drug in {*given.dated, *given.counted_to} if days[drug] is not None)
    return GivenDrugs(days, given.undecided, doubts, {}, end, dated, given.twice)


def settle_end(fact: WashoutsFact, given: GivenDrugs) -> Reading:
    """Returns the last doses of the message before, where nothing but the end was added; else what is asked next."""
    coded = encode_given(replace(given, doubts=()))
    if not given.days and not given.undecided:
        return AskBackReading("end_alone", coded=coded)
    if given.missing or given.undecided:
        reason = f"when:{given.missing[0]}" if given.missing else f"which_dose:{'+'.join(given.undecided)}"
        return add_doubts(AskBackReading(reason, coded=coded), given.doubts)
    assert given.end is not None, "it was just named"
    is_day = given.end[0] == given.end[1]
    doses = given.list_doses()
    last_days = {each.drug: given.end[0] - timedelta(days=each.least) for each in doses if each.least == each.most}
    return add_doubts(Read(make_last_doses(fact, doses, last_days if is_day else {}), coded=coded), given.doubts)


def _move(days: DaysGiven | None, least: int, most: int) -> DaysGiven | None:
    """Returns days with so many more; None where none are left, since the dose was after the end."""
    assert days is not None, "only days that are known count to a day"
    highest = None if days[1] is None else days[1] + most
    return None if highest is not None and highest < 0 else (max(days[0] + least, 0), highest)
