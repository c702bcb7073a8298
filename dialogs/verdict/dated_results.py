"""Results that do not count: taken too long ago, or nobody knows whether it was."""

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers
from dialogs.rules.counting_results import is_expired
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
    dated = next((each for each in trial.rules.dated_results if each.fact == fact), None)
    if dated is None:
        return Cause.IMPRECISE
    return Cause.EXPIRED if is_expired(dated, answers) else Cause.UNDATED
