"""Structured logs: identifiers only, as JSON lines on standard error, or readable on a terminal.

No payload, no secret, no error's text.

Ours speak through structlog (`structlog.get_logger()`) or through the standard library; all of it takes the same way:
only what `bot.observability.log_filter` lets pass, then `bot.observability.redaction`, then one line. Libraries are
heard from WARNING on, and what they say is never repeated, at no level: the HTTP client logs the bot's token,
python-telegram-bot whole messages, SQLAlchemy statements with their values.
"""

import logging
import re
import secrets as randomness
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress
from hashlib import sha256
from types import TracebackType
from typing import Any, TextIO

import orjson
import structlog

from bot.observability.log_filter import ROOMS, LogFilter, describe_error, format_own_place
from bot.observability.redaction import Redaction

SILENCED = {"psycopg": logging.ERROR}
"""Libraries whose warnings mean nothing to anybody: psycopg's "error ignored terminating Pipeline" after a connection
was lost."""

LIBRARIES = (
    "aiohttp", "aiohttp.access", "alembic", "asyncio", "filelock", "httpcore", "httpx", "psycopg", "sqlalchemy",
    "sqlalchemy.engine", "sqlalchemy.engine.Engine", "sqlalchemy.pool", "telegram",
)  # fmt: skip
"""Libraries that are told at once to say less, so that they do not even write down what would be thrown away."""

EventDict = MutableMapping[str, Any]
Processor = Callable[[Any, str, EventDict], Any]


def configure(level: str, *, is_terminal: bool, secrets: Iterable[str]) -> None:
    """Sets up the logs of this process, once, at its beginning; `level` is DEBUG, INFO, WARNING or ERROR, in either case.

    `secrets` are the bot's token, the master key, and whatever else must never be written. They also key the references
    of chats, which are thus the same in all processes of a deployment.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    given = [each for each in secrets if each]
    gate = LogFilter(
        sha256("\0".join(["trialscreen log references", *(given or [randomness.token_hex()])]).encode()).digest()
    )
    structlog.configure(
        processors=_processors(gate, Redaction(given), is_terminal=is_terminal),
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=lambda *_: Lines(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.root.handlers = [Routed()]
    logging.root.setLevel(threshold)
    for name in LIBRARIES:
        library = logging.getLogger(name)
        library.handlers = [
            logging.NullHandler()
        ]  # one that is there keeps SQLAlchemy from adding its own, with `echo`
        library.setLevel(max(SILENCED.get(name, logging.WARNING), threshold))
        library.propagate = True
    _catch_what_nobody_caught()


class Lines:
    """Writes lines to a stream, each as a whole. A log that cannot be written stops nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        """Writes a line."""
        with suppress(OSError, ValueError), _WRITING:
            self._stream.write(line + "\n")
            self._stream.flush()

    debug = info = warning = error = critical = exception = msg


class Routed(logging.Handler):
    """Leads what is logged through the standard library to structlog: of ours the constant text and what may be told, of libraries less."""

    def emit(self, record: logging.LogRecord) -> None:
        """Passes a record on, unformatted.

        One that cannot be is left out: the standard library would print its arguments instead.
        """
        with suppress(Exception):
            self._pass_on(record)

    def _pass_on(self, record: logging.LogRecord) -> None:
        room = record.name.partition(".")[0]
        is_ours = room in ROOMS
        if not is_ours and record.levelno < SILENCED.get(room, logging.WARNING):
            return
        given: dict[str, Any] = {"logger": record.name}
        error = (record.exc_info or (None, None, None))[1]
        if is_ours:
            given |= {"at": [format_own_place(record.pathname, record.lineno)]} | (
                {"values": record.args} if record.args else {}
            )
            arguments = record.args if isinstance(record.args, tuple) else ()
            error = error or next((each for each in arguments if isinstance(each, BaseException)), None)
        event = record.msg if is_ours else "a library complains"
        structlog.get_logger().log(_level(record), event, exc_info=error, **given)


def _processors(gate: LogFilter, redaction: Redaction, *, is_terminal: bool) -> list[Processor]:
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    render = _readable if is_terminal else _json

    def passed(_: Any, method: str, given: EventDict) -> EventDict:
        """Lets pass what may be told, and nothing else.

        A place in our code comes from the log's own records, which are ours to write.
        """
        error, at, event = _error(given.pop("exc_info", None)), given.pop("at", None), given.pop("event", None)
        about = describe_error(error) if error is not None else {}
        at = about.pop("at", None) or at
        read = gate.filter_event(event, given)
        level = "error" if method == "exception" else method
        return {"event": read.pop("event"), "level": level, **read, **about, **({"at": at} if _is_place(at) else {})}

    def redacted(_: Any, __: str, given: EventDict) -> str:
        return redaction.strike(render(given))

    return [passed, stamp, redacted]


def _level(record: logging.LogRecord) -> int:
    """Returns the level that structlog knows for a record's."""
    return min(max(record.levelno // 10 * 10, logging.DEBUG), logging.CRITICAL)


def _error(given: object) -> BaseException | None:
    """Returns the exception that an `exc_info` means, in each of the forms that it may have."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return next((each for each in given if isinstance(each, BaseException)), None)
    return sys.exc_info()[1] if given else None


def _is_place(at: object) -> bool:
    return isinstance(at, list) and bool(at) and all(isinstance(each, str) and _PLACE.fullmatch(each) for each in at)


def _json(given: EventDict) -> str:
    return orjson.dumps(dict(given)).decode()


def _readable(given: EventDict) -> str:
    told = {key: ",".join(map(str, value)) if isinstance(value, list) else value for key, value in given.items()}
    rest = " ".join(f"{key}={value}" for key, value in told.items() if key not in {"timestamp", "level", "event"})
    return f"{str(given['timestamp'])[11:19]} {given['level']:<8} {given['event']:<32} {rest}".rstrip()


def _catch_what_nobody_caught() -> None:
    """Logs what would otherwise be printed with its text: exceptions that end the program or a thread, and warnings."""

    def end(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        structlog.get_logger().critical("the program breaks off", exc_info=error)

    def end_of_thread(given: threading.ExceptHookArgs) -> None:
        structlog.get_logger().critical("a thread breaks off", exc_info=given.exc_value)

    def unraisable(given: Any) -> None:
        structlog.get_logger().error("an error where none can be raised", exc_info=given.exc_value)

    def warning(
        _: Warning | str, category: type[Warning], filename: str, lineno: int, *__: object, **___: object
    ) -> None:
        structlog.get_logger().warning("a library warns", error=category, at=[format_own_place(filename, lineno)])

    sys.excepthook, threading.excepthook, sys.unraisablehook = end, end_of_thread, unraisable
    warnings.showwarning = warning  # type: ignore[assignment]  # its first argument may have any name: only `warnings` itself calls it


_WRITING = threading.Lock()
_PLACE = re.compile(rf"(?:{'|'.join(ROOMS)})/[\w/]+\.py:\d+")
