"""Structured logs: identifiers only, as JSON lines on standard error, or readable on a terminal.

No payload, no secret, no error's text.

Our own code logs through structlog (`structlog.get_logger()`) or through the standard library. Both ways lead through
`bot.observability.log_filter`, then `bot.observability.redaction`, to one line.

Libraries are heard from WARNING on, and what they say is never repeated, at no level. The HTTP client logs the bot's
token, python-telegram-bot logs whole messages, and SQLAlchemy logs statements with their values.
"""

import logging
import secrets as randomness
import sys
import threading
import warnings
from collections.abc import Iterable
from hashlib import sha256
from types import TracebackType
from typing import Any

import structlog

from bot.observability.error_description import format_own_place
from bot.observability.log_filter import LogFilter
from bot.observability.log_handler import SILENCED, LogHandler
from bot.observability.log_lines import LineWriter, make_processors
from bot.observability.redaction import Redaction

LIBRARIES = (
    "aiohttp", "aiohttp.access", "alembic", "asyncio", "filelock", "httpcore", "httpx", "psycopg", "sqlalchemy",
    "sqlalchemy.engine", "sqlalchemy.engine.Engine", "sqlalchemy.pool", "telegram",
)  # fmt: skip
"""Libraries that are told at once to say less, so that they do not even write down what would be thrown away."""


def configure(level: str, *, is_terminal: bool, secrets: Iterable[str]) -> None:
    """Sets up the logs of this process, once, at its beginning.

    `level` is DEBUG, INFO, WARNING or ERROR, in either case.

    `secrets` are the bot's token, the master key, and whatever else must never be written. They also key the references
    of chats, which are thus the same in all processes of a deployment.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    given = [each for each in secrets if each]
    keyed_by = ["trialscreen log references", *(given or [randomness.token_hex()])]
    log_filter = LogFilter(sha256("\0".join(keyed_by).encode()).digest())
    structlog.configure(
        processors=make_processors(log_filter, Redaction(given), is_terminal=is_terminal),
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=lambda *_: LineWriter(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.root.handlers = [LogHandler()]
    logging.root.setLevel(threshold)
    for name in LIBRARIES:
        library = logging.getLogger(name)
        library.handlers = [logging.NullHandler()]  # with none, SQLAlchemy's `echo` would add its own
        library.setLevel(max(SILENCED.get(name, logging.WARNING), threshold))
        library.propagate = True
    _log_uncaught_errors()


def _log_uncaught_errors() -> None:
    """Logs what would otherwise be printed with its text: exceptions that end the program or a thread, and warnings."""

    def end(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        structlog.get_logger().critical("the program breaks off", exc_info=error)

    def end_thread(given: threading.ExceptHookArgs) -> None:
        structlog.get_logger().critical("a thread breaks off", exc_info=given.exc_value)

    def pass_over(given: Any) -> None:
        structlog.get_logger().error("an error where none can be raised", exc_info=given.exc_value)

    def warn(_: Warning | str, category: type[Warning], filename: str, lineno: int, *__: object, **___: object) -> None:
        structlog.get_logger().warning("a library warns", error=category, at=[format_own_place(filename, lineno)])

    sys.excepthook, threading.excepthook, sys.unraisablehook = end, end_thread, pass_over
    warnings.showwarning = warn  # type: ignore[assignment]  # only `warnings` calls it, by the order of arguments
