"""The session service: a person's way to their kept screenings: begun, listed, opened, handed over, forgotten.

The rest is the dialogue's.

It holds nothing of any chat: what a chat is at between two events is its state, which the channel keeps.
"""

from collections.abc import Callable
from dataclasses import replace

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.trial_catalogue import list_names
from bot.session import handover as handing_over
from bot.session import inaccuracy_dialog as inaccuracies
from bot.session.file_rate_limit import FileLimit
from bot.session.file_requests import answer_request
from bot.session.file_words import parse_file_request
from bot.session.menus import make_forget_question, make_list_page, make_offer
from bot.session.requests import SessionRequest, parse_menu_choice, parse_page_request, parse_request
from bot.session.session import ChatState, Session, SessionReply
from bot.session.tally_outcome import make_outcome
from dialogs.conversation.commands import Command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.pages import make_report_page
from dialogs.conversation.screening import Event, Message, Screening, Turn
from dialogs.conversation.state_machine import CONCLUDED, STOPPED, find_fact
from storage.model.codes import format_code, read_code
from storage.model.entries import EntryKind
from storage.model.retention import Retention
from storage.model.stored import StoredDefinition, StoredScreening
from storage.unit_of_work.unit_of_work import UnitOfWork

__all__ = ["ChatState", "ScreeningSession", "SessionReply", "SessionService"]


class SessionService:
    """The session service of one program.

    `trial` is what new screenings are for. `files` is there where the channel can send files.
    """

    def __init__(self, dialogues: Dialogues, trial: str, retention: Retention, files: FileLimit | None = None) -> None:
        self.dialogues = dialogues
        self.default_dialogue, self.definition = dialogues.load(trial)
        self.retention = retention
        self.files = files

    def open_session(self, uow: UnitOfWork, chat_state: ChatState, role: str) -> "ScreeningSession":
        """Returns a visit: what one event at `uow` can do, by a person with this role.

        Its methods write to that unit of work only.
        """
        return ScreeningSession(self, uow, chat_state, role)

    def find_trial(self, name: str) -> tuple[Dialogue, StoredDefinition] | str:
        """Returns the trial that somebody named by its id, for a new screening; or what to tell them."""
        try:
            if name.casefold() in ("", self.default_dialogue.trial.id.casefold()):
                return self.default_dialogue, self.definition
            return self.dialogues.find(name) or phrases.NO_TRIAL.format(
                trials=", ".join(dict.fromkeys((self.default_dialogue.trial.id, *list_names())))
            )
        except UsageFault:
            return phrases.TRIAL_FAULTY.format(trial=name[:40])


class ScreeningSession(Session):
    """One event at the session service.

    A new screening is kept with its first answer: until then there is nothing to lose, or to count.
    """

    def __init__(self, front: SessionService, uow: UnitOfWork, chat_state: ChatState, role: str) -> None:
        super().__init__(front.dialogues, (front.default_dialogue, front.definition), uow, chat_state)
        self.service = front
        self.role = role

    def begin(self, *, may_choose: bool) -> SessionReply:
        """Offers the unfinished screenings, or begins a new one."""
        unfinished = (
            [each for each in self.list_owned() if each.screening.state not in (CONCLUDED, STOPPED)]
            if may_choose
            else []
        )
        return self.show_menu(make_offer(unfinished)) if unfinished else self._begin_new("")

    def begin_for(self, trial: str) -> SessionReply:
        """Begins a new screening for the trial with this id; an unknown one is told with those that there are."""
        return self._begin_new(trial)

    def open_screening(self, code: str) -> tuple[str, SessionReply]:
        """Opens a screening by its code; where that cannot be, the first part says why."""
        fault = self._find(code)
        return fault, self.show_again(fault) if fault else self.show_current()

    def handle(self, event: Event) -> SessionReply:
        """Takes what was said or tapped."""
        choice = parse_menu_choice(self.chat_state.menu, event) or parse_request(event, is_open=self.open is not None)
        if choice is not None:
            return self._handlers[choice.request](choice.subject)
        wanted = parse_file_request(event)
        if wanted is not None:
            return answer_request(self, wanted, self.service.files)
        self.lead = (*self.lead, *self._extra_messages(parse_page_request(event)))
        if self.open is None:
            return self.offer_screenings(phrases.NOTHING_OPEN)
        return self._take_first_turn(self.open, event) if self.stored is None else self._take_turn(self.stored, event)

    @property
    def _handlers(self) -> dict[SessionRequest, Callable[[str], SessionReply]]:
        return {
            SessionRequest.NEW: self._begin_new,
            SessionRequest.LIST: self._show_list,
            SessionRequest.OPEN: lambda code: self.open_screening(code)[1],
            SessionRequest.HAND_OVER: self._hand_over,
            SessionRequest.TAKE: self._take_over,
            SessionRequest.FORGET: self._ask_to_forget,
            SessionRequest.DESTROY: self._forget,
            SessionRequest.KEEP: lambda _: self.show_again(phrases.NOT_FORGOTTEN),
            SessionRequest.STAY: lambda _: self.show_again(),
            SessionRequest.REPORT: self._report,
        }

    # what is asked of the session

    def _begin_new(self, trial: str) -> SessionReply:
        found = self.service.find_trial(trial)
        if isinstance(found, str):
            return self.show_again(found)
        self.dialogue, self.definition = found
        turn = self.dialogue.begin(self.now)
        self.stored, self.unstored = None, turn.screening
        return self.reply(turn.messages)

    def _show_list(self, _: str) -> SessionReply:
        owned = self.list_owned()
        if not owned:
            return self.offer_screenings(phrases.NONE_KEPT)
        return self.show_menu(make_list_page(owned, self.stored, self.service.retention, is_open=self.open is not None))

    def _hand_over(self, code: str) -> SessionReply:
        read = self.stored.code if not code and self.stored is not None else read_code(code)
        if read is None:
            return self.show_again(phrases.NO_CODE if code else phrases.HANDOVER_WHICH)
        found = self.find_own(read)
        if found is None:
            return self.show_again(phrases.NOT_YOURS.format(code=format_code(read)))
        noted, said = handing_over.offer_handover(self.uow, found)
        if self.stored is not None and self.stored.id == noted.id:
            self.stored = noted
        return self.show_again(said)

    def _take_over(self, typed: str) -> SessionReply:
        found = handing_over.take_over(self.uow, typed)
        if isinstance(found, str):
            return self.show_again(found)
        self.lead = (*self.lead, Message(phrases.TAKEN_OVER.format(code=format_code(found.code))))
        fault = self.open_own(found)
        return self.show_again(fault) if fault else self.show_current()

    def _ask_to_forget(self, code: str) -> SessionReply:
        if not code and self.stored is None:
            return self.show_again(phrases.FORGET_WHICH)
        known = self.stored.code if not code and self.stored is not None else read_code(code)
        if known is None:
            return self.show_again(phrases.NO_CODE)
        return self.show_menu(make_forget_question(known))

    def _forget(self, code: str) -> SessionReply:
        found = self.find_own(code)
        if found is None:
            return self.show_again(phrases.NOT_YOURS.format(code=format_code(code)))
        self.uow.forget(found)
        if self.stored is not None and self.stored.id == found.id:
            self.stored = None
        return self.show_again(phrases.FORGOTTEN.format(code=format_code(code)))

    def _report(self, chosen: str) -> SessionReply:
        """Takes an inaccuracy by choice, one step after the other; where an address is listed, it is told instead."""
        if self.dialogue.contacts.inaccuracies is not None:
            return self.show_again(make_report_page(self.dialogue.trial, self.dialogue.contacts))
        choice = inaccuracies.make_next_choice(
            self.dialogue, chosen, None if self.open is None else find_fact(self.open.state)
        )
        return (
            self.show_again(inaccuracies.report(self.uow, self.dialogue, chosen, self.role))
            if choice is None
            else self.show_menu(choice)
        )

    def _extra_messages(self, asked: Command | None) -> tuple[Message, ...]:
        """Returns what the session adds to a page of the dialogue."""
        if asked is Command.HELP:
            return (Message(phrases.DESK_HELP),)
        return (
            (Message(phrases.REPORT_HERE),)
            if asked is Command.REPORT and self.dialogue.contacts.inaccuracies is None
            else ()
        )

    def _find(self, code: str) -> str:
        """Opens the screening with a code, and returns nothing; or returns why it cannot be opened."""
        read = read_code(code)
        if read is None:
            return phrases.NO_CODE
        found = self.find_own(read)
        if found is None:
            return phrases.NOT_YOURS.format(code=format_code(read))
        fault = self.open_own(found)
        if not fault:
            self.stored = self.uow.note(found, EntryKind.OPENED)
        return fault

    # what the dialogue does

    def _take_first_turn(self, unstored: Screening, event: Event) -> SessionReply:
        """Takes a turn in a screening that has no answer yet, and keeps it with the first one."""
        trial = self.dialogue.trial
        turn = self.dialogue.take_turn(unstored, event, self.now)
        if not turn.happened:
            self.unstored = turn.screening
            return self.reply(turn.messages, turn)
        stored = self.uow.begin_screening(Turn(unstored, ()), self.definition, make_outcome(trial, unstored), self.role)
        self.stored, self.unstored = (
            self.uow.record_turn(stored, replace(turn, messages=()), make_outcome(trial, turn.screening)),
            None,
        )
        kept_under = Message(phrases.KEPT_UNDER.format(code=format_code(stored.code)))
        return self.reply((kept_under, *turn.messages), turn)

    def _take_turn(self, stored: StoredScreening, event: Event) -> SessionReply:
        turn = self.dialogue.take_turn(stored.screening, event, self.now)
        self.stored = self.uow.record_turn(
            stored, replace(turn, messages=()), make_outcome(self.dialogue.trial, turn.screening)
        )
        offer = (Message(phrases.FILES_OFFER),) if turn.verdict is not None and self.service.files is not None else ()
        return self.reply((*turn.messages, *offer), turn)
