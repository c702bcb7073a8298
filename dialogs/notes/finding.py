"""What one place of a note says of a fact."""

from enum import Enum, auto
from typing import NamedTuple

from dialogs.rules.answers import Answer


class FindingKind(Enum):
    """How sure a place of a note is of a fact."""

    SURE = auto()
    DOUBTFUL = auto()
    VAGUE = auto()
    "Words that are no answer, and contradict none that is among their offers."
    LEFT = auto()


class NoteFinding(NamedTuple):
    """What the tokens from `first` up to `last` say of a fact: the answer, or those that they may mean.

    `said` is shown in place of the words, where those hold what must not be shown.
    """

    fact: str
    kind: FindingKind
    first: int
    last: int
    answers: tuple[Answer, ...] = ()
    said: str = ""
