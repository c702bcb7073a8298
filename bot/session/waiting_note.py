"""`/new NOTE` where only one screening is held: the note waits in memory until starting over was confirmed.

It is written nowhere, and dropped by whatever else is said.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot import phrases
from bot.session.note_requests import find_new_note
from dialogs.conversation.blocks import Aside, Block
from dialogs.conversation.messages import drop_question, put_before
from dialogs.conversation.note_interpreting import name_note
from dialogs.conversation.screening import Event, Menu, Said, Screening, Tapped, Turn
from dialogs.loading.compiled_trial import Trial


class TurnTaker(Protocol):
    """What takes the turns of one screening: a dialogue, or a layer around it."""

    @property
    def trial(self) -> Trial:
        """The trial that is screened for."""

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Returns what comes of an event."""


@dataclass(frozen=True, slots=True)
class NotedTurn:
    """What came of an event, and the note that waits from now on; empty where none does."""

    turn: Turn
    waiting: str = field(default="", repr=False)


def take_noted_turn(taker: TurnTaker, screening: Screening, event: Event, now: datetime, waiting: str) -> NotedTurn:
    """Takes a turn. `/new` with a note asks whether to start over, if answers would be lost; then the note is read."""
    noted = "" if isinstance(event, Tapped) else _find_note(taker.trial, event)
    if noted and isinstance(event, Said):
        if not screening.answers:
            return NotedTurn(taker.take_turn(screening, replace(event, text=name_note(noted)), now))
        turn = taker.take_turn(screening, replace(event, text="/new"), now)
        return NotedTurn(_tell(turn, Aside(phrases.NOTE_WAITS)), noted)
    turn = taker.take_turn(screening, event, now)
    if not waiting or screening.menu is not Menu.START_OVER:
        return NotedTurn(turn)
    if turn.screening.menu is Menu.START_OVER:
        return NotedTurn(turn, waiting)
    return NotedTurn(turn if turn.screening.answers else _read(taker, turn, waiting, now))


def _read(taker: TurnTaker, begun: Turn, waiting: str, now: datetime) -> Turn:
    """Returns the turn that starts over and reads a note at once."""
    read = taker.take_turn(begun.screening, Said(name_note(waiting)), now)
    told = [block for each in begun.messages for block in drop_question(each).blocks]
    return replace(_tell(read, *told), happened=(*begun.happened, *read.happened))


def _tell(turn: Turn, *blocks: Block) -> Turn:
    first, *more = turn.messages
    return replace(turn, messages=(put_before(first, *blocks), *more))


def _find_note(trial: Trial, event: Said) -> str:
    names = {trial.id.casefold(), trial.definition.about.acronym.casefold()}
    found = find_new_note(event.text, lambda name: name.casefold() in names, is_open=True)
    return "" if found is None else found.note
