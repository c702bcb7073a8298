"""Which button was tapped: one of the menu, or of the open screening."""

from bot.channels.channel_event import NO_SCREENING, SCREENING_BYTES, ButtonTap, hash_key
from bot.session.chat_state import ChatState
from bot.session.screening_session import ScreeningSession
from dialogs.conversation.screening import Tapped


def find_button(session: ScreeningSession, chat_state: ChatState, tap: ButtonTap) -> Tapped | None:
    """Returns the button that was tapped, of the session's menu or of the open screening; None for one of neither."""
    for button in chat_state.menu:
        if tap.number == 0 and hash_key(button.key) == tap.key:
            return Tapped(0, button.key)
    if session.open is None or tap.number == 0 or tap.screening != _get_tag(chat_state):
        return None
    keys = {hash_key(button.key): button.key for button in session.dialogue.view.make_buttons(session.open)}
    return Tapped(tap.number, keys.get(tap.key, ""))


def _get_tag(chat_state: ChatState) -> bytes:
    """Returns the beginning of the open screening's id, as its buttons carry it."""
    return (chat_state.screening or chat_state.unstored_id or NO_SCREENING)[:SCREENING_BYTES]
