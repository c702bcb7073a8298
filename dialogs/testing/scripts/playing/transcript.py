"""Transcripts of a played script, and their difference."""

import difflib
from collections.abc import Iterator
from itertools import zip_longest

from dialogs.conversation.messages import Message
from dialogs.testing.scripts.format.blocks import BotBlock
from dialogs.testing.scripts.format.lines import format_buttons, format_me, format_negated, format_path, format_piece
from dialogs.testing.scripts.format.texts import escape
from dialogs.testing.scripts.playing.lookup import find_value
from dialogs.testing.scripts.playing.negated import find_unwanted, format_unwanted
from dialogs.testing.scripts.playing.played import Exchange, PlayedScriptRun
from dialogs.testing.scripts.playing.turn_view import TurnView


def make_diff(played: PlayedScriptRun) -> str:
    """Returns a diff of the expected and the observed transcript; lines that held are the same on both sides."""
    expected: list[str] = []
    said: list[str] = []
    for exchange in played.exchanges:
        expected += _format_me(exchange)
        said += _format_me(exchange)
        for expected_lines, said_lines in _list_sides(exchange, exchange.view):
            expected += expected_lines
            said += said_lines
    return "\n".join(difflib.unified_diff(expected, said, "expected", "said", lineterm="", n=2))


def write_transcript(played: PlayedScriptRun) -> str:
    """Returns what was said, as the text of a script that expects all of it, as far as a script can hold it."""
    lines = [played.script.title, ""]
    for exchange in played.exchanges:
        lines += _format_me(exchange)
        for message in exchange.messages:
            lines += [
                "#bot",
                *format_piece(message.text),
                *format_buttons(button.label for button in message.buttons),
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


def _format_me(exchange: Exchange) -> list[str]:
    return [] if exchange.me is None else [*format_me(exchange.me), ""]


def _list_sides(exchange: Exchange, view: TurnView) -> Iterator[tuple[list[str], list[str]]]:
    """Yields for each message the expected and the observed lines: the same ones where the expectation held."""
    for bot, message in zip_longest(exchange.expected, exchange.messages):
        expected = [] if bot is None else ["#bot", *_list_expected(bot)]
        if message is None:
            observed = []
        elif bot is None:
            observed = ["#bot", *message.text.split("\n")]
        else:
            observed = ["#bot", *_list_observed(bot, message, view)]
        yield expected, observed


def _list_expected(bot: BotBlock) -> list[str]:
    text = escape(bot.text).split("\n") if bot.text else []
    return [
        *text,
        *format_buttons(bot.buttons),
        *(format_path(path.path, path.value) for path in bot.paths),
        *(format_negated(each.word, each.values) for each in bot.negated),
    ]


def _list_observed(bot: BotBlock, message: Message, view: TurnView) -> list[str]:
    """Returns the lines of one block as they should be: what held stays, the rest is what was said."""
    text = bot.text if bot.text in message.text else message.text
    labels = [button.label for button in message.buttons]
    buttons = bot.buttons if set(labels).issuperset(bot.buttons) else labels
    lines = [*(escape(text).split("\n") if text else []), *format_buttons(buttons)]
    for path in bot.paths:
        value = find_value(path.path, view)
        if value is not None:
            lines.append(format_path(path.path, None if path.value is None else value))
    for each in bot.negated:
        unwanted = find_unwanted(each, message, view)
        came = format_unwanted(each, unwanted, message) if unwanted else [format_negated(each.word, each.values)]
        lines += [line for line in came if line not in lines]
    return lines
