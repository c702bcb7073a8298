"""The lines that say which page of the registry a criterion is quoted from, and how old that page is."""

from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_day


def describe_source(trial: Trial, *, stale: bool = True) -> str:
    """Returns where the criteria come from, and the status of the trial with its date.

    `stale` adds that the registry should be checked.
    """
    return (headings.SOURCE_TO_CHECK if stale else headings.SOURCE).format(**_list_words(trial))


def name_source(trial: Trial) -> str:
    """Returns where the criteria come from, without a date."""
    return headings.SOURCE_NAME.format(**_list_words(trial))


def tell_age_of_source(trial: Trial) -> str:
    """Returns the status of the trial with the date of the source."""
    return headings.FRESH_SOURCE.format(**_list_words(trial))


def warn_of_source(trial: Trial) -> str:
    """Returns how old the source is, and that it should be checked."""
    return headings.OLD_SOURCE.format(**_list_words(trial))


def _list_words(trial: Trial) -> dict[str, str]:
    source = trial.definition.source
    name, number, status = say(source.name), source.registry_number, say(source.status)
    return {
        "name": headings.REGISTERED.format(name=name, number=number) if number else name,
        "status": status[0].upper() + status[1:],
        "day": format_day(source.updated),
        "check": say(source.check),
    }
