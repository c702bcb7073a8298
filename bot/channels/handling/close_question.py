"""Closing a question: its message loses its buttons, and one line with the answer stands in place of the question.

What else the message holds stays readable, such as reasons, notes or a page.
"""

from bot.channels.handling.chat_state import ChannelChatState
from bot.channels.handling.close_note import make_noted
from bot.session.chat_state import ChatState, SessionReply
from dialogs.conversation.blocks import Answered
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import NOTHING, Message, MessageKind
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import find_fact
from storage.features.chats import ChatStates
from storage.model.errors import Damaged
from storage.model.message_codec import encode_blocks, read_blocks
from storage.model.stored import StoredScreening
from storage.outbox.closing import list_closing_targets
from storage.outbox.delivery_reports import find_asking_message
from storage.unit_of_work.unit_of_work import UnitOfWork, number_question

MENU_NUMBER = 0
"""The question number of the session's menus."""


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

    If it is only asked again, or something else is to be chosen, its message loses the keyboard. `target` is the
    receipt of the message that the event came from; None where that is not known.

    The edit goes before what is said, so that nobody taps an old button while much is on its way. Only after an answer
    the next question goes first: its person waits for it, and the edit would cost the time of one more call. Where the
    channel's pace has no room for both, what is said goes first in any case.
    """
    chat_state = state.chat_state
    shown = before.number if chat_state.number is None else chat_state.number  # it may have gone on in another chat
    if (shown, chat_state.screening) == (reply.number, reply.chat_state.screening):
        if any(message.buttons for message in reply.messages):
            remove_keyboard(uow, chat_state, shown)
        return
    stored = None if chat_state.screening is None else uow.find_by_id(chat_state.screening)
    answered = _make_answered(dialogue, before, reply)
    if stored is None and chat_state.screening is not None:
        remove_keyboard(uow, chat_state, shown, target)  # it was just forgotten, and its receipts go with it
        _close_forgotten(uow, chat_state.screening)
        return
    closed = NOTHING if answered is None else _close(ChatStates(uow), state.lasting, stored, answered)
    question = number_asked(chat_state, shown)
    uow.enqueue_edit(closed, stored, question=question, target=target, goes_first=answered is None)


def leave_menu(uow: UnitOfWork, chat_state: ChatState, reply: SessionReply, target: int | None = None) -> None:
    """Takes the keyboard from a menu of the session that was open before an event, unless it still is.

    `target` is its receipt, where the event came from it.
    """
    menu = reply.chat_state.menu
    if chat_state.menu and (chat_state.menu != menu or any(message.buttons for message in reply.messages)):
        remove_keyboard(uow, chat_state, MENU_NUMBER, target)


def remove_keyboard(uow: UnitOfWork, chat_state: ChatState, number: int, target: int | None = None) -> None:
    """Takes the keyboard from the message that asked a question in this chat: it is over, or asked again elsewhere.

    `target` is its receipt where none is noted. The message is looked up when the edit is sent: people may be quicker
    than what was asked. Only the receipts of a screening that is forgotten have to be looked up before they go with it.
    """
    stored = None if chat_state.screening is None else uow.find_by_id(chat_state.screening)
    if stored is not None or chat_state.screening is None:
        question = number_asked(chat_state, number)
        uow.enqueue_edit(NOTHING, stored, question=question, target=target, goes_first=True)
        return
    asking = find_open_keyboard(uow, chat_state, number)
    if asking is not None or target is not None:
        uow.enqueue_edit(NOTHING, target=target if asking is None else asking, goes_first=True)


def find_open_keyboard(uow: UnitOfWork, chat_state: ChatState, number: int) -> int | None:
    """Returns the receipt of the message that asked a question last; None where none is noted."""
    question = number_asked(chat_state, number)
    return find_asking_message(uow.reading, uow.keyring, uow.inbound.chat, chat_state.screening, question)


def _close_forgotten(uow: UnitOfWork, screening: bytes) -> None:
    """Takes the keyboards of the earlier questions of a screening whose edits still wait, and go with it."""
    for target in list_closing_targets(uow.reading, uow.keyring, uow.inbound.chat, screening):
        uow.enqueue_edit(NOTHING, target=target)


def number_asked(chat_state: ChatState, number: int) -> int:
    """Returns the number by which the receipt of a question is found: without a row, those of its screening differ."""
    return number if chat_state.screening is not None else number_question(number, chat_state.unstored_id)


def _make_answered(dialogue: Dialogue, before: Screening, reply: SessionReply) -> Answered | None:
    """Returns the line with the answer, if the event answered the open question; None where it was left.

    A note's page has a line in any case.
    """
    if before.note is not None:
        return make_noted(before, reply.turn)
    fact = None if reply.turn is None or before.menu is not None else reply.turn.answered
    if reply.turn is None or fact is None or fact != find_fact(before.state):
        return None
    return dialogue.view.make_answered(before, fact, reply.turn.screening.answers[fact])


def _close(chats: ChatStates, lasting: str | None, stored: StoredScreening | None, answered: Answered) -> Message:
    """Returns what replaces the asking message: the blocks that stay, and the line with the answer.

    Where it is not known what stays, the message keeps its text.
    """
    try:
        stay = None if lasting is None else read_blocks(chats.unseal(stored, lasting)) if lasting else ()
    except Damaged:  # the answer is recorded all the same
        stay = None
    return NOTHING if stay is None else Message(MessageKind.NOTICE, (*stay, answered))
