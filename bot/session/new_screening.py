"""Beginning another screening in a session: for a trial, with a note, or both."""

from dataclasses import replace

from bot import phrases
from bot.session.chat_state import SessionReply
from bot.session.note_requests import find_new_note
from bot.session.session import Session
from bot.session.trial_choice import TrialChoice
from bot.session.turns import take_first_turn
from dialogs.conversation.blocks import Aside
from dialogs.conversation.messages import drop_question
from dialogs.conversation.note_interpreting import name_note
from dialogs.conversation.screening import Event, Said
from storage.model.codes import format_code
from storage.unit_of_work.unit_of_work import make_screening_id


def find_new(session: Session, trials: TrialChoice, event: Event) -> tuple[str, Said | None] | None:
    """Returns the trial and the note with which a new screening is to begin, where one of them is named."""
    if not isinstance(event, Said) or event.text.lstrip("/\uff0f \n\t")[:3].casefold() != "new":
        return None
    found = find_new_note(event.text, trials.knows, is_open=session.open is not None)
    if found is None:
        return None
    return found.trial, replace(event, text=name_note(found.note), last_seen=None) if found.note else None


def begin_new(
    session: Session, trials: TrialChoice, trial: str, noted: Said | None = None, *, role: str
) -> SessionReply:
    """Begins a new screening, perhaps with a note: then its page stands in the place of the first question."""
    found = trials.find_trial(trial)
    if isinstance(found, str):
        return session.show_again(found)
    if session.stored is not None:
        session.asides = (*session.asides, Aside(phrases.STAYS.format(code=format_code(session.stored.code))))
    session.dialogue, session.definition = found
    turn = session.dialogue.begin(session.now)
    session.stored, session.unstored, session.unstored_id = None, turn.screening, make_screening_id()
    if noted is None:
        return session.reply(turn.messages)
    greeting = (block for each in turn.messages for block in drop_question(each).blocks)
    session.asides = (*session.asides, *greeting)
    return take_first_turn(session, turn.screening, noted, role)
