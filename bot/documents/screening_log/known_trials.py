"""The trials that a log can name: by this program's definitions, or by those that were kept beside screenings."""

from bot.config.errors import UsageFault
from bot.config.trial_catalogue import find_trial, list_names
from bot.documents.screening_log import phrases
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from storage.features.enrolment_counts import read_enrolment_counts
from storage.features.tally import list_definitions, list_trials
from storage.unit_of_work.store import Store


class KnownTrials:
    """The trials that are known to this program, or that a store knows of."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._own = list_names()

    def find(self, trial: str) -> Trial | None:
        """Returns the trial with this id: this program's, or the newest one that a screening began with.

        None where neither can be read.
        """
        try:
            return find_trial(trial) if trial in self._own else self._kept(trial)
        except UsageFault:
            return None

    def get_default(self) -> str:
        """Returns the trial that is meant where there is nothing of any."""
        return self._own[0]

    def check(self, trial: str) -> None:
        """Raises `UsageFault` for a trial that was named and that nobody knows."""
        if trial and trial not in self._own and trial not in (known := self._all()):
            raise UsageFault(phrases.NO_TRIAL.format(given=trial[:40], trials=", ".join(known)))

    def get_only(self) -> str:
        """Returns the only trial there is. Raises `UsageFault` where there are several."""
        known = self._all()
        if len(known) > 1:
            raise UsageFault(phrases.WHICH_TRIAL.format(trials=", ".join(known)))
        return known[0]

    def _all(self) -> list[str]:
        with self.store.reading() as repository:
            stored = {
                *list_trials(repository.connection),
                *(mark.trial for mark in read_enrolment_counts(repository.connection, repository.keyring)),
            }
        return [*self._own, *sorted(stored - set(self._own))]

    def _kept(self, trial: str) -> Trial | None:
        with self.store.reading() as repository:
            stored = list_definitions(repository)
        trials = [made for each in stored if (made := _load(each.text, each.file)) is not None and made.id == trial]
        return max(trials, key=_version_key, default=None)


def _load(text: str, file: str) -> Trial | None:
    try:
        return load(text, file)
    except DefinitionError:
        return None


def _version_key(trial: Trial) -> list[int]:
    return [int(part) for part in trial.definition.version.split(".")]
