"""The request parser: finds what people ask of the session, by its buttons or in words. All else is the dialogue's."""

from dataclasses import dataclass, field
from enum import Enum

from bot.session.file_words import MARKS, FileRequest, parse_file_request
from dialogs.conversation.choice_words import declines
from dialogs.conversation.choices import find_key
from dialogs.conversation.commands import Command, parse_command
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Event, Tapped
from dialogs.reading.cleaning import clean


class SessionRequest(Enum):
    """What can be asked of the session service."""

    NEW = "desk.new"
    LIST = "desk.list"
    OPEN = "desk.open"
    HAND_OVER = "desk.handover"
    TAKE = "desk.take"
    FORGET = "desk.forget"
    DESTROY = "desk.destroy"
    KEEP = "desk.keep"
    STAY = "desk.stay"
    INACCURATE = "desk.inaccurate"
    RENAMED = "desk.renamed"
    FILE = "desk.file"
    LINK = "desk.link"
    UNLINK = "desk.unlink"
    LEAVE = "desk.leave"


@dataclass(frozen=True)
class ParsedRequest:
    """What was asked, and the code or the trial that it is about, in plain characters; empty where none was named."""

    request: SessionRequest
    subject: str = field(default="", repr=False)


Request = ParsedRequest | FileRequest


def parse_event(event: Event, menu: tuple[Button, ...], *, is_open: bool) -> Request | None:
    """Returns what an event asks of the session, by its open menu or in words; None where it is for the dialogue."""
    chosen = parse_menu_choice(menu, event) if menu else None
    if chosen is not None or isinstance(event, Tapped):
        return chosen
    return parse_words(event.text, is_open=is_open)


def parse_words(text: str, *, is_open: bool) -> Request | None:
    """Returns what words ask of the session; None where they are for the dialogue."""
    if not isinstance(plain := text if text.isascii() else clean(text), str):
        return None
    said = " ".join(plain.casefold().split()).strip(MARKS)
    return _parse_request(said, is_open=is_open) or parse_file_request(said)


def parse_menu_choice(menu: tuple[Button, ...], event: Event) -> Request | None:
    """Returns what was chosen from the session's menu: by a tap, a label, or a number where numbers are shown."""
    if isinstance(event, Tapped):
        return parse_key(event.key) if event.key in {button.key for button in menu} else None
    key = find_key(menu, event.text, numbered=len(menu) if event.sees_numbers else 0)
    if key is None and is_plain_text(event) and (declines(event.text) or parse_page_request(event) in _LEAVING):
        key = next((button.key for button in menu if button.key in _HARMLESS), None)
    chosen = None if key is None else parse_key(key)
    is_destroying = isinstance(chosen, ParsedRequest) and chosen.request is SessionRequest.DESTROY
    if is_destroying and not event.text.strip().isdecimal():
        return None  # no words choose it: "forget CODE", said twice, only asks twice
    return chosen


def _parse_request(typed: str, *, is_open: bool) -> ParsedRequest | None:
    """Returns what is asked in plain characters and small letters, or None.

    While a screening `is_open`, "new" without a slash may be an answer: the dialogue says what it means.
    """
    said = typed.removeprefix("/").strip()
    if said.startswith("hand over"):
        said = said.replace(" ", "", 1)
    if said.replace("_", " ") in _RENAMED:
        return ParsedRequest(SessionRequest.RENAMED)
    word, rest = (each.strip(MARKS) for each in (*said.split(" ", 1), "")[:2])
    if word in _ABOUT_A_CODE:
        return (
            ParsedRequest(_ABOUT_A_CODE[word], rest) if rest or word != "open" else ParsedRequest(SessionRequest.LIST)
        )
    if word == "new" and rest and (typed.startswith("/") or not is_open):
        return ParsedRequest(SessionRequest.NEW, rest)
    if rest or (is_open and word not in _ALWAYS and not typed.startswith("/new")):
        return None
    return ParsedRequest(_WORDS[word]) if word in _WORDS else None


def parse_page_request(event: Event) -> Command | None:
    """Returns the command of the dialogue that was said: the session adds its own words to some of its pages."""
    said = None if isinstance(event, Tapped) else parse_command(event.text[:40])
    return None if said is None else said[0]


def is_plain_text(event: Event) -> bool:
    """Says whether an event is a text without a slash: it is for whatever stands open, be it a word such as "new"."""
    return not isinstance(event, Tapped) and event.text.lstrip()[:1] not in {"/", "\uff0f"}


def parse_key(key: str) -> Request | None:
    """Returns what a button asks for; None for one of the dialogue, or of an earlier release."""
    asked, _, about = key.partition(":")
    if asked == SessionRequest.FILE.value:
        return FileRequest(about)
    return ParsedRequest(SessionRequest(asked), about) if asked in _KEYS else None


_ABOUT_A_CODE = {
    "open": SessionRequest.OPEN,
    "forget": SessionRequest.FORGET,
    "handover": SessionRequest.HAND_OVER,
    "take": SessionRequest.TAKE,
    "link": SessionRequest.LINK,
}

_RENAMED = ("report here", "report an inaccuracy")
_ALWAYS = ("list", "screenings", "unlink", "inaccurate")
_HARMLESS = (SessionRequest.KEEP.value, SessionRequest.STAY.value)
"""What a no chooses, in whatever words: nothing is forgotten or unlinked, and what stood open stands open again."""
_LEAVING = (Command.BACK, Command.STOP)
_KEYS = {each.value for each in SessionRequest}

_WORDS = {
    "new": SessionRequest.NEW,
    "list": SessionRequest.LIST,
    "screenings": SessionRequest.LIST,
    "resume": SessionRequest.LIST,
    "start": SessionRequest.LIST,
    "unlink": SessionRequest.UNLINK,
    "inaccurate": SessionRequest.INACCURATE,
}
