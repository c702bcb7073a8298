"""Every criterion of a determination as a table; on a narrow terminal, one beneath the other."""

from collections.abc import Sequence

from rich.box import HORIZONTALS
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import phrases
from bot.channels.terminal import wording
from bot.channels.terminal.paper import RenderContext
from dialogs.rules.engine import Effect
from dialogs.verdict.result import word_status
from dialogs.verdict.verdict import Finding

NARROW = 60
"""Columns below which two columns of text stand too thin to be read."""


def make_criteria_table(findings: Sequence[Finding], paper: RenderContext) -> RenderableType:
    """Returns each criterion: its id and kind, its status in a sign and words, the reason, the quoted text and the notes."""
    return _stacked(findings, paper) if paper.width < NARROW else _table(findings, paper)


def _table(findings: Sequence[Finding], paper: RenderContext) -> Table:
    table = Table(box=HORIZONTALS, show_header=False, show_lines=True, border_style="dim", pad_edge=False, expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for finding in findings:
        table.add_row(Group(_heading(finding, paper), _status(finding, paper)), _account(finding, paper))
    return table


def _stacked(findings: Sequence[Finding], paper: RenderContext) -> Group:
    parts: list[RenderableType] = []
    for finding in findings:
        head = Text("  ").join([_heading(finding, paper), _status(finding, paper)])
        parts += [Text(), head, Padding(_account(finding, paper), (0, 0, 0, 2))]
    return Group(*parts)


def _heading(finding: Finding, paper: RenderContext) -> Text:
    return Text().append(f"{paper.spell(finding.criterion)} ", "bold").append(paper.spell(finding.kind))


def _status(finding: Finding, paper: RenderContext) -> Text:
    sign, colour = _SIGNS[finding.effect]
    return paper.styled(f"{sign} {word_status(finding)}", colour)


def _account(finding: Finding, paper: RenderContext) -> Group:
    notes = [paper.styled(wording.NOTE.format(note=note), "dim") for note in finding.notes]
    return Group(paper.styled(finding.reason), paper.styled(f"“{finding.quote}”"), *notes)


_SIGNS = {
    Effect.PASSES: (phrases.YES_SIGN, "green"),
    Effect.FAILS: (phrases.NO_SIGN, "red"),
    Effect.OPEN: (phrases.OPEN_SIGN, "yellow"),
}
