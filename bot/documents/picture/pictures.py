"""The pictures as text and as bytes, for whoever files or sends them."""

from bot.documents.picture.decision import decision_sheet
from bot.documents.picture.pathway import pathway_sheet
from bot.documents.picture.png import png_of
from bot.documents.picture.svg import svg_of
from bot.documents.report.report import Report
from dialogs.loading.compiled_trial import Trial


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
