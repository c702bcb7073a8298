"""The contract for channels: what each way of talking to the dialogue does, and what it gets.

A channel has a way in and a way out. It finds in what reaches it who said or tapped what, and it shows messages.
Everything between the two stands outside its folder, and is the same for all:

- **Intake** (`handling/intake.py`). Each event has an id that is unique in its channel, and is taken once by that id.
  Events of one chat are handled in the order in which they came; those of different chats at once. What the database
  cannot keep just now is tried again. What cannot be read, or fails, becomes a dead letter, and nothing waits behind
  it.
  *The channel promises* to bring an event again until it was told that the event was taken.
- **Limits** (`handling/rate_limits.py`). So many events at once, and then so many a second, for each person. What is a
  little quicker waits. Whoever is much quicker is told, and muted for a moment. Then they are told how much was not
  taken, and asked again. Strangers have fewer, and are told nothing. The channel does nothing for it.
- **Handling** (`handling/`). A person is let in by an invitation; whoever was not learns nothing. A message that could
  tell who a patient is is deleted: one with a date, a contact or a place. An event is handled in one unit of work,
  which is committed whole or not at all. A fault of ours is told in one sentence, and the question stands. A typed
  answer counts only for a question that had reached the person: by its receipt, not by a clock. Another one is not
  taken, its person is told, and the question comes again.
- **The session service** (`bot/session/`). What a person can do, the same on all channels.
- **The outbox** (`storage/outbox/`, `sending/`). What is to be shown waits there, in order within its chat, and
  survives a crash. A process leases a message before it shows it. A lease ends by itself where its process dies. So
  every message is shown at least once. It comes twice only where the process died before it noted that.
- **Pacing** (`sending/pacing.py`). Messages go at the `rates` of the channel, in a chat and in all. One chat that has
  to wait holds up no other.
- **Retries** (`sending/refusals.py`). What a failed call means is for the channel to say, with a `SendRefusal`. It is
  tried again for over a day, or waits as long as the channel was told. What is never taken comes in plain words, and is
  counted. Where the channel does not know us, messages wait. Only a lockout that it confirms ends the service.
  A chat that cannot be written to keeps its messages until its person is back. Whose access was revoked gets none.
- **Closing of questions**. A question that was answered or left is edited: it shows its answer, and loses its buttons.
  So one message of a chat has buttons. A tap on an older one is answered by a toast, and takes the buttons from there.
- **Files** (`bot/documents/`). A file is made when its turn to be sent has come, of what is kept then.
- **Metrics** (`bot/observability/`). Every event, delivery, refusal and dead letter is counted, whatever the channel.
- **Fetched chats** (`handling/seen_page.py`, `storage/outbox/fetching.py`). A channel may send nothing: its person
  fetches what waits, as often as they like, and no sender claims it. Each event says what stood on the page where it
  was made, and only then is that done with. What was typed there is for the question of that page. One message always
  waits that asks what stands open. Such a channel is a `ReceivingChannel` only.
- **Service** (`service/`). One process from its start to a graceful stop, with its chores. After an outage that may
  have cost a tap, open questions are asked again.

*The channel promises* that a chat is one person's own, and bears the address of their account: its name, a colon, a
name. It leaves chats of several people. A button that copies a code or a link sends nothing, and is no live keyboard.
No text of a person, and no token, reaches a log through its errors.

A channel declares what it can with `ChannelAbilities`. What it cannot do is not asked of it, and people are told so
where they would miss it. Nothing else asks which channel it is.

The terminal has one person, who waits in front of it. It takes each event straight to the store, and shows the reply.
Its messages go through the outbox too, but there is nothing to lease, to pace or to retry.
"""

from collections.abc import Hashable, Sequence
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from bot.channels.abilities import ChannelAbilities
from bot.channels.channel_event import ButtonTap, ChannelEvent, Membership, SharedChat
from bot.channels.rate import SendRates
from bot.channels.refusal import SendRefusal
from bot.documents.file_maker import MadeFile
from dialogs.conversation.messages import Button
from storage.features.members import Role
from storage.model.stored import Outgoing

PartT = TypeVar("PartT")


class SendingChannel(Protocol[PartT]):
    """A channel as sending sees it; a part is what it shows at once, in a form of its own.

    `locked_out` is what an operator is told where nothing goes any more.
    """

    name: str
    abilities: ChannelAbilities
    rates: SendRates
    locked_out: str

    def render(self, outgoing: Outgoing) -> Sequence[PartT]:
        """Returns what is shown for a message, in order. Its buttons belong to the last part."""

    def render_plain(self, outgoing: Outgoing) -> Sequence[PartT]:
        """Returns a message without markup and buttons, for where the channel will never take it as it is."""

    def render_file(self, outgoing: Outgoing, made: MadeFile) -> Sequence[PartT]:
        """Returns what is shown for what a message ordered, in order; or a sentence that takes its place."""

    async def send(self, chat: str, part: PartT) -> int | None:
        """Shows a part as a new message, and returns its receipt; None where the channel gives none."""

    def render_edit(self, outgoing: Outgoing) -> PartT:
        """Returns what stands in place of an earlier message; without a block it leaves that one as it was."""

    async def edit(self, chat: str, target: int, part: PartT) -> None:
        """Replaces the message with the receipt `target`, or its last part, and its buttons, which may all go."""

    async def delete(self, chat: str, target: int) -> None:
        """Deletes the message with the receipt `target`."""

    def explain(self, error: Exception) -> SendRefusal:
        """Says what an error means that one of the calls raised."""

    async def confirm_lockout(self) -> bool:
        """Says whether the channel refuses us for good. It asks again and again, over a minute, before it says yes."""


class ReceivingChannel(Protocol):
    """A channel as intake and handling see it. `welcome` is what a person reads who was just let in.

    The store knows an event by `event_prefix` and its id. With it, no two that ever come through this channel are one.
    `keeps_taps` is how long the channel keeps a tap for a process that is away; after that the tap is lost.
    """

    name: str
    event_prefix: str
    abilities: ChannelAbilities
    welcome: str
    keeps_taps: timedelta

    def find_chat(self, raw: object) -> Hashable:
        """Returns the chat of a raw event, before anything else is read; None where it shows none."""

    def parse(self, raw: Any) -> ChannelEvent | Membership | SharedChat | None:
        """Returns what a raw event says; None where it is none of ours. Raises `Unreadable` where it is no event."""

    def read_tap(self, chat: str, data: str) -> ButtonTap | None:
        """Returns what a tapped button carries; None where we did not make it for this chat."""

    def split_buttons(self, buttons: tuple[Button, ...]) -> Sequence[tuple[Button, ...]]:
        """Returns buttons as they are shown, in pages that can be shown at once; one page where all can."""

    async def acknowledge(self, event: ChannelEvent, toast: str = "") -> bool:
        """Shows the person that their event was taken, with a line that passes where there is one.

        A line that is too long is cut where everybody sees that. Returns whether it was shown, and raises nothing.
        """

    def offer_commands(self, chat: str, role: Role | None) -> None:
        """Offers a role's commands, where the channel has a menu; without a role, none. It waits for nothing."""

    def leave(self, shared: SharedChat) -> None:
        """Leaves a chat that is not one person's own. It waits for nothing."""

    def make_link(self, token: str) -> str:
        """Returns a link with which somebody who has an invitation comes to the chat, and is let in."""


class Channel(SendingChannel[PartT], ReceivingChannel, Protocol[PartT]):
    """A whole channel."""
