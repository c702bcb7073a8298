"""What a person can ask of the session service in one event; all else that they say goes to the dialogue."""

from collections.abc import Callable

from bot import phrases
from bot.session.account_linking import answer_link, ask_to_leave, leave_person
from bot.session.chat_state import ChatState, SessionReply
from bot.session.file_rate_limit import FileLimit
from bot.session.file_requests import answer_request
from bot.session.file_words import FileRequest
from bot.session.forgetting import ask_to_forget, forget
from bot.session.handover import offer_handover, take_over
from bot.session.inaccuracy_dialog import answer_inaccuracy
from bot.session.listing import go_back, show_list
from bot.session.menus import make_offer
from bot.session.new_screening import begin_new, find_new
from bot.session.note_requests import is_for_note
from bot.session.offers import ENDS, name_choice
from bot.session.requests import (
    ParsedRequest,
    SessionRequest,
    is_plain_text,
    parse_event,
)
from bot.session.session import Session
from bot.session.session_requests import parse_at_question
from bot.session.standing_menu import answer_page, refuse_text, refuse_unopened
from bot.session.trial_choice import TrialChoice
from bot.session.turns import is_behind, take_first_turn, take_turn
from dialogs.conversation.screening import Event, Said
from dialogs.conversation.state_machine import CONCLUDED, STOPPED
from storage.model.codes import format_code, read_code
from storage.model.entries import EntryKind
from storage.model.retention import Retention
from storage.unit_of_work.unit_of_work import UnitOfWork


class ScreeningSession(Session):
    """One event at the session service.

    `files` is there where the channel can send files; `writes_files` says that it writes them at once. A new screening
    is stored with its first answer: until then there is nothing to lose, or to count.
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
        writes_files: bool = False,
    ) -> None:
        has_files = files is not None or writes_files
        super().__init__(trials.dialogues, trials.default, uow, chat_state, retention, has_files=has_files)
        self.trials = trials
        self.files = files
        self.writes_files = writes_files
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
        return parse_event(event, (), is_open=True) is None and find_new(self, self.trials, event) is None

    def handle(self, event: Event) -> SessionReply:
        """Takes what was said or tapped."""
        opened = self.open
        noted = find_new(self, self.trials, event)
        if noted is not None:
            return self._begin_new(*noted)
        asked = parse_event(event, self.chat_state.menu, is_open=opened is not None)
        if asked is None and opened is not None and (opened.state in ENDS or isinstance(event, Said)):
            asked = parse_at_question(self, opened, event)
        if isinstance(asked, ParsedRequest) and not is_for_note(asked, event, opened, is_behind=is_behind(self)):
            return self._handlers[asked.request](asked.subject)
        if isinstance(asked, FileRequest):
            return answer_request(self, asked, self.files, writes=self.writes_files)
        page = answer_page(self, event)
        if page is not None:
            return page
        if opened is None:
            return refuse_unopened(self, event)
        if self.chat_state.menu and is_plain_text(event):
            return refuse_text(self)
        if opened.state in ENDS:
            event = name_choice(self.list_buttons(), event)
        if self.stored is not None:
            return take_turn(self, self.stored, event)
        assert self.unstored is not None, "what is open is stored, or not yet"
        return take_first_turn(self, self.unstored, event, self.role)

    @property
    def _handlers(self) -> dict[SessionRequest, Callable[[str], SessionReply]]:
        return {
            SessionRequest.NEW: self._begin_new,
            SessionRequest.LIST: lambda _: show_list(self, self.retention),
            SessionRequest.OPEN: lambda code: self.open_screening(code)[1],
            SessionRequest.HAND_OVER: lambda code: offer_handover(self, code),
            SessionRequest.TAKE: lambda typed: take_over(self, typed),
            SessionRequest.FORGET: lambda code: ask_to_forget(self, code),
            SessionRequest.DESTROY: lambda code: forget(self, code),
            SessionRequest.KEEP: lambda _: self.show_again(phrases.NOT_FORGOTTEN),
            SessionRequest.STAY: lambda _: go_back(self),
            SessionRequest.INACCURATE: lambda chosen: answer_inaccuracy(self, chosen, self.role),
            SessionRequest.RENAMED: lambda _: self.show_again(phrases.SAID_OTHERWISE),
            SessionRequest.LINK: lambda typed: answer_link(self, typed),
            SessionRequest.UNLINK: lambda _: ask_to_leave(self),
            SessionRequest.LEAVE: lambda _: leave_person(self),
        }

    def _begin_new(self, trial: str, noted: Said | None = None) -> SessionReply:
        return begin_new(self, self.trials, trial, noted, role=self.role)

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
