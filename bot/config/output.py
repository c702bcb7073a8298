"""What commands write: a text, JSON or a file on standard output, sentences beside it, a time as people read it."""

import sys
from datetime import datetime

import orjson


def format_time(at: datetime) -> str:
    """Returns a time as people read it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def format_until(until: datetime, now: datetime) -> str:
    """Returns a time until which something holds, as people read it, and how far off it is."""
    minutes = max(0, int((until - now).total_seconds()) // 60)
    away = f"{minutes} min" if minutes < _MINUTES_TOLD else f"{round(minutes / 60)} h"
    return f"{format_time(until)} (in {away})"


_MINUTES_TOLD = 120
"""From so many minutes on, hours are told, to the nearest."""


def print_notes(sentences: list[str]) -> None:
    """Tells sentences beside the output, which holds nothing but what was asked for."""
    sys.stderr.write("".join(f"trialscreen: {sentence}\n" for sentence in sentences))


def print_text(text: str) -> None:
    """Prints a text, and ends its line."""
    sys.stdout.write(text + "\n")


def print_json(plain: object) -> None:
    """Prints plain values as indented JSON."""
    print_text(orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode())


def print_bytes(made: bytes) -> None:
    """Prints the bytes of a file, after whatever was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
