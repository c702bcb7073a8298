"""A person's session: what is open there, whose it is, and how it is shown.

What is asked of the session stands elsewhere.
"""

from dataclasses import replace

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.session.chat_state import ChatState, SessionReply
from bot.session.menus import make_offer
from dialogs.conversation.blocks import Block
from dialogs.conversation.commands import Command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button, Copyable, Message, make_notice, put_before
from dialogs.conversation.screening import Screening, Turn
from storage.model.codes import format_code
from storage.model.stored import StoredDefinition, StoredScreening
from storage.unit_of_work.unit_of_work import UnitOfWork


class Session:
    """One event in a chat.

    `fresh` is what new screenings are for. A session opens a screening for nobody but its owner.
    """

    def __init__(
        self, dialogues: Dialogues, fresh: tuple[Dialogue, StoredDefinition], uow: UnitOfWork, chat_state: ChatState
    ) -> None:
        self.dialogues = dialogues
        self.uow = uow
        self.now = uow.inbound.fixed_at or uow.inbound.at
        self.chat_state = chat_state
        self.dialogue, self.definition = fresh
        self.stored: StoredScreening | None = None
        self.unstored: Screening | None = None
        self.unstored_id = chat_state.unstored_id
        self.loss = self._restore()
        self.lead = (make_notice(self.loss),) if self.loss else ()
        self.asides: tuple[Block, ...] = ()

    def _restore(self) -> str:
        """Takes up what was open in the chat.

        Where it is not there any more, or is another's by now, returns what to tell.
        """
        if self.chat_state.unstored is not None:
            found = self.dialogues.find_unstored(self.chat_state.unstored)
            if found is None:
                return phrases.REDEFINED
            self.unstored, (self.dialogue, self.definition) = self.chat_state.unstored, found
        if self.chat_state.screening is None:
            return ""
        stored = self.uow.find_by_id(self.chat_state.screening)
        if stored is None:
            return phrases.GONE
        if stored.owner != self.uow.person:
            return phrases.HANDED_OVER
        return self.open_own(stored)

    @property
    def open(self) -> Screening | None:
        """The screening that is open, kept or not."""
        return self.unstored if self.stored is None else self.stored.screening

    def find_own(self, code: str) -> StoredScreening | None:
        """Returns the screening with this code, where it is the person's own."""
        found = self.uow.find_by_code(code)
        return found if found is not None and found.owner == self.uow.person else None

    def list_owned(self) -> list[StoredScreening]:
        """Returns the person's screenings, those used last first."""
        return self.uow.list_owned(self.uow.person)

    def open_own(self, stored: StoredScreening) -> str:
        """Opens one of the person's screenings, and returns nothing; or returns why it cannot be read."""
        dialogue = self.dialogues.find_by_digest(stored.screening.digest, self.uow.find_definition)
        if dialogue is None:
            return phrases.UNREADABLE.format(code=format_code(stored.code), trial=stored.screening.trial)
        self.stored, self.unstored, self.dialogue = stored, None, dialogue
        return ""

    def show_current(self) -> SessionReply:
        """Shows where the open screening stands."""
        assert self.stored is not None, "a screening was just opened"
        code, begun = format_code(self.stored.code), f"{self.stored.begun_at:%Y-%m-%d}"
        where = make_notice(phrases.BACK_AT.format(code=code, begun=begun))
        return self.reply((where, *self.dialogue.show_again(self.stored.screening).messages))

    def show_again(self, lead: str = "", *copyable: Copyable) -> SessionReply:
        """Says something, if there is something to say, then shows what stands open."""
        if self.open is None:
            return self.offer_screenings(lead or phrases.NOTHING_OPEN, *copyable)
        said = (make_notice(lead, *copyable),) if lead else ()
        return self.reply((*said, *self.dialogue.show_again(self.open).messages))

    def add_to_page(self, asked: Command | None) -> None:
        """Puts what the session has to say before a page of the dialogue."""
        if asked is Command.HELP:
            self.lead = (*self.lead, make_notice(phrases.DESK_HELP))
        if asked is Command.REPORT and self.dialogue.contacts.inaccuracies is None:
            self.lead = (*self.lead, make_notice(phrases.REPORT_HERE))

    def offer_screenings(self, lead: str, *copyable: Copyable) -> SessionReply:
        """Says something, with an offer of the person's screenings."""
        return self.show_menu(replace(make_offer(self.list_owned(), lead), copyable=copyable))

    def show_menu(self, message: Message) -> SessionReply:
        """Shows a message of the session, whose buttons stand open until the next event."""
        return self.reply((message,), menu=message.buttons)

    def post(self, messages: tuple[Message, ...]) -> None:
        """Posts messages of the open screening, stored or not."""
        self.uow.enqueue(messages, self.stored, unstored=None if self.stored is not None else self.unstored_id)

    def reply(
        self, messages: tuple[Message, ...], turn: Turn | None = None, menu: tuple[Button, ...] = ()
    ) -> SessionReply:
        """Posts messages, and returns what comes of the event. `asides` stand before them, in the first."""
        said = (*self.lead, *messages)
        if self.asides and said:
            said = (put_before(said[0], *self.asides), *said[1:])
        screening = None if self.stored is None else self.stored.id
        before = self.chat_state.number if screening == self.chat_state.screening else None
        number = next((each.number for each in reversed(said) if each.number), before)
        unstored_id = None if self.unstored is None else self.unstored_id
        chat_state = ChatState(screening, self.unstored, menu, number, unstored_id)
        self.post(said)
        return SessionReply(chat_state, said, self.stored, turn)
