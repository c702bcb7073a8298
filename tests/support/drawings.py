"""Pictures as tests look at them: the decision on a screening and the pathway of a trial, as SVG and as PNG."""

from bot.documents.picture.decision import decision_sheet
from bot.documents.picture.pathway import pathway_sheet
from bot.documents.picture.png import png_of
from bot.documents.picture.svg import svg_of
from bot.documents.report.report import Report
from dialogs.loading.compiled_trial import Trial


def decision_svg(report: Report) -> str:
    return svg_of(decision_sheet(report))


def decision_png(report: Report) -> bytes:
    return png_of(decision_sheet(report))


def pathway_svg(trial: Trial) -> str:
    return svg_of(pathway_sheet(trial))


def pathway_png(trial: Trial) -> bytes:
    return png_of(pathway_sheet(trial))
