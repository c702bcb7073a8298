"""Closing a question: its message loses its keyboard, and shows what is recorded there, unless it also holds what must stay readable."""

from bot.channels.telegram import phrases
from bot.session.service import ChatState, SessionReply
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import find_fact
from storage.outbox.delivery_reports import find_asking_message
from storage.unit_of_work.unit_of_work import UnitOfWork

KEYBOARD_ONLY = ""
"""As the text of an edit: the text stays, and only the keyboard goes."""

SHORT_LEAD = 160
"""Characters before a question that may go when it was answered: what was recorded, which the question before shows.
Reasons are longer."""


def render_question(dialogue: Dialogue, screening: Screening) -> str:
    """Returns the text of the open question alone."""
    return dialogue.show_again(screening).messages[-1].text


def has_lead(dialogue: Dialogue, screening: Screening, reply: SessionReply) -> bool | None:
    """Says whether reasons, notes or a verdict stand before the question in its message; None where a reply asks no question."""
    asking = [message for message in reply.shown.messages if message.number == screening.number and message.number]
    if not asking:
        return None
    return len(asking[-1].text) - len(render_question(dialogue, screening)) > SHORT_LEAD


def close_question(
    uow: UnitOfWork,
    dialogue: Dialogue,
    before: Screening,
    chat_state: ChatState,
    reply: SessionReply,
    *,
    target: int | None,
    keeps_text: bool,
) -> None:
    """Posts that a question is closed that was answered or left; `target` is its message where that is known."""
    text = KEYBOARD_ONLY if keeps_text else _closed_text(dialogue, before, reply)
    stored = None if chat_state.screening is None else uow.find_by_id(chat_state.screening)
    uow.enqueue_edit(text, stored, question=before.number, target=target)


def remove_keyboard(uow: UnitOfWork, screening: Screening, chat_state: ChatState) -> None:
    """Posts that the message which asked the open question loses its keyboard, since another one asks it again."""
    target = find_asking_message(uow.reading, uow.keyring, uow.inbound.chat, chat_state.screening, screening.number)
    if target is not None:
        uow.enqueue_edit(
            KEYBOARD_ONLY, None if chat_state.screening is None else uow.find_by_id(chat_state.screening), target=target
        )


def _closed_text(dialogue: Dialogue, before: Screening, reply: SessionReply) -> str:
    """Returns the question with what is recorded there, if the dialogue itself went on.

    Where it did not, another screening is open, and what is recorded in that one says nothing of this question.
    """
    asked = render_question(dialogue, before)
    fact = find_fact(before.state)
    answer = None if reply.turn is None or fact is None else reply.turn.screening.answers.get(fact)
    if answer is None or fact is None:
        return asked
    return f"{asked}\n\n{phrases.ANSWERED.format(answer=dialogue.view.word_answer(fact, answer))}"
