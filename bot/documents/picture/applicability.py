"""Whether a criterion says anything of this patient, so that it is not drawn as passed where it cannot be met."""

from bot.documents.report.part import CriterionRow, ReportPart
from bot.documents.report.report import Report
from dialogs.definition.facts import OptionFact
from dialogs.rules.standings import Standing
from dialogs.rules.truth import Truth


def applies(report: Report, part: ReportPart, row: CriterionRow) -> bool:
    """Returns whether a criterion counts: its determination applies, and it is about patients like this one.

    An exclusion is not where none of its facts applies. Nor is it where a class that is asked before rules it out,
    whatever its finding is. One for B-precursor ALL says nothing of another leukaemia.
    """
    if part.standing is Standing.OFF:
        return False
    if row.kind != "exclusion" or row.status is not Truth.NO:
        return True
    return bool(row.answers) and not _is_ruled_out_by_class(report, row)


def _is_ruled_out_by_class(report: Report, row: CriterionRow) -> bool:
    trial = report.trial
    number = next(number for number, rule in enumerate(trial.rules.criteria) if rule.id == row.id)
    *before, last = sorted(trial.rules.criteria[number].facts, key=list(trial.facts).index)
    if not trial.rules.applies(last, trial.rules.encode_state(report.screening.answers)):
        return False
    answers = report.screening.answers
    classes = {fact: answers[fact] for fact in before if fact in answers and isinstance(trial.facts[fact], OptionFact)}
    return trial.rules.find_statuses(trial.rules.encode_state(classes))[number].truth is Truth.NO
