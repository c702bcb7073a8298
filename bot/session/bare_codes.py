"""A one-time code that is typed alone, where it is no answer: it is said what to type, and nothing is counted."""

import re

from bot.session.chat_state import SessionReply
from bot.session.one_time_words import explain_no_code, is_one_time_code
from bot.session.session import Session
from bot.session.standing_menu import show_standing_menu
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.interpretation import Unfit
from dialogs.conversation.screening import Doubt, Event, Tapped
from dialogs.reading.cleaning import clean

CODE_LIKE = re.compile(r"\W*(?:\w{3}\W{0,3}){2}\w{3}\W*")
"""What may be such a code, at a glance: most answers have not this shape."""


def answer_bare_code(session: Session, event: Event) -> SessionReply | None:
    """Says what a one-time code is for that was typed alone; None for all else, and where it answers what is open."""
    plain = "" if isinstance(event, Tapped) else clean(event.text)
    if isinstance(event, Tapped) or not isinstance(plain, str) or not is_one_time_code(plain):
        return None
    menu, asked = session.chat_state.menu, session.open
    if asked is not None and not menu:
        meant = session.dialogue.interpreter.interpret(asked, event, session.now.date())
        if not isinstance(meant, Unfit | Doubt):
            return None
    told = explain_no_code(plain)
    return show_standing_menu(session, Paragraph(told, passing=True)) if menu else session.show_again(told)
