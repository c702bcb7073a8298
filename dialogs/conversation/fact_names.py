"""Which of some facts a person names: by its id, its name, or the beginning of just one name."""

from collections.abc import Iterable, Mapping

from dialogs.conversation.questions import FactQuestion
from dialogs.reading.cleaning import clean


class FactNames:
    """The names of one trial's facts, as they are compared with what was typed."""

    def __init__(self, questions: Mapping[str, FactQuestion]) -> None:
        self._names = {fact: (_fold(fact), _fold(question.name)) for fact, question in questions.items()}

    def find(self, facts: Iterable[str], name: str) -> str | None:
        """Returns that of the facts which `name` names; None where it names none, or several."""
        wanted = _fold(name)
        names = {fact: self._names[fact] for fact in facts}
        exact = [fact for fact, known in names.items() if wanted in known]
        begun = [fact for fact, known in names.items() if wanted and any(each.startswith(wanted) for each in known)]
        found = exact or begun
        return found[0] if len(found) == 1 else None


def _fold(name: str) -> str:
    plain = clean(name)
    return "".join(plain.casefold().replace("_", " ").split()) if isinstance(plain, str) else ""
