"""A person's session: what is open there, whose it is, and how it is shown. What is asked of it stands elsewhere."""

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.session.chat_state import ChatState, SessionReply
from bot.session.completing import complete_messages
from bot.session.going_on import tell_going_on
from bot.session.menus import make_offer
from bot.session.offers import ENDS, Offers
from dialogs.conversation.blocks import Aside, Block
from dialogs.conversation.commands import Command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button, Copyable, Message, MessageKind, make_notice, put_before
from dialogs.conversation.screening import Screening, Turn
from storage.model.codes import format_code
from storage.model.retention import Retention
from storage.model.stored import StoredDefinition, StoredScreening
from storage.unit_of_work.unit_of_work import UnitOfWork


class Session:
    """One event in a chat.

    `fresh` is what new screenings are for. A session opens a screening for nobody but its owner.
    """

    def __init__(
        self,
        dialogues: Dialogues,
        fresh: tuple[Dialogue, StoredDefinition],
        uow: UnitOfWork,
        chat_state: ChatState,
        retention: Retention,
        *,
        has_files: bool = False,
    ) -> None:
        self.dialogues, self.retention = dialogues, retention
        self.offers = Offers(has_files=has_files, is_kept=True)
        self.uow = uow
        self.now = uow.inbound.fixed_at or uow.inbound.at
        self.chat_state = chat_state
        self.dialogue, self.definition = fresh
        self.stored: StoredScreening | None = None
        self.unstored: Screening | None = None
        self.unstored_id = chat_state.unstored_id
        self.loss = self._restore()
        self.asides: tuple[Block, ...] = (Aside(self.loss),) if self.loss else ()

    def _restore(self) -> str:
        """Takes up what was open in the chat; returns what to tell where it is gone, or another's by now."""
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

    def list_buttons(self) -> tuple[Button, ...]:
        """Returns the buttons of the open question, with those of the session."""
        assert self.open is not None, "only what is open has buttons"
        return self.offers.add_to_buttons(self.open, self.dialogue.view.make_buttons(self.open))

    def ask_again(self, *leads: Block) -> Message:
        """Returns the message that asks what stands open once more, after what is said first."""
        assert self.open is not None, "only what is open is asked again"
        (asked,) = self.dialogue.show_again(self.open).messages
        return put_before(self.offers.add_to_message(self.open, asked), *leads)

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
        """Shows where the open screening stands; of a finished one its result, as of now."""
        assert self.stored is not None, "a screening was just opened"
        (shown,) = self.dialogue.show_current(self.stored.screening, self.now).messages
        if shown.kind is not MessageKind.RESULT:
            begun = phrases.BACK_AT.format(code=format_code(self.stored.code), begun=f"{self.stored.begun_at:%Y-%m-%d}")
            shown = put_before(shown, Aside(begun))
        return self.reply((shown,))

    def show_again(self, lead: str = "", *copyable: Copyable) -> SessionReply:
        """Says something, if there is something to say, then shows what stands open."""
        if self.open is None:
            return self.offer_screenings(lead or phrases.NOTHING_OPEN, *copyable)
        went_on = tell_going_on(self.chat_state, self.stored)
        if copyable:  # alone, so that it may be handed on
            return self.reply((make_notice(lead, *copyable), self.ask_again(*went_on)))
        return self.reply((self.ask_again(*([Aside(lead)] if lead else []), *went_on),))

    def add_to_page(self, asked: Command | None) -> None:
        """Puts what the session has to say before a page of the dialogue."""
        if asked is Command.HELP:
            self.asides = (*self.asides, Aside(phrases.DESK_HELP))

    def offer_screenings(self, lead: str, *copyable: Copyable) -> SessionReply:
        """Says something, with an offer of the person's screenings."""
        return self.show_menu(make_offer(self.list_owned(), lead, copyable, is_open=self.open is not None))

    def show_menu(self, message: Message) -> SessionReply:
        """Shows a message of the session, whose buttons stand open until the next event."""
        return self.reply((message,), menu=message.buttons)

    def post(self, messages: tuple[Message, ...]) -> None:
        """Posts messages of the open screening, stored or not."""
        self.uow.enqueue(messages, self.stored, unstored=None if self.stored is not None else self.unstored_id)

    def reply(
        self, messages: tuple[Message, ...], turn: Turn | None = None, menu: tuple[Button, ...] = ()
    ) -> SessionReply:
        """Posts messages, the first with what the session says too, and returns what comes of the event."""
        code = "" if self.stored is None else format_code(self.stored.code)
        is_at_end = self.open is not None and self.open.menu is None and self.open.state in ENDS
        is_plain = not self.asides and not is_at_end
        said = messages if is_plain else complete_messages(messages, self.open, self.offers, self.asides, code)
        screening = None if self.stored is None else self.stored.id
        before = self.chat_state.number if screening == self.chat_state.screening else None
        number = next((each.number for each in reversed(said) if each.number), before)
        unstored_id = None if self.unstored is None else self.unstored_id
        linked_by = self.chat_state.linked_by
        chat_state = ChatState(screening, self.unstored, menu, number, unstored_id, linked_by)
        self.post(said)
        return SessionReply(chat_state, said, self.stored, turn)
