"""Answers near a threshold: decided criteria whose fact would change a verdict with a small change."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dialogs.definition.conditions import Comparison
from dialogs.loading.compiled_trial import Threshold, Trial
from dialogs.rules.answers import Answers, Interval, Known
from dialogs.rules.assessment import Assessment
from dialogs.rules.compiling import FactPlace
from dialogs.rules.conditions import iterate_leaves
from dialogs.rules.domains import Domain, is_whole
from dialogs.rules.number_domain import NumberDomain, list_cuts
from dialogs.rules.remembered import Remembered
from dialogs.rules.standings import Standing
from dialogs.rules.truth import Truth
from dialogs.verdict.verdict import Near

REMEMBERED = 1_000
"""How many states are remembered with what matters in them."""


@dataclass(frozen=True)
class WatchedThreshold:
    """A threshold of the criterion at `index`; numbers from `low` to `high` are near it, in the fact's unit.

    The cells of the fact are numbered from 0. Each of `cuts` is the last cell before a place at which the threshold
    divides them.
    """

    index: int
    threshold: Threshold
    is_whole: bool
    low: float
    high: float
    place: FactPlace
    cuts: tuple[int, ...]


class NearThresholds:
    """The thresholds of one trial for which its definition says how near is near."""

    def __init__(self, trial: Trial) -> None:
        self._rules = trial.rules
        self._watched = tuple(_list_watched(trial))
        self._standings: Remembered[int, tuple[Standing, ...]] = Remembered(self._find_standings, REMEMBERED)

    def list_near(self, answers: Answers, state: int, assessment: Assessment) -> tuple[Near, ...]:
        """Returns the decided criteria whose fact stands near a threshold, in the order of the thresholds.

        Only those are told with which some determination would stand otherwise, were the answer across the threshold
        and all others as they are.
        """
        found = []
        for watched in self._watched:
            threshold = watched.threshold
            answer = answers.get(threshold.fact)
            if not isinstance(answer, Known | Interval) or assessment.statuses[watched.index].truth is Truth.UNKNOWN:
                continue
            if _is_near(watched, answer) and self._matters(watched, state):
                found.append(Near(threshold.criterion, threshold.fact, answer, threshold.number))
        return tuple(found)

    def _matters(self, watched: WatchedThreshold, state: int) -> bool:
        """Says whether some determination would stand otherwise with the answer across the threshold."""
        standings = self._standings
        return any(standings[here] != standings[across] for here, across in _list_across(watched, state))

    def _find_standings(self, state: int) -> tuple[Standing, ...]:
        rulings = self._rules.find_rulings(self._rules.find_statuses(state))
        return tuple([ruling.standing for ruling in rulings.values()])


def _list_watched(trial: Trial) -> Iterator[WatchedThreshold]:
    for index, rule in enumerate(trial.rules.criteria):
        cuts: dict[Threshold, list[int]] = {}
        for leaf in iterate_leaves(rule.condition):
            for number, cut in _list_cut_numbers(trial.rules.places[leaf.fact].domain, leaf.wanted):
                cuts.setdefault(Threshold(rule.id, leaf.fact, number), []).append(cut)
        for threshold, at in cuts.items():
            fact = trial.get_numeric(threshold.fact)
            if fact is not None and fact.near is not None:
                exact, near = _exactly(threshold.number), _exactly(fact.near)
                low, high, place = float(exact - near), float(exact + near), trial.rules.places[threshold.fact]
                yield WatchedThreshold(index, threshold, is_whole(fact), low, high, place, tuple(dict.fromkeys(at)))


def _list_cut_numbers(domain: Domain, wanted: Any) -> Iterator[tuple[int | float, int]]:
    """Yields each number with which a fact is compared, and the last cell before a place at which it divides them."""
    if isinstance(domain, NumberDomain):
        cuts = list_cuts(wanted, whole=domain.whole)
        numbers = [limit for _, limit in wanted.limits()] if isinstance(wanted, Comparison) else [wanted] * len(cuts)
        yield from (
            (each, domain.cuts.index(cut)) for each, cut in zip(numbers, cuts, strict=True) if cut in domain.cuts
        )


def _list_across(watched: WatchedThreshold, state: int) -> Iterator[tuple[int, int]]:
    """Yields two states for each cut: with the answer as near to it as it may lie, and with one just across it."""
    place = watched.place
    possible = (state & place.full) >> place.offset
    first, last = (possible & -possible).bit_length() - 1, possible.bit_length() - 1
    for cut in watched.cuts:
        here, across = (first, cut) if first > cut else (min(last, cut), cut + 1)
        rest = state & place.others
        yield rest | 1 << (here + place.offset), rest | 1 << (across + place.offset)


def _is_near(watched: WatchedThreshold, answer: Known | Interval) -> bool:
    if isinstance(answer, Known):
        return watched.low <= float(answer.value) <= watched.high
    step = 1 if watched.is_whole else 0
    low = answer.min if answer.above is None else answer.above + step
    high = answer.max if answer.below is None else answer.below - step
    return (low is None or low <= watched.high) and (high is None or high >= watched.low)


def _exactly(number: float) -> Decimal:
    return Decimal(str(number))
