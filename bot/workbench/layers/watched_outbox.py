"""An outbox that says when a chat is at rest."""

from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from bot.channels.sending.store_outbox import StoreOutbox
from dialogs.conversation.messages import Message
from storage.model.stored import Outgoing
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer


@dataclass(slots=True)
class EventRound:
    """What comes of one event in a chat.

    `ends` are Telegram's numbers of the messages with which what was posted ended, in order, each with what was posted.
    """

    is_committed: bool = False
    ends: dict[int, Message] = field(default_factory=dict, repr=False)
    is_over: Event = field(default_factory=Event)


class WatchedOutbox(StoreOutbox):
    """The outbox of a store. A round is over when its event is committed, and nothing of the chat waits to be sent."""

    def __init__(self, writer: Writer, store: Store) -> None:
        super().__init__(writer, store)
        self._rounds: dict[str, EventRound] = {}

    def begin(self, chat: str) -> EventRound:
        """Begins a round in a chat, before its event."""
        begun = self._rounds[chat] = EventRound()
        return begun

    def note_committed(self, chat: str) -> None:
        """Notes that the event is committed."""
        if chat in self._rounds:
            self._rounds[chat].is_committed = True

    async def claim(self, chat: str, now: datetime, *, passes_closing: bool = False) -> Outgoing | None:
        """See `Post`."""
        claimed = await super().claim(chat, now, passes_closing=passes_closing)
        if claimed is None and chat in self._rounds and self._rounds[chat].is_committed:
            self._rounds[chat].is_over.set()
        return claimed

    async def note_sent_as(self, outgoing: Outgoing, receipt: int, now: datetime) -> None:
        """See `Post`."""
        if outgoing.chat in self._rounds:
            self._rounds[outgoing.chat].ends[receipt] = outgoing.message
        await super().note_sent_as(outgoing, receipt, now)

    def end_all(self) -> None:
        """Ends all rounds: nothing comes any more."""
        for each in self._rounds.values():
            each.is_over.set()
