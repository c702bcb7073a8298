"""What reading a note comes to: proposals, doubts, and what was left. Values only; nothing of it is recorded."""

from dataclasses import dataclass, field

from dialogs.notes.identifier_kinds import IdentifierKind
from dialogs.rules.answers import Answer


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer to `fact` that a note gives beyond doubt, with the words of the note that it came from."""

    fact: str
    answer: Answer
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DoubtfulWords:
    """Words of a note about `fact` that are not certain, or contradict others: it is to be asked.

    `offers` are the answers that the words may mean, possibly none.
    """

    fact: str
    words: str = field(repr=False)
    offers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteReading:
    """What a note says. Proposals and doubts are in question order, with at most one of both for each fact.

    A fact that applies only after another's answer is proposed only where that answer is proposed too. `left` are the
    words about somebody else or another time, `unread` those that were not used, both in the order of the note. None
    of them holds an identifier; `cut` are the kinds of those that the note did.
    """

    proposed: tuple[Proposal, ...] = ()
    asked: tuple[DoubtfulWords, ...] = ()
    left: tuple[str, ...] = field(default=(), repr=False)
    unread: tuple[str, ...] = field(default=(), repr=False)
    cut: tuple[IdentifierKind, ...] = ()
