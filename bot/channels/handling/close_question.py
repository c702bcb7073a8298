"""Closing a question: its message loses its keyboard, and shows what is recorded there.

A message that also holds reasons, notes or a verdict keeps its text, which must stay readable.
"""

from bot.channels.handling import phrases
from bot.channels.handling.chat_state import ChannelChatState
from bot.session.session import ChatState, SessionReply
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import find_fact
from storage.model.stored import StoredScreening
from storage.outbox.delivery_reports import find_asking_message
from storage.unit_of_work.unit_of_work import UnitOfWork

KEYBOARD_ONLY = ""
"""As the text of an edit: the text stays, and only the keyboard goes."""

SHORT_LEAD = 160
"""Most characters before a question that may go once it is answered.

They say what was recorded, which the question before shows too. Reasons are longer.
"""


def render_question(dialogue: Dialogue, screening: Screening) -> str:
    """Returns the text of the open question alone."""
    return dialogue.show_again(screening).messages[-1].text


def has_lead(dialogue: Dialogue, screening: Screening, reply: SessionReply) -> bool | None:
    """Says whether reasons, notes or a verdict stand before the question in its message.

    None where the reply asks no question.
    """
    asking = [message for message in reply.shown.messages if message.number == screening.number and message.number]
    if not asking:
        return None
    return len(asking[-1].text) - len(render_question(dialogue, screening)) > SHORT_LEAD


def leave_question(
    uow: UnitOfWork,
    dialogue: Dialogue,
    before: Screening,
    state: ChannelChatState,
    reply: SessionReply,
    *,
    target: int | None,
) -> None:
    """Closes the question that was open before an event, if it was answered or left.

    If it is only asked again, its message loses the keyboard. `target` is the receipt of its message; None where
    that is not known.
    """
    chat_state = state.chat_state
    if (before.number, chat_state.screening) != (reply.number, reply.chat_state.screening):
        text = KEYBOARD_ONLY if state.has_lead else _render_closed(dialogue, before, reply)
        uow.enqueue_edit(text, _find_stored(uow, chat_state), question=before.number, target=target)
    elif any(message.number == before.number for message in reply.shown.messages):
        remove_keyboard(uow, before, chat_state)


def remove_keyboard(uow: UnitOfWork, screening: Screening, chat_state: ChatState) -> None:
    """Takes the keyboard from the message that asked the open question, since another message asks it again."""
    target = find_asking_message(uow.reading, uow.keyring, uow.inbound.chat, chat_state.screening, screening.number)
    if target is not None:
        uow.enqueue_edit(KEYBOARD_ONLY, _find_stored(uow, chat_state), target=target)


def _find_stored(uow: UnitOfWork, chat_state: ChatState) -> StoredScreening | None:
    return None if chat_state.screening is None else uow.find_by_id(chat_state.screening)


def _render_closed(dialogue: Dialogue, before: Screening, reply: SessionReply) -> str:
    """Returns the question with what is recorded there, if the dialogue itself went on.

    Where it did not, another screening is open, and what is recorded in that one says nothing of this question.
    """
    asked = render_question(dialogue, before)
    fact = find_fact(before.state)
    answer = None if reply.turn is None or fact is None else reply.turn.screening.answers.get(fact)
    if answer is None or fact is None:
        return asked
    return f"{asked}\n\n{phrases.ANSWERED.format(answer=dialogue.view.word_answer(fact, answer))}"
