"""The list of choices on a screen: in two columns where they fit, read downwards, each label wrapped at its words."""

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from prompt_toolkit.utils import get_cwidth

from bot.channels.terminal.choices import ChoiceRow, Choices, Weight
from bot.channels.terminal.render_context import RenderContext
from dialogs.conversation.messages import Message

FEWEST = 4
"""How many choices there are at least where they stand in two columns."""

GAP = 2


class ChoiceText(NamedTuple):
    """Words on a line that look alike, with blanks for padding after them."""

    words: str
    weight: Weight
    padding: int = 0


def find_height(choices: Choices, context: RenderContext, columns: int) -> int:
    """Returns how many choices stand in the first column: half of them where two columns fit, else all."""
    widths = [_measure(row, context) for row in choices.make_rows()]
    half = (len(widths) + 1) // 2
    if len(widths) < FEWEST or max(widths[:half]) + max(widths[half:]) > columns:
        return len(widths)
    return half


def lay_out(choices: Choices, context: RenderContext, columns: int) -> list[list[ChoiceText]]:
    """Returns the lines of the list, each in pieces."""
    rows, height = choices.make_rows(), find_height(choices, context, columns)
    if height == len(rows):
        return [line for row in rows for line in _wrap(row, context, columns)]
    first, second = rows[:height], rows[height:]
    place = min(_find_widest(first, context) + GAP, columns - _find_widest(second, context))
    lines = []
    for index, row in enumerate(first):
        beside = second[index : index + 1]
        padding = place - _measure(row, context) if beside else 0
        lines.append([_make_piece(row, context, padding), *(_make_piece(each, context) for each in beside)])
    return lines


def count_prompt_lines(message: Message, context: RenderContext, columns: int) -> int:
    """Returns how many lines a prompt takes: its choices, a blank line where there is room, and the line to type on."""
    return len(lay_out(Choices(message), context, columns)) + (2 if message.buttons and not context.is_tight else 1)


def _find_widest(rows: Sequence[ChoiceRow], context: RenderContext) -> int:
    return max(_measure(row, context) for row in rows)


def _measure(row: ChoiceRow, context: RenderContext) -> int:
    return get_cwidth(context.spell(row.lead + row.label))


def _make_piece(row: ChoiceRow, context: RenderContext, padding: int = 0) -> ChoiceText:
    return ChoiceText(context.spell(row.lead + row.label), row.weight, padding)


def _wrap(row: ChoiceRow, context: RenderContext, columns: int) -> list[list[ChoiceText]]:
    lead = context.spell(row.lead)
    first, *further = wrap(context.spell(row.label), max(columns - len(lead), 1)) or [""]
    return [
        [ChoiceText(lead + first, row.weight)],
        *([ChoiceText(" " * len(lead) + line, row.weight)] for line in further),
    ]
