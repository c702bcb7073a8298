"""Stored screenings, the events that reach them, and the messages that go out.

These are values only. Printed, they show ids and numbers, and nothing about a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Screening
from storage.model.entries import Head
from storage.model.file_request import FileOrder
from storage.model.people import AccountName, PersonId


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """One event as it came in: its channel and its unique id there, its chat, its account, and when it came (UTC).

    `account` is who spoke, as the channel names them. Which person that is, the unit of work finds out.

    `screening` is the one that it is likely to be about, where the channel knows. The screenings of a batch are then
    looked up at once.

    With `is_fetched`, what is enqueued for its chat is not sent: the person fetches it.

    `fixed_at` is the time at which `--now` fixed the clock: what is said is meant for that day. `not_before` is a time
    that is known to be over; the store sets it where the machine's clock is behind it.
    """

    channel: str
    id: str
    chat: str = field(repr=False)
    account: AccountName = field(repr=False)
    at: datetime
    screening: bytes | None = None
    fixed_at: datetime | None = None
    not_before: datetime | None = None
    is_fetched: bool = False

    @property
    def counted_at(self) -> datetime:
        """The time from which retention, codes and limits count: no `--now` and no clock that was set back moves it."""
        return self.at if self.not_before is None else max(self.at, self.not_before)


@dataclass(frozen=True, slots=True)
class TallyOutcome:
    """What a screening has come to, for the tally: each determination's code, and the criteria that failed."""

    determinations: Mapping[str, str] = field(repr=False)
    failed: tuple[str, ...] = field(default=(), repr=False)
    is_finished: bool = False


@dataclass(frozen=True, slots=True)
class StoredScreening:
    """A screening as the store holds it.

    `id` is random and says nothing; `code` is what people write down. `owner` is a person.
    `version` counts its turns; `stored_version` is the version that the database held when it was read, 0 for a new
    one. `secret` is its own key; `tally` is the id of the row of the tally that counts it.
    """

    id: bytes
    code: str = field(repr=False)
    owner: PersonId = field(repr=False)
    role: str
    screening: Screening = field(repr=False)
    version: int
    stored_version: int
    head: Head
    begun_at: datetime
    touched_at: datetime
    tally: int = field(repr=False)
    outcome: TallyOutcome = field(repr=False)
    secret: bytes = field(repr=False)


class Do(Enum):
    """What is to be done with a message of the outbox.

    It is sent, or replaces an earlier one, or an earlier one is deleted, or a file is made and sent.
    """

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that waits to be sent: its id in the outbox, the chat's address, and its screening.

    `attempts` says how often sending it failed. `question` is the number of the question that it asks, or whose message
    it edits; None where it does neither. `target` is the channel's own number of the message that is edited or deleted.
    `order` is the file that is to be made. `unstored` is the id that its screening will have, where that has no answer
    yet and is not stored. One that is unwanted is not sent: its person has no access any more. `turn` is a random
    number that it shares with what was enqueued with it: after a restore, ids come again, and this does not.
    """

    id: int
    chat: str = field(repr=False)
    screening: bytes | None
    message: Message = field(repr=False)
    attempts: int
    do: Do = Do.SEND
    target: int | None = None
    question: int | None = None
    order: FileOrder | None = None
    unstored: bytes | None = None
    is_unwanted: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class StoredDefinition:
    """The text of a trial definition, stored so that a screening can be finished under the one that it began with."""

    digest: str
    file: str
    text: str
