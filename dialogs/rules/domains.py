"""Facts as sets of cells: the smallest parts of a fact's values that some condition tells apart.

An answer becomes a mask of the cells that it leaves possible. An exact value leaves one bit, an interval that straddles
a threshold several, a missing answer all. The masks of all facts, side by side, are one whole number: the state.
Nothing else of an answer matters to the logic.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dialogs.definition.facts import ChoiceFact, Fact, NumberFact, NumericFact, YesNoFact, list_option_codes
from dialogs.rules.answers import Answer, Interval, Known
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


Domain = ChoiceDomain | NumberDomain


def make_domain(fact: Fact, wanted: Iterable[Any]) -> Domain:
    """Returns the cells of `fact` that the conditions, which want `wanted` of it, tell apart."""
    if isinstance(fact, ChoiceFact | YesNoFact):
        return ChoiceDomain({code: cell for cell, code in enumerate(list_option_codes(fact))})
    whole = is_whole(fact)
    cuts = {cut for each in wanted for cut in list_cuts(each, whole=whole) if _divides(cut, fact)}
    return NumberDomain(fact.range.min, fact.range.max, whole, tuple(sorted(cuts)))


def is_whole(fact: NumericFact) -> bool:
    """Says whether only whole numbers are answers to `fact`."""
    return fact.kind in {"age", "days_between", "gestation"} or (isinstance(fact, NumberFact) and not fact.decimals)


def _divides(cut: Cut, fact: NumericFact) -> bool:
    return (fact.range.min, 0) < cut < (fact.range.max, 1)
