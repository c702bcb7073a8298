"""A figure as bytes: PNG or SVG, the same bytes for the same log, in fonts that matplotlib brings along.

Nothing of it stays behind.
"""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from bot.documents.screening_log.extra import import_extra

FORMATS = ("svg", "png")

INK = "#1f2933"
PAPER = "#ffffff"
PALE = "#e6edf5"
DPI = 150

DrawAxes = Callable[[Any], None]
"""Draws on an empty matplotlib figure."""


def draw_figure(draw: DrawAxes, inches: tuple[float, float], form: str, title: str, description: str) -> bytes:
    """Returns a drawing as "png" or "svg". Raises `UsageFault` where the extra [reports] is missing."""
    matplotlib = _matplotlib()
    made = io.BytesIO()
    with _apply_style(matplotlib):
        from matplotlib.backends.backend_agg import (  # noqa: PLC0415 - matplotlib takes a second to import
            FigureCanvasAgg,
        )
        from matplotlib.figure import Figure  # noqa: PLC0415

        figure = Figure(figsize=inches, dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)
        draw(figure)
        about = {"Title": title, "Description": description}
        figure.savefig(
            made,
            format=form,
            metadata=about | ({"Date": None, "Creator": None} if form == "svg" else {"Software": None}),
        )
    return made.getvalue()


@contextmanager
def _apply_style(matplotlib: Any) -> Iterator[None]:
    """Sets matplotlib's own looks, whatever its user prefers elsewhere, for as long as one figure is drawn."""
    with _ONE_AT_A_TIME, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_LOOKS)
        yield


def _matplotlib() -> Any:
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of its caches on standard error
    return import_extra("matplotlib", "a picture of the log")


_ONE_AT_A_TIME = Lock()
"""Looks are matplotlib's only in a module of its own, which all threads share."""

_LOOKS = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.7,
    "svg.hashsalt": "trialscreen",
    "svg.fonttype": "path",
    "text.parse_math": False,
}
