"""Determinations that are probably not meant so: a verdict that passes though nothing that it opens is open."""

from collections.abc import Iterator

from dialogs.definition.trial import Definition
from dialogs.loading.lint_rules.subject import LintSubject, LocatedDoubt
from dialogs.rules.diagrams import NO, YES, make_outcome
from dialogs.rules.standings import Standing

FEWEST_COHORTS = 2


def find_closed_cohorts(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields determinations that can pass where none of several that require only them does."""
    for name, determination in subject.definition.determinations.items():
        cohorts = _list_cohorts(subject.definition, name)
        at = ("determinations", name)
        can_be_alone = len(cohorts) >= FEWEST_COHORTS and _can_pass_alone(subject, name, cohorts)
        if can_be_alone and determination.stands_alone is None:
            yield at, _CLOSED.format(name=name, cohorts=", ".join(cohorts))
        if determination.stands_alone is not None and not can_be_alone:
            yield (*at, "stands_alone"), "this cannot pass where none of those that require it does: remove it"


def _list_cohorts(definition: Definition, name: str) -> list[str]:
    return [each for each, determination in definition.determinations.items() if determination.required == [name]]


def _can_pass_alone(subject: LintSubject, name: str, cohorts: list[str]) -> bool:
    """Says whether some answers let a determination pass, and none of the cohorts."""
    rules = subject.rules
    alone = _diagram_passing(subject, name)
    for cohort in cohorts:
        alone = rules.diagrams.select(_diagram_passing(subject, cohort), NO, alone)
    return alone != NO


def _diagram_passing(subject: LintSubject, name: str) -> int:
    passes = make_outcome(Standing.PASSES.value)
    names = {make_outcome(each.value): NO for each in Standing} | {passes: YES}
    return subject.rules.diagrams.rename(subject.rules.determinations[name].final, names)


_CLOSED = (
    "'{name}' can pass where none of {cohorts} does, so that somebody is let in for whom nothing is open: let it"
    " require any of them (requires: {{any: [...]}}), or say in stands_alone why that is meant"
)
