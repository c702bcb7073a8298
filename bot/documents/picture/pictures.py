"""The pictures as text and as bytes, for whoever files or sends them."""

from bot.pictures.decision import decision_sheet
from bot.pictures.pathway import pathway_sheet
from bot.pictures.png import png_of
from bot.pictures.svg import svg_of
from bot.reports.report import Report
from dialogs.trial import Trial


def decision_svg(report: Report) -> str:
    """Returns the decision on a screening as an SVG document."""
    return svg_of(decision_sheet(report))


def decision_png(report: Report) -> bytes:
    """Returns the decision on a screening as a PNG. Raises `UsageFault` where that cannot be drawn; the SVG always can."""
    return png_of(decision_sheet(report))


def pathway_svg(trial: Trial) -> str:
    """Returns the treatment pathway of a trial as an SVG document."""
    return svg_of(pathway_sheet(trial))


def pathway_png(trial: Trial) -> bytes:
    """Returns the treatment pathway of a trial as a PNG. Raises `UsageFault` where that cannot be drawn; the SVG always can."""
    return png_of(pathway_sheet(trial))
