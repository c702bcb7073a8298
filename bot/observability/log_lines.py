"""The lines of the log: an event of structlog is filtered, stamped, rendered and redacted, and then written."""

import re
import sys
import threading
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from typing import Any, TextIO

import orjson
import structlog

from bot.observability.error_description import ROOMS, describe_error
from bot.observability.log_filter import LogFilter
from bot.observability.redaction import Redaction

EventDict = MutableMapping[str, Any]
Processor = Callable[[Any, str, EventDict], Any]


class LineWriter:
    """Writes lines to a stream, each as a whole. A log that cannot be written stops nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        """Writes a line."""
        with suppress(OSError, ValueError), _WRITING:
            self._stream.write(line + "\n")
            self._stream.flush()

    debug = info = warning = error = critical = exception = msg


def make_processors(log_filter: LogFilter, redaction: Redaction, *, is_terminal: bool) -> list[Processor]:
    """Returns what structlog does with an event: it becomes JSON, or readable words where the log is on a terminal."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    render = _render_readable if is_terminal else _render_json

    def filter_event(_: Any, method: str, given: EventDict) -> EventDict:
        """Lets pass what may be told, and nothing else.

        A place in our code comes from the log's own records, which only our own code writes.
        """
        error, at, event = _find_error(given.pop("exc_info", None)), given.pop("at", None), given.pop("event", None)
        about = describe_error(error) if error is not None else {}
        at = about.pop("at", None) or at
        shown = log_filter.filter_event(event, given)
        level = "error" if method == "exception" else method
        return {"event": shown.pop("event"), "level": level, **shown, **about, **({"at": at} if _is_place(at) else {})}

    def redact(_: Any, __: str, given: EventDict) -> str:
        return redaction.strike(render(given))

    return [filter_event, stamp, redact]


def _find_error(given: object) -> BaseException | None:
    """Returns the exception that an `exc_info` means, in each of the forms that it may have."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return next((each for each in given if isinstance(each, BaseException)), None)
    return sys.exc_info()[1] if given else None


def _is_place(at: object) -> bool:
    return isinstance(at, list) and bool(at) and all(isinstance(each, str) and _PLACE.fullmatch(each) for each in at)


def _render_json(given: EventDict) -> str:
    return orjson.dumps(dict(given)).decode()


def _render_readable(given: EventDict) -> str:
    told = {key: ",".join(map(str, value)) if isinstance(value, list) else value for key, value in given.items()}
    event, values = str(given["event"]), given.get("values", [])
    if len(_HOLDER.findall(event)) == len(values):
        told.pop("values", None)
        left = iter(values)
        event = _HOLDER.sub(lambda _: str(next(left)), event)
    rest = " ".join(f"{key}={value}" for key, value in told.items() if key not in {"timestamp", "level", "event"})
    return f"{str(given['timestamp'])[11:19]} {given['level']:<8} {event:<32} {rest}".rstrip()


_WRITING = threading.Lock()
_HOLDER = re.compile("%[sd]")
"""Where a value stands in the text of an event."""

_PLACE = re.compile(rf"(?:{'|'.join(ROOMS)})/[\w/]+\.py:\d+")
