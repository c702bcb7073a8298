"""Conditions that are probably not meant: they never change, are never told, or lean on a fact that does not apply."""

from collections.abc import Iterator
from dataclasses import replace

from dialogs.loading.lint_rules.subject import LintSubject, LocatedDoubt
from dialogs.rules.conditions import Leaf, Opposite, Some
from dialogs.rules.diagrams import NO, YES
from dialogs.rules.parts import iterate_spots


def find_unused_facts(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields facts that no condition uses, or on which no verdict depends."""
    rules = subject.rules
    conditions = [condition for path, condition in subject.iterate_conditions() if path[0] == "criteria"]
    used = rules.add_applicability_facts({fact for each in conditions for fact in rules.list_facts(each)})
    asked = rules.add_applicability_facts(rules.assess(rules.unanswered).relevant)
    for fact in rules.facts:
        at = ("facts", fact)
        if fact not in used:
            yield at, "no criterion and no note uses this fact: remove it, or name it in a condition"
        elif fact not in asked:
            yield at, "no verdict depends on this fact, so it is never asked: remove it, or name it in a criterion"


def find_constant_conditions(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields conditions and comparisons that say nothing."""
    for path, condition in subject.iterate_conditions():
        diagram = subject.rules.diagram(condition)
        if diagram in (NO, YES):
            always = "always holds" if diagram == YES else "can never hold"
            yield path, f"this {always}, whatever is answered: correct or remove it"
            continue
        for spot in iterate_spots(condition):
            if isinstance(spot.part, Leaf) and spot.part.allowed in (0, spot.part.full):
                words = "can never hold" if spot.part.allowed == 0 else "holds for every value of the fact"
                yield (*path, *spot.path, spot.part.fact), f"this comparison {words}: correct the value, or remove it"


def find_untold_notes(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields conditions of notes that have no effect, or silence the note for good."""
    diagrams = {
        path: subject.rules.diagram(condition)
        for path, condition in subject.iterate_conditions()
        if path[-1] in ("when", "unless")
    }
    for path, unless in diagrams.items():
        when = diagrams.get((*path[:-1], "when"))
        if path[-1] == "unless" and when is None:
            yield path, _UNLESS_ALONE
        elif path[-1] == "unless" and when is not None and not subject.can_differ(when, but_not=unless):
            yield path, "wherever 'when' holds this holds too, so the note is never told: correct one of them"


def find_leaning_conditions(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields comparisons whose outcome leans on a fact that does not apply, and so equals nothing.

    It may turn against the patient, or help without evidence. What is meant is said by naming what the fact needs.
    """
    for path, condition in subject.iterate_conditions():
        rule = subject.definition.criteria[str(path[1])] if path[-1] == "met_when" else None
        as_is = subject.rules.diagram(condition)
        for spot in iterate_spots(condition):
            leaf = spot.part
            if not isinstance(leaf, Leaf) or leaf.applies_if is None:
                continue
            otherwise = subject.rules.diagram(
                spot.put(Some((Opposite(leaf.applies_if), replace(leaf, applies_if=None))))
            )
            holds = subject.can_differ(as_is, but_not=otherwise)
            if holds or (rule is not None and subject.can_differ(otherwise, but_not=as_is)):
                words = "this holds" if rule is None or holds else _NOT_MET[rule.kind]
                remedy = f"write beside it what '{leaf.fact}' applies_if says, or 'not' of it"
                yield (*path, *spot.path, leaf.fact), f"{words} just because the fact does not apply: {remedy}"


_NOT_MET = {"inclusion": "this inclusion fails", "exclusion": "this exclusion passes"}
_UNLESS_ALONE = "without 'when' a note always speaks, and 'unless' is not looked at: add 'when', or remove 'unless'"
