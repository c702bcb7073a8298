"""Every criterion of a determination, a line for each; what stands behind them comes beneath each line once opened."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot import phrases
from bot.channels.terminal import wording
from bot.channels.terminal.render_context import INDENT, RenderContext
from dialogs.conversation.blocks import CriterionLine
from dialogs.definition import small_words
from dialogs.rules.criteria import Effect
from dialogs.verdict import headings


def make_criteria_table(rows: Sequence[CriterionLine], context: RenderContext) -> Group:
    """Returns each criterion: sign, id, name, status; opened also its kind, the reason, the quoted text and notes."""
    width = max((len(row.criterion) for row in rows), default=0)
    return Group(*(part for row in rows for part in _draw_row(row, width, context)), draw_details_line(context))


def draw_details_line(context: RenderContext, title: str = wording.DETAILS) -> Text:
    """Returns the line of what can be opened, with the key that does it."""
    sign = wording.OPENED_SIGN if context.is_open else wording.CLOSED_SIGN
    return context.styled(f"{sign} {title} ").append(wording.DETAILS_KEY, "dim")


def _draw_row(row: CriterionLine, width: int, context: RenderContext) -> Iterator[RenderableType]:
    sign, colour = _SIGNS[row.effect]
    head = Text().append(f"{context.spell(row.criterion):<{width}} ", "bold")
    head.append_text(context.styled(small_words.TITLED.format(title=row.name))).append(" ")
    head.append_text(context.styled(row.status, colour))
    yield context.hang(context.styled(sign, colour), head)
    if context.is_open:
        yield Padding(_make_account(row, context), (0, 0, 0, INDENT))


def _make_account(row: CriterionLine, context: RenderContext) -> Group:
    notes = [context.styled(headings.NOTE.format(note=note), "dim") for note in row.notes]
    reason = wording.KIND_AND_REASON.format(kind=row.kind, reason=row.reason)
    return Group(context.styled(reason), context.styled(small_words.QUOTED.format(quote=row.quote)), *notes)


_SIGNS = {
    Effect.PASSES: (phrases.YES_SIGN, "green"),
    Effect.FAILS: (phrases.NO_SIGN, "red"),
    Effect.OPEN: (phrases.OPEN_SIGN, "yellow"),
}
