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
    name, number = say(source.name), source.registry_number
    name = headings.REGISTERED.format(name=name, number=number) if number else name
    return (headings.SOURCE_TO_CHECK if stale else headings.SOURCE).format(
        name=name,
        status=status[0].upper() + status[1:],
        day=format_day(source.updated),
        check=say(source.check),
    )
