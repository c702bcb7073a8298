"""The drugs that were given, between two messages: in coded form they stay until the ask-back about them is over."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.doubts import find_doubts
from dialogs.reading.outcome import DOUBT, CodedParts
from dialogs.reading.washouts.drug_classes import list_rivals_of
from dialogs.rules.answers import LastDose

DateSpan = tuple[date, date]
"""A day, or a month or a year, from its first day to its last."""
DaysGiven = tuple[int, int | None]
"""The days from a last dose to the end of the wait: from the least to the most, None where that is open."""


@dataclass(frozen=True, slots=True)
class GivenDrugs:
    """The drugs that were given, by code in the fact's order, each with its days; None where they are missing.

    Of `undecided` it is not known which was given: a dose tells them apart, and it was not said in the words of one.
    `doubts` are those that were not cleared yet. `counted_to` holds the day to which the days of a drug count, where
    that was the day of the message: the end may be later. `end` is the day of the end that was named, from the first
    that it may be to the last. The days of `dated` drugs count to it. Drugs that were named `twice` are asked about:
    their shortest time stays till then.
    """

    days: Mapping[str, DaysGiven | None]
    undecided: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    counted_to: Mapping[str, date] = field(default_factory=dict)
    end: DateSpan | None = None
    dated: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()

    @property
    def missing(self) -> list[str]:
        """The drugs whose days are missing, or not certain since they were named twice."""
        return [drug for drug, days in self.days.items() if days is None or drug in self.twice]

    def list_doses(self) -> tuple[LastDose, ...]:
        """Returns the last doses that are known."""
        return tuple(LastDose(drug, *days) for drug, days in self.days.items() if days is not None)


def encode_given(given: GivenDrugs) -> CodedParts:
    """Returns the drugs coded, such as ('imatinib', '3'), ('tki', '14-20'), ('car_t', '30-'), ('chemo', '').

    One that is undecided is coded as ('mtx_low', '?'), one whose days count to a day as ('imatinib', '3@739768'), and
    the end as ('@end', '739768-739768'). Days that count to that end have a '#' behind them, days of a drug that was
    named twice a '!'.
    """
    counted_to = {drug: f"{COUNTED_TO}{day.toordinal()}" for drug, day in given.counted_to.items()}
    marks = {drug: "#" * (drug in given.dated) + "!" * (drug in given.twice) for drug in given.days}
    known = tuple(
        (drug, "" if days is None else _encode_days(*days) + counted_to.get(drug, "") + marks[drug])
        for drug, days in given.days.items()
    )
    undecided = ((drug, UNDECIDED) for drug in given.undecided)
    ends = [] if given.end is None else [(END, "-".join(str(day.toordinal()) for day in given.end))]
    return (*known, *undecided, *ends, *((DOUBT, each) for each in given.doubts))


def decode_given(fact: WashoutsFact, coded: CodedParts) -> GivenDrugs:
    """Returns the drugs that were coded; what no version of this program writes is left out."""
    said = {drug: days for drug, days in coded if days != UNDECIDED}
    undecided = {drug for drug, days in coded if days == UNDECIDED}
    found: dict[str, DaysGiven | None] = {}
    counted_to: dict[str, date] = {}
    marked: dict[str, str] = {}
    for drug in fact.drugs:
        match = _CODED.fullmatch(said[drug]) if drug in said else None
        if match:
            found[drug] = None if match[1] is None else (int(match[1]), _decode_most(match[1], match[2]))
            counted_to |= {drug: date.fromordinal(int(match[3]))} if match[3] else {}
            marked[drug] = match[4] or ""
    undecided_codes = tuple(each for each in fact.drugs if each in undecided)
    ends = _ENDS.fullmatch(said.get(END, ""))
    end = (date.fromordinal(int(ends[1])), date.fromordinal(int(ends[2]))) if ends else None
    dated, twice = (frozenset(drug for drug, marks in marked.items() if mark in marks) for mark in "#!")
    return GivenDrugs(found, undecided_codes, find_doubts(coded), counted_to, end, dated, twice)


def join_given(fact: WashoutsFact, before: GivenDrugs, now: GivenDrugs, denied: Collection[str]) -> GivenDrugs:
    """Returns the drugs of two messages but for those denied now, in the fact's order; days that are given anew count.

    But those that are longer ago do not: another drug of the same class may be meant, which changes nothing. A drug
    that is named now decides between those of the message before from which a dose tells it apart.
    """
    kept = list_longer_ago(before, now)
    fresh = now.days.keys() - {*kept}
    both = {**before.days, **now.days} | {each: before.days[each] for each in kept}
    counted_to = {drug: day for drug, day in before.counted_to.items() if drug not in now.days or drug in kept}
    counted_to |= {drug: day for drug, day in now.counted_to.items() if drug not in kept}
    decided = {each for drug in before.undecided if drug in now.days for each in list_rivals_of(fact, drug)}
    undecided = {*(each for each in before.undecided if each not in decided), *now.undecided} - {*denied}
    return GivenDrugs(
        {drug: both[drug] for drug in fact.drugs if drug in both and drug not in denied},
        tuple(drug for drug in fact.drugs if drug in undecided),
        counted_to={drug: day for drug, day in counted_to.items() if drug not in denied},
        end=now.end or before.end,
        dated=(before.dated - fresh) | (now.dated & fresh),
        twice=(before.twice - {*now.days, *denied}) | now.twice,
    )


def list_longer_ago(before: GivenDrugs, now: GivenDrugs) -> list[str]:
    """Returns the drugs whose last dose is longer ago now than in the message before."""
    known = ((drug, days, before.days.get(drug)) for drug, days in now.days.items())
    return [drug for drug, days, earlier in known if days is not None and earlier is not None and days[0] > earlier[0]]


def find_shortest(one: DaysGiven | None, other: DaysGiven | None) -> DaysGiven | None:
    """Returns the days of which each end is the shorter one of two; None only where both are missing."""
    if one is None or other is None:
        return one or other
    ends = [each[1] for each in (one, other) if each[1] is not None]
    return min(one[0], other[0]), min(ends, default=None)


def _encode_days(least: int, most: int | None) -> str:
    if most is None:
        return f"{least}-"
    return f"{least}" if least == most else f"{least}-{most}"


def _decode_most(least: str, rest: str | None) -> int | None:
    if rest is None:
        return int(least)
    return int(rest[1:]) if rest[1:] else None


UNDECIDED = "?"
"""The code of the days of a drug between which and others a dose has to decide."""
END = "@end"
"""The code of the day of the end; no drug has it."""
MARKS = re.compile("[@#!].*")
"""What may stand behind coded days."""
COUNTED_TO = "@"
"""Stands before the day, in days since the year 1, to which coded days count."""
_ENDS = re.compile(r"([1-9]\d{0,5})-([1-9]\d{0,5})")
_CODED = re.compile(r"(?:(\d{1,5})(-\d{0,5})?(?:@([1-9]\d{0,5}))?(#?!?))?")
