"""What an event asks of a session where it stands: by the buttons that are shown, or in words."""

from bot.session.offers import ENDS, parse_offer
from bot.session.requests import ParsedRequest, Request, SessionRequest, parse_page_request
from bot.session.session import Session
from bot.session.turns import name_question
from dialogs.conversation.commands import Command
from dialogs.conversation.interpretation import CommandRequest
from dialogs.conversation.screening import Event, Screening, Tapped


def parse_at_question(session: Session, asked: Screening, event: Event) -> Request | None:
    """Returns what an event asks of the session beneath an open question; None where it is for the dialogue.

    It is neither a choice from a menu of the session nor one of its words.
    """
    if asked.state in ENDS and (isinstance(event, Tapped) or not session.chat_state.menu):
        offered = parse_offer(session.list_buttons(), name_question(session, event), asked.number)
        if offered is not None:
            return offered
    return _parse_new(session, asked, event)


def _parse_new(session: Session, asked: Screening, event: Event) -> ParsedRequest | None:
    """Returns the request for another screening, where "new" is no answer to the open question."""
    is_likely = not isinstance(event, Tapped) and _NEW in event.text[:20].casefold()
    if not is_likely or parse_page_request(event) is not Command.NEW:
        return None
    meant = session.dialogue.interpreter.interpret(asked, event, session.now.date())
    is_command = isinstance(meant, CommandRequest) and meant.command is Command.NEW
    return ParsedRequest(SessionRequest.NEW) if is_command else None


_NEW = Command.NEW.value
