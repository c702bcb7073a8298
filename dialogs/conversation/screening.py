"""A screening between two turns, what can happen to it, and what a turn gives back. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from dialogs.conversation.commands import Command
from dialogs.conversation.messages import Message
from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.said_answer import SaidAnswer
from dialogs.rules.answers import Answer, Selected
from dialogs.rules.assessment import Assessment
from dialogs.verdict.verdict import Verdict


class Menu(Enum):
    """A list that is shown over the open question, and waits for a choice."""

    CHANGE = "change"
    START_OVER = "start_over"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a question was asked back: a reason code, the readings that were offered, and the parts that were understood.

    All are codes, and mean what they mean in `dialogs.reading.AskBackReading`. It holds no text of the person.
    """

    reason: str
    offers: tuple[Answer, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a note proposes until somebody takes it: `answers` in question order. `asked` are to be asked all the same.

    `is_choosing` says that the list is open of what can be changed. `opened` is the fact that is looked at by itself,
    `doubt` what was asked back about it. It holds no word of the note.
    """

    answers: Mapping[str, Answer]
    asked: Mapping[str, NoteDoubt] = field(default_factory=dict)
    is_choosing: bool = False
    opened: str | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """One screening of one patient, pinned to a trial definition by its digest.

    `shown[n - 1]` is what question number n asked for (a fact's id, or the state's name); the last one stands open now.
    `trail` holds the facts whose questions were answered, in the order in which they were first asked, for going back.
    `listing` says that every reason is to be listed although the verdict is settled. `asked_at` is when the open
    question was first shown: days are read against it. `taken` is the fact that was answered last, and `taken_at` is
    when; `typed` is there where it was typed. `note` is what an open note's page proposes. `picked` is a selection.
    """

    trial: str
    digest: str
    state: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    doubt: Doubt | None = None
    menu: Menu | None = None
    listing: bool = False
    asked_at: datetime | None = None
    taken: str | None = None
    taken_at: datetime | None = None
    typed: SaidAnswer | None = None
    note: Proposals | None = None
    picked: Selected = field(default_factory=Selected)

    def find_previous(self, fact: str | None) -> str | None:
        """Returns the fact asked before `fact`, or the last of all where `fact` is unanswered; None where none was."""
        earlier = self.trail[: self.trail.index(fact)] if fact in self.trail else self.trail
        return earlier[-1] if earlier else None

    @property
    def number(self) -> int:
        """The number of the question that stands open now; it never repeats within the screening."""
        return len(self.shown)


@dataclass(frozen=True, slots=True)
class Said:
    """A person typed `text`. `sent_at` is when, by the channel's clock; None where a message cannot be doubled.

    `last_seen` is the number of the last question that had reached the person by then, 0 where none had. It is None
    where a message cannot be late. `replies_to` is the question that the person named by replying to it, 0 for another
    message; None where none was named. `sees_numbers` says whether the channel shows the numbers beside the choices:
    only there can a typed number choose one. `labels` are those of all buttons that stand there, where some are not of
    the dialogue.
    """

    text: str
    sent_at: datetime | None = None
    last_seen: int | None = None
    replies_to: int | None = None
    sees_numbers: bool = True
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tapped:
    """A person tapped the button `key` under question `number`."""

    number: int
    key: str


Event = Said | Tapped


@dataclass(frozen=True, slots=True)
class Happened:
    """What a turn did to one fact: taken (no `before`), changed (both), or dropped (no `after`).

    `from_note` says that a note proposed the answer.
    """

    fact: str
    before: Answer | None
    after: Answer | None
    from_note: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one event: the screening from now on, what to say back, and what happened to the answers.

    `answered` is the fact whose open question was answered or kept, `command` what was asked for in place of that.
    `assessment` is what the answers come to, where the turn changed one. `verdict` is there when the turn shows the
    result. `refused` says that the event came too late or twice; `picks`, that only a selection may have changed.
    """

    screening: Screening
    messages: tuple[Message, ...]
    happened: tuple[Happened, ...] = ()
    answered: str | None = None
    command: Command | None = None
    assessment: Assessment | None = None
    verdict: Verdict | None = None
    refused: bool = False
    picks: bool = False
