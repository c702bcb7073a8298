"""Closing a question: its message loses its buttons, and one line with the answer stands in place of the question.

What else the message holds stays readable, such as reasons, notes or a page.
"""

from bot.channels.handling.chat_state import ChannelChatState
from bot.session.session import ChatState, SessionReply
from dialogs.conversation.blocks import Answered
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import NOTHING, Message, MessageKind
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import find_fact
from storage.features.chats import ChatStates
from storage.model.message_codec import encode_blocks, read_blocks
from storage.model.stored import StoredScreening
from storage.outbox.delivery_reports import find_asking_message
from storage.unit_of_work.unit_of_work import UnitOfWork


def seal_lasting(chats: ChatStates, asking: Message, stored: StoredScreening | None) -> str:
    """Returns the lasting blocks of a message that asks the open question, sealed for the chat's state."""
    return chats.seal(stored, encode_blocks(asking.lasting)) if asking.lasting else ""


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
        stored = _find_stored(uow, chat_state)
        answered = _make_answered(dialogue, before, reply)
        is_gone = stored is None and chat_state.screening is not None
        closed = NOTHING if answered is None or is_gone else _close(ChatStates(uow), state.lasting, stored, answered)
        uow.enqueue_edit(closed, stored, question=before.number, target=target)
    elif any(message.number == before.number for message in reply.messages):
        remove_keyboard(uow, before, chat_state)


def remove_keyboard(uow: UnitOfWork, screening: Screening, chat_state: ChatState) -> None:
    """Takes the keyboard from the message that asked the open question, since another message asks it again."""
    target = find_asking_message(uow.reading, uow.keyring, uow.inbound.chat, chat_state.screening, screening.number)
    if target is not None:
        uow.enqueue_edit(NOTHING, _find_stored(uow, chat_state), target=target)


def _find_stored(uow: UnitOfWork, chat_state: ChatState) -> StoredScreening | None:
    return None if chat_state.screening is None else uow.find_by_id(chat_state.screening)


def _make_answered(dialogue: Dialogue, before: Screening, reply: SessionReply) -> Answered | None:
    """Returns the line with the answer, if the dialogue itself went on and has one there; else None."""
    fact = find_fact(before.state)
    answer = None if reply.turn is None or fact is None else reply.turn.screening.answers.get(fact)
    return None if answer is None or fact is None else dialogue.view.make_answered(before, fact, answer)


def _close(chats: ChatStates, lasting: str, stored: StoredScreening | None, answered: Answered) -> Message:
    """Returns what replaces the asking message: the blocks that stay, and the line with the answer."""
    stay = read_blocks(chats.unseal(stored, lasting)) if lasting else ()
    return Message(MessageKind.NOTICE, (*stay, answered))
