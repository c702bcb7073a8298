"""What an event can mean for the open question: a choice, a command, an answer, a doubt, or nothing that fits."""

from dataclasses import dataclass

from dialogs.conversation.commands import Command
from dialogs.conversation.screening import Doubt
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
class ProposalGiven:
    """Another answer to a fact on a note's page."""

    fact: str
    given: Read


Interpretation = Chosen | CommandRequest | Read | Doubt | NoteGiven | ProposalGiven | Unfit
