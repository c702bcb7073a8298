"""Answers near a threshold: decided criteria whose fact would tip them with a small change."""

from dialogs.definition.facts import NumericFact
from dialogs.loading.compiled_trial import Threshold, Trial
from dialogs.rules.answers import Answers, Interval, Known
from dialogs.rules.assessment import Assessment
from dialogs.rules.domains import is_whole
from dialogs.rules.truth import Truth
from dialogs.verdict.verdict import Near


class NearThresholds:
    """The thresholds of one trial for which its definition says how near is near."""

    def __init__(self, trial: Trial) -> None:
        places = {criterion: place for place, criterion in enumerate(trial.definition.criteria)}
        self._watched: list[tuple[int, Threshold, NumericFact, float]] = []
        for threshold in trial.thresholds:
            fact = trial.get_numeric(threshold.fact)
            if fact is not None and fact.near is not None:
                self._watched.append((places[threshold.criterion], threshold, fact, fact.near))

    def list_near(self, answers: Answers, assessment: Assessment) -> tuple[Near, ...]:
        """Returns the decided criteria whose fact stands near a threshold, in the order of the thresholds."""
        found = []
        for place, threshold, fact, near in self._watched:
            answer = answers.get(threshold.fact)
            if not isinstance(answer, Known | Interval) or assessment.statuses[place].truth is Truth.UNKNOWN:
                continue
            if _measure_distance(fact, answer, threshold.number) <= near:
                found.append(Near(threshold.criterion, threshold.fact, answer, threshold.number))
        return tuple(found)


def _measure_distance(fact: NumericFact, answer: Known | Interval, threshold: float) -> float:
    """Returns how far the nearest possible number is from the threshold, in the fact's unit."""
    if isinstance(answer, Known):
        return abs(float(answer.value) - threshold)
    step = 1 if is_whole(fact) else 0
    low = answer.min if answer.above is None else answer.above + step
    high = answer.max if answer.below is None else answer.below - step
    return max(0.0, (threshold if low is None else low) - threshold, threshold - (threshold if high is None else high))
