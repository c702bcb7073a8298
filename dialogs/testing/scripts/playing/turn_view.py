"""What JSON_PATH looks at: state, determinations and answers of a turn, each made when it is first looked at."""

from collections.abc import Iterator, Mapping

from dialogs.conversation.screening import Screening
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict.json_answers import make_plain_answer
from dialogs.verdict.json_verdict import list_determinations


class TurnView(Mapping[str, object]):
    """A turn as plain values, by name. Most scripts look at the state only, and rules cost more than a dialogue."""

    def __init__(self, trial: Trial, screening: Screening) -> None:
        self._trial = trial
        self._screening = screening
        self._made: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._made:
            self._made[name] = _MAKERS[name](self._trial, self._screening)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_MAKERS)

    def __len__(self) -> int:
        return len(_MAKERS)

    def __contains__(self, name: object) -> bool:
        return name in _MAKERS


def _make_answers(_: Trial, screening: Screening) -> object:
    return {fact: make_plain_answer(answer) for fact, answer in screening.answers.items()}


_MAKERS = {
    "state": lambda _, screening: screening.state,
    "determinations": lambda trial, screening: list_determinations(trial, screening.answers),
    "answers": _make_answers,
}
