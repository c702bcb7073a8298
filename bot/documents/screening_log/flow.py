"""The flow of a trial's screenings as CONSORT draws it: assessed, excluded with the reasons, eligible, approached, enrolled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

from bot.documents.screening_log.figure import INK, PALE, PAPER, draw_figure
from bot.documents.screening_log.log import (
    Log,
    LogFigure,
    ScreeningStanding,
    TrialLog,
    Withheld,
    format_figure,
    make_caution,
)

WIDTH = 8.0
"""Inches, as all measures here."""

MARGIN = 0.35
MAIN_WIDTH = 2.9
SIDE_LEFT = MARGIN + MAIN_WIDTH + 0.35
SIDE_WIDTH = WIDTH - MARGIN - SIDE_LEFT
GAP = 0.5
LINE = 0.19
PADDING = 0.13
INDENT = 0.08
HEAD = 0.75
FOOT = 0.25

MAIN_CHARACTERS, SIDE_CHARACTERS, NOTE_CHARACTERS = 36, 50, 112
"""How many characters fit a line, at least."""

MOST_REASONS = 10


@dataclass(frozen=True, slots=True)
class Box:
    """A box with lines of text, those that are not indented bold; `top` is counted from the top of the picture."""

    left: float
    top: float
    width: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """How tall it is."""
        return _height(self.lines)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


def draw_flow(log: Log, trial: TrialLog, form: str) -> bytes:
    """Returns the flow diagram of one trial of a log, as "png" or "svg"."""
    title = f"Screening of {trial.name or trial.trial}, {log.period}"
    side, *main = _place_boxes(trial)
    notes = [
        *wrap(make_caution(log), NOTE_CHARACTERS),
        f"Made {log.made_at:%Y-%m-%d %H:%M} UTC. A pre-check: the trial site decides.",
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


def _place_boxes(trial: TrialLog) -> Iterator[Box]:
    """Yields the box at the side, then those of the way down: the side's stands between the first two."""
    first, *others = _list_steps(trial)
    aside = tuple(_list_leavers(trial))
    gap = max(GAP, _height(aside) - 2 * PADDING)
    box = Box(MARGIN, HEAD, MAIN_WIDTH, first)
    yield Box(SIDE_LEFT, box.bottom + gap / 2 - _height(aside) / 2, SIDE_WIDTH, aside)
    yield box
    top = box.bottom + gap
    for lines in others:
        box = Box(MARGIN, top, MAIN_WIDTH, lines)
        yield box
        top = box.bottom + GAP


def _list_steps(trial: TrialLog) -> Iterator[tuple[str, ...]]:
    none = " no screenings (n = 0)"
    yield ("Assessed for eligibility", none if trial.total.screened == 0 else f" {_n(trial.total.screened)}")
    further = (line for each in trial.further for line in _codes(each.name, each.codes))
    yield ("Eligible as answered", f" {_n(trial.total.standings[ScreeningStanding.ELIGIBLE])}", *further)
    for name, figure in (("Approached", trial.total.approached), ("Enrolled", trial.total.enrolled)):
        yield (name, f" {_n(figure)}")


def _codes(name: str, codes: Mapping[str, LogFigure]) -> list[str]:
    told = [
        f"{code.replace('_', ' ')}\N{NO-BREAK SPACE}{format_figure(count)}"
        for code, count in codes.items()
        if count != 0
    ]
    if any(isinstance(count, Withheld) for count in codes.values()):
        told = ["withheld"]
    return (
        wrap(f"{name}: {', '.join(told)}", MAIN_CHARACTERS, initial_indent=" ", subsequent_indent="   ") if told else []
    )


def _list_leavers(trial: TrialLog) -> Iterator[str]:
    """Yields what is told of those who went no further, the reasons most frequent first."""
    standings = trial.total.standings
    yield f"Excluded ({_n(standings[ScreeningStanding.EXCLUDED])})"
    reasons = [reason for reason in trial.reasons if reason.count != 0]
    if any(isinstance(reason.count, Withheld) for reason in reasons):
        reasons = []
        yield " reasons withheld"
    for reason in reasons[:MOST_REASONS]:
        told = f"{reason.criterion} {reason.name}".rstrip()
        yield from wrap(f"{told} ({_n(reason.count)})", SIDE_CHARACTERS, initial_indent=" ", subsequent_indent="   ")
    if len(reasons) > MOST_REASONS:
        yield f" and {len(reasons) - MOST_REASONS} reasons more"
    yield f"Pending: missing or awaited ({_n(standings[ScreeningStanding.PENDING])})"
    yield f"Not finished ({_n(standings[ScreeningStanding.UNFINISHED])})"


def _n(figure: LogFigure | None) -> str:
    if figure is Withheld.PART:
        return "n withheld"
    return f"n {format_figure(figure)}" if figure is Withheld.FEW else f"n = {format_figure(figure)}"


def _height(lines: tuple[str, ...]) -> float:
    return 2 * PADDING + LINE * len(lines)


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
    axes.annotate(
        "",
        xy=end,
        xytext=begin,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0},
    )
