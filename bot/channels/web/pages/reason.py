"""Why a question is asked, as the dialogue says it when somebody asks why."""

from datetime import datetime

from bot.channels.handling.standing_question import FindScreening
from bot.config.dialogue_registry import Dialogues
from bot.session.chat_state import ChatState
from dialogs.conversation.blocks import Block
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import drop_question
from dialogs.conversation.questions import WHY_KEY
from dialogs.conversation.screening import Screening, Tapped
from storage.unit_of_work.repository import ScreeningRepository


def explain_question(
    repository: ScreeningRepository, dialogues: Dialogues, chat_state: ChatState, find: FindScreening, now: datetime
) -> tuple[Block, ...]:
    """Returns why the open question of a chat is asked; nothing where that cannot be asked."""
    if chat_state.unstored is not None:
        found = dialogues.find_unstored(chat_state.unstored)
        return () if found is None else make_why(found[0], chat_state.unstored, now)
    stored = None if chat_state.screening is None else find(chat_state.screening)
    if stored is None:
        return ()
    dialogue = dialogues.find_by_digest(stored.screening.digest, repository.find_definition)
    return () if dialogue is None else make_why(dialogue, stored.screening, now)


def make_why(dialogue: Dialogue, screening: Screening, now: datetime) -> tuple[Block, ...]:
    """Returns the blocks with which the dialogue answers a tap on "Why?"; nothing where there is no such button."""
    if WHY_KEY not in {button.key for button in dialogue.view.make_buttons(screening)}:
        return ()
    (said,) = dialogue.take_turn(screening, Tapped(screening.number, WHY_KEY), now).messages
    return drop_question(said).blocks
