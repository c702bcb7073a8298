"""Transcripts of a played script, and their difference."""

import difflib
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from dialogs.conversation.screening import Message
from dialogs.testing.scripts.blocks import Bot
from dialogs.testing.scripts.lines import buttons_line, me_lines, path_line, piece
from dialogs.testing.scripts.lookup import value_at
from dialogs.testing.scripts.played import Exchange, Played
from dialogs.testing.scripts.texts import escaped


def difference(played: Played) -> str:
    """Returns a diff of the expected transcript and of the one that came about; lines that held are the same on both sides."""
    expected: list[str] = []
    said: list[str] = []
    for exchange in played.exchanges:
        expected += _me(exchange)
        said += _me(exchange)
        for expected_lines, said_lines in _sides(exchange, exchange.view):
            expected += expected_lines
            said += said_lines
    return "\n".join(difflib.unified_diff(expected, said, "expected", "said", lineterm="", n=2))


def transcript(played: Played) -> str:
    """Returns what was said, as the text of a script that expects all of it, as far as a script can hold it."""
    lines = [played.script.title, ""]
    for exchange in played.exchanges:
        lines += _me(exchange)
        for message in exchange.messages:
            lines += ["#bot", *piece(message.text), *buttons_line(button.label for button in message.buttons), ""]
    return "\n".join(lines).rstrip() + "\n"


def _me(exchange: Exchange) -> list[str]:
    return [] if exchange.me is None else [*me_lines(exchange.me), ""]


def _sides(exchange: Exchange, view: dict[str, Any]) -> Iterator[tuple[list[str], list[str]]]:
    """Yields, for each message, the lines that were expected and those that came: the same lines where the expectation held."""
    for bot, message in zip_longest(exchange.expected, exchange.messages):
        expected = [] if bot is None else ["#bot", *_expected(bot)]
        said = [] if message is None else ["#bot", *(_came(bot, message, view) if bot is not None else message.text.split("\n"))]
        yield expected, said


def _expected(bot: Bot) -> list[str]:
    text = escaped(bot.text).split("\n") if bot.text else []
    return [*text, *buttons_line(bot.buttons), *(path_line(path.path, path.value) for path in bot.paths)]


def _came(bot: Bot, message: Message, view: dict[str, Any]) -> list[str]:
    """Returns the lines of one block as they should be: what held stays, the rest is what was said."""
    text = bot.text if bot.text in message.text else message.text
    labels = [button.label for button in message.buttons]
    buttons = bot.buttons if set(labels).issuperset(bot.buttons) else labels
    lines = [*(escaped(text).split("\n") if text else []), *buttons_line(buttons)]
    for path in bot.paths:
        value = value_at(path.path, view)
        if value is not None:
            lines.append(path_line(path.path, None if path.value is None else value))
    return lines
