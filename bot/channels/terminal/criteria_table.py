"""Every criterion of a determination as a table; on a narrow terminal, one beneath the other."""

from collections.abc import Sequence

from rich.box import HORIZONTALS
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import phrases
from bot.channels.terminal import wording
from bot.channels.terminal.render_context import RenderContext
from dialogs.rules.criteria import Effect
from dialogs.verdict.result import word_status
from dialogs.verdict.verdict import Finding

NARROW = 60
"""Columns below which two columns of text stand too thin to be read."""


def make_criteria_table(findings: Sequence[Finding], context: RenderContext) -> RenderableType:
    """Returns each criterion: id, kind, status in a sign and words, reason, quoted text, notes."""
    return _stack(findings, context) if context.width < NARROW else _make_table(findings, context)


def _make_table(findings: Sequence[Finding], context: RenderContext) -> Table:
    table = Table(box=HORIZONTALS, show_header=False, show_lines=True, border_style="dim", pad_edge=False, expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for finding in findings:
        head = Group(_make_heading(finding, context), _make_status(finding, context))
        table.add_row(head, _make_account(finding, context))
    return table


def _stack(findings: Sequence[Finding], context: RenderContext) -> Group:
    parts: list[RenderableType] = []
    for finding in findings:
        head = Text("  ").join([_make_heading(finding, context), _make_status(finding, context)])
        parts += [Text(), head, Padding(_make_account(finding, context), (0, 0, 0, 2))]
    return Group(*parts)


def _make_heading(finding: Finding, context: RenderContext) -> Text:
    return Text().append(f"{context.spell(finding.criterion)} ", "bold").append(context.spell(finding.kind))


def _make_status(finding: Finding, context: RenderContext) -> Text:
    sign, colour = _SIGNS[finding.effect]
    return context.styled(f"{sign} {word_status(finding)}", colour)


def _make_account(finding: Finding, context: RenderContext) -> Group:
    notes = [context.styled(wording.NOTE.format(note=note), "dim") for note in finding.notes]
    return Group(context.styled(finding.reason), context.styled(f"“{finding.quote}”"), *notes)


_SIGNS = {
    Effect.PASSES: (phrases.YES_SIGN, "green"),
    Effect.FAILS: (phrases.NO_SIGN, "red"),
    Effect.OPEN: (phrases.OPEN_SIGN, "yellow"),
}
