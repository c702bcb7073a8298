"""Expectations: what a script expects of an exchange, held against what was said.

Each failure says what came instead, and what to do.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from dialogs.conversation.messages import Message
from dialogs.testing.scripts.format.blocks import BotBlock, PathExpectation
from dialogs.testing.scripts.playing.lookup import NowhereError, format_value, look_up
from dialogs.testing.scripts.playing.negated import describe_unwanted, find_unwanted
from dialogs.testing.scripts.playing.played import Exchange, Failure
from dialogs.testing.scripts.playing.turn_view import TurnView

ALIKE = 0.5
"""How alike two lines have to be, from 0 to 1, for one of them to be named where the other was expected."""


def find_failures(exchange: Exchange) -> Iterator[Failure]:
    """Yields the failures of an exchange, with the words that could not be done, mostly in the order of the lines."""
    yield from exchange.faults
    expected, messages = exchange.expected, exchange.messages
    for bot, message in zip(expected, messages, strict=False):
        yield from _find_message_failures(bot, message)
        for path in bot.paths:
            yield from _find_path_failures(path, exchange.view)
        for each in bot.negated:
            unwanted = find_unwanted(each, message, exchange.view)
            if unwanted:
                yield Failure(each.line, describe_unwanted(each, unwanted, message), each.file)
    if len(messages) > len(expected):
        before = expected[-1] if expected else exchange.me
        line, file = (1, "") if before is None else (before.line, before.file)
        more = _quote(messages[len(expected)].text)
        yield Failure(line, f"the bot said more than was expected: add a #bot block for {more}", file)
    if len(messages) < len(expected):
        missing = expected[len(messages)]
        yield Failure(missing.line, "the bot said nothing more: remove this #bot block", missing.file)


def _find_message_failures(bot: BotBlock, message: Message) -> Iterator[Failure]:
    if bot.text and bot.text not in message.text:
        closest = _describe_closest(bot.text, message.text)
        fault = f"expected {_quote(bot.text)}, but the bot said {_quote(message.text)}{closest}"
        yield Failure(bot.line, fault, bot.file)
    labels = [button.label for button in message.buttons]
    for label in bot.buttons:
        if label not in labels:
            shown = f"{', '.join(labels) or 'none'}{_describe_remedy(label, labels)}"
            yield Failure(bot.line, f"expected the button '{label}', but there are {shown}", bot.file)


def _find_path_failures(path: PathExpectation, view: TurnView) -> Iterator[Failure]:
    try:
        value = look_up(path.path, view)
    except NowhereError as nowhere:
        there = f"{path.path} leads nowhere: there is no {nowhere.name!r} in the turn; {_describe_place(nowhere)}"
        yield Failure(path.line, there, path.file)
        return
    said = format_value(value)
    if path.value is not None and said != path.value:
        yield Failure(path.line, f"expected {path.path} to be '{path.value}', but it is '{said}'", path.file)


def _describe_closest(expected: str, said: str) -> str:
    """Returns where to look in a text that is not as expected: at a line that is nearly the one that is missing."""
    lines = said.splitlines()
    missing = next((line for line in expected.splitlines() if line not in said), None)
    if missing is None:
        return "; each line is there, but not one after the other: write them as one piece of the message"
    found = get_close_matches(missing, lines, 1, ALIKE)
    return f"; the closest to “{missing}” is “{found[0]}”" if found and len(lines) > 1 else ""


def _describe_remedy(label: str, labels: list[str]) -> str:
    """Returns what to do about a button that is not there."""
    if not labels:
        return ": remove it from BUTTONS"
    found = get_close_matches(label.casefold(), [each.casefold() for each in labels], 1, ALIKE)
    alike = next((each for each in labels if found and each.casefold() == found[0]), None)
    return "; name one of these" if alike is None else f"; is '{alike}' meant?"


def _describe_place(nowhere: NowhereError) -> str:
    """Returns what stands where a path still led somewhere."""
    held = nowhere.held
    if isinstance(held, Mapping):
        return f"{nowhere.at} has {', '.join(held)}" if held else f"{nowhere.at} is empty so far"
    return f"{nowhere.at} is {format_value(held)!r}, which holds nothing further"


def _quote(text: str) -> str:
    return f"“{text}”"
