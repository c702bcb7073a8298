"""Plots of the log: how often each reason excluded, and what the screenings of each month came to.

Told apart by hatches, not by colour.
"""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from bot.documents.screening_log.figure import INK, PALE, draw_figure
from bot.documents.screening_log.log import (
    Log,
    LogFigure,
    LogLine,
    Reason,
    ScreeningStanding,
    TrialLog,
    Withheld,
    format_figure,
    make_caution,
)

WIDTH = 8.0
"""Inches, as all measures here."""

NAME_CHARACTERS = 36
MOST_NUMBERED = 24
"""Months above whose bars the number still has room."""

MOST_DIGITS = 75
"""Digits that stand beside each other above the bars."""

MOST_LEVEL, MOST_TICKS = 10, 26
"""Months whose names stand level, and that are named at all."""


def plot_reasons(log: Log, trial: TrialLog, form: str) -> bytes:
    """Returns a plot of the reasons for exclusion of one trial, as "png" or "svg"."""
    title = f"Reasons for exclusion, {trial.name or trial.trial}, {log.period}"
    reasons = [reason for reason in reversed(trial.reasons) if isinstance(reason.count, int) and reason.count]
    counts = {_name_reason(reason): _whole(reason.count) for reason in reasons}
    lacking = _describe_lack(trial.total.screened, [reason.count for reason in trial.reasons], "no exclusions")
    height = 1.7 + 0.42 * max(len(counts), 3)

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.36, 0.85 / height, 0.56, 1 - 1.45 / height))
        if lacking:
            _say(axes, lacking)
            return
        bars = axes.barh(list(counts), list(counts.values()), color=PALE, edgecolor=INK, hatch="//", height=0.66)
        axes.bar_label(bars, labels=[f"{count:,}" for count in counts.values()], padding=4)
        axes.set_xlabel("screenings (one may have several reasons)")
        _scale(axes, axes.xaxis)
        axes.set_xlim(0, max(counts.values()) * 1.12)

    told = lacking or ". ".join(f"{' '.join(name.split())}: {count}" for name, count in reversed(counts.items()))
    return draw_figure(_frame(log, title, height, draw), (WIDTH, height), form, title, told)


def plot_months(log: Log, trial: TrialLog, form: str) -> bytes:
    """Returns a plot of one trial's screenings by month, as "png" or "svg"."""
    title = f"Screenings by month, {trial.name or trial.trial}, {log.period}"
    months = trial.months
    lacking = _describe_lack(trial.total.screened, [line.screened for line in months.values()], "no screenings")
    height = 4.6

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.11, 0.95 / height, 0.86, 1 - 1.85 / height))
        if lacking:
            _say(axes, lacking)
            return
        _stack(axes, months)
        _label_months(axes, months)
        axes.set_ylabel("screenings")
        most = max(_whole(line.screened) for line in months.values())
        _scale(axes, axes.yaxis)
        axes.set_ylim(0, most * 1.22)
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1.0),
            ncols=4,
            frameon=False,
            borderaxespad=0.2,
            handlelength=2.4,
            handleheight=1.2,
        )

    told = lacking or ". ".join(f"{month}: {format_figure(line.screened)}" for month, line in months.items())
    return draw_figure(_frame(log, title, height, draw), (WIDTH, height), form, title, told)


def _name_reason(reason: Reason) -> str:
    return "\n".join(wrap(f"{reason.criterion} {reason.name}", NAME_CHARACTERS, max_lines=2, placeholder=" …"))


def _stack(axes: Any, months: Mapping[str, LogLine]) -> None:
    """Draws the bars: what the screenings of each month came to, or, where that is withheld, only how many there were."""
    places = range(len(months))
    lines = list(months.values())
    base = [0] * len(lines)
    for heights, look in _layers(lines):
        bars = axes.bar(places, heights, bottom=base, edgecolor=INK, **look)
        base = [under + height for under, height in zip(base, heights, strict=True)]
    if len(lines) <= MOST_NUMBERED:
        numbers = [f"{_whole(line.screened):,}" for line in lines]
        is_crowded = len(lines) * max(map(len, numbers)) > MOST_DIGITS
        axes.bar_label(bars, labels=numbers, padding=3, rotation=90 if is_crowded else 0)


def _layers(lines: Sequence[LogLine]) -> Iterator[tuple[list[int], dict[str, str]]]:
    """Yields the heights of the bars that stand on one another, and how they look."""
    if any(isinstance(each, Withheld) for line in lines for each in line.standings.values()):
        yield (
            [_whole(line.screened) for line in lines],
            {"label": "screened (what they came to is withheld)", "color": PALE},
        )
        return
    for standing, look in _LOOKS.items():
        yield [_whole(line.standings[standing]) for line in lines], look


def _label_months(axes: Any, months: Mapping[str, LogLine]) -> None:
    step = -(-len(months) // MOST_TICKS)
    places = range(0, len(months), step)
    is_crowded = len(places) > MOST_LEVEL
    axes.set_xticks(
        list(places), list(months)[::step], rotation=60 if is_crowded else 0, ha="right" if is_crowded else "center"
    )
    axes.set_xlim(-0.8, max(len(months), 4) - 0.2)


def _frame(log: Log, title: str, height: float, draw: Any) -> Any:
    """Returns what draws a plot with its title, and below it what is to be known of small numbers."""

    def draw_all(figure: Any) -> None:
        figure.text(0.03, 1 - 0.25 / height, title, fontsize=12, fontweight="bold", va="center")
        note = f"{make_caution(log)} Made {log.made_at:%Y-%m-%d %H:%M} UTC."
        figure.text(0.03, 0.12 / height, note, fontsize=6.5, va="bottom")
        draw(figure)
        for axes in figure.axes:
            axes.spines[["top", "right"]].set_visible(False)

    return draw_all


def _scale(axes: Any, axis: Any) -> None:
    """Gives an axis whole numbers, with commas between the thousands."""
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter  # noqa: PLC0415 - matplotlib takes a second to import

    axis.set_major_locator(MaxNLocator(nbins=8, steps=(1, 2, 5, 10), integer=True))
    axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_axisbelow(True)
    axis.grid(visible=True, color="#d5dbe1")


def _say(axes: Any, words: str) -> None:
    axes.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(0, 1))
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.text(0.5, 0.5, words, fontsize=13, ha="center", va="center")


def _describe_lack(screened: LogFigure, figures: Sequence[LogFigure], none: str) -> str:
    """Returns what to say where there is nothing to draw."""
    if screened == 0:
        return "no screenings"
    if any(isinstance(each, Withheld) for each in figures):
        return "withheld: small numbers"
    return "" if any(figures) else none


def _whole(figure: LogFigure) -> int:
    assert isinstance(figure, int), "what is withheld is not drawn"
    return figure


_LOOKS = {
    ScreeningStanding.ELIGIBLE: {"label": "eligible", "color": "#9ec5e8", "hatch": ""},
    ScreeningStanding.EXCLUDED: {"label": "excluded", "color": "#f0e0c8", "hatch": "///"},
    ScreeningStanding.PENDING: {"label": "pending", "color": "#ffffff", "hatch": "..."},
    ScreeningStanding.UNFINISHED: {"label": "not finished", "color": "#c9ced4", "hatch": "xx"},
}
