"""What did not pass as annotations, which GitHub shows beside the scripts of a change."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from bot.workbench.replay.places import locate
from bot.workbench.replay.result import ScriptResult

MOST_SHOWN = 10
"""How many annotations of one kind GitHub shows of a step; the last of more tells how many there are besides."""

UNTITLED = "This script cannot be read"

LONGEST = 4_000
"""How many characters of a message are told."""


def runs_in_ci() -> bool:
    """Says whether the environment names itself as continuous integration."""
    return os.environ.get("CI", "").strip().casefold() not in {"", "0", "false"}


@contextmanager
def stop_commands(stream: TextIO, *, is_wanted: bool) -> Iterator[None]:
    """Keeps GitHub from taking a line of a script for a command, until the block ends. No script knows the token."""
    if not is_wanted:
        yield
        return
    token = secrets.token_hex(16)
    stream.write(f"::stop-commands::{token}\n")
    try:
        yield
    finally:
        stream.write(f"::{token}::\n")


def defuse(text: str, instead: str = "## [") -> str:
    """Returns a text in which GitHub finds no command of its older form, which may stand anywhere in a line."""
    return text.replace("##[", instead)


def annotate(results: Sequence[ScriptResult]) -> Iterator[str]:
    """Yields a line for each script that did not pass, and one for all that GitHub would not show."""
    amiss = [each for each in results if each.code]
    shown = amiss if len(amiss) <= MOST_SHOWN else amiss[: MOST_SHOWN - 1]
    for each in shown:
        file, line = locate(each)
        properties = {"file": file, "line": str(line), "title": each.title or UNTITLED}
        yield _make_line(properties, each.message[:LONGEST])
    if len(amiss) > len(shown):
        yield _make_line({"title": "More scripts"}, f"{len(amiss) - len(shown):,} more did not pass; the log tells all")


def _make_line(properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{name}={_escape(value, _IN_PROPERTIES)}" for name, value in properties.items())
    return f"::error {told}::{_escape(message, _IN_MESSAGES)}\n"


def _escape(text: str, signs: dict[int, str]) -> str:
    return text.translate(signs)


_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})
