"""What stands as `-` in a command is read from standard input: no list of processes and no history shows it."""

import os
import sys
from collections.abc import Callable

import typer

from bot.config.errors import UsageFault, describe_cause
from bot.config.files import STDIN

MOST_BYTES = 2_000
"""How long a line can be that stands for a code, a note or a reference."""


def make_reading(what: str) -> Callable[..., str]:
    """Returns what turns an argument or option into its text: `-` is one line of standard input.

    `what` names it where a person is asked for it, or where it is missing.
    """

    def read(context: typer.Context, parameter: typer.CallbackParam, given: str) -> str:
        refuse_empty(context, parameter, given)
        return _read_line(what) if given == STDIN else given

    return read


def refuse_empty(context: typer.Context, parameter: typer.CallbackParam, given: str) -> str:
    """Returns the text of an argument or option; one that was written and is empty is refused."""
    source = context.get_parameter_source(parameter.name or "")
    if source is not None and source.name == "COMMANDLINE" and not given.strip():
        raise typer.BadParameter("it is empty; write it, or leave it out")
    return given


def _read_line(what: str) -> str:
    if sys.stdin.isatty():
        sys.stderr.write(f"{what}: ")
        sys.stderr.flush()
    try:
        line = _read_bytes()
    except OSError as error:
        raise UsageFault(f"{what}: standard input cannot be read ({describe_cause(error)}); give it a line") from error
    if len(line) > MOST_BYTES:
        raise UsageFault(f"{what}: the line of standard input is too long; give one of at most {MOST_BYTES:,} bytes")
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise UsageFault(f"{what}: standard input holds no UTF-8 text; give it one line of text") from None
    if not text:
        raise UsageFault(f"{what}: standard input holds no line; give it one, such as `printf '%s\\n' TEXT |`")
    return text


def _read_bytes() -> bytes:
    """Reads one line and nothing behind it, which is for the conversation that follows."""
    try:
        descriptor = sys.stdin.fileno()
    except OSError:  # no file: a stream that was given within a program
        return sys.stdin.buffer.readline(MOST_BYTES + 1)
    line = b""
    while len(line) <= MOST_BYTES and (part := os.read(descriptor, 1)) not in (b"", b"\n"):
        line += part
    return line
