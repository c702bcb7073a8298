"""Results that do not count: taken too long ago, or nobody knows whether it was."""

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers, Interval, Known
from dialogs.verdict import headings
from dialogs.verdict.missing_answers import Cause

DOUBTS = {
    Cause.IMPRECISE: headings.IMPRECISE,
    Cause.EXPIRED: headings.EXPIRED,
    Cause.UNDATED: headings.UNDATED,
}
"""Why an answer that was given does not do."""


def find_doubt(trial: Trial, fact: str, answers: Answers) -> Cause:
    """Returns why an answer that was given leaves a criterion open.

    A result is too old only beyond doubt: six weeks may be 42 days, which count where 42 are allowed.
    """
    dated = trial.facts[fact]
    if dated.dated_by is None or dated.valid_for is None:
        return Cause.IMPRECISE
    since = answers.get(dated.dated_by)
    least = since.value if isinstance(since, Known) else _find_least(since) if isinstance(since, Interval) else None
    is_old = isinstance(least, int | float) and least > dated.valid_for
    return Cause.EXPIRED if is_old else Cause.UNDATED


def _find_least(interval: Interval) -> float | None:
    return interval.min if interval.above is None else interval.above + 1
