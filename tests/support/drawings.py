"""Pictures as tests look at them: the decision on a screening and the pathway of a trial, as SVG and as PNG."""

from bot.documents.picture.decision import lay_out_decision
from bot.documents.picture.pathway import lay_out_pathway
from bot.documents.picture.png import render_png
from bot.documents.picture.svg import render_svg
from bot.documents.report.report import Report
from dialogs.loading.compiled_trial import Trial


def draw_decision_svg(report: Report) -> str:
    return render_svg(lay_out_decision(report))


def draw_decision_png(report: Report) -> bytes:
    return render_png(lay_out_decision(report))


def draw_pathway_svg(trial: Trial) -> str:
    return render_svg(lay_out_pathway(trial))


def draw_pathway_png(trial: Trial) -> bytes:
    return render_png(lay_out_pathway(trial))
