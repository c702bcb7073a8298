"""Facts as sets of cells: the smallest parts of a fact's values that some condition tells apart.

An answer becomes a mask of the cells that it leaves possible. An exact value leaves one bit, an interval that straddles
a threshold several, a missing answer all. The masks of all facts, side by side, are one whole number: the state.
Nothing else of an answer matters to the logic.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dialogs.definition.facts import (
    ChoiceFact,
    Fact,
    NumberFact,
    NumericFact,
    SeveralFact,
    WashoutsFact,
    YesNoFact,
    list_option_codes,
)
from dialogs.rules.answers import Answer, Interval, Known, LastDoses, Selected
from dialogs.rules.number_domain import Cut, NumberDomain, list_cuts


@dataclass(frozen=True)
class ChoiceDomain:
    """One cell per code."""

    cells: dict[str, int]

    @cached_property
    def size(self) -> int:
        """The number of cells."""
        return len(self.cells)

    def make_mask(self, answer: Answer) -> int:
        """Returns the cells that `answer` leaves possible; all of them when it is missing."""
        if isinstance(answer, Known):
            return 1 << self.cells[str(answer.value)]
        return (1 << self.size) - 1

    def allow(self, wanted: str | list[str]) -> int:
        """Returns the cells in which the fact is `wanted`, or one of them."""
        codes = [wanted] if isinstance(wanted, str) else wanted
        return sum(1 << self.cells[code] for code in set(codes))

    def list_answers(self, outcomes: Sequence[tuple[int, int]]) -> tuple[tuple[Known | Interval, int], ...]:
        """Returns the values of some cells, each with what goes with its cell."""
        codes = list(self.cells)
        return tuple([(Known(codes[cell]), each) for cell, each in outcomes])


@dataclass(frozen=True)
class SeveralDomain:
    """Two cells for each code: not so, and so. Each code is a variable of its own to the rules."""

    codes: tuple[str, ...]

    @property
    def size(self) -> int:
        """The number of cells of all codes."""
        return 2 * len(self.codes)

    def find_bit(self, code: str) -> int:
        """Returns where the two cells of a code begin."""
        return 2 * self.codes.index(code)

    def make_mask(self, answer: Answer) -> int:
        """Returns the cells that `answer` leaves possible; all of them when it is missing."""
        if not isinstance(answer, Selected):
            return (1 << self.size) - 1
        cells = (0b11 if code in answer.untested else 0b10 if code in answer.codes else 0b01 for code in self.codes)
        return sum(cell << 2 * place for place, cell in enumerate(cells))


@dataclass(frozen=True)
class WashoutDomain:
    """Two cells: a waiting time is running, and all are over. `days` is how long to wait after each drug."""

    days: Mapping[str, int]

    size = 2

    def make_mask(self, answer: Answer) -> int:
        """Returns the cells that `answer` leaves possible; both when it is missing."""
        if not isinstance(answer, LastDoses):
            return RUNNING | OVER
        if any(each.most is not None and each.most < self.days[each.drug] for each in answer.doses):
            return RUNNING
        is_over = all(each.least >= self.days[each.drug] for each in answer.doses)
        return OVER if is_over else RUNNING | OVER

    def allow(self, wanted: str | list[str]) -> int:
        """Returns the cells in which the waiting times are as `wanted`."""
        return sum({WASHOUT_CODES[code] for code in ([wanted] if isinstance(wanted, str) else wanted)})

    def list_answers(self, outcomes: Sequence[tuple[int, int]]) -> tuple[tuple[Known | Interval, int], ...]:
        """Returns `running` and `over`, as far as their cells are there, each with what goes with its cell."""
        codes = list(WASHOUT_CODES)
        return tuple([(Known(codes[cell]), each) for cell, each in outcomes])


RUNNING, OVER = 1, 2
WASHOUT_CODES = {"running": RUNNING, "over": OVER}
"""What a condition can want of waiting times, with the cell of each."""

Domain = ChoiceDomain | NumberDomain | SeveralDomain | WashoutDomain


def make_domain(fact: Fact, wanted: Iterable[Any]) -> Domain:
    """Returns the cells of `fact` that the conditions, which want `wanted` of it, tell apart."""
    if isinstance(fact, ChoiceFact | YesNoFact):
        return ChoiceDomain({code: cell for cell, code in enumerate(list_option_codes(fact))})
    if isinstance(fact, SeveralFact):
        return SeveralDomain(tuple(fact.options))
    if isinstance(fact, WashoutsFact):
        return WashoutDomain({code: drug.days_to_wait for code, drug in fact.drugs.items()})
    whole = is_whole(fact)
    cuts = {cut for each in wanted for cut in list_cuts(each, whole=whole) if _divides(cut, fact)}
    return NumberDomain(fact.range.min, fact.range.max, whole, tuple(sorted(cuts)))


def is_whole(fact: NumericFact) -> bool:
    """Says whether only whole numbers are answers to `fact`."""
    return fact.kind in {"age", "days_between", "gestation"} or (isinstance(fact, NumberFact) and not fact.decimals)


def _divides(cut: Cut, fact: NumericFact) -> bool:
    return (fact.range.min, 0) < cut < (fact.range.max, 1)
