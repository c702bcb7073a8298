"""Which of some facts a person names: by its id, its name, the beginning of just one name, or words of just one."""

from collections.abc import Iterable, Mapping

from dialogs.conversation.questions import FactQuestion
from dialogs.definition.wording import words
from dialogs.reading.cleaning import clean


class FactNames:
    """The names of one trial's facts, as they are compared with what was typed."""

    def __init__(self, questions: Mapping[str, FactQuestion]) -> None:
        self._words = {fact: {*question.name.casefold().split()} for fact, question in questions.items()}
        self._cues = {fact: question.fact.cues for fact, question in questions.items()}
        self._names = {fact: (_fold(fact), _fold(question.name)) for fact, question in questions.items()}

    def find(self, facts: Iterable[str], name: str) -> str | None:
        """Returns that of the facts which `name` names; None where it names none, or several."""
        found = self._list_named(facts, name)
        return found[0] if len(found) == 1 else None

    def find_by_cue(self, facts: Iterable[str], name: str) -> str | None:
        """Returns that of the facts which `name` names, by a word that notes use for just one of them if by no name."""
        facts, wanted = tuple(facts), _fold(name)
        found = self._list_named(facts, name)
        found = found or [fact for fact in facts if wanted in map(_fold, words(self._cues[fact]))]
        return found[0] if len(found) == 1 else None

    def _list_named(self, facts: Iterable[str], name: str) -> list[str]:
        wanted = _fold(name)
        names = {fact: self._names[fact] for fact in facts}
        exact = [fact for fact, known in names.items() if wanted in known]
        begun = [fact for fact, known in names.items() if wanted and any(each.startswith(wanted) for each in known)]
        held = [fact for fact in names if {*name.casefold().split()} <= self._words[fact]]
        return exact or begun or (held if wanted else [])


def _fold(name: str) -> str:
    plain = clean(name)
    return "".join(plain.casefold().replace("_", " ").split()) if isinstance(plain, str) else ""
