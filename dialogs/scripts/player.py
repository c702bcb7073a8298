"""Plays a script through a trial's dialogue, or a layer around it: what was said, and where it first differs from what is expected."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol

from dialogs.screening import Event, Message, Said, Screening, Tapped, Turn
from dialogs.scripts.script import Bot, Me, Path, Script
from dialogs.trial import Trial
from dialogs.wire import determinations, plain_answer

FIXED_NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""Where the clock of a script stands, unless it is told otherwise."""

START = "/start"


@dataclass(frozen=True)
class Failure:
    """The first expectation that did not hold. `line` is the script's, counted from 1; `message` says what came instead."""

    line: int
    message: str


@dataclass(frozen=True)
class Step:
    """One event and what came of it. `before` and `event` are None where the screening began."""

    before: Screening | None
    event: Event | None
    turn: Turn


@dataclass(frozen=True)
class Exchange:
    """What the bot said to one `#me` (None: at the start), and the `#bot` blocks that expected it.

    `steps` are what was done, mostly one; `turn` is the last turn, of this exchange or an earlier one.
    """

    me: Me | None
    expected: tuple[Bot, ...]
    steps: tuple[Step, ...]
    turn: Turn
    trial: Trial

    @property
    def messages(self) -> tuple[Message, ...]:
        """What the bot said, in order."""
        return tuple(message for step in self.steps for message in step.turn.messages)

    @cached_property
    def view(self) -> dict[str, Any]:
        """What JSON_PATH looks at: state, determinations and answers."""
        screening = self.turn.screening
        return {
            "state": screening.state,
            "determinations": determinations(self.trial, screening.answers),
            "answers": {fact: plain_answer(answer) for fact, answer in screening.answers.items()},
        }


@dataclass(frozen=True)
class Played:
    """A script with what was said; `failure` is None when every expectation held."""

    script: Script
    exchanges: tuple[Exchange, ...]
    failure: Failure | None


class Layer(Protocol):
    """What a script is played through: a dialogue, or one with storage or a channel around it. Each must read the same."""

    @property
    def trial(self) -> Trial:
        """The trial that is screened for."""

    def begin(self, now: datetime) -> Turn:
        """Returns the first turn of a new screening."""

    def turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Returns what comes of an event in the screening that was begun last; `screening` is as the turn before left it."""


class Player:
    """Plays scripts through one layer, at a fixed time."""

    def __init__(self, layer: Layer, now: datetime = FIXED_NOW) -> None:
        self.layer = layer
        self.now = now

    def play(self, script: Script) -> Played:
        """Returns the script with what was said. It goes on to the end after a failure, so that the transcript is whole."""
        exchanges = []
        turn: Turn | None = None
        for me, expected in _paired(script):
            steps = tuple(self._steps(turn, me))
            turn = steps[-1].turn
            exchanges.append(Exchange(me, expected, steps, turn, self.layer.trial))
        failure = next((failure for exchange in exchanges for failure in failures(exchange)), None)
        return Played(script, tuple(exchanges), failure)

    def _steps(self, turn: Turn | None, me: Me | None) -> Iterator[Step]:
        if turn is None:
            turn = self.layer.begin(self.now)
            begun = Step(None, None, turn)
            if me is None or me.text == START:
                yield begun
                return
        assert me is not None
        said = event(me.text, turn.messages)
        yield Step(turn.screening, said, self.layer.turn(turn.screening, said, self.now))


def failures(exchange: Exchange) -> Iterator[Failure]:
    """Yields the expectations of an exchange that did not hold."""
    messages = exchange.messages
    for bot, message in zip(exchange.expected, messages, strict=False):
        yield from _message_failures(bot, message)
        for path in bot.paths:
            yield from _path_failures(path, exchange.view)
    if len(messages) > len(exchange.expected):
        line = exchange.expected[-1].line if exchange.expected else exchange.me.line if exchange.me else 1
        yield Failure(line, f"the bot said more than was expected: add a #bot block for {_quoted(messages[len(exchange.expected)].text)}")
    if len(messages) < len(exchange.expected):
        yield Failure(exchange.expected[len(messages)].line, "the bot said nothing more: remove this #bot block")


def event(text: str, messages: tuple[Message, ...]) -> Event:
    """Returns a tap where `text` is the label of a button of the last message that has some, else the text as said."""
    shown = next((message for message in reversed(messages) if message.buttons), None)
    for button in shown.buttons if shown is not None else ():
        if button.label == text:
            return Tapped(shown.number, button.key)  # type: ignore[union-attr]  # a button stands on a message
    return Said(text)


def look_up(path: str, view: object) -> object:
    """Returns the value at a path such as `$.state`. Raises `KeyError` where it leads nowhere."""
    for name, index, quoted in _STEP.findall(path):
        if index:
            if not isinstance(view, list) or int(index) >= len(view):
                raise KeyError(index)
            view = view[int(index)]
        elif not isinstance(view, dict) or (name or quoted) not in view:
            raise KeyError(name or quoted)
        else:
            view = view[name or quoted]
    return view


def value_at(path: str, view: object) -> str | None:
    """Returns the value at a path as a script writes it, or None where the path leads nowhere."""
    try:
        return as_text(look_up(path, view))
    except KeyError:
        return None


def as_text(value: object) -> str:
    """Returns a value as a script writes it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _paired(script: Script) -> Iterator[tuple[Me | None, tuple[Bot, ...]]]:
    """Yields each `#me` with the `#bot` blocks that follow it; first those that stand before any `#me`."""
    me: Me | None = None
    expected: list[Bot] = []
    for block in script.blocks:
        if isinstance(block, Bot):
            expected.append(block)
            continue
        if me is not None or expected:
            yield me, tuple(expected)
        me, expected = block, []
    yield me, tuple(expected)


def _message_failures(bot: Bot, message: Message) -> Iterator[Failure]:
    if bot.text not in message.text:
        yield Failure(bot.line, f"expected {_quoted(bot.text)}, but the bot said {_quoted(message.text)}")
    labels = [button.label for button in message.buttons]
    for label in bot.buttons:
        if label not in labels:
            yield Failure(bot.line, f"expected the button '{label}', but there are {', '.join(labels) or 'none'}")


def _path_failures(path: Path, view: dict[str, Any]) -> Iterator[Failure]:
    try:
        value = look_up(path.path, view)
    except KeyError as error:
        yield Failure(path.line, f"{path.path} leads nowhere: there is no {error.args[0]!r} in the turn")
        return
    said = as_text(value)
    if path.value is not None and said != path.value:
        yield Failure(path.line, f"expected {path.path} to be '{path.value}', but it is '{said}'")


def _quoted(text: str) -> str:
    return f"“{text}”"


_STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\['([^'\]]+)'\]")
