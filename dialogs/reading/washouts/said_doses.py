"""What the clauses of one message come to, drug by drug; and each way to choose where a dose tells drugs apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.washouts.dose_clauses import DoseClause
from dialogs.reading.washouts.dose_days import DoseDays
from dialogs.reading.washouts.given_drugs import DaysGiven, find_shortest


@dataclass(frozen=True, slots=True)
class DoseChoice:
    """A last dose of which it is not known to which drug of several it belongs; `days` is None without a time."""

    drugs: tuple[str, ...]
    names: frozenset[str]
    days: DoseDays | None
    doubts: tuple[str, ...]


@dataclass
class SaidDoses:
    """What the clauses of one message come to; `fault` is the first reason to ask back."""

    fact: WashoutsFact
    days: dict[str, DaysGiven | None] = field(default_factory=dict)
    last_days: dict[str, date | None] = field(default_factory=dict)
    from_today: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    choices: list[DoseChoice] = field(default_factory=list)
    strange_rivals: set[str] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)
    fault: str = ""
    doubts: list[str] = field(default_factory=list)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The drugs between which a dose has to decide."""
        meant = {*self.strange_rivals, *(drug for each in self.choices for drug in each.drugs)}
        return tuple(each for each in self.fact.drugs if each in meant)

    @property
    def holds_drugs(self) -> bool:
        """Whether a drug is named at all."""
        return bool(self.days or self.denied or self.undecided)

    def add_strange(self, clause: DoseClause) -> None:
        """Notes a clause in which words are left over: its drugs are asked about."""
        certain = [each for each in clause.drugs if each not in clause.rivals]
        self.days.update(dict.fromkeys(certain))
        self.strange_rivals |= {*clause.rivals}
        unclear = "unlisted" if clause.names_other else "unclear_time"
        about = f"beside:{certain[0]}" if certain else f"which_dose:{'+'.join(clause.rivals)}"
        self.fault = self.fault or (about if clause.drugs else unclear)

    def deny(self, drugs: Sequence[str]) -> None:
        """Notes that drugs were not given. Of two names of a class, neither may be said to have been given then."""
        twice = next((each for each in drugs if each in self.days), "")
        if twice:
            self.fault = f"drug_twice:{twice}"
        else:
            self.denied |= {*drugs}

    def add_choice(
        self, names: frozenset[str], drugs: tuple[str, ...], days: DoseDays | None, doubts: Sequence[str]
    ) -> None:
        """Notes a last dose that belongs to one of several drugs."""
        self.choices.append(DoseChoice(drugs, names, days, tuple(doubts)))

    def add(self, drug: str, names: frozenset[str], days: DoseDays | None, doubts: Sequence[str]) -> None:
        """Notes a last dose. Of two names of one class the shorter time counts: it is the last dose of the class.

        That is told. The same name twice, or a name and one that stands beside it, is asked back; till then the
        shortest time that was given stays.
        """
        known, is_from_today = self.days.get(drug), days is not None and days.is_from_today
        is_first = drug not in self.days and drug not in self.denied
        earlier = self.names.get(drug, frozenset())
        is_of_class = known is not None and days is not None and bool(names - earlier) and bool(earlier - names)
        if not is_first and not is_of_class:
            self.days[drug] = find_shortest(known, None if days is None else self._note(drug, days))
            self.from_today.discard(drug)
            self.twice.add(drug)
            self.fault = f"drug_twice:{drug}"
            return
        self.names[drug] = names | earlier
        self.doubts += doubts
        given = None if days is None else self._note(drug, days)
        last_day = None if days is None else days.last_day
        if known is not None and given is not None and known != given:
            joined = find_shortest(known, given)
            last_day = last_day if joined == given else self.last_days.get(drug) if joined == known else None
            given = joined
            self.doubts.append("one_class")
        self.days[drug] = given
        self.last_days[drug] = last_day
        self.dated |= {drug} if days is not None and days.is_dated else set()
        if is_from_today and (known is None or drug in self.from_today):
            self.from_today.add(drug)
        else:
            self.from_today.discard(drug)

    def _note(self, drug: str, days: DoseDays) -> DaysGiven:
        """Returns the days of a drug; up to today they are the least, which settles it where that is long enough."""
        is_over = days.is_from_today and days.least >= self.fact.drugs[drug].days_to_wait
        if days.is_from_today and not is_over:
            self.doubts.append("from_today")
        return days.least, None if is_over else days.most


def list_ways(tally: SaidDoses) -> list[SaidDoses]:
    """Returns the tally once for each way to choose between drugs; none where there are too many to offer, or no time.

    Without a choice it is the tally itself.
    """
    choices = tally.choices
    ways = list(product(*(each.drugs for each in choices)))
    if len(ways) > _MOST_OFFERS or tally.strange_rivals or any(each.days is None for each in choices):
        return []
    found = []
    for way in ways:
        each = SaidDoses(
            tally.fact,
            dict(tally.days),
            dict(tally.last_days),
            set(tally.from_today),
            set(tally.dated),
            set(tally.twice),
            dict(tally.names),
            denied=set(tally.denied),
            doubts=list(tally.doubts),
        )
        for drug, choice in zip(way, choices, strict=True):
            each.add(drug, choice.names, choice.days, choice.doubts)
        found.append(each)
    return [] if any(each.fault for each in found) else found


_MOST_OFFERS = 4
"""More ways to choose are too many to read: the drugs are asked for in the words of the list."""
