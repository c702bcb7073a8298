"""What words come to where a choice stands open: in a menu, at an end, under the offers of an ask-back."""

from dialogs import phrases
from dialogs.conversation.ask_backs import YesNoReply, read_yes_no
from dialogs.conversation.buttons import LEAVE
from dialogs.conversation.commands import Command
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, Unfit
from dialogs.conversation.note_buttons import TAKE_NONE
from dialogs.conversation.note_words import find_note_key
from dialogs.conversation.questions import BACK_KEY, OFFER_KEY
from dialogs.conversation.render import View
from dialogs.conversation.screening import Doubt, Menu, Screening
from dialogs.definition import small_words


def refuse_choice(view: View, screening: Screening, text: str, labels: tuple[str, ...] = ()) -> Interpretation:
    """Returns what a text comes to that chooses none of the open buttons by its label or number.

    `labels` are those of all buttons, where others than the dialogue's stand there too.
    """
    if text.startswith("/"):
        return Unfit(phrases.NO_COMMAND)
    if screening.menu is Menu.CHANGE:
        return CommandRequest(Command.CHANGE, text)
    if screening.note is not None and (key := find_note_key(view.names, screening.note, text)) is not None:
        return Chosen(key)
    named = labels or (button.label for button in view.make_buttons(screening))
    choose = phrases.CHOOSE.format(labels=small_words.COMMA.join(named))
    is_page = screening.note is not None and screening.note.opened is None and not screening.note.is_choosing
    return Unfit(f"{phrases.NOTE_UNCHANGED} {choose}" if is_page else choose)


def find_leaving_key(screening: Screening, text: str) -> str | None:
    """Returns the key of the button that changes nothing, where a text declines what a menu or a note's page asks."""
    if screening.menu is None or not declines(text):
        return None
    if screening.note is None:
        return LEAVE.key
    return BACK_KEY if screening.note.is_choosing else TAKE_NONE.key if screening.note.opened is None else None


def declines(text: str) -> bool:
    """Says whether a text declines what is asked, or takes it back: no, cancel, keep."""
    return read_yes_no(text) is YesNoReply.NO or " ".join(text.casefold().split()).strip(_MARKS) in _DECLINING


def apply_yes_no(doubt: Doubt, reply: YesNoReply) -> Interpretation:
    """Returns what a yes or a no means: it takes or refuses a single offer, and chooses none of several."""
    if len(doubt.offers) != 1 or reply is YesNoReply.BOTH:
        return Unfit(phrases.CHOOSES_NOTHING)
    return Chosen(BACK_KEY if reply is YesNoReply.NO else f"{OFFER_KEY}0")


_MARKS = " .,:;!?\"'"
_DECLINING = frozenset({"cancel", "keep", "keep it", "keep them", "keep all"})
