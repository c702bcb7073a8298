"""How often each criterion excluded, and what the further determinations came to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.documents.screening_log.classification import classify
from bot.documents.screening_log.log import FurtherDetermination, Reason, ScreeningStanding
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.standings import Standing as Ruled
from storage.features.tally_counts import FailureCount, OutcomeCount


def count_reasons(trial: Trial | None, determination: str, failed: Iterable[FailureCount]) -> tuple[Reason, ...]:
    """Returns how often each criterion of a determination failed, the most frequent first; those that never did too."""
    criteria = (
        {}
        if trial is None
        else {key: each for key, each in trial.definition.criteria.items() if determination in each.determinations}
    )
    others = set() if trial is None else set(trial.definition.criteria) - set(criteria)
    counts = Counter(dict.fromkeys(criteria, 0))
    for each in failed:
        for criterion in set(each.criteria) - others:
            counts[criterion] += each.number
    places = {criterion: place for place, criterion in enumerate([*criteria, *sorted(set(counts) - set(criteria))])}
    return tuple(
        Reason(
            criterion=criterion,
            place=places[criterion],
            name=say(criteria[criterion].name) if criterion in criteria else "",
            quote=criteria[criterion].quote if criterion in criteria else "",
            count=counts[criterion],
        )
        for criterion in sorted(counts, key=lambda each: (-counts[each], places[each]))
    )


def count_further(
    trial: Trial, outcomes: Sequence[OutcomeCount], failed: Sequence[FailureCount]
) -> Iterator[FurtherDetermination]:
    """Yields what the other determinations came to, among those who are eligible and whose result was shown."""
    deciding, *others = trial.definition.determinations
    eligible = [each for each in outcomes if classify(trial, each) is ScreeningStanding.ELIGIBLE]
    passes = trial.outcome_codes[deciding][Ruled.PASSES]
    for other in others:
        codes = Counter(dict.fromkeys(trial.outcome_codes[other].values(), 0))
        for each in eligible:
            codes[each.codes.get(other, _UNKNOWN)] += each.number
        failing = trial.outcome_codes[other][Ruled.FAILS]
        why = [
            each
            for each in failed
            if each.is_finished and each.codes.get(deciding) == passes and each.codes.get(other) == failing
        ]
        yield FurtherDetermination(
            other,
            say(trial.definition.determinations[other].name),
            dict(codes),
            failing,
            count_reasons(trial, other, why),
        )


_UNKNOWN = "unknown"
"""Stands for the code of a determination that a screening's own definition did not have yet."""
