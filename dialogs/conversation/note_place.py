"""Where a screening stands while one proposal of a note is looked at: as if that proposal were its open question."""

from dataclasses import replace

from dialogs.conversation.screening import Menu, Screening, Turn
from dialogs.conversation.state_machine import ASKING, CLARIFYING


def look_through(screening: Screening) -> Screening:
    """Returns a screening as if the proposal that is looked at were its open question; any other as it is."""
    note = screening.note
    if screening.menu is not Menu.NOTE or note is None or note.opened is None:
        return screening
    state = (ASKING if note.doubt is None else CLARIFYING) + note.opened
    answers = {**screening.answers, **{fact: each for fact, each in note.answers.items() if fact != note.opened}}
    return replace(screening, state=state, answers=answers, doubt=note.doubt, menu=None, note=None)


def close_note(turn: Turn) -> Turn:
    """Drops what a note proposed once its page is not open any more."""
    screening = turn.screening
    if screening.note is None or screening.menu is Menu.NOTE:
        return turn
    return replace(turn, screening=replace(screening, note=None))
