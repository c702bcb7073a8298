"""What came of an update, in the words of the metrics."""

from dataclasses import dataclass

from bot.observability.metrics import Ending, Tap
from bot.session.service import Reply
from dialogs.conversation.commands import command
from dialogs.conversation.screening import Event, Said
from dialogs.conversation.state_machine import CLARIFYING


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one update; `refused` says why a tap changed nothing, `has_order` whether a file is made."""

    ending: Ending
    refused: Tap | None = None
    has_order: bool = False


def came_of(event: Event, reply: Reply) -> Came:
    """Returns what came of an event at the front desk."""
    turn = reply.turn
    if turn is None:
        return Came(Ending.MENU, has_order=reply.order is not None)
    if turn.refused:
        return Came(Ending.OTHER, Tap.STALE)
    if turn.verdict is not None:
        return Came(Ending.RESULT)
    if turn.happened:
        return Came(Ending.ANSWERED)
    if turn.screening.state.startswith(CLARIFYING):
        return Came(Ending.ASKED_BACK)
    return Came(Ending.MISREAD if isinstance(event, Said) and command(event.text) is None else Ending.COMMAND)
