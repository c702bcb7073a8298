"""Dialogues by the definition that a screening began with: of this program's trials, or of the text that was kept beside it."""

from collections.abc import Callable

from bot.config.errors import UsageFault
from bot.config.trial_catalogue import find_text, loaded, names
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.loading.sites import NO_SITES, Sites
from storage.model.stored import Definition


class Dialogues:
    """The dialogues in use. Each is built once. `sites` are what the deployment lists for its trials."""

    def __init__(self, privacy: str = "", sites: Sites = NO_SITES) -> None:
        self.privacy = privacy
        self.sites = sites
        self._by_digest: dict[str, Dialogue] = {}
        self._found: dict[tuple[str, str], Definition] = {}

    def of(self, name: str) -> tuple[Dialogue, Definition]:
        """Returns the dialogue of a trial by its id or file, with the definition to keep. Raises `UsageFault` where there is none."""
        file, text = find_text(name)
        definition = self._found.get((file, text))
        if definition is None:
            trial = loaded(text, file)
            self._by_digest.setdefault(trial.digest, self._built(trial))
            definition = self._found[file, text] = Definition(trial.digest, file, text)
        return self._by_digest[definition.digest], definition

    def by_id(self, trial: str) -> tuple[Dialogue, Definition] | None:
        """Returns the same for one of this program's trials by its id alone, which somebody at the desk said: a path opens nothing.

        None where there is no such trial. Raises `UsageFault` where its definition is at fault.
        """
        name = {each.casefold(): each for each in names()}.get(trial.casefold())
        return None if name is None else self.of(name)

    def of_unkept(self, screening: Screening) -> tuple[Dialogue, Definition] | None:
        """Returns the same for a screening that is not kept yet, or None where its definition is not in use any more."""
        for definition in self._found.values():
            if definition.digest == screening.digest:
                return self._by_digest[definition.digest], definition
        try:
            found = self.by_id(screening.trial)
        except UsageFault:
            return None
        return found if found is not None and found[1].digest == screening.digest else None

    def by_digest(self, digest: str, definition: Callable[[str], Definition | None]) -> Dialogue | None:
        """Returns the dialogue of the definition with this digest, or None where this program cannot read it any more."""
        if digest not in self._by_digest:
            kept = definition(digest)
            if kept is None:
                return None
            try:
                trial = load(kept.text, kept.file)
            except DefinitionError:
                return None
            if trial.digest != digest:
                return None
            self._by_digest[digest] = self._built(trial)
        return self._by_digest[digest]

    def _built(self, trial: Trial) -> Dialogue:
        return Dialogue(trial, self.privacy, self.sites.of(trial.id))
