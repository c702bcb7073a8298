"""What words choose on a note's page."""

import re

from dialogs.conversation.ask_backs import YesNoReply, read_yes_no
from dialogs.conversation.fact_names import FactNames
from dialogs.conversation.note_buttons import PROPOSAL_KEY, TAKE_ALL_KEY, TAKE_NONE
from dialogs.conversation.screening import Proposals


def find_note_key(names: FactNames, note: Proposals, text: str) -> str | None:
    """Returns the key of what a text chooses on a page: yes, no, or the name of a proposal; None where it chooses none.

    In the list of what can be changed a yes or a no means nothing.
    """
    named = names.find(note.answers, text)
    if named is not None:
        return PROPOSAL_KEY + named
    if note.is_choosing:
        return None
    return _REPLIES.get(read_yes_no(text)) or _WORDS.get(" ".join(text.casefold().split()).rstrip(" .!"))


def strip_filling(text: str) -> str:
    """Returns a text without words before a correction that say nothing of a patient: 'sorry, 30 mg/m2'."""
    return _FILLING.sub("", text)


_FILLING = re.compile(
    r"^\s*(?:(?:oh|sorry|actually|rather|correction|corrected|please|make it)\b[\s,:]*)+(?=\S)", re.IGNORECASE
)
_REPLIES = {YesNoReply.YES: TAKE_ALL_KEY, YesNoReply.NO: TAKE_NONE.key}
_WORDS = {
    "take all": TAKE_ALL_KEY,
    "all": TAKE_ALL_KEY,
    "take them": TAKE_ALL_KEY,
    "take it": TAKE_ALL_KEY,
    "none": TAKE_NONE.key,
}
