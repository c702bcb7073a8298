"""Facts as sets of cells: the smallest parts of a fact's values that some condition tells apart.

An answer becomes a mask of the cells that it leaves possible: one bit for an exact value, several for an interval
that straddles a threshold, all of them for a missing answer. The masks of all facts, side by side, are one whole
number: the state. Nothing else of an answer matters to the logic.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from dialogs.definition.conditions import Comparison, Number
from dialogs.definition.facts import ChoiceFact, Fact, NumberFact, NumericFact, YesNoFact, list_option_codes
from dialogs.rules.answers import Answer, Interval, Known

Cut = tuple[Number, int]
"""A place between two cells: just before a number (number, 0) or just after it (number, 1)."""


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
class NumberDomain:
    """The cells between the thresholds of a number, within its range."""

    low: Number
    high: Number
    whole: bool
    cuts: tuple[Cut, ...]

    @cached_property
    def size(self) -> int:
        """The number of cells."""
        return len(self.cuts) + 1

    def make_mask(self, answer: Answer) -> int:
        """Returns the cells that `answer` leaves possible; all of them when it is missing."""
        if isinstance(answer, Known):
            return 1 << bisect_right(self.cuts, (answer.value, 0))
        if isinstance(answer, Interval):
            first, last = self._first(answer), self._last(answer)
            return ((1 << (last + 1)) - 1) & ~((1 << first) - 1)
        return (1 << self.size) - 1

    def allow(self, wanted: Number | Comparison) -> int:
        """Returns the cells in which the number compares as `wanted`."""
        return sum(1 << cell for cell, number in enumerate(self.list_samples()) if compares(number, wanted))

    def list_samples(self) -> list[Number]:
        """Returns one number of each cell."""
        return [self._sample(lower, upper) for lower, upper in pairwise(((self.low, 0), *self.cuts, (self.high, 1)))]

    def list_answers(self, outcomes: Sequence[tuple[int, int]]) -> tuple[tuple[Known | Interval, int], ...]:
        """Returns the numbers of some cells (in their order), each with what goes with its cell; neighbours with the same are one."""
        runs: list[tuple[int, int, int]] = []
        for cell, each in outcomes:
            if runs and runs[-1][1:] == (cell - 1, each):
                runs[-1] = (runs[-1][0], cell, each)
            else:
                runs.append((cell, cell, each))
        return tuple([(self._between(first, last), each) for first, last, each in runs])

    def _between(self, first: int, last: int) -> Known | Interval:
        """Returns the numbers of neighbouring cells; an end of the range is left out."""
        low, high = ((None, 0), *self.cuts)[first], (*self.cuts, (None, 0))[last]
        step = 1 if self.whole else 0
        if low[0] is not None and high[0] is not None:
            least = low[0] + step
            if least == high[0]:
                return Known(least)
            if self.whole:
                return Interval(min=least, max=high[0])
        lower = {} if low[0] is None else {"above" if low[1] else "min": low[0]}
        upper = {} if high[0] is None else {"max" if high[1] else "below": high[0]}
        return Interval(**lower, **upper)

    def _sample(self, lower: Cut, upper: Cut) -> Number:
        if lower[1] == 0:
            return lower[0]
        if upper[1] == 1:
            return upper[0]
        return (lower[0] + upper[0]) / 2

    def _first(self, interval: Interval) -> int:
        if interval.above is not None:
            return bisect_right(self.cuts, _after(interval.above, whole=self.whole))
        return 0 if interval.min is None else bisect_right(self.cuts, (interval.min, 0))

    def _last(self, interval: Interval) -> int:
        if interval.below is not None:
            return bisect_left(self.cuts, _before(interval.below, whole=self.whole))
        return len(self.cuts) if interval.max is None else bisect_right(self.cuts, (interval.max, 0))


Domain = ChoiceDomain | NumberDomain


def make_domain(fact: Fact, wanted: Iterable[Any]) -> Domain:
    """Returns the cells of `fact` that the conditions, which want `wanted` of it, tell apart."""
    if isinstance(fact, ChoiceFact | YesNoFact):
        return ChoiceDomain({code: cell for cell, code in enumerate(list_option_codes(fact))})
    whole = is_whole(fact)
    cuts = {cut for each in wanted for cut in _cuts(each, whole=whole) if _divides(cut, fact)}
    return NumberDomain(fact.range.min, fact.range.max, whole, tuple(sorted(cuts)))


def is_whole(fact: NumericFact) -> bool:
    """Says whether only whole numbers are answers to `fact`."""
    return fact.kind in {"age", "days_between"} or (isinstance(fact, NumberFact) and not fact.decimals)


def compares(number: Number, wanted: Number | Comparison) -> bool:
    """Says whether an exactly known number is `wanted`."""
    if not isinstance(wanted, Comparison):
        return number == wanted
    return all(_HOLDS[word](number, limit) for word, limit in wanted.limits())


def _cuts(wanted: Number | Comparison, *, whole: bool) -> list[Cut]:
    if isinstance(wanted, Comparison):
        return [
            _after(limit, whole=whole) if word in {"at_most", "above"} else _before(limit, whole=whole)
            for word, limit in wanted.limits()
        ]
    return [_before(wanted, whole=whole), _after(wanted, whole=whole)]


def _after(number: Number, *, whole: bool) -> Cut:
    return (math.floor(number), 1) if whole else (number, 1)


def _before(number: Number, *, whole: bool) -> Cut:
    return (math.ceil(number) - 1, 1) if whole else (number, 0)


def _divides(cut: Cut, fact: NumericFact) -> bool:
    return (fact.range.min, 0) < cut < (fact.range.max, 1)


_HOLDS = {
    "at_least": lambda number, limit: number >= limit,
    "above": lambda number, limit: number > limit,
    "at_most": lambda number, limit: number <= limit,
    "below": lambda number, limit: number < limit,
}
