"""The trials that a log can name: by this program's definitions, or by those that were kept beside screenings."""

from bot.config.errors import UsageFault
from bot.config.trial_catalogue import find, names
from bot.documents.screening_log import phrases
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from storage.features.enrolment_counts import marks_of
from storage.features.tally import definitions_of, trials_of
from storage.unit_of_work.store import Store


class Known:
    """The trials that are known to this program, or that a store knows of."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._own = names()

    def find(self, trial: str) -> Trial | None:
        """Returns the trial with this id: this program's, or the newest one that a screening began with. None where neither can be read."""
        try:
            return find(trial) if trial in self._own else self._kept(trial)
        except UsageFault:
            return None

    def first(self) -> str:
        """Returns the trial that is meant where there is nothing of any."""
        return self._own[0]

    def check(self, trial: str) -> None:
        """Raises `UsageFault` for a trial that was named and that nobody knows."""
        if trial and trial not in self._own and trial not in (known := self._all()):
            raise UsageFault(phrases.NO_TRIAL.format(given=trial[:40], trials=", ".join(known)))

    def only(self) -> str:
        """Returns the only trial there is. Raises `UsageFault` where there are several."""
        known = self._all()
        if len(known) > 1:
            raise UsageFault(phrases.WHICH_TRIAL.format(trials=", ".join(known)))
        return known[0]

    def _all(self) -> list[str]:
        with self.store.reading() as shelf:
            kept = {*trials_of(shelf.connection), *(mark.trial for mark in marks_of(shelf.connection, shelf.realm))}
        return [*self._own, *sorted(kept - set(self._own))]

    def _kept(self, trial: str) -> Trial | None:
        with self.store.reading() as shelf:
            kept = definitions_of(shelf.connection)
        trials = [made for each in kept if (made := _loaded(each.text, each.file)) is not None and made.id == trial]
        return max(trials, key=_version, default=None)


def _loaded(text: str, file: str) -> Trial | None:
    try:
        return load(text, file)
    except DefinitionError:
        return None


def _version(trial: Trial) -> list[int]:
    return [int(part) for part in trial.definition.version.split(".")]
