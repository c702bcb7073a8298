"""Making a screening log from what a store keeps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.documents.screening_log import phrases
from bot.documents.screening_log.counting import count_trial
from bot.documents.screening_log.log import Log
from bot.documents.screening_log.small_number_suppression import withhold
from dialogs.loading.compiled_trial import Trial
from storage.features.enrolment_counts import read_enrolment_counts
from storage.features.tally import read_tally
from storage.features.tally_counts import ALWAYS, Period
from storage.unit_of_work.store import Store

FindTrial = Callable[[str], Trial | None]
"""Returns the trial with an id, or None where its definition is not known here, or cannot be read."""


@dataclass(frozen=True, slots=True)
class LogRequest:
    """Which log is wanted: of one trial or of all, of which months, with or without small numbers.

    `exact` is for coordinators, and for the operator who asks for it, alone.
    """

    trial: str = ""
    period: Period = ALWAYS
    exact: bool = False


def make_log(store: Store, wanted: LogRequest, find: FindTrial, now: datetime) -> Log:
    """Returns the screening log, as it is at one moment. A trial of which there is nothing has a log of zeros.

    Raises `Damaged` where the tally or the marks hold what this program never wrote. Whoever shows it has that noted
    first.
    """
    with store.reading() as repository:
        tally = read_tally(repository, wanted.period, wanted.trial)
        marks = [
            mark
            for mark in read_enrolment_counts(repository.connection, repository.keyring)
            if wanted.period.contains(mark.month) and wanted.trial in ("", mark.trial)
        ]
    names = {wanted.trial} if wanted.trial else {each.trial for each in tally.outcomes} | {mark.trial for mark in marks}
    trials = []
    for name in sorted(names):
        own = tally.select_trial(name)
        made = count_trial(name, find(name), own.outcomes, own.failed, [mark for mark in marks if mark.trial == name])
        trials.append(made if wanted.exact else withhold(made))
    return Log(_describe_period(wanted.period), now, wanted.exact, tuple(trials))


def describe_request(log: Log, forms: Sequence[str]) -> str:
    """Returns what the store's trail is to say of a log that was read or exported in these forms."""
    trials = ", ".join(each.trial for each in log.trials)
    return f"screening log of {trials}, {log.period}: {', '.join(forms)}{', exact' if log.is_exact else ''}"


def _describe_period(period: Period) -> str:
    if period.first and period.last:
        months = {"first": period.first, "last": period.last}
        return period.first if period.first == period.last else phrases.SPAN_OF_MONTHS.format(**months)
    if period.first:
        return phrases.FROM_MONTH.format(first=period.first)
    return phrases.UNTIL_MONTH.format(last=period.last) if period.last else phrases.ALL_MONTHS
