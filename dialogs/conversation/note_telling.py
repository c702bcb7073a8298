"""What is said of a note that proposes nothing."""

from dataclasses import replace

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.conversation.note_pages import NoteView
from dialogs.conversation.note_sorting import NotePage
from dialogs.conversation.screening import Screening


def tell_nothing(view: NoteView, screening: Screening, note: NotePage) -> list[Block]:
    """Returns what to say of a note that proposes nothing."""
    if note.proposals.asked or note.known:
        return [Paragraph(phrases.NOTE_NOTHING_NEW, passing=True), *view.list_further(screening, note)]
    further = view.list_further(screening, replace(note, unread=()))
    return [Paragraph(phrases.NOTE_EMPTY, passing=True), *further]
