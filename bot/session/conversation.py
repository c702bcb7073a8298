"""A conversation: what a channel holds with one person.

It gives what to show first, and what comes of each thing said or tapped.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot import phrases
from bot.documents.forms import TEXT
from bot.session.file_words import FileRequest
from bot.session.note_requests import is_for_note
from bot.session.offers import Offers, name_choice, parse_offer
from bot.session.requests import SessionRequest, parse_words
from bot.session.waiting_note import WaitingNotes
from dialogs.conversation.blocks import Aside
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message, put_before
from dialogs.conversation.screening import Event, Happened, Said, Screening, Turn
from storage.model.file_request import FileOrder
from storage.model.people import PersonId

OFFERS = Offers(has_files=True, is_kept=False)


_OF_KEPT = frozenset(
    {
        SessionRequest.LIST,
        SessionRequest.OPEN,
        SessionRequest.HAND_OVER,
        SessionRequest.TAKE,
        SessionRequest.FORGET,
        SessionRequest.LINK,
        SessionRequest.UNLINK,
    }
)
"""What can be asked only of screenings that are kept."""


class Conversation(Protocol):
    """What a channel talks to."""

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Returns what to show first.

        With `may_choose`, that may be a choice of screenings to go on with; else a new one begins.
        """

    def take_event(self, event: Event) -> tuple[Message, ...]:
        """Returns what comes of what was said or tapped."""

    def leave(self) -> str:
        """Ends the conversation, and returns the last words."""


class InMemoryConversation:
    """A conversation about one screening that is kept in memory only, with what happened to its answers.

    Files are written into `folder`.
    """

    def __init__(self, dialogue: Dialogue, clock: Callable[[], datetime], folder: Path = Path()) -> None:
        self.dialogue = dialogue
        self.clock = clock
        self.folder = folder
        self.screening: Screening | None = None
        self.history: list[Happened] = []
        self._notes, self._waiting = WaitingNotes(dialogue.trial, dialogue.take_turn), ""

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Begins a screening."""
        del may_choose  # nothing is kept, so there is nothing to choose from
        return self._note(self.dialogue.begin(self.clock()))

    def take_event(self, event: Event) -> tuple[Message, ...]:
        """Takes a turn, or makes a file."""
        screening = self.screening
        assert screening is not None, "a conversation begins before anything is heard"
        buttons = OFFERS.add_to_buttons(screening, self.dialogue.view.make_buttons(screening))
        wanted = parse_offer(buttons, event, screening.number)
        if wanted is None and isinstance(event, Said):
            wanted = parse_words(event.text, is_open=True)
        if isinstance(wanted, FileRequest):
            return self._answer_request(screening, wanted)
        if wanted is not None and wanted.request in _OF_KEPT and not is_for_note(wanted, event, screening):
            return self._ask_again(screening, phrases.NONE_KEPT_HERE)
        return self._take_turn(screening, name_choice(buttons, event))

    def leave(self) -> str:
        """Returns words that say that nothing was kept."""
        return phrases.FAREWELL_IN_MEMORY

    def _take_turn(self, screening: Screening, event: Event) -> tuple[Message, ...]:
        turn, self._waiting = self._notes.take_turn(screening, event, self.clock(), self._waiting)
        return self._note(turn)

    def _answer_request(self, screening: Screening, wanted: FileRequest) -> tuple[Message, ...]:
        """Shows a report or writes a file, and shows what stands open."""
        if wanted.code:
            return self._ask_again(screening, phrases.NONE_KEPT_HERE)
        if not screening.answers:
            return self._ask_again(screening, phrases.NOTHING_TO_FILE)
        at = self.clock()
        from bot.documents.screening_report import make_report_pages, report_screening  # noqa: PLC0415 - few ask for one

        if wanted.form == TEXT:
            pages = make_report_pages(self.dialogue, screening, phrases.UNKEPT_CODE, at)
            return (*pages, *self._ask_again(screening))
        from bot.session.file_writing import write_ordered  # noqa: PLC0415 - the same

        report = report_screening(self.dialogue, screening, phrases.UNKEPT_CODE, at)
        order = FileOrder(wanted.form, PersonId(""), at, how=(wanted.paper,))
        name = f"trialscreen-{screening.trial}-{at:%Y-%m-%d-%H%M%S}"
        return self._ask_again(screening, write_ordered(order, report, name, self.folder))

    def _ask_again(self, screening: Screening, lead: str = "") -> tuple[Message, ...]:
        asked = OFFERS.add_to_message(screening, self.dialogue.show_again(screening).messages[-1])
        return (put_before(asked, *([Aside(lead)] if lead else [])),)

    def _note(self, turn: Turn) -> tuple[Message, ...]:
        self.screening = turn.screening
        self.history += turn.happened
        return tuple(OFFERS.add_to_message(turn.screening, each) for each in turn.messages)
