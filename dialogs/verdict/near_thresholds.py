"""Answers near a threshold: decided criteria whose fact would change a verdict with a small change."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.definition.facts import NumericFact
from dialogs.loading.compiled_trial import Threshold, Trial
from dialogs.rules.answers import Answers, Interval, Known
from dialogs.rules.assessment import Assessment
from dialogs.rules.conditions import FactPlace, iterate_leaves
from dialogs.rules.domains import is_whole
from dialogs.rules.number_domain import NumberDomain
from dialogs.rules.truth import Truth
from dialogs.verdict.verdict import Near


@dataclass(frozen=True)
class WatchedThreshold:
    """A threshold of the criterion at `index`, of a fact that says how `near` is near, in the fact's unit.

    The cells of the fact are numbered from 0. Each of `cuts` is the last cell before a place at which the threshold
    divides them.
    """

    index: int
    threshold: Threshold
    fact: NumericFact
    near: float
    place: FactPlace
    cuts: tuple[int, ...]


class NearThresholds:
    """The thresholds of one trial for which its definition says how near is near."""

    def __init__(self, trial: Trial) -> None:
        self._rules = trial.rules
        self._watched = tuple(_list_watched(trial))

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
            if _measure_distance(watched.fact, answer, threshold.number) > watched.near:
                continue
            if any(self._changes_standing(across, assessment) for across in _list_across(watched, state)):
                found.append(Near(threshold.criterion, threshold.fact, answer, threshold.number))
        return tuple(found)

    def _changes_standing(self, state: int, assessment: Assessment) -> bool:
        rulings = self._rules.find_rulings(self._rules.find_statuses(state))
        return any(rulings[each].standing is not ruling.standing for each, ruling in assessment.rulings.items())


def _list_watched(trial: Trial) -> Iterator[WatchedThreshold]:
    for index, rule in enumerate(trial.rules.criteria):
        cuts: dict[Threshold, dict[int, None]] = {}
        for leaf in iterate_leaves(rule.condition):
            fact, domain = trial.get_numeric(leaf.fact), trial.rules.places[leaf.fact].domain
            if fact is None or fact.near is None or not isinstance(domain, NumberDomain):
                continue
            for number, cut in _list_limits(leaf.wanted, whole=is_whole(fact)):
                if cut in domain.cuts:
                    cuts.setdefault(Threshold(rule.id, leaf.fact, number), {})[domain.cuts.index(cut)] = None
        for threshold, places in cuts.items():
            fact = trial.get_numeric(threshold.fact)
            yield WatchedThreshold(index, threshold, fact, fact.near, trial.rules.places[threshold.fact], tuple(places))


def _list_across(watched: WatchedThreshold, state: int) -> Iterator[int]:
    """Yields the state with the answer just across the threshold: on either side where it may lie on both."""
    place = watched.place
    possible = (state & place.full) >> place.offset
    first, last = (possible & -possible).bit_length() - 1, possible.bit_length() - 1
    for cut in watched.cuts:
        for cell in (cut, cut + 1):
            if not (first <= last <= cut if cell == cut else cut < first):
                yield state & place.others | 1 << (cell + place.offset)


def _measure_distance(fact: NumericFact, answer: Known | Interval, threshold: float) -> float:
    """Returns how far the nearest possible number is from the threshold, in the fact's unit."""
    if isinstance(answer, Known):
        return abs(float(answer.value) - threshold)
    step = 1 if is_whole(fact) else 0
    low = answer.min if answer.above is None else answer.above + step
    high = answer.max if answer.below is None else answer.below - step
    return max(0.0, (threshold if low is None else low) - threshold, threshold - (threshold if high is None else high))
