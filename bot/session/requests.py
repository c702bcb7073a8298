"""The request parser: finds what people ask of the session, by its buttons or in words. All else is the dialogue's."""

from dataclasses import dataclass, field
from enum import Enum

from bot.documents.forms import PAGE, PAPERS, PDF, PICTURE, TEXT
from dialogs.conversation.commands import Command, parse_command
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Event, Tapped

LONGEST_COMMAND = 40
"""Characters in which a command is looked for."""

MOST_PARTS = 2
"""A code may be typed in two parts."""


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
    REPORT = "desk.report"
    LINK = "desk.link"
    UNLINK = "desk.unlink"


@dataclass(frozen=True)
class ParsedRequest:
    """What was asked, and the code or the trial that it is about, as it was typed; empty where none was named."""

    request: SessionRequest
    subject: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What was asked for: its form, the size of paper, and the code as it was typed; empty where none was named."""

    form: str
    paper: str = PAPERS[0]
    code: str = field(default="", repr=False)


def parse_event(event: Event, menu: tuple[Button, ...], *, is_open: bool) -> ParsedRequest | FileRequest | None:
    """Returns what an event asks of the session, by its open menu or in words; None where it is for the dialogue."""
    return parse_menu_choice(menu, event) or parse_request(event, is_open=is_open) or parse_file_request(event)


def parse_menu_choice(menu: tuple[Button, ...], event: Event) -> ParsedRequest | None:
    """Returns what was chosen from the session's menu: by a tap, a label, or a number where numbers are shown."""
    if isinstance(event, Tapped):
        return _parse_key(event.key) if event.key in {button.key for button in menu} else None
    typed = event.text.strip().casefold()
    if event.sees_numbers and typed.isascii() and typed.isdigit() and 0 < int(typed[:3]) <= len(menu):
        return _parse_key(menu[int(typed[:3]) - 1].key)
    return next((_parse_key(button.key) for button in menu if button.label.casefold() == typed), None)


def parse_request(event: Event, *, is_open: bool) -> ParsedRequest | None:
    """Returns what the words of an event ask of the session, or None.

    While a screening `is_open`, "new" without a slash is the dialogue's.
    """
    if isinstance(event, Tapped):
        return None
    typed = event.text.strip()
    said = typed.removeprefix("/").casefold()
    if said.startswith("hand over"):
        said = said.replace(" ", "", 1)
    if said.replace("_", " ") == _REPORT_HERE:
        return ParsedRequest(SessionRequest.REPORT)
    word, _, rest = said.partition(" ")
    if word in _ABOUT_A_CODE:
        return (
            ParsedRequest(_ABOUT_A_CODE[word], rest.strip())
            if rest or word != "open"
            else ParsedRequest(SessionRequest.LIST)
        )
    if word == "new" and rest and (typed.startswith("/") or not is_open):
        return ParsedRequest(SessionRequest.NEW, rest.strip())
    if rest or (is_open and word not in _ALWAYS and not typed.startswith("/new")):
        return None
    return ParsedRequest(_WORDS[word]) if word in _WORDS else None


def parse_file_request(event: Event) -> FileRequest | None:
    """Returns what an event asks for, or None: a form, then perhaps a size of paper and a code.

    A slash before the form changes nothing.
    """
    if isinstance(event, Tapped):
        return None
    said, *rest = event.text[:60].strip().removeprefix("/").casefold().split() or [""]
    papers = [each for each in rest if each in PAPERS]
    code = [each for each in rest if each not in PAPERS]
    if said not in _FORMS or len(papers) > 1 or (papers and said != PDF) or len(code) > MOST_PARTS:
        return None
    return FileRequest(said, papers[0] if papers else PAPERS[0], " ".join(code))


def parse_page_request(event: Event) -> Command | None:
    """Returns the command of the dialogue that was said: the session adds its own words to some of its pages."""
    said = None if isinstance(event, Tapped) else parse_command(event.text[:LONGEST_COMMAND])
    return None if said is None else said[0]


def is_plain_text(event: Event) -> bool:
    """Says whether an event is a text that is no command: it is for whatever stands open."""
    if isinstance(event, Tapped) or event.text.lstrip().startswith("/"):
        return False
    return parse_command(event.text[:LONGEST_COMMAND]) is None


def _parse_key(key: str) -> ParsedRequest:
    asked, _, about = key.partition(":")
    return ParsedRequest(SessionRequest(asked), about)


_ABOUT_A_CODE = {
    "open": SessionRequest.OPEN,
    "forget": SessionRequest.FORGET,
    "handover": SessionRequest.HAND_OVER,
    "take": SessionRequest.TAKE,
    "link": SessionRequest.LINK,
}

_REPORT_HERE = "report here"

_ALWAYS = ("list", "screenings", "unlink")

_WORDS = {
    "new": SessionRequest.NEW,
    "list": SessionRequest.LIST,
    "screenings": SessionRequest.LIST,
    "resume": SessionRequest.LIST,
    "start": SessionRequest.LIST,
    "unlink": SessionRequest.UNLINK,
}

_FORMS = {PDF, PAGE, TEXT, PICTURE}
