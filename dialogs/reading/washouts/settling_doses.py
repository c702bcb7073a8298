"""From clauses to an answer: whose each time is, what is missing or doubtful, and the drugs of the message before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.doubts import add_doubts
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.washouts.dose_days import DoseDays, make_last_doses
from dialogs.reading.washouts.given_drugs import DaysGiven, GivenDrugs, encode_given, join_given
from dialogs.reading.washouts.washout_clauses import DoseClause

ClauseDays = tuple[DoseClause, DoseDays | None]
"""A clause, and the days that its time comes to."""


@dataclass
class _Tally:
    """What the clauses of one message come to; `fault` is the first reason to ask back."""

    days: dict[str, DaysGiven | None] = field(default_factory=dict)
    last_days: dict[str, date | None] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    fault: str = ""
    doubts: list[str] = field(default_factory=list)


def settle_clauses(fact: WashoutsFact, clauses: Sequence[ClauseDays], before: GivenDrugs) -> Reading:
    """Returns the last doses in the clauses, together with those of the message before; else what is asked back."""
    tally = _Tally()
    for clause, days in clauses:
        _add(fact, tally, clause, days, before)
    is_nothing = not (tally.days or tally.denied) and all(each.time is None for each, _ in clauses)
    if is_nothing and (clauses or not before.days) and not any(each.has_figure for each, _ in clauses):
        return Misread("not_an_answer")
    if not clauses:  # 'maybe' and 'none else' clear no doubt about the drugs of the message before
        tally.doubts.append("named")
    joined = join_given(fact, before, tally.days)
    given = GivenDrugs({drug: days for drug, days in joined.days.items() if drug not in tally.denied})
    return add_doubts(_settle(fact, tally, given), tally.doubts)


def _settle(fact: WashoutsFact, tally: _Tally, given: GivenDrugs) -> Reading:
    coded = encode_given(given)
    answer = make_last_doses(fact, given.list_doses(), tally.last_days)
    is_whole = bool(given.days) and not given.missing
    if tally.fault:
        is_offered = tally.fault == "unlisted" and is_whole
        return AskBackReading(tally.fault, (answer,) if is_offered else (), coded)
    if given.missing:
        return AskBackReading(f"when:{given.missing[0]}", coded=coded)
    return Read(answer, coded=coded) if is_whole else AskBackReading("none_else", (answer,))


def _add(fact: WashoutsFact, tally: _Tally, clause: DoseClause, days: DoseDays | None, before: GivenDrugs) -> None:
    if clause.strange:
        tally.days.update(dict.fromkeys(clause.drugs))
        unclear = "unlisted" if clause.names_other else "unclear_time"
        tally.fault = tally.fault or (f"beside:{clause.drugs[0]}" if clause.drugs else unclear)
        return
    tally.doubts += clause.doubts
    drug = clause.drugs[0] if clause.drugs else _find_owner(fact, tally, before)
    if not drug:
        tally.fault = tally.fault or "no_drug"
    elif drug in tally.days or drug in tally.denied:
        tally.days[drug] = None
        tally.fault = f"drug_twice:{drug}"
    elif clause.is_denied:
        tally.denied.add(drug)
    else:
        is_asked = not clause.drugs and drug in before.missing
        _note_days(fact, tally, drug, days)
        given = clause.time.doubts if clause.time else ()
        tally.doubts += [each for each in given if each != "bare_days" or not is_asked]
        tally.doubts += [] if clause.drugs or is_asked else ["named"]


def _find_owner(fact: WashoutsFact, tally: _Tally, before: GivenDrugs) -> str:
    """Returns the drug of a time that stands alone: the one that was asked about, or the only one that there is."""
    asked = next((each for each in before.missing if each not in tally.days), "")
    return asked or (next(iter(fact.drugs)) if len(fact.drugs) == 1 else "")


def _note_days(fact: WashoutsFact, tally: _Tally, drug: str, days: DoseDays | None) -> None:
    """Notes the days of a drug; up to today they are the least, which settles it where that is long enough."""
    if days is None:
        tally.days[drug] = None
        return
    is_over = days.is_from_today and days.least >= fact.drugs[drug].days_to_wait
    tally.days[drug] = (days.least, None if is_over else days.most)
    tally.last_days[drug] = days.last_day
    if days.is_from_today and not is_over:
        tally.doubts.append("from_today")
