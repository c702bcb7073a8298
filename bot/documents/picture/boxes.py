"""The boxes of a picture of the decision: of a criterion, of a determination's heading, of its verdict."""

from dataclasses import replace

from bot.documents.picture import phrases
from bot.documents.picture.applicability import applies
from bot.documents.picture.column import make_printed_column
from bot.documents.picture.layout import Area, Panel, Sign, TextLine
from bot.documents.picture.styles import (
    BOXES,
    DASHES,
    FADED_BAR,
    HEADING,
    PLATES,
    SIGNS,
    VERDICTS,
    WITHOUT_OBJECT,
    Ground,
)
from bot.documents.picture.words import word_criterion
from bot.documents.report.part import CriterionRow, ReportPart
from bot.documents.report.report import Report
from dialogs.verdict.result import EFFECTS

SIGN = 104
"""The room on the left for a sign with its word beneath."""

PADDING = 8
REACH = 24


def make_criterion_box(report: Report, part: ReportPart, row: CriterionRow, at: Area) -> Panel:
    """Returns the box of a criterion at the corner and as wide as `at`.

    Where it does not apply, or its determination does not, it has the sign of neither passing nor failing.
    """
    is_counted = applies(report, part, row)
    column = make_printed_column(at.x + SIGN, at.y + PADDING, at.width - SIGN - PADDING)
    column.write(phrases.CRITERION.format(id=row.id, name=row.name), bold=True)
    for paragraph in word_criterion(report, row):
        column.write(paragraph)
    below = make_printed_column(at.x, at.y + PADDING + 2 * REACH, SIGN)
    below.write(EFFECTS[row.effect] if is_counted else phrases.DOES_NOT_APPLY)
    words = [TextLine(line.text, at.x + SIGN / 2, line.y, line.size, centred=True) for line in below.lines]
    return Panel(
        id=f"criterion-{row.id}",
        told=phrases.TOLD.format(id=row.id, name=row.name, status=row.status_words, reason=row.reason),
        area=replace(at, height=max(column.y, below.y) + PADDING - at.y),
        ground=BOXES[row.effect] if is_counted else WITHOUT_OBJECT,
        lines=(*column.lines, *words),
        signs=(Sign(SIGNS[row.effect] if is_counted else FADED_BAR, at.x + SIGN / 2, at.y + PADDING + REACH, REACH),),
    )


def make_heading(part: ReportPart, number: int, at: Area) -> Panel:
    """Returns the heading of a lane, at the corner and as wide as `at`: what is decided in it."""
    column = make_printed_column(at.x + PADDING, at.y + PADDING, at.width - 2 * PADDING)
    column.write(phrases.LANE.format(number=number, name=part.name), 34, bold=True)
    column.write(part.asks)
    return Panel(
        f"heading-{part.id}",
        part.name,
        replace(at, height=column.y + PADDING - at.y),
        HEADING,
        tuple(column.lines),
    )


def make_verdict(part: ReportPart, at: Area) -> Panel:
    """Returns the verdict of a lane, at the corner and as wide as `at`."""
    column = make_printed_column(at.x + SIGN, at.y + PADDING, at.width - SIGN - PADDING)
    told = phrases.VERDICT.format(name=part.name, word=part.word)
    column.write(told, 34, bold=True)
    column.write(part.say)
    area = replace(at, height=max(column.y, at.y + 90) + PADDING - at.y)
    sign = Sign(VERDICTS[part.standing], at.x + SIGN / 2, area.y + area.height / 2, 38)
    return Panel(f"verdict-{part.id}", told, area, _make_plate(part), tuple(column.lines), (sign,))


def _make_plate(part: ReportPart) -> Ground:
    """Returns the ground of a verdict: its outline is dashed while it is provisional."""
    ground = PLATES[part.standing]
    return replace(ground, dashes=DASHES) if part.provisional else ground
