"""Rewrites a file of scripts so that it expects what was observed; what held stays, with includes and variables."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

from dialogs.testing.scripts.blocks import ScriptError
from dialogs.testing.scripts.botium_words import INCLUDE, NEGATED, split_arguments
from dialogs.testing.scripts.lines import format_buttons, format_path, format_piece
from dialogs.testing.scripts.observation import ObservedBlock, ScriptObservation
from dialogs.testing.scripts.reading import split_lines

ValueT = TypeVar("ValueT")


class ByHandError(ScriptError):
    """A file cannot be rewritten by itself; the message names it, and says why it must be edited by hand."""


def rewrite(observations: Sequence[ScriptObservation]) -> str:
    """Returns the text of a file that expects what was observed in all the scripts that were made of it.

    Raises `ByHandError` where that is not to be had: what failed is shared with other files, or two rows of a table
    contradict each other.
    """
    file, source = observations[0].file, observations[0].source
    for each in observations:
        if each.elsewhere:
            place, _, line = each.elsewhere.rpartition(":")
            why = f"what is expected here did not hold in {file}, and other scripts may share it: change it by hand"
            raise ByHandError(f"{each.elsewhere}: {why}", place, int(line))
        if each.unwanted:
            place, _, line = each.unwanted.rpartition(":")
            why = "what must not be is there, or its message did not come: change it by hand"
            raise ByHandError(f"{each.unwanted}: {why}", place, int(line))
    lines = split_lines(source, file)
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("#")]
    new = lines[: starts[0] - 1]
    for start, end in zip_longest(starts, starts[1:], fillvalue=len(lines) + 1):
        new += _rewrite_block(lines[start - 1 : end - 1], start, observations)
    end_of_line = "\r\n" if "\r\n" in source else "\n"
    return end_of_line.join([*new[: len(new) - _count_blanks(new)], ""])


def _rewrite_block(lines: list[str], start: int, observations: Sequence[ScriptObservation]) -> Iterator[str]:
    """Yields the lines of a block as they should be, with the blocks that must follow it."""
    if any(start in each.blocks for each in observations):
        observed = [each.blocks.get(start) for each in observations]
        _agree(observations, start, [each is None for each in observed])
        there = [each for each in observed if each is not None]
        if not there:
            lines = _drop_expectations(lines)
        elif not all(each.has_held for each in there):
            lines = _change_lines(lines, start, observations, there)
    yield from lines
    for text in _agree(observations, start, [each.more.get(start, ()) for each in observations]):
        yield from ["#bot", *format_piece(text), ""] if _count_blanks(lines) else ["", "#bot", *format_piece(text)]


def _drop_expectations(lines: list[str]) -> list[str]:
    """Returns the lines of a block that expects nothing any more: only those of its includes."""
    includes = [line for line in lines if line.startswith(INCLUDE)]
    return [lines[0], *includes, ""] if includes else []


def _change_lines(
    lines: list[str], start: int, observations: Sequence[ScriptObservation], observed: Sequence[ObservedBlock]
) -> list[str]:
    """Returns the lines of a block; those that did not hold for a script say what was observed in all of them."""
    body = lines[1 : len(lines) - _count_blanks(lines)]
    new: list[str] = []
    text: list[str] | None = None
    labels: list[str] | None = None
    if not all(each.text_held for each in observed):
        text = format_piece(_agree(observations, start, [each.text for each in observed]))
    if not all(each.buttons_held for each in observed):
        labels = format_buttons(_agree(observations, start, [each.buttons for each in observed]))
    for number, line in enumerate(body, start + 1):
        word = line.partition(" ")[0]
        if word == "BUTTONS":
            new += [line] if labels is None else labels
            labels = None if labels is None else []
        elif word == "JSON_PATH":
            new += _change_path(line, number, observations, observed)
        elif word == INCLUDE or text is None or word.removeprefix("!") in NEGATED:
            new.append(line)
        else:
            new += text
            text = []
    if all(line.startswith(INCLUDE) for line in new):
        new = [*format_piece(_agree(observations, start, [each.text for each in observed])), *new]
    return [lines[0], *new, *lines[1 + len(body) :]]


def _change_path(
    line: str, number: int, observations: Sequence[ScriptObservation], observed: Sequence[ObservedBlock]
) -> list[str]:
    if all(each.paths[number][0] for each in observed):
        return [line]
    value = _agree(observations, number, [each.paths[number][1] for each in observed])
    path, *values = split_arguments(line.removeprefix("JSON_PATH"))
    return [] if value is None else [format_path(path, value if values else None)]


def _agree(observations: Sequence[ScriptObservation], line: int, values: Sequence[ValueT]) -> ValueT:
    """Returns what all scripts have in common at a line. Raises `ByHandError` where they differ."""
    for each, other in zip(observations, values, strict=True):
        if other != values[0]:
            why = f"here the rows '{observations[0].case}' and '{each.case}' differ"
            remedy = "change it by hand, or give the table a variable for it"
            raise ByHandError(f"{each.file}:{line}: {why}: {remedy}", each.file, line)
    return values[0]


def _count_blanks(lines: Sequence[str]) -> int:
    """Returns how many empty lines stand at the end."""
    return next((count for count, line in enumerate(reversed(lines)) if line), len(lines))
