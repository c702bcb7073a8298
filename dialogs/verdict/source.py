"""The line that says which page of the registry a criterion is quoted from."""

from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_day


def describe_source(trial: Trial, *, stale: bool = True) -> str:
    """Returns where the criteria come from, and the status of the trial with its date.

    `stale` adds that the registry should be checked.
    """
    source = trial.definition.source
    status = say(source.status)
    number = f", {source.registry_number}" if source.registry_number else ""
    warning = f": {say(source.check)}" if stale else ""
    return headings.SOURCE.format(
        name=say(source.name) + number,
        status=status[0].upper() + status[1:],
        day=format_day(source.updated),
        check=warning,
    )
