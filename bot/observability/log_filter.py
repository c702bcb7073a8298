"""The gate of the log: known keys with values of a known form pass. Whatever else is given is withheld, and counted."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from hmac import digest as hmac
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import Any

HOUSE = Path(__file__).parents[2]
ROOMS = ("bot", "dialogs", "storage")

MOST_FRAMES = 5
MOST_ERRORS = 5
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
"""Events that the log itself tells."""

ReadValue = Callable[[Any], Any]
"""Returns what the log may show of a value, or None."""

_FORMS = {
    "method": re.compile(r"[a-z]{2,12}(?:[A-Z][a-z]{1,12}){1,4}"),  # sendMessage; no code of an answer looks like that
    "version": re.compile(r"\d{1,4}(?:\.\w{1,8}){1,3}"),
    "logger": re.compile(r"[A-Za-z_][\w.]{0,80}"),
}
_WORDS = {
    "mode": frozenset({"polling", "webhook"}),
    "do": frozenset({"send", "edit", "delete"}),
    "ending": frozenset({"taken", "duplicate", "put aside", "failed", "sent", "retried", "dropped", "blocked"}),
    "signal": frozenset({"SIGTERM", "SIGINT", "SIGHUP"}),
}
_ASIDE = frozenset({"failed", "unreadable"})  # why an update was put aside
_EXCEPTIONS: set[str] = set()
_NUMBERS = ("update", "status", "seconds", "count", "attempts", "depth", "parts", "port", "pid")


class LogFilter:
    """Lets pass what a log line may hold.

    Chats, people and screenings become references, by a key that no log holds.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._reads: Mapping[str, ReadValue] = (
            dict.fromkeys(_NUMBERS, _number)
            | {name: _form(pattern) for name, pattern in _FORMS.items()}
            | {name: _word(words) for name, words in _WORDS.items()}
            | dict.fromkeys(("chat", "person", "screening"), self.make_reference)
            | {"error": get_class_name, "values": _filter_values}
        )

    @property
    def allowed_keys(self) -> frozenset[str]:
        """The keys that a log line may hold."""
        return frozenset(self._reads)

    def filter_event(self, event: object, given: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the name of an event and what it may tell; `withheld` counts what was left out."""
        name = event if _is_constant(event) else UNNAMED
        known = {
            key: self._reads[key](value) for key, value in given.items() if key in self._reads and value is not None
        }
        found = {key: WITHHELD if value is None else value for key, value in known.items()}
        values = [*found.values(), *(known.get("values") or ())]
        withheld = (
            sum(key not in self._reads for key in given) + sum(each == WITHHELD for each in values) + (name != event)
        )
        return {"event": name, **found} | ({"withheld": withheld} if withheld else {})

    def make_reference(self, name: object) -> str | None:
        """Returns eight hexadecimal digits that stand for a chat, a person or a screening, the same in every process of a deployment."""
        if not isinstance(name, str | bytes | int):
            return None
        return hmac(self._key, name if isinstance(name, bytes) else str(name).encode(), sha256).hex()[:8]


def describe_error(error: BaseException) -> dict[str, Any]:
    """Returns the classes of an exception, of its causes and of a group's members, and where in our own files the last of them arose."""
    found = list(_list_causes(error))[:MOST_ERRORS]
    places = [place for each in found if (place := _list_own_frames(each))]
    return {"errors": [get_class_name(each) for each in found], "at": places[-1] if places else []}


def get_class_name(error: object) -> str | None:
    """Returns the name of an exception's class: its text may hold anything."""
    kind = error if isinstance(error, type) else type(error)
    return kind.__name__ if issubclass(kind, BaseException) and kind.__name__.isidentifier() else None


def format_own_place(file: str, line: int) -> str | None:
    """Returns a place in our own files, such as `storage/unit_of_work/store.py:12`."""
    try:
        path = Path(file).relative_to(HOUSE)
    except ValueError:
        return None
    return f"{path.as_posix()}:{line}" if path.parts[0] in ROOMS else None


def _is_constant(event: object) -> bool:
    """Says whether a text is a constant of the code that logs it: an f-string, or what somebody said, never is."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - a whole stack would cost ten times as much
    while frame is not None and _is_between(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    return isinstance(event, str) and (event in OWN_EVENTS or (frame is not None and event in frame.f_code.co_consts))


def _is_between(module: str) -> bool:
    return module in _OURS or module.partition(".")[0] in {"logging", "structlog"}


def _filter_values(values: object) -> list[Any] | None:
    """Returns the arguments of a message: numbers, and the names of exceptions' classes; `WITHHELD` for each other one."""
    if not isinstance(values, tuple):
        return None
    read = ((_number(each) if isinstance(each, int | float) else _known_class_name(each)) for each in values)
    return [WITHHELD if each is None else each for each in read]


def _known_class_name(value: object) -> str | None:
    """Returns the name of an exception's class, which may be given as text: then it has to be the name of one that there is."""
    if not isinstance(value, str):
        return get_class_name(value)
    name, colon, _ = value.partition(":")
    is_known = name in _ASIDE or name in _EXCEPTIONS or name in _exceptions(BaseException)
    return (f"{name}: {WITHHELD}" if colon else name) if is_known else None


def _exceptions(root: type[BaseException]) -> set[str]:
    """Notes and returns the names of the exceptions that are loaded by now."""
    for each in type.__subclasses__(root):
        if each.__name__ not in _EXCEPTIONS:
            _EXCEPTIONS.add(each.__name__)
        _exceptions(each)
    return _EXCEPTIONS


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        waiting.append(each.__cause__ or (None if each.__suppress_context__ else each.__context__))


def _list_own_frames(error: BaseException) -> list[str]:
    places = (format_own_place(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
    return [place for place in places if place is not None][-MOST_FRAMES:]


def _number(value: object) -> float | None:
    if type(value) is int:
        return value if abs(value) < MOST_NUMBER else None
    return round(value, 6) if type(value) is float and abs(value) < MOST_NUMBER else None


def _form(pattern: re.Pattern[str]) -> ReadValue:
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None


def _word(words: frozenset[str]) -> ReadValue:
    return lambda value: value if isinstance(value, str) and value in words else None


_OURS = frozenset({"bot.observability.logging", "bot.observability.log_filter"})
