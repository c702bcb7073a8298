"""The decision on a screening as a picture: a lane for each determination, with a box for each criterion.

Lanes stand in the order in which they depend on each other, with what is required before each that needs another.
"""

from bot.config.output import format_time
from bot.documents.picture import phrases
from bot.documents.picture.boxes import make_criterion_box, make_plate
from bot.documents.picture.column import Column
from bot.documents.picture.layout import MARGIN, WIDTH, Area, Panel, PictureLayout, PictureWay, Sign, WayKind
from bot.documents.picture.requirements import lay_out_requirements
from bot.documents.picture.styles import HEADING, LANE, PLAIN, PLATES, UNFINISHED, VERDICTS
from bot.documents.picture.words import word_criterion
from bot.documents.report.part import ReportPart
from bot.documents.report.report import Report
from bot.documents.report.sentences import describe_unfinished
from dialogs.definition import small_words
from dialogs.verdict.result import list_closing_lines

INSIDE = 26
"""From a lane's edge to what stands in it."""

APART = 14
ARROW = 56
"""The length of an arrow from the criteria of a lane to its verdict."""


def lay_out_decision(report: Report) -> PictureLayout:
    """Returns the picture of the decision, as values."""
    panels = [_header(report)]
    ways: list[PictureWay] = []
    for number, part in enumerate(report.parts, 1):
        top = panels[-1].area.bottom + (APART if number == 1 else 0)
        if number > 1:
            before, way = lay_out_requirements(report, part, top)
            panels.append(before)
            ways += [] if way is None else [way]
            top = before.area.bottom
        lane, inner = _lane(report, part, number, top)
        panels.append(lane)
        ways.append(inner)
    panels.append(_footer(report, panels[-1].area.bottom))
    verdicts = small_words.SEMICOLON.join(
        phrases.VERDICT.format(name=part.name, word=part.word) for part in report.parts
    )
    description = phrases.DESCRIPTION.format(
        verdicts=verdicts,
        pre_check=report.pre_check,
        count=len(report.rows),
        lanes=len(report.parts),
        time=format_time(report.at),
    )
    title = small_words.NAMED.format(name=report.acronym, value=phrases.DECISION.format(code=report.code))
    return PictureLayout(title, description, panels[-1].area.bottom + MARGIN, tuple(panels), tuple(ways))


def _header(report: Report) -> Panel:
    """Returns what this is, and every verdict in short."""
    column = Column(MARGIN, MARGIN, WIDTH - 2 * MARGIN)
    column.write(report.acronym, 46, bold=True)
    column.write(phrases.DECISION.format(code=report.code), 36, bold=True)
    column.write(phrases.MADE.format(time=format_time(report.at), trial=report.trial.id, version=report.version))
    column.write(report.pre_check, bold=True)
    below: list[Panel] = []
    y = column.y + APART
    if not report.is_finished:
        below.append(_unfinished(report, y))
        y = below[-1].area.bottom + APART
    for part in report.parts:
        below.append(_lay_out_short(part, y))
        y = below[-1].area.bottom + APART
    area = Area(0, 0, WIDTH, y)
    return Panel("header", report.title, area, PLAIN, tuple(column.lines), panels=tuple(below))


def _unfinished(report: Report, top: float) -> Panel:
    column = Column(MARGIN + INSIDE, top + APART, WIDTH - 2 * MARGIN - 2 * INSIDE)
    told = describe_unfinished(report)
    column.write(told, 30, bold=True)
    return Panel("unfinished", told, _frame(top, column), UNFINISHED, tuple(column.lines))


def _lay_out_short(part: ReportPart, top: float) -> Panel:
    """Returns one verdict on one line, or as many as its name needs."""
    column = Column(MARGIN + 90, top + APART, WIDTH - 2 * MARGIN - 90 - INSIDE)
    told = phrases.VERDICT.format(name=part.name, word=part.word)
    column.write(told, 34, bold=True)
    area = _frame(top, column)
    sign = Sign(VERDICTS[part.standing], MARGIN + 48, area.y + area.height / 2, 27)
    return Panel(f"short-{part.id}", told, area, make_plate(part, PLATES[part.standing]), tuple(column.lines), (sign,))


def _lane(report: Report, part: ReportPart, number: int, top: float) -> tuple[Panel, PictureWay]:
    heading = _heading(part, number, top)
    y = heading.area.bottom + INSIDE
    boxes: list[Panel] = []
    for row in part.rows:
        boxes.append(
            make_criterion_box(
                row, word_criterion(report, row), part, Area(MARGIN + INSIDE, y, WIDTH - 2 * MARGIN - 2 * INSIDE, 0)
            )
        )
        y = boxes[-1].area.bottom + APART
    end = y - APART if boxes else y
    verdict = _verdict(part, end + ARROW)
    area = Area(MARGIN, top, WIDTH - 2 * MARGIN, verdict.area.bottom + INSIDE - top)
    lane = Panel(
        f"lane-{part.id}",
        small_words.NAMED.format(name=part.name, value=part.asks),
        area,
        LANE,
        panels=(heading, *boxes, verdict),
    )
    return lane, PictureWay(
        area.middle, end + 4, end + ARROW - 4, WayKind.OPEN, phrases.VERDICT.format(name=part.name, word=part.word)
    )


def _heading(part: ReportPart, number: int, top: float) -> Panel:
    column = Column(MARGIN + INSIDE, top + APART, WIDTH - 2 * MARGIN - 2 * INSIDE)
    column.write(phrases.LANE.format(number=number, name=part.name), 38, bold=True)
    column.write(part.asks)
    return Panel(f"heading-{part.id}", part.name, _frame(top, column), HEADING, tuple(column.lines))


def _verdict(part: ReportPart, top: float) -> Panel:
    left = MARGIN + INSIDE
    column = Column(left + 130, top + INSIDE, WIDTH - 2 * left - 130 - INSIDE)
    told = phrases.VERDICT.format(name=part.name, word=part.word)
    column.write(told, 38, bold=True)
    column.write(part.say, 30)
    area = Area(left, top, WIDTH - 2 * left, max(column.y + INSIDE - top, 130))
    sign = Sign(VERDICTS[part.standing], left + 66, area.y + area.height / 2, 44)
    return Panel(
        f"verdict-{part.id}", told, area, make_plate(part, PLATES[part.standing]), tuple(column.lines), (sign,)
    )


def _footer(report: Report, top: float) -> Panel:
    column = Column(MARGIN, top + INSIDE, WIDTH - 2 * MARGIN)
    for line in [*report.reaching, *list_closing_lines(report.trial, report.verdict)]:
        column.write(line)
    return Panel(
        "footer", report.source, Area(0, top + APART, WIDTH, column.y - top - APART), PLAIN, tuple(column.lines)
    )


def _frame(top: float, column: Column) -> Area:
    """Returns the area of a box over the whole width, around what was written in it."""
    return Area(MARGIN, top, WIDTH - 2 * MARGIN, column.y + APART - top)
