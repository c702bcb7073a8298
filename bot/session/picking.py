"""A choice of one option among several: it is kept with the screening, and nothing is posted."""

from bot.session.chat_state import SessionReply
from bot.session.session import Session
from bot.session.turns import record_turn
from dialogs.conversation.screening import Tapped


def pick(session: Session, tap: Tapped) -> SessionReply:
    """Takes a tap that changes only what is chosen so far. What the turn says is in the reply's turn."""
    opened = session.open
    assert opened is not None, "only an open question has options"
    turn = session.dialogue.take_turn(opened, tap, session.now)
    if session.stored is None:
        session.unstored = turn.screening
    else:
        session.stored = record_turn(session, session.stored, turn)
    return session.reply((), turn)
