"""What came of an event, in the words of the metrics."""

from dataclasses import dataclass, field, replace

from bot.observability.metric_words import TapRefusal, UpdateResult
from bot.session.chat_state import SessionReply
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Said
from dialogs.conversation.state_machine import CLARIFYING
from storage.features.members import Role
from storage.model.people import PersonId


@dataclass(frozen=True, slots=True)
class Toast:
    """A line that answers a tap which changed nothing. `screening` is the one of whose answers it may tell."""

    text: str = field(repr=False)
    screening: bytes | None = None


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What came of one event.

    `refused` says why a tap changed nothing, `ordered_by` for whom a file is made, `has_forgotten` whether a screening
    was forgotten. A stranger was not let in, and learns nothing; a former one has access no more. `role` is that of a
    person who has, where it was looked up. `toast` is what a tap is answered with. `is_problem` says that what was said
    or tapped was not taken, and is told why.
    """

    result: UpdateResult
    refused: TapRefusal | None = None
    ordered_by: PersonId | None = None
    has_forgotten: bool = False
    is_stranger: bool = False
    is_former: bool = False
    role: Role | None = None
    toast: Toast | None = None
    is_problem: bool = False


def classify_reply(event: Event, reply: SessionReply) -> EventOutcome:
    """Returns what came of an event at the session service."""
    turn = reply.turn
    if turn is None:
        ordered_by = None if reply.order is None else reply.order.person
        menu = EventOutcome(UpdateResult.MENU, ordered_by=ordered_by, has_forgotten=reply.has_forgotten)
        return replace(menu, result=UpdateResult.MISREAD, is_problem=True) if reply.is_misread else menu
    if turn.refused:
        return EventOutcome(UpdateResult.OTHER, TapRefusal.STALE, is_problem=True)
    if turn.verdict is not None:
        return EventOutcome(UpdateResult.RESULT)
    if turn.happened:
        return EventOutcome(UpdateResult.ANSWERED)
    if turn.screening.state.startswith(CLARIFYING):
        return EventOutcome(UpdateResult.ASKED_BACK, is_problem=turn.command is None and _tells_first(turn.messages))
    is_misread = isinstance(event, Said) and turn.command is None and not turn.picks
    return EventOutcome(UpdateResult.MISREAD if is_misread else UpdateResult.COMMAND, is_problem=is_misread)


def _tells_first(messages: tuple[Message, ...]) -> bool:
    """Says whether something that only passes is told before all else: what was said was not taken."""
    first = next((block for each in messages for block in each.blocks), None)
    return isinstance(first, Paragraph) and first.passing
