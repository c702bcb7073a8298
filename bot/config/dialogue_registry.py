"""Dialogues by the definition that a screening began with: a trial of this program, or the text that was stored."""

from collections.abc import Callable

from bot.config.errors import UsageFault
from bot.config.trial_catalogue import check_unique, find_definition, list_names, load_trial
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.loading.sites import NO_SITES, Sites
from storage.model.stored import StoredDefinition


class Dialogues:
    """The dialogues in use. Each is built once. `sites` are what the deployment lists for its trials."""

    def __init__(self, privacy: str = "", sites: Sites = NO_SITES) -> None:
        self.privacy = privacy
        self.sites = sites
        self._by_digest: dict[str, Dialogue] = {}
        self._found: dict[tuple[str, str], StoredDefinition] = {}

    def load(self, name: str) -> tuple[Dialogue, StoredDefinition]:
        """Returns the dialogue of a trial by its id or file, with the definition to keep.

        Raises `UsageFault` where there is none.
        """
        check_unique(name)
        file, text = find_definition(name)
        definition = self._found.get((file, text))
        if definition is None:
            trial = load_trial(text, file)
            self._by_digest.setdefault(trial.digest, self._build(trial))
            definition = self._found[file, text] = StoredDefinition(trial.digest, file, text)
        return self._by_digest[definition.digest], definition

    def find(self, trial: str) -> tuple[Dialogue, StoredDefinition] | None:
        """Returns the same for one of this program's trials, by the id alone that somebody said: a path opens nothing.

        None where there is no such trial. Raises `UsageFault` where its definition is at fault.
        """
        name = {each.casefold(): each for each in list_names()}.get(trial.casefold())
        return None if name is None else self.load(name)

    def find_unstored(self, screening: Screening) -> tuple[Dialogue, StoredDefinition] | None:
        """Returns the same for a screening that is not stored yet, or None where its definition is out of use."""
        for definition in self._found.values():
            if definition.digest == screening.digest:
                return self._by_digest[definition.digest], definition
        try:
            found = self.find(screening.trial)
        except UsageFault:
            return None
        return found if found is not None and found[1].digest == screening.digest else None

    def find_by_digest(self, digest: str, definition: Callable[[str], StoredDefinition | None]) -> Dialogue | None:
        """Returns the dialogue of the definition with this digest, or None where this program can no longer read it."""
        if digest not in self._by_digest:
            stored = definition(digest)
            if stored is None:
                return None
            try:
                trial = load(stored.text, stored.file)
            except DefinitionError:
                return None
            if trial.digest != digest:
                return None
            self._by_digest[digest] = self._build(trial)
        return self._by_digest[digest]

    def _build(self, trial: Trial) -> Dialogue:
        return Dialogue(trial, self.privacy, self.sites.find_contacts(trial.id))
