"""Closing a question: its message loses its keyboard, and shows what is recorded there, unless it also holds what must stay readable."""

from bot.channels.telegram import phrases
from bot.session.service import Reply, Seat
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import fact_of
from storage.outbox.outbox import message_that_asked
from storage.unit_of_work.unit_of_work import Desk

KEYBOARD_ONLY = ""
"""As the text of an edit: the text stays, and only the keyboard goes."""

SHORT_LEAD = 160
"""Characters before a question that may go when it was answered: what was recorded, which the question before shows. Reasons are longer."""


def asked_text(dialogue: Dialogue, screening: Screening) -> str:
    """Returns the text of the open question alone."""
    return dialogue.shown_again(screening).messages[-1].text


def has_lead(dialogue: Dialogue, screening: Screening, reply: Reply) -> bool | None:
    """Says whether reasons, notes or a verdict stand before the question in its message; None where a reply asks no question."""
    asking = [message for message in reply.shown.messages if message.number == screening.number and message.number]
    if not asking:
        return None
    return len(asking[-1].text) - len(asked_text(dialogue, screening)) > SHORT_LEAD


def close(desk: Desk, dialogue: Dialogue, before: Screening, seat: Seat, reply: Reply, *, target: int | None, keeps_text: bool) -> None:
    """Posts that a question is closed that was answered or left; `target` is its message where that is known."""
    text = KEYBOARD_ONLY if keeps_text else _closed_text(dialogue, before, reply)
    kept = None if seat.screening is None else desk.by_id(seat.screening)
    desk.post_edit(text, kept, question=before.number, target=target)


def bare(desk: Desk, screening: Screening, seat: Seat) -> None:
    """Posts that the message which asked the open question loses its keyboard, since another one asks it again."""
    target = message_that_asked(desk.reading, desk.realm, desk.incoming.chat, seat.screening, screening.number)
    if target is not None:
        desk.post_edit(KEYBOARD_ONLY, None if seat.screening is None else desk.by_id(seat.screening), target=target)


def _closed_text(dialogue: Dialogue, before: Screening, reply: Reply) -> str:
    """Returns the question with what is recorded there, if the dialogue itself went on.

    Where it did not, another screening is open, and what is recorded in that one says nothing of this question.
    """
    asked = asked_text(dialogue, before)
    fact = fact_of(before.state)
    answer = None if reply.turn is None or fact is None else reply.turn.screening.answers.get(fact)
    if answer is None or fact is None:
        return asked
    return f"{asked}\n\n{phrases.ANSWERED.format(answer=dialogue.view.answer_words(fact, answer))}"
