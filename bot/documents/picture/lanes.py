"""Lanes beside each other, one for each determination: what it needs, its criteria in columns, its verdict.

How many columns each lane gets is tried: what makes the picture least tall is taken.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, pairwise, product

from bot.documents.picture.boxes import make_criterion_box, make_heading, make_verdict
from bot.documents.picture.layout import MARGIN, Area, Panel, PictureWay, WayKind
from bot.documents.picture.requirements import lay_out_requirements
from bot.documents.picture.styles import LANE
from bot.documents.report.part import ReportPart
from bot.documents.report.report import Report
from dialogs.definition import small_words

COLUMNS = 4
"""The most columns beside each other: narrower ones would break most names."""

BESIDE = 3
"""The most lanes beside each other."""

INSIDE = 10
"""From a lane's edge to what stands in it."""

APART = 10
ROUNDING = 0.5
"""How far sums of heights may be off, in pixels."""

ARROW = 40
"""The length of an arrow from the criteria of a lane to its verdict."""


@dataclass(frozen=True, slots=True)
class PictureLane:
    """A lane in its place, with what it needs above it, and the arrows in both."""

    panels: tuple[Panel, ...]
    ways: tuple[PictureWay, ...]

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.panels[-1].area.bottom


def lay_out_lanes(report: Report, top: float, width: int) -> list[PictureLane]:
    """Returns the lanes of all determinations, a few beside each other in a picture of this width."""
    laid: list[PictureLane] = []
    for first in range(0, len(report.parts), BESIDE):
        parts = list(enumerate(report.parts, 1))[first : first + BESIDE]
        splits = [
            split
            for split in product(range(1, COLUMNS + 1), repeat=len(parts))
            if sum(split) <= max(COLUMNS, len(parts))
        ]
        tried = [_lay_out_row(report, parts, split, top, width) for split in splits]
        laid += min(tried, key=lambda lanes: max(each.bottom for each in lanes))
        top = max(each.bottom for each in laid) + APART
    return laid


def _lay_out_row(
    report: Report, parts: list[tuple[int, ReportPart]], split: tuple[int, ...], top: float, width: int
) -> list[PictureLane]:
    gaps = APART * (len(split) - 1)
    column = (width - 2 * MARGIN - gaps) / sum(split)
    edges = [MARGIN + column * sum(split[:count]) + APART * count for count in range(len(split) + 1)]
    return [
        _lay_out_lane(report, part, number, columns, Area(left, top, right - APART - left, 0))
        for (number, part), columns, (left, right) in zip(parts, split, pairwise(edges), strict=True)
    ]


def _lay_out_lane(report: Report, part: ReportPart, number: int, columns: int, at: Area) -> PictureLane:
    needed, way_in = lay_out_requirements(report, part, at)
    top = at.y if needed is None else needed.area.bottom
    inner = Area(at.x + INSIDE, top + INSIDE, at.width - 2 * INSIDE, 0)
    heading = make_heading(part, number, inner)
    boxes = _lay_out_boxes(report, part, columns, replace(inner, y=heading.area.bottom + APART))
    end = max((box.area.bottom for box in boxes), default=heading.area.bottom)
    verdict = make_verdict(part, replace(inner, y=end + ARROW))
    area = Area(at.x, top, at.width, verdict.area.bottom + INSIDE - top)
    told = small_words.NAMED.format(name=part.name, value=part.asks)
    lane = Panel(f"lane-{part.id}", told, area, LANE, panels=(heading, *boxes, verdict))
    way = PictureWay(area.middle, end + 4, end + ARROW - 4, WayKind.OPEN, verdict.told)
    return PictureLane((lane,) if needed is None else (needed, lane), (way,) if way_in is None else (way_in, way))


def _lay_out_boxes(report: Report, part: ReportPart, columns: int, at: Area) -> list[Panel]:
    """Returns the boxes of the criteria, in order down each column, so that the tallest column is least tall."""
    width = (at.width - APART * (columns - 1)) / columns
    boxes = [make_criterion_box(report, part, row, replace(at, width=width)) for row in part.rows]
    limits = _list_limits(boxes)
    most = limits[bisect_left(limits, -columns, key=lambda limit: -len(_fill(boxes, limit)))] if boxes else 0.0
    return [box for number, column in enumerate(_fill(boxes, most)) for box in _stack(column, number * (width + APART))]


def _fill(boxes: list[Panel], limit: float) -> list[list[Panel]]:
    """Returns the boxes in columns, each filled in order until the next box would make it taller than `limit`."""
    columns: list[list[Panel]] = []
    left = 0.0
    for box in boxes:
        height = box.area.height + APART
        if not columns or height > left + ROUNDING:
            columns.append([])
            left = limit
        columns[-1].append(box)
        left -= height
    return columns


def _stack(column: list[Panel], aside: float) -> Iterator[Panel]:
    below = 0.0
    for box in column:
        yield box.move(aside, below)
        below += box.area.height + APART


def _list_limits(boxes: list[Panel]) -> list[float]:
    """Returns the heights that a column can have, of each run of boxes; none is less than that of the tallest box."""
    edges = [0.0, *accumulate(box.area.height + APART for box in boxes)]
    tallest = max((box.area.height + APART for box in boxes), default=0.0)
    return sorted(last - first for first, last in combinations(edges, 2) if last - first >= tallest - ROUNDING)
