"""A played script side by side: what was expected of each message beside what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dialogs.conversation.screening import Message
from dialogs.testing.scripts.abuse_words import written
from dialogs.testing.scripts.lookup import value_at
from dialogs.testing.scripts.played import Exchange, Played
from dialogs.testing.scripts.script import Bot, Me


@dataclass(frozen=True)
class Row:
    """One thing that was expected, beside what came: the text, the buttons, or a value. Either is empty where there is nothing.

    `missing` names the buttons that were expected and did not come, where others did.
    """

    expected: str
    said: str
    holds: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """One message beside the block that expected it, which begins at `line`."""

    line: int
    rows: tuple[Row, ...]

    @property
    def holds(self) -> bool:
        """Says whether nothing in it was amiss."""
        return all(row.holds for row in self.rows)


@dataclass(frozen=True)
class Passage:
    """What a person says to the bot (nothing at the start), and what came of it."""

    me: str
    pairs: tuple[Pair, ...]


def passages(played: Played) -> tuple[Passage, ...]:
    """Returns what was said and what was expected, side by side."""
    return tuple(Passage(_me(each.me), tuple(_pairs(each))) for each in played.exchanges)


def _me(me: Me | None) -> str:
    return "" if me is None else "\n".join([*(written(word) for word in me.words), me.text]).rstrip("\n")


def _pairs(exchange: Exchange) -> Iterator[Pair]:
    for bot, message in zip_longest(exchange.expected, exchange.messages):
        if bot is None:
            line = exchange.me.line if exchange.me is not None else 1
            yield Pair(line, (Row("", message.text, holds=False), Row("", _buttons(message), holds=False)))
        elif message is None:
            lines = [bot.text, _labels(bot.buttons), *(_value(path.path, path.value) for path in bot.paths)]
            yield Pair(bot.line, tuple(Row(line, "", holds=False) for line in lines))
        else:
            yield Pair(bot.line, tuple(_rows(bot, message, exchange.view)))


def _rows(bot: Bot, message: Message, view: object) -> Iterator[Row]:
    yield Row(bot.text, message.text, holds=bot.text in message.text)
    shown = {button.label for button in message.buttons}
    missing = tuple(label for label in bot.buttons if label not in shown)
    yield Row(_labels(bot.buttons), _buttons(message), not missing, missing if shown else ())
    for path in bot.paths:
        value = value_at(path.path, view)
        said = "" if value is None else _value(path.path, None if path.value is None else value)
        yield Row(_value(path.path, path.value), said, holds=value is not None and path.value in {None, value})


def _buttons(message: Message) -> str:
    return _labels([button.label for button in message.buttons])


def _labels(labels: Sequence[str]) -> str:
    return "BUTTONS " + "|".join(labels) if labels else ""


def _value(path: str, value: str | None) -> str:
    return f"JSON_PATH {path}" + ("" if value is None else f"|{value}")
