"""Accepting: a file of scripts rewritten so that it expects what was said.

What held stays as it stands, with includes and variables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar

from dialogs.conversation.screening import Message
from dialogs.testing.scripts.blocks import BotBlock, ScriptError
from dialogs.testing.scripts.botium_words import INCLUDE, split_arguments
from dialogs.testing.scripts.lines import format_buttons, format_path, format_piece
from dialogs.testing.scripts.lookup import find_value
from dialogs.testing.scripts.played import Exchange, PlayedScriptRun
from dialogs.testing.scripts.reading import split_lines

SaidT = TypeVar("SaidT")


class ByHandError(ScriptError):
    """A file cannot be rewritten by itself; the message names it, and says why it must be edited by hand."""


@dataclass(frozen=True)
class ObservedBlock:
    """What came where a `#bot` block stands, and which of its expectations held.

    `paths` has each by its line: held, and the value.
    """

    text: str
    text_held: bool
    buttons: tuple[str, ...]
    buttons_held: bool
    paths: Mapping[int, tuple[bool, str | None]]

    @property
    def has_held(self) -> bool:
        """Whether the block can stay as it is."""
        return self.text_held and self.buttons_held and all(held for held, _ in self.paths.values())


@dataclass(frozen=True)
class ScriptObservation:
    """What was said to one script of a file, by the line of the block in it: plain values, so that any process can hand it on.

    `heard` is None for a block to which nothing came. `more` has the texts that no block expects, by the line of the
    block before. `elsewhere` names an expectation that did not hold in a file that others share, or is empty.
    """

    file: str
    source: str
    case: str
    heard: Mapping[int, ObservedBlock | None]
    more: Mapping[int, tuple[str, ...]]
    elsewhere: str = ""


def observe(played: PlayedScriptRun) -> ScriptObservation:
    """Returns what a played script makes of its file, to be rewritten together with the other scripts that were made of it."""
    script = played.script
    heard: dict[int, ObservedBlock | None] = {}
    more: dict[int, tuple[str, ...]] = {}
    elsewhere: list[str] = []
    for exchange in played.exchanges:
        for bot, message in zip_longest(exchange.expected, exchange.messages[: len(exchange.expected)]):
            came = None if message is None else _observe_block(bot, message, exchange)
            if bot.file == script.file:
                heard[bot.line] = came
            elif came is None or not came.has_held:
                elsewhere.append(f"{bot.file}:{bot.line}")
        further = tuple(message.text for message in exchange.messages[len(exchange.expected) :])
        last = exchange.expected[-1] if exchange.expected else exchange.me
        if further and last is not None and last.file == script.file:
            more[last.line] = further
        elif further and last is not None:
            elsewhere.append(f"{last.file}:{last.line}")
    return ScriptObservation(script.file, script.source, script.case, heard, more, elsewhere[0] if elsewhere else "")


def rewrite(hearings: Sequence[ScriptObservation]) -> str:
    """Returns the text of a file that expects what was said in each of the scripts that were made of it, all of them given.

    Raises `ByHandError` where that is not to be had: what failed is shared with other files, or two rows of a table
    contradict each other.
    """
    file, source = hearings[0].file, hearings[0].source
    for each in hearings:
        if each.elsewhere:
            place, _, line = each.elsewhere.rpartition(":")
            why = f"what is expected here did not hold in {file}, and other scripts may share it: change it by hand"
            raise ByHandError(f"{each.elsewhere}: {why}", place, int(line))
    lines = split_lines(source, file)
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("#")]
    new = lines[: starts[0] - 1]
    for start, end in zip_longest(starts, starts[1:], fillvalue=len(lines) + 1):
        new += _rewrite_block(lines[start - 1 : end - 1], start, hearings)
    end_of_line = "\r\n" if "\r\n" in source else "\n"
    return end_of_line.join([*new[: len(new) - _count_blanks(new)], ""])


def _observe_block(bot: BotBlock, message: Message, exchange: Exchange) -> ObservedBlock:
    labels = tuple(button.label for button in message.buttons)
    values = {path.line: (path, find_value(path.path, exchange.view)) for path in bot.paths}
    return ObservedBlock(
        message.text,
        bot.text in message.text,
        labels,
        set(labels).issuperset(bot.buttons),
        {line: (value is not None and path.value in {None, value}, value) for line, (path, value) in values.items()},
    )


def _rewrite_block(lines: list[str], start: int, hearings: Sequence[ScriptObservation]) -> Iterator[str]:
    """Yields the lines of a block as they should be, with the blocks that must follow it."""
    if any(start in each.heard for each in hearings):
        came = [each.heard.get(start) for each in hearings]
        _agree(hearings, start, [each is None for each in came])
        there = [each for each in came if each is not None]
        if not there:
            lines = _drop_expectations(lines)
        elif not all(each.has_held for each in there):
            lines = _change_lines(lines, start, hearings, there)
    yield from lines
    for text in _agree(hearings, start, [each.more.get(start, ()) for each in hearings]):
        yield from ["#bot", *format_piece(text), ""] if _count_blanks(lines) else ["", "#bot", *format_piece(text)]


def _drop_expectations(lines: list[str]) -> list[str]:
    """Returns the lines of a block that expects nothing any more: none, unless it includes something."""
    includes = [line for line in lines if line.startswith(INCLUDE)]
    return [lines[0], *includes, ""] if includes else []


def _change_lines(
    lines: list[str], start: int, hearings: Sequence[ScriptObservation], came: Sequence[ObservedBlock]
) -> list[str]:
    """Returns the lines of a block, in which what did not hold for a script is what was said to all of them."""
    body = lines[1 : len(lines) - _count_blanks(lines)]
    new: list[str] = []
    text: list[str] | None = (
        None
        if all(each.text_held for each in came)
        else format_piece(_agree(hearings, start, [each.text for each in came]))
    )
    labels: list[str] | None = None
    if not all(each.buttons_held for each in came):
        labels = format_buttons(_agree(hearings, start, [each.buttons for each in came]))
    for number, line in enumerate(body, start + 1):
        word = line.partition(" ")[0]
        if word == "BUTTONS":
            new += [line] if labels is None else labels
            labels = None if labels is None else []
        elif word == "JSON_PATH":
            new += _change_path(line, number, hearings, came)
        elif word == INCLUDE or text is None:
            new.append(line)
        else:
            new += text
            text = []
    if all(line.startswith(INCLUDE) for line in new):
        new = [*format_piece(_agree(hearings, start, [each.text for each in came])), *new]
    return [lines[0], *new, *lines[1 + len(body) :]]


def _change_path(
    line: str, number: int, hearings: Sequence[ScriptObservation], came: Sequence[ObservedBlock]
) -> list[str]:
    if all(each.paths[number][0] for each in came):
        return [line]
    value = _agree(hearings, number, [each.paths[number][1] for each in came])
    path, *values = split_arguments(line.removeprefix("JSON_PATH"))
    return [] if value is None else [format_path(path, value if values else None)]


def _agree(hearings: Sequence[ScriptObservation], line: int, said: Sequence[SaidT]) -> SaidT:
    """Returns what all scripts have in common at a line. Raises `ByHandError` where they differ."""
    for each, other in zip(hearings, said, strict=True):
        if other != said[0]:
            why = (
                f"here the rows '{hearings[0].case}' and '{each.case}' differ: change it by hand, or give the table a"
                " variable for it"
            )
            raise ByHandError(f"{each.file}:{line}: {why}", each.file, line)
    return said[0]


def _count_blanks(lines: Sequence[str]) -> int:
    """Returns how many empty lines stand at the end."""
    return next((count for count, line in enumerate(reversed(lines)) if line), len(lines))
