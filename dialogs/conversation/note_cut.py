"""What is told of the identifiers that were cut out of a note: their kinds, and never a letter of them."""

from dialogs import phrases
from dialogs.definition import small_words
from dialogs.notes.identifier_kinds import IdentifierKind


def tell_cut(cut: tuple[IdentifierKind, ...]) -> str:
    """Returns the sentence that tells what was cut out of a note; empty where nothing was."""
    return phrases.NOTE_CUT.format(kinds=small_words.COMMA.join(_WORDS[each] for each in cut)) if cut else ""


_WORDS = {
    IdentifierKind.NAME: phrases.CUT_NAME,
    IdentifierKind.DATE: phrases.CUT_DATE,
    IdentifierKind.NUMBER: phrases.CUT_NUMBER,
    IdentifierKind.ADDRESS: phrases.CUT_ADDRESS,
}
