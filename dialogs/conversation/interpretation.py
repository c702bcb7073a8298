"""What an event can mean for the open question: a choice, a command, an answer, a doubt, or nothing that fits."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.conversation.commands import Command
from dialogs.conversation.screening import Doubt
from dialogs.notes.identifier_kinds import IdentifierKind
from dialogs.notes.note_reading import NoteReading
from dialogs.reading import Read


@dataclass(frozen=True, slots=True)
class Chosen:
    """A button that stands open was tapped, or its label or number typed."""

    key: str


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command, and the words after it."""

    command: Command
    rest: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """Nothing that fits; `sentence` says what does. With `refused`, it came too late, too early or twice.

    With `reopens`, it was a new text under an ask-back, which is over: the plain question stands open again.
    """

    sentence: str
    refused: bool = False
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class NoteGiven:
    """A note about the patient, and what it says."""

    reading: NoteReading


@dataclass(frozen=True, slots=True)
class ProposalsGiven:
    """Other answers to facts on a note's page, and answers to further facts."""

    given: Mapping[str, Read]
    cut: tuple[IdentifierKind, ...] = ()


Interpretation = Chosen | CommandRequest | Read | Doubt | NoteGiven | ProposalsGiven | Unfit
