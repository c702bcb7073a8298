"""What a person can ask of the session service in one event; all else that they say goes to the dialogue."""

from collections.abc import Callable
from dataclasses import replace

from bot import phrases
from bot.session.account_linking import answer_link, leave_person
from bot.session.chat_state import ChatState, SessionReply
from bot.session.file_rate_limit import FileLimit
from bot.session.file_requests import answer_request
from bot.session.forgetting import ask_to_forget, forget
from bot.session.handover import offer_handover, take_over
from bot.session.inaccuracy_dialog import answer_report
from bot.session.menus import make_list_page, make_offer
from bot.session.note_requests import find_new_note, is_for_note
from bot.session.requests import (
    FileRequest,
    ParsedRequest,
    SessionRequest,
    is_plain_text,
    parse_event,
    parse_page_request,
)
from bot.session.session import Session
from bot.session.trial_choice import TrialChoice
from bot.session.turns import take_first_turn, take_turn
from dialogs.conversation.messages import drop_question, make_menu
from dialogs.conversation.note_interpreting import name_note
from dialogs.conversation.screening import Event, Said
from dialogs.conversation.state_machine import CONCLUDED, STOPPED
from storage.model.codes import format_code, read_code
from storage.model.entries import EntryKind
from storage.model.retention import Retention
from storage.unit_of_work.unit_of_work import UnitOfWork, make_screening_id


class ScreeningSession(Session):
    """One event at the session service.

    `files` is there where the channel can send files. A new screening is stored with its first answer: until then there
    is nothing to lose, or to count.
    """

    def __init__(
        self,
        trials: TrialChoice,
        retention: Retention,
        uow: UnitOfWork,
        chat_state: ChatState,
        *,
        role: str,
        files: FileLimit | None,
    ) -> None:
        super().__init__(trials.dialogues, trials.default, uow, chat_state)
        self.trials = trials
        self.retention = retention
        self.files = files
        self.role = role

    def begin(self, *, may_choose: bool) -> SessionReply:
        """Offers the unfinished screenings, or begins a new one."""
        owned = self.list_owned() if may_choose else []
        unfinished = [each for each in owned if each.screening.state not in (CONCLUDED, STOPPED)]
        return self.show_menu(make_offer(unfinished)) if unfinished else self._begin_new("")

    def begin_for(self, trial: str) -> SessionReply:
        """Begins a new screening for the trial with this id; an unknown one is told with those that there are."""
        return self._begin_new(trial)

    def open_screening(self, code: str) -> tuple[str, SessionReply]:
        """Opens a screening by its code; where that cannot be, the first part says why."""
        fault = self._find(code)
        return fault, self.show_again(fault) if fault else self.show_current()

    def is_answer(self, event: Said) -> bool:
        """Says whether a text is for the open question: no menu stands over it, and nothing is asked by the text."""
        if self.open is None or self.chat_state.menu or event.text.lstrip().startswith("/"):
            return False
        return parse_event(event, (), is_open=True) is None

    def handle(self, event: Event) -> SessionReply:
        """Takes what was said or tapped."""
        is_open = self.open is not None
        if isinstance(event, Said) and event.text.lstrip("/\uff0f \n\t")[:3].casefold() == "new":
            noted = find_new_note(event.text, self.trials, is_open=is_open)
            if noted is not None:
                return self._begin_new(noted.trial, replace(event, text=name_note(noted.note), last_seen=None))
        asked = parse_event(event, self.chat_state.menu, is_open=is_open)
        if isinstance(asked, ParsedRequest) and not is_for_note(asked, event, self.open):
            return self._handlers[asked.request](asked.subject)
        if isinstance(asked, FileRequest):
            return answer_request(self, asked, self.files)
        if self.open is not None and self.chat_state.menu and is_plain_text(event):
            return self.show_menu(make_menu(phrases.CHOOSE_FIRST, self.chat_state.menu))
        if self.stored is not None:
            return take_turn(self, self.stored, event, offers_files=self.files is not None)
        if self.unstored is not None:
            return take_first_turn(self, self.unstored, event, self.role)
        self.add_to_page(parse_page_request(event))
        return self.offer_screenings(phrases.NOTHING_OPEN)

    @property
    def _handlers(self) -> dict[SessionRequest, Callable[[str], SessionReply]]:
        return {
            SessionRequest.NEW: self._begin_new,
            SessionRequest.LIST: self._show_list,
            SessionRequest.OPEN: lambda code: self.open_screening(code)[1],
            SessionRequest.HAND_OVER: lambda code: offer_handover(self, code),
            SessionRequest.TAKE: lambda typed: take_over(self, typed),
            SessionRequest.FORGET: lambda code: ask_to_forget(self, code),
            SessionRequest.DESTROY: lambda code: forget(self, code),
            SessionRequest.KEEP: lambda _: self.show_again(phrases.NOT_FORGOTTEN),
            SessionRequest.STAY: lambda _: self.show_again(),
            SessionRequest.REPORT: lambda chosen: answer_report(self, chosen, self.role),
            SessionRequest.LINK: lambda typed: answer_link(self, typed),
            SessionRequest.UNLINK: lambda _: leave_person(self),
        }

    def _begin_new(self, trial: str, noted: Said | None = None) -> SessionReply:
        """Begins a new screening, perhaps with a note: then its page stands in the place of the first question."""
        found = self.trials.find_trial(trial)
        if isinstance(found, str):
            return self.show_again(found)
        self.dialogue, self.definition = found
        turn = self.dialogue.begin(self.now)
        self.stored, self.unstored, self.unstored_id = None, turn.screening, make_screening_id()
        if noted is None:
            return self.reply(turn.messages)
        self.lead = (*self.lead, *map(drop_question, turn.messages))
        return take_first_turn(self, turn.screening, noted, self.role)

    def _show_list(self, _: str) -> SessionReply:
        owned = self.list_owned()
        if not owned:
            return self.offer_screenings(phrases.NONE_KEPT)
        return self.show_menu(make_list_page(owned, self.stored, self.retention, is_open=self.open is not None))

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
