"""Help on the page: what its buttons and its field do, how to sign out, and how to come back.

The dialogue's own help lists words that can be typed. They work here too, but a page has buttons: so they are folded.
"""

from collections.abc import Iterable
from itertools import groupby

from bot import phrases as shared
from bot.channels.web import phrases
from bot.channels.web import pre_check_phrases as pre_check
from bot.channels.web.passkey_phrases import TITLE as PASSKEYS
from dialogs import phrases as dialogue
from dialogs.conversation.blocks import Aside, Block, Paragraph, Section
from dialogs.conversation.note_interpreting import LONGEST_NOTE

WORD_LISTS: frozenset[Block] = frozenset(
    (
        Aside(shared.DESK_HELP),
        Paragraph(dialogue.HELP),
        *(Section("", (Paragraph(each),)) for each in (dialogue.HELP, pre_check.HELP)),
    )
)
"""The blocks that list words to be typed."""

NAMES = {
    "send": phrases.SEND,
    "back": dialogue.BACK_LABEL,
    "change": phrases.CHANGE,
    "unknown": dialogue.UNKNOWN_LABEL,
    "waiting": dialogue.PENDING_LABEL,
    "why": phrases.WHY,
    "screenings": phrases.LIST,
    "report": shared.REPORT_LABEL,
    "picture": phrases.PICTURE,
    "hand_over": shared.HAND_OVER_LABEL,
    "forget": phrases.FORGET,
    "privacy": phrases.PRIVACY,
    "passkeys": PASSKEYS,
    "link": phrases.LINK,
    "sign_out": phrases.SIGN_OUT,
}
"""What stands on pages under the names that help uses."""

PRE_CHECK_NAMES = {"hand_to_site": pre_check.HAND_LABEL, "begin_again": pre_check.BEGIN_AGAIN}
"""The same of an open pre-check."""


def list_help(*, is_pre_check: bool = False) -> tuple[str, ...]:
    """Returns what help says, text by text: another for an open pre-check, which has no account."""
    further = (pre_check.HELP_PAGES,) if is_pre_check else (phrases.HELP_SCREENINGS, phrases.HELP_SIGNING_OUT)
    texts = (phrases.HELP_ANSWERING, *further)
    return tuple(each.format(most=LONGEST_NOTE, **NAMES, **PRE_CHECK_NAMES) for each in texts)


def fold_words(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Returns blocks, with those that list words in a section that is folded."""
    folded: list[Block] = []
    for is_list, run in groupby(blocks, WORD_LISTS.__contains__):
        found = tuple(run)
        folded += (Section(phrases.WORDS_TITLE, found, folded=True),) if is_list else found
    return tuple(folded)
