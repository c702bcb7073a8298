"""The menu that stands open in a chat, told once more: its question, its warning and what it lists, above its buttons.

A page of the dialogue can be read meanwhile, and what chooses nothing is told; the menu stays as it was.
"""

from dataclasses import replace

from bot import phrases
from bot.session.account_linking import make_unlink_question
from bot.session.chat_state import SessionReply
from bot.session.inaccuracy_dialog import ask_once_more
from bot.session.menus import make_forget_question, make_list_page, make_offer
from bot.session.requests import ParsedRequest, SessionRequest, parse_key, parse_page_request
from bot.session.session import Session
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.conversation.commands import Command
from dialogs.conversation.messages import Message, drop_question, put_before
from dialogs.conversation.screening import Event, Said
from dialogs.phrases import UNSEEN

PAGES = frozenset(
    {
        Command.TRIAL,
        Command.CRITERIA,
        Command.PLAIN,
        Command.PATHWAY,
        Command.HOSPITALS,
        Command.SUPPORT,
        Command.HELP,
        Command.PRIVACY,
    }
)
"""The pages that say the same whichever question stands open."""


def show_standing_menu(session: Session, *leads: Block) -> SessionReply:
    """Shows the open menu once more, after what is said first; where there is none, an offer of screenings."""
    return session.show_menu(put_before(make_standing_menu(session), *leads))


def refuse_text(session: Session) -> SessionReply:
    """Tells that a text chooses nothing of the open menu, which stays."""
    reply = show_standing_menu(session, Paragraph(phrases.CHOOSE_FIRST, passing=True))
    return replace(reply, is_misread=True)


def refuse_unopened(session: Session, event: Event) -> SessionReply:
    """Tells that no screening is open for what was said, and offers some. A text for another question is told so."""
    is_for_another = isinstance(event, Said) and event.last_seen == 0
    leads = (Paragraph(UNSEEN, passing=True),) if is_for_another else ()
    offer = make_offer(session.list_owned(), phrases.NOTHING_OPEN)
    return replace(session.show_menu(put_before(offer, *leads)), is_misread=is_for_another)


def answer_page(session: Session, event: Event) -> SessionReply | None:
    """Shows the page that is asked for, with the open menu beneath it; None where there is no menu, or no page."""
    asked = parse_page_request(event)
    if asked not in PAGES or not (session.chat_state.menu or session.open is None):
        return None
    screening = session.open or session.dialogue.begin(session.now).screening
    said = Said(f"/{asked.value}", session.now)
    page = drop_question(session.dialogue.take_turn(screening, said, session.now).messages[-1])
    session.add_to_page(asked)
    return show_standing_menu(session, *page.blocks)


def make_standing_menu(session: Session) -> Message:
    """Returns the menu that stands open, as it was; where there is none, an offer of screenings."""
    menu, owned = session.chat_state.menu, session.list_owned()
    if not menu:
        return make_offer(owned, phrases.NOTHING_OPEN)
    asked = [each for each in (parse_key(button.key) for button in menu) if isinstance(each, ParsedRequest)]
    subjects = {each.request: each.subject for each in asked}
    if SessionRequest.DESTROY in subjects:
        made = make_forget_question(subjects[SessionRequest.DESTROY])
    elif SessionRequest.LEAVE in subjects:
        made = make_unlink_question(session) or make_offer(owned, phrases.UNLINK_NONE)
    elif SessionRequest.INACCURATE in subjects:
        made = ask_once_more(session, subjects[SessionRequest.INACCURATE])
    elif owned:
        made = make_list_page(owned, session.stored, session.retention, is_open=session.open is not None)
    else:
        made = make_offer(owned, phrases.NONE_KEPT)
    return replace(made, buttons=menu, numbered=len(menu))
