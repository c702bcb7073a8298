"""A plot of what the screenings of each month came to, told by hatches and not by colour alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.documents.screening_log import phrases
from bot.documents.screening_log.figure import INK, PALE, draw_figure
from bot.documents.screening_log.log import Log, LogLine, ScreeningStanding, TrialLog, Withheld, format_figure
from bot.documents.screening_log.plot_axes import WIDTH, describe_lack, frame_plot, read_whole, scale_axis, write_words
from dialogs.definition import small_words

MOST_NUMBERED = 24
"""Months above whose bars the number still has room."""

MOST_DIGITS = 75
"""Digits that stand beside each other above the bars."""

MOST_LEVEL, MOST_TICKS = 10, 26
"""Months whose names stand level, and that are named at all."""


def plot_months(log: Log, trial: TrialLog, form: str) -> bytes:
    """Returns a plot of one trial's screenings by month, as "png" or "svg"."""
    title = phrases.MONTHS_TITLE.format(trial=trial.name or trial.trial, period=log.period)
    months = trial.months
    lacking = describe_lack(
        trial.total.screened, [line.screened for line in months.values()], phrases.NO_SCREENINGS_DRAWN
    )
    height = 4.6

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.11, 0.95 / height, 0.86, 1 - 1.85 / height))
        if lacking:
            write_words(axes, lacking)
            return
        _stack(axes, months)
        _label_months(axes, months)
        axes.set_ylabel(phrases.SCREENINGS)
        most = max(read_whole(line.screened) for line in months.values())
        scale_axis(axes, axes.yaxis)
        axes.set_ylim(0, most * 1.22)
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4,
            frameon=False, borderaxespad=0.2, handlelength=2.4, handleheight=1.2,
        )  # fmt: skip

    told = lacking or ". ".join(
        small_words.NAMED.format(name=month, value=format_figure(line.screened)) for month, line in months.items()
    )
    return draw_figure(frame_plot(log, title, height, draw), (WIDTH, height), form, title, told)


def _stack(axes: Any, months: Mapping[str, LogLine]) -> None:
    """Draws the bars: what the screenings of each month came to, or, where that is withheld, only their number."""
    places = range(len(months))
    lines = list(months.values())
    base = [0] * len(lines)
    for heights, look in _layers(lines):
        bars = axes.bar(places, heights, bottom=base, edgecolor=INK, **look)
        base = [under + height for under, height in zip(base, heights, strict=True)]
    if len(lines) <= MOST_NUMBERED:
        numbers = [f"{read_whole(line.screened):,}" for line in lines]
        is_crowded = len(lines) * max(map(len, numbers)) > MOST_DIGITS
        axes.bar_label(bars, labels=numbers, padding=3, rotation=90 if is_crowded else 0)


def _layers(lines: Sequence[LogLine]) -> Iterator[tuple[list[int], dict[str, str]]]:
    """Yields the heights of the bars that stand on one another, and how they look."""
    if any(isinstance(each, Withheld) for line in lines for each in line.standings.values()):
        look = {"label": phrases.SCREENED_ALONE, "color": PALE}
        yield [read_whole(line.screened) for line in lines], look
        return
    for standing, look in _LOOKS.items():
        yield [read_whole(line.standings[standing]) for line in lines], look


def _label_months(axes: Any, months: Mapping[str, LogLine]) -> None:
    step = -(-len(months) // MOST_TICKS)
    places = range(0, len(months), step)
    is_crowded = len(places) > MOST_LEVEL
    axes.set_xticks(
        list(places), list(months)[::step], rotation=60 if is_crowded else 0, ha="right" if is_crowded else "center"
    )
    axes.set_xlim(-0.8, max(len(months), 4) - 0.2)


_LOOKS = {
    ScreeningStanding.ELIGIBLE: {"label": phrases.ELIGIBLE, "color": "#9ec5e8", "hatch": ""},
    ScreeningStanding.EXCLUDED: {"label": phrases.EXCLUDED, "color": "#f0e0c8", "hatch": "///"},
    ScreeningStanding.PENDING: {"label": phrases.PENDING, "color": "#ffffff", "hatch": "..."},
    ScreeningStanding.UNFINISHED: {"label": phrases.UNFINISHED, "color": "#c9ced4", "hatch": "xx"},
}
