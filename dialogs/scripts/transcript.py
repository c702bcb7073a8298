"""Transcripts of a played script, their difference, and the script rewritten to what was said."""

import difflib
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from dialogs.screening import Message
from dialogs.scripts.player import Exchange, Played, value_at
from dialogs.scripts.script import Bot


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
    """Returns what was said, as the text of a script that expects all of it."""
    lines = [played.script.title, ""]
    for exchange in played.exchanges:
        lines += _me(exchange)
        for message in exchange.messages:
            lines += ["#bot", *message.text.splitlines(), *_buttons(message), ""]
    return "\n".join(lines).rstrip() + "\n"


def accepted(played: Played) -> str:
    """Returns the script with its expectations rewritten: those that held stay, the others become what was said."""
    lines = [played.script.title, ""]
    for exchange in played.exchanges:
        lines += _me(exchange)
        for bot, message in zip_longest(exchange.expected, exchange.messages):
            if message is not None:
                lines += ["#bot", *_accepted(bot, message, exchange.view), ""]
    return "\n".join(lines).rstrip() + "\n"


def _accepted(bot: Bot | None, message: Message, view: dict[str, Any]) -> list[str]:
    """Returns the lines of one block: what held stays as it is, the rest becomes what was said."""
    if bot is None:
        return message.text.splitlines()
    labels = {button.label for button in message.buttons}
    lines = (bot.text if bot.text in message.text else message.text).splitlines()
    if bot.buttons and message.buttons:
        lines.append("BUTTONS " + "|".join(bot.buttons if labels.issuperset(bot.buttons) else [button.label for button in message.buttons]))
    for path in bot.paths:
        value = value_at(path.path, view)
        if value is not None:
            lines.append(f"JSON_PATH {path.path}" + ("" if path.value is None else f"|{value}"))
    return lines


def _me(exchange: Exchange) -> list[str]:
    return [] if exchange.me is None else ["#me", *exchange.me.text.splitlines(), ""]


def _buttons(message: Message) -> list[str]:
    return ["BUTTONS " + "|".join(button.label for button in message.buttons)] if message.buttons else []


def _sides(exchange: Exchange, view: dict[str, Any]) -> Iterator[tuple[list[str], list[str]]]:
    """Yields, for each message, the lines that were expected and those that came: the same lines where the expectation held."""
    messages = exchange.messages
    for bot, message in zip_longest(exchange.expected, messages):
        expected = [] if bot is None else ["#bot", *_expected(bot)]
        said = [] if message is None else ["#bot", *(_accepted(bot, message, view) if bot is not None else message.text.splitlines())]
        yield expected, said


def _expected(bot: Bot) -> list[str]:
    buttons = ["BUTTONS " + "|".join(bot.buttons)] if bot.buttons else []
    paths = [f"JSON_PATH {path.path}" + ("" if path.value is None else f"|{path.value}") for path in bot.paths]
    return [*bot.text.splitlines(), *buttons, *paths]
