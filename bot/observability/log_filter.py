"""The log filter: known keys with values of a known form pass. Whatever else is given is withheld, and counted."""

import re
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from hmac import digest as hmac
from types import FrameType
from typing import Any

from bot.observability.error_description import get_class_name

MOST_NUMBER = 2**53

WITHHELD = "?"
"""Stands for a value that is not of its key's form."""

UNNAMED = "unnamed event"
"""Stands for an event whose name is no constant of the code that logs it: it may hold anything."""

OWN_EVENTS = frozenset(
    {
        "a library complains",
        "a library warns",
        "the program breaks off",
        "a thread breaks off",
        "an error where none can be raised",
    }
)
"""The names of the events that the log itself writes."""

FilterValue = Callable[[Any], Any]
"""Returns what the log may show of a value, or None."""

_FORMS = {
    "method": re.compile(r"[a-z]{2,12}(?:[A-Z][a-z]{1,12}){1,4}"),  # sendMessage; no code of an answer looks like that
    "version": re.compile(r"\d{1,4}(?:\.\w{1,8}){1,3}"),
    "seen_at": re.compile(r"https?://[a-z0-9.-]{1,253}(?::\d{1,5})?", re.ASCII),  # where browsers see the page
    "logger": re.compile(r"[A-Za-z_][\w.]{0,80}"),
}
_WORDS = {
    "mode": frozenset({"polling", "webhook"}),
    "do": frozenset({"send", "edit", "delete"}),
    "ending": frozenset({"taken", "duplicate", "put aside", "failed", "sent", "retried", "dropped", "blocked"}),
    "signal": frozenset({"SIGTERM", "SIGINT", "SIGHUP"}),
}
_DEAD_LETTER_REASONS = frozenset({"failed", "unreadable"})
_EXCEPTIONS: set[str] = set()
_NUMBERS = ("update", "status", "seconds", "count", "attempts", "depth", "parts", "port", "pid")


class LogFilter:
    """Lets pass what a log line may hold.

    Chats, people and screenings become references, by a key that no log holds.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._filters: Mapping[str, FilterValue] = (
            dict.fromkeys(_NUMBERS, _filter_number)
            | {name: _make_form_filter(pattern) for name, pattern in _FORMS.items()}
            | {name: _make_word_filter(words) for name, words in _WORDS.items()}
            | dict.fromkeys(("chat", "person", "screening"), self.make_reference)
            | {"error": get_class_name, "values": _filter_values}
        )

    @property
    def allowed_keys(self) -> frozenset[str]:
        """The keys that a log line may hold."""
        return frozenset(self._filters)

    def filter_event(self, event: object, given: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the name of an event and what it may tell; `withheld` counts what was left out."""
        name = event if _is_constant(event) else UNNAMED
        filters = self._filters
        known = {key: filters[key](value) for key, value in given.items() if key in filters and value is not None}
        shown = {key: WITHHELD if value is None else value for key, value in known.items()}
        values = [*shown.values(), *(known.get("values") or ())]
        unknown = sum(key not in filters for key in given)
        withheld = unknown + sum(each == WITHHELD for each in values) + (name != event)
        return {"event": name, **shown} | ({"withheld": withheld} if withheld else {})

    def make_reference(self, name: object) -> str | None:
        """Returns eight hexadecimal digits that stand for a chat, a person or a screening.

        They are the same in every process of a deployment. None where `name` is no text, number or bytes.
        """
        if not isinstance(name, str | bytes | int):
            return None
        return hmac(self._key, name if isinstance(name, bytes) else str(name).encode(), sha256).hex()[:8]


def _is_constant(event: object) -> bool:
    """Says whether a text is a constant of the code that logs it. An f-string, or what somebody said, never is."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - a whole stack would cost ten times as much
    while frame is not None and _is_between(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    return isinstance(event, str) and (event in OWN_EVENTS or (frame is not None and event in frame.f_code.co_consts))


def _is_between(module: str) -> bool:
    """Says whether a module stands between the code that logs and this filter."""
    return module in _OURS or module.partition(".")[0] in {"logging", "structlog"}


def _filter_values(values: object) -> list[Any] | None:
    """Returns the numbers and the names of exceptions' classes in a message's arguments; `WITHHELD` for any other."""
    if not isinstance(values, tuple):
        return None
    read = ((_filter_number(each) if isinstance(each, int | float) else _filter_class_name(each)) for each in values)
    return [WITHHELD if each is None else each for each in read]


def _filter_class_name(value: object) -> str | None:
    """Returns the name of an exception's class, given as an exception or as text; None for any other text."""
    if not isinstance(value, str):
        return get_class_name(value)
    name, colon, _ = value.partition(":")
    is_known = name in _DEAD_LETTER_REASONS or name in _EXCEPTIONS or name in _collect_exceptions(BaseException)
    return (f"{name}: {WITHHELD}" if colon else name) if is_known else None


def _collect_exceptions(root: type[BaseException]) -> set[str]:
    """Returns the names of all exceptions that are loaded by now, and remembers them."""
    for each in type.__subclasses__(root):
        if each.__name__ not in _EXCEPTIONS:
            _EXCEPTIONS.add(each.__name__)
        _collect_exceptions(each)
    return _EXCEPTIONS


def _filter_number(value: object) -> float | None:
    if type(value) is int:
        return value if abs(value) < MOST_NUMBER else None
    return round(value, 6) if type(value) is float and abs(value) < MOST_NUMBER else None


def _make_form_filter(pattern: re.Pattern[str]) -> FilterValue:
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None


def _make_word_filter(words: frozenset[str]) -> FilterValue:
    return lambda value: value if isinstance(value, str) and value in words else None


_OURS = frozenset({__name__, "bot.observability.log_lines", "bot.observability.log_handler"})
