"""The trials that new screenings can be for."""

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.trial_catalogue import list_names
from dialogs.conversation.dialogue import Dialogue
from dialogs.definition import small_words
from storage.model.stored import StoredDefinition


class TrialChoice:
    """What new screenings are for: `default`, the dialogue of `trial` with its definition, unless another is named."""

    def __init__(self, dialogues: Dialogues, trial: str) -> None:
        self.dialogues = dialogues
        self.default = dialogues.load(trial)

    def knows(self, name: str) -> bool:
        """Says whether a trial has this id, or the default one this name."""
        known = (*self._default_names, *list_names())
        return name.casefold() in {each.casefold() for each in known}

    def find_trial(self, name: str) -> tuple[Dialogue, StoredDefinition] | str:
        """Returns the trial that somebody named by its id, for a new screening; or what to tell them."""
        try:
            if not name or name.casefold() in map(str.casefold, self._default_names):
                return self.default
            known = small_words.COMMA.join(dict.fromkeys((self.default[0].trial.id, *list_names())))
            return self.dialogues.find(name) or phrases.NO_TRIAL.format(trials=known)
        except UsageFault:
            return phrases.TRIAL_FAULTY.format(trial=name[:40])

    @property
    def _default_names(self) -> tuple[str, str]:
        trial = self.default[0].trial
        return trial.id, trial.definition.about.acronym
