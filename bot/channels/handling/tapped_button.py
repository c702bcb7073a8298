"""Which button was tapped: one of the menu, or of the open screening."""

from bot.channels.channel_event import NO_SCREENING, SCREENING_BYTES, ButtonTap, hash_key
from bot.channels.handling.picked_form import read_picked
from bot.session.chat_state import ChatState
from bot.session.offers import ENDS
from bot.session.screening_session import ScreeningSession
from dialogs.conversation.screening import Tapped


def find_button(session: ScreeningSession, chat_state: ChatState, tap: ButtonTap) -> Tapped | None:
    """Returns the button that was tapped, of the session's menu or of the open screening; None for one of neither.

    One of the screening that is not on its open question, any more or at all, has no key.
    """
    for button in chat_state.menu:
        if tap.number == 0 and hash_key(button.key) == tap.key:
            return Tapped(0, button.key)
    asked = session.open
    screening = (chat_state.screening or chat_state.unstored_id or NO_SCREENING)[:SCREENING_BYTES]
    if asked is None or tap.number == 0 or tap.screening != screening:
        return None
    own = session.dialogue.view.make_buttons
    for button in session.list_buttons() if asked.state in ENDS else own(asked):
        if tap.number == asked.number and hash_key(button.key) == tap.key:
            return Tapped(tap.number, button.key)
    is_open = tap.number == asked.number
    return Tapped(tap.number, (read_picked(own(asked), tap.key) or "") if is_open else "")
