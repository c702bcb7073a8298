"""`/new NOTE` where only one screening is held: the note waits in memory until starting over was confirmed.

It is written nowhere, and dropped by whatever else is said.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot import phrases
from bot.session.note_requests import find_new_note
from dialogs.conversation.blocks import Aside, Block
from dialogs.conversation.messages import drop_question, put_before
from dialogs.conversation.note_interpreting import name_note
from dialogs.conversation.screening import Event, Menu, Said, Screening, Tapped, Turn
from dialogs.loading.compiled_trial import Trial


class WaitingNotes:
    """Takes the turns of a trial's screenings by `take_turn`, with notes that wait. It holds none itself."""

    def __init__(self, trial: Trial, take_turn: Callable[[Screening, Event, datetime], Turn]) -> None:
        self.trial = trial
        self._take_turn = take_turn

    def take_turn(self, screening: Screening, event: Event, now: datetime, waiting: str) -> tuple[Turn, str]:
        """Returns what comes of an event while a note is `waiting`, and the note that waits from now on; "" is none.

        `/new` with a note asks whether to start over where answers would be lost. Once that is confirmed, it is read.
        """
        noted = "" if isinstance(event, Tapped) else self._find_note(event)
        if noted and isinstance(event, Said):
            if not screening.answers:
                return self._take_turn(screening, replace(event, text=name_note(noted)), now), ""
            asked = self._take_turn(screening, replace(event, text="/new"), now)
            return _tell(asked, Aside(phrases.NOTE_WAITS)), noted
        turn = self._take_turn(screening, event, now)
        if not waiting or screening.menu is not Menu.START_OVER:
            return turn, ""
        if turn.screening.menu is Menu.START_OVER:
            return turn, waiting
        return turn if turn.screening.answers else self._read(turn, waiting, now), ""

    def _read(self, begun: Turn, waiting: str, now: datetime) -> Turn:
        """Returns the turn that starts over and reads a note at once."""
        read = self._take_turn(begun.screening, Said(name_note(waiting)), now)
        told = [block for each in begun.messages for block in drop_question(each).blocks]
        return replace(_tell(read, *told), happened=(*begun.happened, *read.happened))

    def _find_note(self, event: Said) -> str:
        names = {self.trial.id.casefold(), self.trial.definition.about.acronym.casefold()}
        found = find_new_note(event.text, lambda name: name.casefold() in names, is_open=True)
        return "" if found is None else found.note


def _tell(turn: Turn, *blocks: Block) -> Turn:
    first, *more = turn.messages
    return replace(turn, messages=(put_before(first, *blocks), *more))
