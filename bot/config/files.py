"""Reading what people name: files, and standard input. Every way in which that can fail is one clear line."""

import errno
import sys
from pathlib import Path

from bot.config.errors import UsageFault, describe_cause

MAX_BYTES = 5_000_000

STDIN = "-"
"""The name by which a command is given standard input."""

STANDARD_INPUT = "standard input"
"""What standard input is called in messages."""


def read_text(path: Path, what: str) -> str:
    """Returns the UTF-8 text of a file; `what` names its kind.

    Raises `UsageFault` for one that cannot be read as such.
    """
    return decode_text(read_bytes(path, what), str(path), what)


def read_bytes(path: Path, what: str) -> bytes:
    """Returns the content of a file; `what` names its kind.

    Raises `UsageFault` for one that cannot be read, or is too large.
    """
    from storage.database.bounded_files import (  # noqa: PLC0415 - `check` of a shipped trial reads no file
        read_bounded,
    )

    try:
        return read_bounded(path, MAX_BYTES)
    except FileNotFoundError:
        raise UsageFault(f"{path}: there is no such file; check the name") from None
    except IsADirectoryError:
        raise UsageFault(f"{path}: this is a folder; name a file in it") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _too_large(str(path), what) from None
        raise UsageFault(f"{path}: cannot be read ({describe_cause(error)}); name another file") from error


def read_standard_input(what: str) -> str:
    """Returns the UTF-8 text of standard input; `what` names its kind. Raises `UsageFault` as for a file."""
    return decode_text(read_standard_bytes(what), STANDARD_INPUT, what)


def read_standard_bytes(what: str) -> bytes:
    """Returns the content of standard input, having said on a terminal what is awaited. Raises `UsageFault`."""
    if sys.stdin.isatty():
        sys.stderr.write(f"Type or paste {what}; Ctrl-D in a line of its own ends it.\n")
        sys.stderr.flush()
    try:
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageFault(
            f"{STANDARD_INPUT}: cannot be read ({describe_cause(error)}); give it a file or a pipe"
        ) from error
    if len(content) > MAX_BYTES:
        raise _too_large(STANDARD_INPUT, what)
    return content


def decode_text(content: bytes, name: str, what: str) -> str:
    """Returns bytes as UTF-8 text. Raises `UsageFault` naming the line of the first byte that is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageFault(f"{name}:{line}: this is no UTF-8 text; save {what} as UTF-8") from error
    if "\0" in text:
        raise UsageFault(f"{name}:1: this is a binary file; name {what}")
    return text


def _too_large(name: str, what: str) -> UsageFault:
    return UsageFault(f"{name}: more than {MAX_BYTES:,} bytes are too many for {what}; name another file")
