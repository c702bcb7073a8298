"""The cells of a number: what lies between the thresholds with which conditions compare it."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from dialogs.definition.conditions import Comparison
from dialogs.definition.plain_numbers import Number
from dialogs.rules.answers import Answer, Interval, Known

Cut = tuple[Number, int]
"""A place between two cells: just before a number (number, 0) or just after it (number, 1)."""


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
            first, last = self._find_first(answer), self._find_last(answer)
            return ((1 << (last + 1)) - 1) & ~((1 << first) - 1)
        return (1 << self.size) - 1

    def allow(self, wanted: Number | Comparison) -> int:
        """Returns the cells in which the number compares as `wanted`."""
        return sum(1 << cell for cell, number in enumerate(self.list_samples()) if compares(number, wanted))

    def list_samples(self) -> list[Number]:
        """Returns one number of each cell."""
        return [
            self._make_sample(lower, upper) for lower, upper in pairwise(((self.low, 0), *self.cuts, (self.high, 1)))
        ]

    def list_answers(self, outcomes: Sequence[tuple[int, int]]) -> tuple[tuple[Known | Interval, int], ...]:
        """Returns the numbers of some cells, in order, each with what goes with its cell.

        Neighbours with which the same goes are one.
        """
        runs: list[tuple[int, int, int]] = []
        for cell, each in outcomes:
            if runs and runs[-1][1:] == (cell - 1, each):
                runs[-1] = (runs[-1][0], cell, each)
            else:
                runs.append((cell, cell, each))
        return tuple([(self._make_span(first, last), each) for first, last, each in runs])

    def _make_span(self, first: int, last: int) -> Known | Interval:
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

    def _make_sample(self, lower: Cut, upper: Cut) -> Number:
        if lower[1] == 0:
            return lower[0]
        if upper[1] == 1:
            return upper[0]
        return (lower[0] + upper[0]) / 2

    def _find_first(self, interval: Interval) -> int:
        if interval.above is not None:
            return bisect_right(self.cuts, make_cut_after(interval.above, whole=self.whole))
        return 0 if interval.min is None else bisect_right(self.cuts, (interval.min, 0))

    def _find_last(self, interval: Interval) -> int:
        if interval.below is not None:
            return bisect_left(self.cuts, make_cut_before(interval.below, whole=self.whole))
        return len(self.cuts) if interval.max is None else bisect_right(self.cuts, (interval.max, 0))


def compares(number: Number, wanted: Number | Comparison) -> bool:
    """Says whether an exactly known number is `wanted`."""
    if not isinstance(wanted, Comparison):
        return number == wanted
    return all(_HOLDS[word](number, limit) for word, limit in wanted.limits())


def list_cuts(wanted: Number | Comparison, *, whole: bool) -> list[Cut]:
    """Returns the places at which `wanted` divides a number's range; with `whole` only whole numbers count."""
    if isinstance(wanted, Comparison):
        return [
            make_cut_after(limit, whole=whole) if word in {"at_most", "above"} else make_cut_before(limit, whole=whole)
            for word, limit in wanted.limits()
        ]
    return [make_cut_before(wanted, whole=whole), make_cut_after(wanted, whole=whole)]


def make_cut_after(number: Number, *, whole: bool) -> Cut:
    """Returns the place just after a number; with `whole`, after the last whole number up to it."""
    return (math.floor(number), 1) if whole else (number, 1)


def make_cut_before(number: Number, *, whole: bool) -> Cut:
    """Returns the place just before a number; with `whole`, after the last whole number that is less."""
    return (math.ceil(number) - 1, 1) if whole else (number, 0)


_HOLDS = {
    "at_least": lambda number, limit: number >= limit,
    "above": lambda number, limit: number > limit,
    "at_most": lambda number, limit: number <= limit,
    "below": lambda number, limit: number < limit,
}
