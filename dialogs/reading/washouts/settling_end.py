"""The day of the end that is named after the drugs: days that were counted to the day of the message go on to it."""

from collections.abc import Sequence
from datetime import date, timedelta

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.doubts import add_doubts
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.washouts.dose_clauses import DoseClause
from dialogs.reading.washouts.dose_days import DateSpan, make_last_doses
from dialogs.reading.washouts.given_drugs import DaysGiven, GivenDrugs, encode_given


def find_later_end(clause: DoseClause, days: Sequence[DateSpan | None], today: date) -> DateSpan | None:
    """Returns the day of the end that a clause names, or a lone date to come: no last dose was then."""
    if clause.end is not None:
        return days[clause.end]
    is_lone_date = not clause.drugs and not clause.strange and not clause.doubts and clause.time is not None
    if not is_lone_date or clause.time is None or clause.time.day is None or clause.time.doubts:
        return None
    span = days[clause.time.day]
    return span if span is not None and span[0] > today else None


def settle_end(fact: WashoutsFact, before: GivenDrugs, end: DateSpan) -> Reading:
    """Returns the last doses of the message before, with the day of the end; doubts about else than that day stay.

    Where something is missing of the drugs, that is asked next.
    """
    days, last_days = dict(before.days), dict[str, date | None]()
    for drug, day in before.counted_to.items():
        moved = _move(before.days[drug], (end[0] - day).days, (end[1] - day).days)
        if moved is None:
            return Misread("dose_after_end")
        days[drug] = moved
        last_days[drug] = end[0] - timedelta(days=moved[0]) if moved[0] == moved[1] else None
    given = GivenDrugs(days, before.undecided)
    coded = encode_given(given)
    if given.missing or given.undecided:
        reason = f"when:{given.missing[0]}" if given.missing else f"which_dose:{'+'.join(given.undecided)}"
        return AskBackReading(reason, coded=coded)
    answer = make_last_doses(fact, given.list_doses(), last_days)
    return add_doubts(Read(answer, coded=coded), [each for each in before.doubts if each != "from_today"])


def _move(days: DaysGiven | None, least: int, most: int) -> DaysGiven | None:
    """Returns days with so many more; None where none are left, since the dose was after the end."""
    assert days is not None, "only days that are known count to a day"
    highest = None if days[1] is None else days[1] + most
    return None if highest is not None and highest < 0 else (max(days[0] + least, 0), highest)
