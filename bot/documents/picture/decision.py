"""The decision on a screening as a picture across one page: a lane for each determination, a box for each criterion.

Lanes stand beside each other in the order in which they depend on each other. What is required stands above each that
needs another.
"""

from bisect import bisect_left

from bot.config.output import format_time
from bot.documents.picture import phrases
from bot.documents.picture.column import make_printed_column
from bot.documents.picture.lanes import lay_out_lanes
from bot.documents.picture.layout import MARGIN, Area, Panel, PictureLayout
from bot.documents.picture.page_size import PAGE_SHAPE, PAGE_WIDTHS
from bot.documents.picture.styles import PLAIN, UNFINISHED
from bot.documents.report.next_steps import join_reaching
from bot.documents.report.report import Report
from bot.documents.report.sentences import describe_unfinished
from dialogs.definition import small_words
from dialogs.verdict.result import list_closing_lines

INSIDE = 20
APART = 10


def lay_out_decision(report: Report) -> PictureLayout:
    """Returns the picture of the decision, as values: as narrow as fits a page across, so that letters are large.

    Of a trial that needs more than a page at any width, it is as wide as can be, and taller.
    """
    drawn: dict[int, PictureLayout] = {}

    def fits(width: int) -> int:
        drawn[width] = _lay_out(report, width)
        return int(drawn[width].height * PAGE_SHAPE <= width)

    width = PAGE_WIDTHS[bisect_left(PAGE_WIDTHS, 1, hi=len(PAGE_WIDTHS) - 1, key=fits)]
    return drawn.get(width) or _lay_out(report, width)


def _lay_out(report: Report, width: int) -> PictureLayout:
    header = _lay_out_header(report, width)
    lanes = lay_out_lanes(report, header.area.bottom, width)
    footer = _lay_out_footer(report, max(each.bottom for each in lanes), width)
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
    return PictureLayout(
        title,
        description,
        footer.area.bottom,
        (header, *(panel for lane in lanes for panel in lane.panels), footer),
        tuple(way for lane in lanes for way in lane.ways),
        width,
    )


def _lay_out_header(report: Report, width: int) -> Panel:
    """Returns what this is, of when, and that it is unfinished where it is."""
    column = make_printed_column(MARGIN, APART, width - 2 * MARGIN)
    decision = phrases.DECISION.format(code=report.code)
    column.write(small_words.NAMED.format(name=report.acronym, value=decision), 40, bold=True)
    made = phrases.MADE.format(time=format_time(report.at), trial=report.trial.id, version=report.version)
    column.write(phrases.MADE_PRE_CHECK.format(made=made, pre_check=report.pre_check))
    below = () if report.is_finished else (_lay_out_unfinished(report, column.y + APART, width),)
    bottom = below[0].area.bottom if below else column.y
    area = Area(0, 0, width, bottom + APART)
    return Panel("header", report.title, area, PLAIN, tuple(column.lines), panels=below)


def _lay_out_unfinished(report: Report, top: float, width: int) -> Panel:
    column = make_printed_column(MARGIN + INSIDE, top + APART, width - 2 * MARGIN - 2 * INSIDE)
    told = describe_unfinished(report)
    column.write(told, bold=True)
    area = Area(MARGIN, top, width - 2 * MARGIN, column.y + APART - top)
    return Panel("unfinished", told, area, UNFINISHED, tuple(column.lines))


def _lay_out_footer(report: Report, top: float, width: int) -> Panel:
    """Returns how to reach a site, and where the criteria come from."""
    column = make_printed_column(MARGIN, top + APART, width - 2 * MARGIN)
    if report.reaching:
        column.write(join_reaching(report))
    column.write(" ".join(list_closing_lines(report.trial, report.verdict)))
    return Panel("footer", report.source, Area(0, top, width, column.y + APART - top), PLAIN, tuple(column.lines))
