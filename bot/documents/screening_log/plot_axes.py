"""What the plots of the log share: the frame, the scale of an axis, and words where nothing is drawn."""

from collections.abc import Sequence
from typing import Any

from bot.documents.screening_log import phrases
from bot.documents.screening_log.log import Log, LogFigure, Withheld, format_time_of, make_caution

WIDTH = 8.0
"""Inches, as all measures here."""


def frame_plot(log: Log, title: str, height: float, draw: Any) -> Any:
    """Returns what draws a plot with its title, and below it what is to be known of small numbers."""

    def draw_all(figure: Any) -> None:
        figure.text(0.03, 1 - 0.25 / height, title, fontsize=12, fontweight="bold", va="center")
        note = phrases.PLOT_NOTE.format(caution=make_caution(log), made=format_time_of(log))
        figure.text(0.03, 0.12 / height, note, fontsize=6.5, va="bottom")
        draw(figure)
        for axes in figure.axes:
            axes.spines[["top", "right"]].set_visible(False)

    return draw_all


def scale_axis(axes: Any, axis: Any) -> None:
    """Gives an axis whole numbers, with commas between the thousands."""
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter  # noqa: PLC0415 - matplotlib takes a second to import

    axis.set_major_locator(MaxNLocator(nbins=8, steps=(1, 2, 5, 10), integer=True))
    axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_axisbelow(True)
    axis.grid(visible=True, color="#d5dbe1")


def write_words(axes: Any, words: str) -> None:
    """Writes words in the middle of axes on which nothing is drawn."""
    axes.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(0, 1))
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.text(0.5, 0.5, words, fontsize=13, ha="center", va="center")


def describe_lack(screened: LogFigure, figures: Sequence[LogFigure], none: str) -> str:
    """Returns what to say where there is nothing to draw."""
    if screened == 0:
        return phrases.NO_SCREENINGS_DRAWN
    if any(isinstance(each, Withheld) for each in figures):
        return phrases.WITHHELD_DRAWN
    return "" if any(figures) else none


def read_whole(figure: LogFigure) -> int:
    """Returns a number that is not withheld."""
    assert isinstance(figure, int), "what is withheld is not drawn"
    return figure
