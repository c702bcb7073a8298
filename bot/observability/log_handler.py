"""The handler that leads what is logged through the standard library to structlog."""

import logging
from contextlib import suppress
from typing import Any

import structlog

from bot.observability.error_description import ROOMS, format_own_place

SILENCED = {"psycopg": logging.ERROR}
"""Libraries whose warnings mean nothing to anybody.

psycopg's is "error ignored terminating Pipeline", after a connection was lost.
"""

FAULT = "fault"
"""Under which `extra` our own code gives an exception, so that its classes and its place are told.

As `exc_info` its text would be printed wherever the log is not set up.
"""


class LogHandler(logging.Handler):
    """Passes on what our own code logs: its constant text, and what may be told. Of a library it tells less."""

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
        error = (record.exc_info or (None, None, None))[1] or getattr(record, FAULT, None)
        if is_ours:
            given["at"] = [format_own_place(record.pathname, record.lineno)]
            if record.args:
                given["values"] = record.args
            arguments = record.args if isinstance(record.args, tuple) else ()
            error = error or next((each for each in arguments if isinstance(each, BaseException)), None)
        event = record.msg if is_ours else "a library complains"
        structlog.get_logger().log(_round_level(record), event, exc_info=error, **given)


def _round_level(record: logging.LogRecord) -> int:
    """Returns the level that structlog knows for a record's."""
    return min(max(record.levelno // 10 * 10, logging.DEBUG), logging.CRITICAL)
