"""Reading what the form of a pre-check brought: an event for the dialogue, or a request that is no part of it."""

from enum import Enum, auto

from bot.channels.channel_event import hash_key
from bot.channels.handling.command_text import INVITE, LOG, split_command
from bot.channels.handling.picked_form import read_picked
from bot.channels.web.pre_check.pre_check_offers import HAND_STAY, HAND_SURE, HAND_TO_SITE, may_hand
from bot.documents.forms import PDF, TEXT
from bot.session.file_words import FileRequest
from bot.session.note_requests import is_for_note
from bot.session.offers import REPORT, name_choice, parse_offer
from bot.session.requests import ParsedRequest, Request, SessionRequest, parse_words
from dialogs.conversation.commands import Command, parse_command
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Event, Said, Screening, Tapped

LONGEST_COMMAND = 40


class PreCheckRequest(Enum):
    """What can be asked of a pre-check besides the dialogue.

    A report as a file or as a text, to hand the screening to the site, that this is meant, to stay, help. `ELSEWHERE`
    is what is done only where screenings are kept, `UNANSWERED` and `UNFINISHED` what needs an answer or the result.
    """

    REPORT = auto()
    REPORT_TEXT = auto()
    HAND = auto()
    HAND_SURE = auto()
    STAY = auto()
    HELP = auto()
    ELSEWHERE = auto()
    UNANSWERED = auto()
    UNFINISHED = auto()


def read_choice(choice: str, screening: Screening, buttons: tuple[Button, ...]) -> Event | PreCheckRequest | None:
    """Returns what was chosen, by the hash of a button's key; None for one that the page did not offer.

    The hashes of options that were ticked follow that of the button which sends them.
    """
    offered = {hash_key(each.key).hex(): each.key for each in (*buttons, *_ASKED)}
    key = offered.get(choice) or read_picked(buttons, bytes.fromhex(choice)) or None
    if key is None or (key in _OF_RESULT and not may_hand(screening)):
        return None
    return _CHOSEN.get(key) or Tapped(screening.number, key)


def read_text(text: str, screening: Screening, buttons: tuple[Button, ...]) -> Event | PreCheckRequest:
    """Returns what was typed."""
    said = Said(text, sees_numbers=False)
    asked = parse_offer(buttons, said, screening.number) or parse_words(text, is_open=True)
    if asked is not None and (found := _sort_request(asked, said, screening)) is not None:
        return found
    command = parse_command(text[:LONGEST_COMMAND])
    if command is not None and command[0] in _COMMANDS:
        return _COMMANDS[command[0]]
    if split_command(text)[0] in _OF_CHATS or f"/{text.strip().casefold()}" in _OF_CHATS:
        return PreCheckRequest.ELSEWHERE
    return name_choice(buttons, said)


def _sort_request(asked: Request, said: Said, screening: Screening) -> PreCheckRequest | None:
    """Returns what is to be done with a request of the session; None where it is for the dialogue."""
    if isinstance(asked, FileRequest):
        found = PreCheckRequest.ELSEWHERE if asked.code else _FORMS.get(asked.form, PreCheckRequest.ELSEWHERE)
        is_early = found in _FORMS.values() and not screening.answers
        return PreCheckRequest.UNANSWERED if is_early else found
    if is_for_note(asked, said, screening) or asked.request is SessionRequest.INACCURATE:
        return None
    if asked == ParsedRequest(SessionRequest.HAND_OVER):
        return PreCheckRequest.HAND if may_hand(screening) else PreCheckRequest.UNFINISHED
    return PreCheckRequest.ELSEWHERE


_FORMS = {PDF: PreCheckRequest.REPORT, TEXT: PreCheckRequest.REPORT_TEXT}

_ASKED = (HAND_SURE, HAND_STAY)
"""The buttons of the page that asks whether to hand it over. It stands over the result."""

_OF_RESULT = frozenset(each.key for each in (HAND_TO_SITE, *_ASKED))

_CHOSEN = {
    REPORT.key: PreCheckRequest.REPORT,
    HAND_TO_SITE.key: PreCheckRequest.HAND,
    HAND_SURE.key: PreCheckRequest.HAND_SURE,
    HAND_STAY.key: PreCheckRequest.STAY,
}

_OF_CHATS = (LOG, INVITE)
"""Commands of the channels, which the dialogue does not know."""

_COMMANDS = dict.fromkeys((Command.PAUSE, Command.RESUME, Command.STOP), PreCheckRequest.ELSEWHERE) | {
    Command.HELP: PreCheckRequest.HELP
}
