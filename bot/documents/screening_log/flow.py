"""The flow of a trial's screenings as CONSORT draws it: assessed, excluded and why, eligible, approached, enrolled."""

from itertools import pairwise
from textwrap import wrap
from typing import Any

from bot.documents.screening_log import phrases
from bot.documents.screening_log.figure import INK, PALE, PAPER, draw_figure
from bot.documents.screening_log.flow_boxes import (
    HEAD,
    LINE,
    MAIN_WIDTH,
    MARGIN,
    NOTE_CHARACTERS,
    PADDING,
    SIDE_LEFT,
    WIDTH,
    Box,
    place_boxes,
)
from bot.documents.screening_log.log import Log, TrialLog, format_time_of, make_caution

INDENT = 0.08
FOOT = 0.25


def draw_flow(log: Log, trial: TrialLog, form: str) -> bytes:
    """Returns the flow diagram of one trial of a log, as "png" or "svg"."""
    title = phrases.FLOW_TITLE.format(trial=trial.name or trial.trial, period=log.period)
    side, *main = place_boxes(trial)
    notes = [
        *wrap(make_caution(log), NOTE_CHARACTERS),
        phrases.FLOW_MADE.format(made=format_time_of(log)),
    ]
    height = main[-1].bottom + FOOT + LINE * len(notes) + FOOT

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        axes.axis("off")
        axes.text(MARGIN, HEAD / 2, title, fontsize=12, fontweight="bold", va="center")
        for box in main:
            _paint(axes, box, PALE)
        _paint(axes, side, PAPER)
        for before, after in pairwise(main):
            _arrow(axes, (MARGIN + MAIN_WIDTH / 2, before.bottom), (MARGIN + MAIN_WIDTH / 2, after.top))
        middle = (main[0].bottom + main[1].top) / 2
        _arrow(axes, (MARGIN + MAIN_WIDTH / 2, middle), (SIDE_LEFT, middle))
        for number, line in enumerate(notes):
            axes.text(MARGIN, main[-1].bottom + FOOT + LINE * (number + 1), line, fontsize=7.5)

    told = ". ".join(" ".join(box.lines) for box in (main[0], side, *main[1:]))
    return draw_figure(draw, (WIDTH, height), form, title, told)


def _paint(axes: Any, box: Box, ground: str) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - matplotlib takes a second to import

    axes.add_patch(
        Rectangle((box.left, box.top), box.width, box.height, facecolor=ground, edgecolor=INK, linewidth=1.2)
    )
    for number, line in enumerate(box.lines):
        words = line.lstrip()
        place = box.left + PADDING + INDENT * (len(line) - len(words)), box.top + PADDING + LINE * (number + 0.5)
        axes.text(*place, words, fontweight="bold" if words == line else "normal", va="center")


def _arrow(axes: Any, begin: tuple[float, float], end: tuple[float, float]) -> None:
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=begin, arrowprops=look)
