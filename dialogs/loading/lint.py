"""Lint: what loads but is probably not meant. Decision diagrams find it exactly where conditions are concerned.

It changes nothing and judges no medicine. A lint-clean definition is complete and free of dead parts; whether it says
what the trial says, only people can tell.
"""

from dialogs.definition.document import Document
from dialogs.definition.faults import Fault
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.lint_rules import buttons, clauses, conditions, cues, determinations, facts, wording
from dialogs.loading.lint_rules.subject import LintSubject
from dialogs.rules.diagrams import DiagramTooLarge
from dialogs.rules.engine import Rules

LINT_WORK = 40_000
"""Steps of work on diagrams that lint does besides those of the rules; see `MAX_WORK`. The first trial takes 700."""


def lint(trial: Trial, document: Document, file: str) -> list[Fault]:
    """Returns what is probably not meant in `trial`, in the order of the lines of `document`.

    `document` is the text from which the trial was loaded.
    """
    subject = LintSubject(trial.definition, Rules(trial.definition))
    subject.rules.diagrams.work_left = LINT_WORK
    found = dict.fromkeys(wording.find_missing_languages(document))
    for rule in _RULES:
        try:
            found |= dict.fromkeys(rule(subject))
        except DiagramTooLarge:
            found[("criteria",), _TOO_ENTANGLED] = None
    faults = [Fault(file, document.find_line(path), ".".join(map(str, path)), message) for path, message in found]
    return sorted(faults, key=lambda fault: (fault.line, fault.key))


_TOO_ENTANGLED = "the conditions are too entangled for all of them to be looked through: split the longest ones"
_RULES = (
    conditions.find_unused_facts,
    conditions.find_constant_conditions,
    clauses.find_clause_slips,
    conditions.find_untold_notes,
    conditions.find_leaning_conditions,
    determinations.find_closed_cohorts,
    facts.find_values_not_told_apart,
    facts.find_idle_numbers,
    wording.find_missing_sources,
    wording.find_double_negatives,
    wording.find_odd_provisional_wording,
    facts.find_odd_ask_backs,
    facts.find_labels_with_digits,
    buttons.find_too_many_choices,
    buttons.find_cut_labels,
    cues.find_uncued_facts,
    cues.find_bare_cues,
)
