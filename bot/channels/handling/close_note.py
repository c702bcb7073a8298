"""Closing a note's page: one line stands for it, with what became of it. No old page says what holds no more."""

from bot.channels.handling import phrases
from dialogs.conversation.blocks import Answered
from dialogs.conversation.screening import Proposals, Screening, Turn


def make_noted(before: Screening, turn: Turn | None) -> Answered | None:
    """Returns the line for the note's page that was open before a turn; None where none was, or it is not over.

    The list of what can be changed, and a proposal by itself, are no pages.
    """
    note = before.note
    if note is None or turn is None or note.is_choosing or note.opened is not None:
        return None
    count = len(note.answers)
    read = phrases.NOTE_READ_ONE if count == 1 else phrases.NOTE_READ.format(count=count)
    return Answered(0, read, _word_end(note, turn))


def _word_end(note: Proposals, turn: Turn) -> str:
    if any(each.from_note for each in turn.happened):
        return phrases.NOTE_TAKEN
    after = turn.screening.note
    if after is None:
        return phrases.NOTE_NOT_TAKEN
    is_same = after.answers == note.answers and after.asked == note.asked
    return phrases.NOTE_BELOW if is_same else phrases.NOTE_REPLACED
