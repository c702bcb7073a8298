"""Every criterion of a determination as a table; on a narrow terminal, one beneath the other."""

from collections.abc import Sequence

from rich.box import HORIZONTALS
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import phrases
from bot.channels.terminal.render_context import RenderContext
from dialogs.conversation.blocks import CriterionLine
from dialogs.definition import small_words
from dialogs.rules.criteria import Effect
from dialogs.verdict import headings

NARROW = 60
"""Columns below which two columns of text stand too thin to be read."""


def make_criteria_table(rows: Sequence[CriterionLine], context: RenderContext) -> RenderableType:
    """Returns each criterion: id, kind, status in a sign and words, reason, quoted text, notes."""
    return _stack(rows, context) if context.width < NARROW else _make_table(rows, context)


def _make_table(rows: Sequence[CriterionLine], context: RenderContext) -> Table:
    table = Table(box=HORIZONTALS, show_header=False, show_lines=True, border_style="dim", pad_edge=False, expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for row in rows:
        head = Group(_make_heading(row, context), _make_status(row, context))
        table.add_row(head, _make_account(row, context))
    return table


def _stack(rows: Sequence[CriterionLine], context: RenderContext) -> Group:
    parts: list[RenderableType] = []
    for row in rows:
        head = Text("  ").join([_make_heading(row, context), _make_status(row, context)])
        parts += [Text(), head, Padding(_make_account(row, context), (0, 0, 0, 2))]
    return Group(*parts)


def _make_heading(row: CriterionLine, context: RenderContext) -> Text:
    return Text().append(f"{context.spell(row.criterion)} ", "bold").append(context.spell(row.kind))


def _make_status(row: CriterionLine, context: RenderContext) -> Text:
    sign, colour = _SIGNS[row.effect]
    return context.styled(f"{sign} {row.status}", colour)


def _make_account(row: CriterionLine, context: RenderContext) -> Group:
    notes = [context.styled(headings.NOTE.format(note=note), "dim") for note in row.notes]
    return Group(
        context.styled(row.name),
        context.styled(row.reason),
        context.styled(small_words.QUOTED.format(quote=row.quote)),
        *notes,
    )


_SIGNS = {
    Effect.PASSES: (phrases.YES_SIGN, "green"),
    Effect.FAILS: (phrases.NO_SIGN, "red"),
    Effect.OPEN: (phrases.OPEN_SIGN, "yellow"),
}
