"""What came of an update, in the words of the metrics."""

from dataclasses import dataclass

from bot.observability.metric_words import TapRefusal, UpdateResult
from bot.session.session import SessionReply
from dialogs.conversation.commands import parse_command
from dialogs.conversation.screening import Event, Said
from dialogs.conversation.state_machine import CLARIFYING
from storage.model.people import PersonId


@dataclass(frozen=True, slots=True)
class UpdateOutcome:
    """What came of one update; `refused` says why a tap changed nothing, `ordered_by` for whom a file is made."""

    result: UpdateResult
    refused: TapRefusal | None = None
    ordered_by: PersonId | None = None


def classify_reply(event: Event, reply: SessionReply) -> UpdateOutcome:
    """Returns what came of an event at the session service."""
    turn = reply.turn
    if turn is None:
        return UpdateOutcome(UpdateResult.MENU, ordered_by=None if reply.order is None else reply.order.person)
    if turn.refused:
        return UpdateOutcome(UpdateResult.OTHER, TapRefusal.STALE)
    if turn.verdict is not None:
        return UpdateOutcome(UpdateResult.RESULT)
    if turn.happened:
        return UpdateOutcome(UpdateResult.ANSWERED)
    if turn.screening.state.startswith(CLARIFYING):
        return UpdateOutcome(UpdateResult.ASKED_BACK)
    return UpdateOutcome(
        UpdateResult.MISREAD if isinstance(event, Said) and parse_command(event.text) is None else UpdateResult.COMMAND
    )
