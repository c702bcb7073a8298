"""What people ask of the front desk, by its buttons or in words. All other words are the dialogue's."""

from dataclasses import dataclass, field
from enum import Enum

from dialogs.conversation.commands import Command, command
from dialogs.conversation.screening import Button, Event, Tapped


class Asked(Enum):
    """What can be asked of the front desk."""

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


@dataclass(frozen=True)
class Choice:
    """What was asked, and the code or the trial that it is about, as it was typed; empty where none was named."""

    asked: Asked
    about: str = field(default="", repr=False)


def chosen(menu: tuple[Button, ...], event: Event) -> Choice | None:
    """Returns what was chosen from the menu that the desk shows: by a tap, by a label, or by its number where numbers are shown."""
    if isinstance(event, Tapped):
        return _choice(event.key) if event.key in {button.key for button in menu} else None
    typed = event.text.strip().casefold()
    if event.sees_numbers and typed.isascii() and typed.isdigit() and 0 < int(typed[:3]) <= len(menu):
        return _choice(menu[int(typed[:3]) - 1].key)
    return next((_choice(button.key) for button in menu if button.label.casefold() == typed), None)


def asked(event: Event, *, is_open: bool) -> Choice | None:
    """Returns what the words of an event ask of the desk, or None. While a screening `is_open`, "new" without a slash is the dialogue's."""
    if isinstance(event, Tapped):
        return None
    typed = event.text.strip()
    said = typed.removeprefix("/").casefold()
    if said.startswith("hand over"):
        said = said.replace(" ", "", 1)
    if said.replace("_", " ") == _REPORT_HERE:
        return Choice(Asked.REPORT)
    word, _, rest = said.partition(" ")
    if word in _ABOUT_A_CODE:
        return Choice(_ABOUT_A_CODE[word], rest.strip()) if rest or word != "open" else Choice(Asked.LIST)
    if word == "new" and rest and (typed.startswith("/") or not is_open):
        return Choice(Asked.NEW, rest.strip())
    if rest or (is_open and word not in _ALWAYS and not typed.startswith("/new")):
        return None
    return Choice(_WORDS[word]) if word in _WORDS else None


def page_asked(event: Event) -> Command | None:
    """Returns the command of the dialogue that was said: the desk adds its own words to some of its pages."""
    said = None if isinstance(event, Tapped) else command(event.text[:40])
    return None if said is None else said[0]


def _choice(key: str) -> Choice:
    asked, _, about = key.partition(":")
    return Choice(Asked(asked), about)


_ABOUT_A_CODE = {"open": Asked.OPEN, "forget": Asked.FORGET, "handover": Asked.HAND_OVER, "take": Asked.TAKE}

_REPORT_HERE = "report here"

_ALWAYS = ("list", "screenings")

_WORDS = {"new": Asked.NEW, "list": Asked.LIST, "screenings": Asked.LIST, "resume": Asked.LIST, "start": Asked.LIST}
