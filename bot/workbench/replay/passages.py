"""A played script side by side: what was expected of each message beside what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dialogs.conversation.messages import Message
from dialogs.testing.scripts.format.abuse_words import format_word
from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock
from dialogs.testing.scripts.format.lines import format_negated
from dialogs.testing.scripts.playing.lookup import find_value
from dialogs.testing.scripts.playing.negated import find_unwanted, format_unwanted
from dialogs.testing.scripts.playing.played import Exchange, PlayedScriptRun


@dataclass(frozen=True)
class ComparedRow:
    """One thing that was expected, beside what came: the text, the buttons, or a value.

    Either is empty where there is nothing.

    `missing` names the buttons that were expected and did not come, where others did; `unwanted` what came though it
    must not.
    """

    expected: str
    said: str
    holds: bool
    missing: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparedMessage:
    """One message beside the block that expected it, which begins at `line`."""

    line: int
    rows: tuple[ComparedRow, ...]

    @property
    def holds(self) -> bool:
        """Says whether nothing in it was amiss."""
        return all(row.holds for row in self.rows)


@dataclass(frozen=True)
class Passage:
    """What a person says to the bot (nothing at the start), and what came of it."""

    me: str
    pairs: tuple[ComparedMessage, ...]


def collect_passages(played: PlayedScriptRun) -> tuple[Passage, ...]:
    """Returns what was said and what was expected, side by side."""
    return tuple(Passage(_me(each.me), tuple(_pair_messages(each))) for each in played.exchanges)


def _me(me: MeBlock | None) -> str:
    return "" if me is None else "\n".join([*(format_word(word) for word in me.words), me.text]).rstrip("\n")


def _pair_messages(exchange: Exchange) -> Iterator[ComparedMessage]:
    for bot, message in zip_longest(exchange.expected, exchange.messages):
        if bot is None:
            line = exchange.me.line if exchange.me is not None else 1
            yield ComparedMessage(
                line,
                (ComparedRow("", message.text, holds=False), ComparedRow("", _compare_buttons(message), holds=False)),
            )
        elif message is None:
            lines = [
                bot.text,
                _labels(bot.buttons),
                *(_compare_value(path.path, path.value) for path in bot.paths),
                *(format_negated(each.word, each.values) for each in bot.negated),
            ]
            yield ComparedMessage(bot.line, tuple(ComparedRow(line, "", holds=False) for line in lines))
        else:
            yield ComparedMessage(bot.line, tuple(_compare_rows(bot, message, exchange.view)))


def _compare_rows(bot: BotBlock, message: Message, view: object) -> Iterator[ComparedRow]:
    yield ComparedRow(bot.text, message.text, holds=bot.text in message.text)
    shown = {button.label for button in message.buttons}
    missing = tuple(label for label in bot.buttons if label not in shown)
    yield ComparedRow(_labels(bot.buttons), _compare_buttons(message), not missing, missing if shown else ())
    for path in bot.paths:
        value = find_value(path.path, view)
        said = "" if value is None else _compare_value(path.path, None if path.value is None else value)
        yield ComparedRow(
            _compare_value(path.path, path.value), said, holds=value is not None and path.value in {None, value}
        )
    for each in bot.negated:
        unwanted = find_unwanted(each, message, view)
        came = "\n".join(format_unwanted(each, unwanted, message)) if unwanted else ""
        yield ComparedRow(format_negated(each.word, each.values), came, not unwanted, unwanted=unwanted)


def _compare_buttons(message: Message) -> str:
    return _labels([button.label for button in message.buttons])


def _labels(labels: Sequence[str]) -> str:
    return "BUTTONS " + "|".join(labels) if labels else ""


def _compare_value(path: str, value: str | None) -> str:
    return f"JSON_PATH {path}" + ("" if value is None else f"|{value}")
