"""A channel in this process: what people do stands in a list, and what they are shown in another one.

It keeps the whole contract for channels, so that the contract can be tried, and scripts be played, without a network.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.channels.abilities import ChannelAbilities
from bot.channels.channel_event import (
    NO_SCREENING,
    SCREENING_BYTES,
    ButtonTap,
    hash_key,
)
from bot.channels.rate import EventRate, SendRates
from bot.channels.refusal import RefusalMeaning, SendRefusal
from bot.documents.file import DocumentFile, TextTable
from bot.documents.file_maker import MadeFile
from bot.workbench.layers.in_process_events import InProcessEvents
from dialogs.conversation.messages import Button, Message, make_notice
from storage.model.stored import Outgoing

CHANNEL = "script"
WELCOME = "You are let in."

EVERYTHING = ChannelAbilities(
    edits=True, deletes=True, buttons=True, folding=True, files=True, receipts=True, toasts=False
)
UNHURRIED = SendRates(EventRate(10**6, 1e-9), EventRate(10**6, 1e-9))
"""Rates that hold nothing."""


@dataclass(slots=True)
class ShownMessage:
    """What a person sees: a message whose buttons belong to a screening, or a file. An edit changes it."""

    message: Message = field(repr=False)
    screening: bytes = field(default=NO_SCREENING, repr=False)
    file: DocumentFile | None = None
    receipt: int = 0


class CallFault(Exception):
    """A call of the channel failed. `is_late` says that it had shown the message before."""

    def __init__(self, refusal: SendRefusal, *, is_late: bool = False) -> None:
        super().__init__(refusal.reason)
        self.refusal, self.is_late = refusal, is_late


class InProcessChannel(InProcessEvents):
    """A channel whose people are names in this process. See `Channel`.

    `chats` holds what is shown. The next calls fail with `faults`, one each; None lets a call pass.
    """

    name = CHANNEL
    is_locked_out = False
    locked_out = "the channel in this process: it does not know us; let it know us, and start again"
    welcome = WELCOME
    keeps_taps = timedelta(seconds=150)

    def __init__(self, abilities: ChannelAbilities = EVERYTHING, rates: SendRates = UNHURRIED) -> None:
        super().__init__()
        self.abilities, self.rates = abilities, rates
        self.chats: dict[str, list[ShownMessage]] = defaultdict(list)
        self.faults: deque[CallFault | None] = deque()

    def read_tap(self, chat: str, data: str) -> ButtonTap | None:
        """See `ReceivingChannel`."""
        screening, number, key = data.split(" ", 2)
        is_ours = chat in self.chats and len(screening) == 2 * SCREENING_BYTES
        return ButtonTap(bytes.fromhex(screening), int(number), hash_key(key)) if is_ours else None

    def split_buttons(self, buttons: tuple[Button, ...]) -> Sequence[tuple[Button, ...]]:
        """See `ReceivingChannel`."""
        return [buttons]

    def make_link(self, token: str) -> str:
        """See `ReceivingChannel`."""
        return f"{CHANNEL}://{token}"

    def render(self, outgoing: Outgoing) -> Sequence[ShownMessage]:
        """See `SendingChannel`."""
        return [ShownMessage(outgoing.message, outgoing.screening or outgoing.unstored or NO_SCREENING)]

    def render_plain(self, outgoing: Outgoing) -> Sequence[ShownMessage]:
        """See `SendingChannel`."""
        return [ShownMessage(replace(outgoing.message, buttons=()))]

    def render_file(self, outgoing: Outgoing, made: MadeFile) -> Sequence[ShownMessage]:
        """See `SendingChannel`."""
        file = made if isinstance(made, DocumentFile) else None
        said = made.caption if isinstance(made, DocumentFile) else made.text if isinstance(made, TextTable) else made
        return [replace(self.render(outgoing)[0], message=make_notice(said), screening=NO_SCREENING, file=file)]

    async def send(self, chat: str, part: ShownMessage) -> int | None:
        """See `SendingChannel`."""
        fault = self._fail()
        part.receipt = next(self.receipts)
        self.chats[chat].append(part)
        if fault is not None:
            raise fault
        return part.receipt if self.abilities.receipts else None

    def render_edit(self, outgoing: Outgoing) -> ShownMessage:
        """See `SendingChannel`."""
        return ShownMessage(outgoing.message)

    async def edit(self, chat: str, target: int, part: ShownMessage) -> None:
        """See `SendingChannel`."""
        self._fail()
        shown = self._find(chat, target)
        shown.message = replace(
            shown.message, blocks=part.message.blocks or shown.message.blocks, buttons=part.message.buttons
        )

    async def delete(self, chat: str, target: int) -> None:
        """See `SendingChannel`. What people write is not in the list."""
        self._fail()
        self.chats[chat] = [each for each in self.chats[chat] if each.receipt != target]

    def explain(self, error: Exception) -> SendRefusal:
        """See `SendingChannel`."""
        return error.refusal if isinstance(error, CallFault) else SendRefusal(RefusalMeaning.AGAIN, "other", "unknown")

    async def confirm_lockout(self) -> bool:
        """See `SendingChannel`."""
        return self.is_locked_out

    def _find(self, chat: str, receipt: int) -> ShownMessage:
        for each in self.chats[chat]:
            if each.receipt == receipt:
                return each
        raise CallFault(SendRefusal(RefusalMeaning.DONE, "bad_request", "there is no such message"))

    def _fail(self) -> CallFault | None:
        """Raises the next fault; returns it where it comes after the message."""
        fault = self.faults.popleft() if self.faults else None
        if fault is not None and not fault.is_late:
            raise fault
        return fault


def carry(shown: ShownMessage, key: str) -> str:
    """Returns what a button of a message carries, by the button's key."""
    return f"{shown.screening[:SCREENING_BYTES].hex()} {shown.message.number} {key}"
