"""Dialogues by the definition that a screening began with: of this program's trials, or of the text that was kept beside it."""

from collections.abc import Callable

from bot.catalogue import find_text, loaded
from dialogs.definition.faults import DefinitionError
from dialogs.definition.loading import load
from dialogs.dialogue import Dialogue
from storage.kept import Definition


class Dialogues:
    """The dialogues in use. Each is built once."""

    def __init__(self, privacy: str = "") -> None:
        self.privacy = privacy
        self._by_digest: dict[str, Dialogue] = {}

    def of(self, name: str) -> tuple[Dialogue, Definition]:
        """Returns the dialogue of a trial by its id or file, with the definition to keep. Raises `UsageFault` where there is none."""
        file, text = find_text(name)
        trial = loaded(text, file)
        dialogue = self._by_digest.setdefault(trial.digest, Dialogue(trial, self.privacy))
        return dialogue, Definition(trial.digest, file, text)

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
            self._by_digest[digest] = Dialogue(trial, self.privacy)
        return self._by_digest[digest]
