"""From clauses to an answer: whose each time is, what is missing or doubtful, and the drugs of the message before."""

from collections.abc import Sequence
from datetime import date

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.doubts import add_doubts
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.washouts.dose_clauses import DoseClause
from dialogs.reading.washouts.dose_days import DoseDays, make_last_doses
from dialogs.reading.washouts.drug_classes import list_rivals_of
from dialogs.reading.washouts.given_drugs import GivenDrugs, encode_given, join_given, list_longer_ago
from dialogs.reading.washouts.said_doses import SaidDoses, list_ways

ClauseDays = tuple[DoseClause, DoseDays | None]
"""A clause, and the days that its time comes to."""


def settle_clauses(fact: WashoutsFact, clauses: Sequence[ClauseDays], before: GivenDrugs, today: date) -> Reading:
    """Returns the last doses in the clauses, together with those of the message before; else what is asked back."""
    tally = SaidDoses(fact)
    is_dealt = sum(not each.drugs and each.time is not None for each, _ in clauses) > 1
    for clause, days in clauses:
        if is_dealt and not clause.drugs:
            tally.fault = tally.fault or "no_drug"  # whose each of several times is cannot be known
        else:
            _add(tally, clause, days, before)
    is_nothing = not tally.holds_drugs and all(each.time is None for each, _ in clauses)
    is_new = bool(clauses) or not (before.days or before.undecided)
    if is_nothing and is_new and not any(each.has_figure for each, _ in clauses):
        return Misread("not_an_answer")
    ways = [] if tally.fault else list_ways(tally)
    now = GivenDrugs(
        tally.days,
        tally.undecided,
        counted_to=dict.fromkeys(tally.from_today, today),
        dated=frozenset(tally.dated),
        twice=frozenset(tally.twice),
    )
    given = join_given(fact, before, now, tally.denied)
    is_choice = bool(tally.choices) and not tally.fault
    reading = _offer(fact, ways, before, given) if is_choice else _settle(fact, tally, given)
    if isinstance(reading, Read) and list_longer_ago(before, now):
        whole = make_last_doses(fact, GivenDrugs({**given.days, **now.days}).list_doses(), tally.last_days)
        reading = AskBackReading("longer_ago", (reading.answer, whole), reading.coded)
    unclear = [] if clauses else ["named"]  # 'maybe' and 'none else' clear no doubt about the drugs before
    held = before.doubts if {*before.days, *before.undecided} - {*tally.days, *tally.denied} else ()
    said = (each for way in ways or [tally] for each in way.doubts)
    return add_doubts(reading, dict.fromkeys([*unclear, *said, *held]))


def _offer(fact: WashoutsFact, ways: Sequence[SaidDoses], before: GivenDrugs, given: GivenDrugs) -> Reading:
    """Returns what may be meant where a dose tells drugs apart: one offer for each way to choose between them."""
    whole = [join_given(fact, before, GivenDrugs(way.days), way.denied) for way in ways]
    coded = encode_given(given)
    if not whole or any(each.missing or each.undecided for each in whole):
        return _ask_which(fact, given)
    offers = [make_last_doses(fact, each.list_doses(), way.last_days) for each, way in zip(whole, ways, strict=True)]
    return AskBackReading("by_dose", tuple(dict.fromkeys(offers)), coded)


def _settle(fact: WashoutsFact, tally: SaidDoses, given: GivenDrugs) -> Reading:
    coded = encode_given(given)
    answer = make_last_doses(fact, given.list_doses(), tally.last_days)
    is_whole = bool(given.days) and not given.missing and not given.undecided
    if tally.fault:
        is_offered = tally.fault == "unlisted" and is_whole
        return AskBackReading(tally.fault, (answer,) if is_offered else (), coded)
    if given.undecided:
        return _ask_which(fact, given)
    if given.missing:
        return AskBackReading(f"when:{given.missing[0]}", coded=coded)
    return Read(answer, coded=coded) if is_whole else AskBackReading("none_else", (answer,))


def _ask_which(fact: WashoutsFact, given: GivenDrugs) -> AskBackReading:
    return AskBackReading(f"which_dose:{'+'.join(_find_first_rivals(fact, given))}", coded=encode_given(given))


def _find_first_rivals(fact: WashoutsFact, given: GivenDrugs) -> tuple[str, ...]:
    """Returns the drugs among which is to be decided first; none where all is decided."""
    rivals = list_rivals_of(fact, given.undecided[0]) if given.undecided else ()
    return tuple(each for each in given.undecided if each in rivals)


def _add(tally: SaidDoses, clause: DoseClause, days: DoseDays | None, before: GivenDrugs) -> None:
    if clause.strange:
        tally.add_strange(clause)
        return
    tally.doubts += clause.doubts
    is_asked = not clause.drugs
    drugs = clause.rivals or clause.drugs or _find_owner(tally, before)
    given = clause.time.doubts if clause.time else ()
    is_expected = is_asked and any(each in before.missing or each in before.undecided for each in drugs)
    doubts = [each for each in given if each != "bare_days" or not is_expected]
    doubts += ["named"] if is_asked and drugs and not is_expected else []
    if not drugs:
        tally.fault = tally.fault or "no_drug"
    elif clause.is_denied:
        tally.deny(drugs)
    elif clause.rivals or len(drugs) > 1:
        tally.add_choice(clause.names, drugs, days, doubts)
    else:
        tally.add(drugs[0], clause.names, days, doubts)


def _find_owner(tally: SaidDoses, before: GivenDrugs) -> tuple[str, ...]:
    """Returns the drug of a time that stands alone: the one that was asked about, or the only one that there is."""
    if before.undecided and not tally.choices:
        return _find_first_rivals(tally.fact, before)
    asked = next(((each,) for each in before.missing if each not in tally.days), ())
    only = before.days or tally.fact.drugs
    return asked or (tuple(only) if len(only) == 1 else ())
