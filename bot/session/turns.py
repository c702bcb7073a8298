"""Turns of the dialogue in a session: what they change is recorded, with its outcome for the tally."""

from dataclasses import replace

from bot import phrases
from bot.session.chat_state import SessionReply
from bot.session.going_on import tell_going_on
from bot.session.session import Session
from bot.session.tally_outcome import make_outcome, make_turn_outcome
from dialogs.conversation.blocks import Aside
from dialogs.conversation.messages import Copyable, put_before
from dialogs.conversation.screening import Event, Said, Screening, Turn
from storage.model.codes import format_code
from storage.model.stored import StoredScreening


def take_first_turn(session: Session, unstored: Screening, event: Event, role: str) -> SessionReply:
    """Takes a turn in a screening that has no answer yet, and stores it with the first one, as that of this role."""
    turn = session.dialogue.take_turn(unstored, event, session.now)
    if turn.command is not None:
        session.add_to_page(turn.command)
    if not turn.happened:
        session.unstored = turn.screening
        return session.reply(turn.messages, turn)
    assessment = session.dialogue.question_order.assess(unstored.answers).assessment
    outcome = make_outcome(session.dialogue.trial, assessment, is_finished=False)
    first = Turn(unstored, ())
    begun = session.uow.begin_screening(first, session.definition, outcome, role, session.unstored_id)
    session.stored, session.unstored = record_turn(session, begun, turn), None
    code = format_code(begun.code)
    asking, *further = turn.messages
    asking = put_before(asking, Aside(phrases.KEPT_UNDER.format(code=code)))
    copied = replace(asking, copyable=(Copyable(phrases.COPY_CODE_LABEL, code),))
    return session.reply((copied, *further), turn)


def take_turn(session: Session, stored: StoredScreening, event: Event) -> SessionReply:
    """Takes a turn in a stored screening.

    What was typed is for the question that its chat showed. Whoever asks for something beneath an earlier question is
    told that the screening went on.
    """
    turn = session.dialogue.take_turn(stored.screening, name_question(session, event), session.now)
    if turn.command is not None:
        session.asides = (*session.asides, *tell_going_on(session.chat_state, session.stored))
        session.add_to_page(turn.command)
    session.stored = record_turn(session, stored, turn)
    return session.reply(turn.messages, turn)


def name_question(session: Session, event: Event) -> Event:
    """Returns what was typed as a reply to the question that its chat showed, if the screening went on elsewhere."""
    if not isinstance(event, Said) or event.replies_to is not None or not session.chat_state.is_behind(session.stored):
        return event
    return replace(event, replies_to=session.chat_state.number)


def record_turn(session: Session, stored: StoredScreening, turn: Turn) -> StoredScreening:
    """Records what a turn changed, and returns the screening as it is kept from now on."""
    outcome = make_turn_outcome(session.dialogue.trial, stored.outcome, turn)
    return session.uow.record_turn(stored, replace(turn, messages=()), outcome)
