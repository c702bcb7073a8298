"""The contract for channels: what each way of talking to the dialogue does, and what it gets.

A channel has a way in and a way out. It finds in what reaches it who said or tapped what, and it shows messages.
Everything between the two stands outside its folder, and is the same for all:

- **Intake** (`intake/`). Each event has an id that is unique in its channel, and is taken once by that id. Events of
  one chat are handled in the order in which they came; those of different chats at once. What the database cannot keep
  just now is tried again. What cannot be read, or fails, becomes a dead letter, and nothing waits behind it.
  *The channel promises* to bring an event again until it was told that the event was taken.
- **Limits** (`intake/rate_limits.py`). So many events at once, and then so many a second, for each person. Strangers
  have fewer, and are told nothing. The channel does nothing for it.
- **The session service** (`bot/session/`). What a person can do, with one role on all channels. An event is handled in
  one unit of work, which is committed whole or not at all.
- **The outbox** (`storage/outbox/`, `sending/`). What is to be shown waits there, in order within its chat, and
  survives a crash. A process leases a message before it shows it. A lease ends by itself where its process dies. So
  every message is shown at least once. It comes twice only where the process died before it noted that.
- **Pacing** (`sending/pacing.py`). Messages go at the `rates` of the channel, in a chat and in all. One chat that has
  to wait holds up no other.
- **Retries** (`sending/refusals.py`). What a failed call means is for the channel to say, with a `Refusal`. It is tried
  again for over a day, waits as long as the channel was told, or is dropped and counted.
  A chat that cannot be written to keeps its messages until its person is back.
- **Closing of questions**. A question that was answered or left is edited: it shows its answer, and loses its buttons.
- **Files** (`bot/documents/`). A file is made when its turn to be sent has come, of what is kept then.
- **Metrics** (`bot/observability/`). Every event, delivery, refusal and dead letter is counted, whatever the channel.
- **Service** (`service/`). One process from its start to a graceful stop, with its chores. After an outage, open
  questions are asked again.

*The channel promises* that no text of a person, and no token, reaches a log or an operator through its errors.

A channel declares what it can with `ChannelAbilities`. What it cannot do is not asked of it, and people are told so
where they would miss it. Nothing else asks which channel it is.

The terminal has one person, who waits in front of it. It takes each event straight to the store, and shows the reply.
Its messages go through the outbox too, but there is nothing to lease, to pace or to retry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol, TypeVar

from bot.channels.rate import SendRates
from bot.documents.file_maker import MadeFile
from storage.model.stored import Outgoing

PartT = TypeVar("PartT")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAbilities:
    """What a channel can do.

    `edits`: replace a message that it showed. Where it cannot, edits are passed over, and an answered question stays.
    `deletes`: take away what a person wrote. Where it cannot, the person is asked to do it.
    `buttons`: show buttons. Where it cannot, they are written under the text, with numbers that can be typed.
    `files`: send files. Where it cannot, the command that makes one is told.
    `receipts`: number what it shows. Where it does not, only what an event numbered can be edited.
    """

    edits: bool
    deletes: bool
    buttons: bool
    files: bool
    receipts: bool


class RefusalMeaning(Enum):
    """What a failed call means."""

    DONE = auto()
    """An edit or a deletion came too late: what was asked for is so already, or can never be."""
    WAIT = auto()
    """The channel says how long to wait."""
    AGAIN = auto()
    """It may work later: no connection, no answer in time, a fault on the other side, or an unknown one."""
    GONE = auto()
    """The chat cannot be written to: the person does not want it, or the account is no more."""
    NEVER = auto()
    """This message will never be taken."""
    LOCKED_OUT = auto()
    """Nothing goes any more: the channel does not know us."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A failed call, as sending sees it.

    `why` is one word for the metrics. `reason` is for the log, in words that are known beforehand. `wait_seconds` is
    how long the channel said to wait.
    """

    meaning: RefusalMeaning
    why: str
    reason: str
    wait_seconds: float = 0.0


class SendingChannel(Protocol[PartT]):
    """A channel as sending sees it; a part is what it shows at once, in a form of its own.

    Its chats begin with `name` and a colon. `locked_out` is what an operator is told where nothing goes any more.
    """

    name: str
    abilities: ChannelAbilities
    rates: SendRates
    locked_out: str

    def render(self, outgoing: Outgoing) -> Sequence[PartT]:
        """Returns what is shown for a message, in order. Its buttons belong to the last part."""

    def render_file(self, made: MadeFile) -> Sequence[PartT]:
        """Returns what is shown for what was ordered, in order."""

    async def send(self, chat: str, part: PartT) -> int | None:
        """Shows a part as a new message, and returns its receipt; None where the channel gives none."""

    async def edit(self, outgoing: Outgoing, target: int) -> None:
        """Replaces the message with the receipt `target`, and takes its buttons; without a text only these go."""

    async def delete(self, chat: str, target: int) -> None:
        """Deletes the message with the receipt `target`."""

    def explain(self, error: Exception) -> Refusal:
        """Says what an error means that one of the calls raised."""
