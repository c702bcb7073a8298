"""Whether a screening went on elsewhere since a chat showed it: what is said of that, before what stands open."""

from bot import phrases
from bot.session.chat_state import ChatState
from dialogs.conversation.blocks import Aside, Block
from storage.model.stored import StoredScreening


def tell_going_on(chat_state: ChatState, stored: StoredScreening | None) -> tuple[Block, ...]:
    """Returns what says that the screening of a chat went on elsewhere; nothing where it did not."""
    return (Aside(phrases.WENT_ON),) if chat_state.is_behind(stored) else ()
