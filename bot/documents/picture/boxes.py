"""The box of one criterion, and how the grounds of boxes and verdicts change where they do not count, or not yet."""

from dataclasses import replace

from bot.documents.picture import phrases
from bot.documents.picture.column import Column
from bot.documents.picture.layout import Area, Panel, Sign, TextLine
from bot.documents.picture.styles import BOXES, DASHES, SIGNS, WITHOUT_OBJECT, Ground
from bot.documents.report.part import CriterionRow, ReportPart
from dialogs.rules.determinations import Standing
from dialogs.verdict.result import EFFECTS

SIGN = 134
"""The room on the left for a sign with its word beneath."""

PADDING = 16
REACH = 34


def make_criterion_box(row: CriterionRow, paragraphs: list[str], part: ReportPart, at: Area) -> Panel:
    """Returns the box of a criterion at the corner and as wide as `at`.

    Where its determination does not apply, it is faded.
    """
    column = Column(at.x + SIGN, at.y + PADDING, at.width - SIGN - PADDING)
    column.write(phrases.CRITERION.format(id=row.id, name=row.name), 30, bold=True)
    for paragraph in paragraphs:
        column.write(paragraph)
    has_object = part.standing is not Standing.OFF
    word = TextLine(EFFECTS[row.effect], at.x + SIGN / 2, at.y + PADDING + 2 * REACH + 38, 28, centred=True)
    bottom = max(column.y, word.area.bottom) + PADDING
    look = SIGNS[row.effect] if has_object else SIGNS[row.effect].fade()
    return Panel(
        id=f"criterion-{row.id}",
        told=phrases.TOLD.format(id=row.id, name=row.name, status=row.status_words, reason=row.reason),
        area=replace(at, height=bottom - at.y),
        ground=BOXES[row.effect] if has_object else WITHOUT_OBJECT,
        lines=(*column.lines, word),
        signs=(Sign(look, at.x + SIGN / 2, at.y + PADDING + REACH + 4, REACH),),
    )


def make_plate(part: ReportPart, ground: Ground) -> Ground:
    """Returns the ground of a verdict: its outline is dashed while it is provisional."""
    return replace(ground, dashes=DASHES) if part.provisional else ground
