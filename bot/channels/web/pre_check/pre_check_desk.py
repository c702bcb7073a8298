"""The desk of open pre-checks: from a state and what was said to the next state, and the page that shows it.

It holds nothing of any of them. The same state and the same words, at the same time, give the same page.
"""

from dataclasses import replace
from datetime import datetime

from bot import phrases as sessions
from bot.channels.channel_event import ChannelEvent
from bot.channels.handling.identities import find_identity
from bot.channels.handling.outcomes import classify_reply
from bot.channels.web import pre_check_phrases as phrases
from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.pages.reason import make_why
from bot.channels.web.pre_check.pre_check_offers import add_offers, add_to_message, make_hand_menu
from bot.channels.web.pre_check.pre_check_reading import PreCheckRequest
from bot.channels.web.pre_check.pre_check_state import PreCheckState, begin_state
from bot.documents.screening_report import make_report_pages
from bot.session.chat_state import ChatState, SessionReply
from dialogs.conversation.blocks import Block, Paragraph, Section
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button, Message, make_notice, put_before
from dialogs.conversation.screening import Event, Said, Screening, Turn
from dialogs.rules.answers import Pending
from storage.model.people import NOBODY, AccountName
from storage.model.stored import StoredDefinition

PageStep = tuple[PreCheckState, ChatPage]
"""The state from now on, and the page that shows it."""


class PreCheckDesk:
    """The desk for one trial: its dialogue, and the definition that is kept with what is handed to the site."""

    def __init__(self, dialogue: Dialogue, definition: StoredDefinition) -> None:
        self.dialogue, self.definition = dialogue, definition

    def begin(self, now: datetime) -> PageStep:
        """Returns the first page of a new pre-check."""
        turn = self.dialogue.begin(now)
        return begin_state(turn.screening, now), self._make_page(turn.screening, turn.messages, now)

    def list_buttons(self, screening: Screening) -> tuple[Button, ...]:
        """Returns the buttons of the open question."""
        return add_offers(screening, self.dialogue.view.make_buttons(screening))

    def take(self, state: PreCheckState, event: Event, now: datetime) -> PageStep:
        """Returns what comes of what was said or tapped."""
        turn = self.dialogue.take_turn(state.screening, event, now)
        is_problem = classify_reply(event, SessionReply(ChatState(), turn.messages, turn=turn)).is_problem
        told = _tell_identity(event.text) if isinstance(event, Said) and not _awaits(turn) else ()
        page = self._make_page(turn.screening, (*told, *turn.messages), now, is_misread=is_problem)
        return _go_on(state, turn), page

    def answer(self, state: PreCheckState, asked: PreCheckRequest, now: datetime) -> PageStep:
        """Returns the page for a request that is no part of the dialogue. What stands open is asked again."""
        screening = state.screening
        if asked is PreCheckRequest.STAY:
            messages = self.dialogue.show_current(screening, now).messages
            return replace(state, step=state.step + 1), self._make_page(screening, messages, now)
        again = self.dialogue.show_again(screening).messages[-1]
        if asked is PreCheckRequest.REPORT_TEXT:
            pages = make_report_pages(self.dialogue, screening, sessions.UNKEPT_CODE, now)
            return replace(state, step=state.step + 1), self._make_page(screening, (*pages, again), now)
        told = _WORDS[asked]
        page = self._make_page(screening, (put_before(again, told),), now, is_misread=isinstance(told, Paragraph))
        return replace(state, step=state.step + 1), page

    def ask_to_hand(self, state: PreCheckState, now: datetime) -> ChatPage:
        """Returns the page that asks whether a screening is to be handed to the site. It stands over the result.

        Nothing is typed there: its mark is that of the result, where a yes would be none to this question.
        """
        page = self._make_page(state.screening, (make_hand_menu(),), now)
        return replace(page, state="", why=(), number=0, has_field=False)

    def _make_page(
        self, screening: Screening, messages: tuple[Message, ...], now: datetime, *, is_misread: bool = False
    ) -> ChatPage:
        *before, last = (add_to_message(screening, each) for each in messages)
        asking = last if last.buttons else None
        return ChatPage(
            tuple(before) if asking else (*before, last),
            asking,
            why=() if asking is None else make_why(self.dialogue, screening, now),
            is_misread=is_misread,
            number=screening.number,
            trial=self.dialogue.trial.definition.about.acronym,
            state="" if screening.menu is not None else screening.state,
            at=now,
        )


def _go_on(state: PreCheckState, turn: Turn) -> PreCheckState:
    """Returns the state after a turn, with the facts whose answers come from a note."""
    noted = set(state.from_note)
    for each in turn.happened:
        (noted.add if each.from_note else noted.discard)(each.fact)
    return replace(state, step=state.step + 1, screening=turn.screening, from_note=frozenset(noted))


def _awaits(turn: Turn) -> bool:
    """Says whether a typed answer was taken with the day on which a result is expected: it held no other date."""
    return any(
        isinstance(each.after, Pending) and each.after.expected is not None and not each.from_note
        for each in turn.happened
    )


def _tell_identity(text: str) -> tuple[Message, ...]:
    """Returns what is told of a text that could tell who a patient is."""
    told = find_identity(ChannelEvent("", NOBODY, AccountName(NOBODY), text=text))
    return () if told is None else (make_notice(told[-1]),)


_WORDS: dict[PreCheckRequest, Block] = {
    PreCheckRequest.HELP: Section("", (Paragraph(phrases.HELP),)),
    PreCheckRequest.ELSEWHERE: Paragraph(phrases.NOT_HERE, passing=True),
    PreCheckRequest.UNANSWERED: Paragraph(sessions.NOTHING_TO_FILE, passing=True),
    PreCheckRequest.UNFINISHED: Paragraph(phrases.NOT_YET_HANDED, passing=True),
}
