"""Facts that are probably not meant so: values that nothing tells apart, idle ranges and windows, odd ask-backs."""

from collections.abc import Iterator
from dataclasses import replace

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import (
    ChoiceFact,
    DaysBetweenFact,
    NumericFact,
    OptionFact,
    YesNoFact,
    get_option_label,
    list_option_codes,
)
from dialogs.loading.lint_rules.subject import LintSubject, LocatedDoubt
from dialogs.rules.answers import Known
from dialogs.rules.conditions import AnyLeaf, CompiledCondition, Leaf, iterate_leaves
from dialogs.rules.parts import map_leaves


def find_values_not_told_apart(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields choices of which no condition tells some values apart, where that is not said to be meant."""
    leaves = [leaf for _, condition in subject.iterate_conditions() for leaf in iterate_leaves(condition)]
    for fact_id, fact in subject.definition.facts.items():
        if not isinstance(fact, ChoiceFact):
            continue
        offset = subject.rules.places[fact_id].offset
        own = [leaf for leaf in leaves if leaf.fact == fact_id and isinstance(leaf, Leaf)]
        groups: dict[tuple[int, ...], list[str]] = {}
        for cell, code in enumerate(fact.options):
            groups.setdefault(tuple(leaf.allowed >> (offset + cell) & 1 for leaf in own), []).append(code)
        alike = [" and ".join(codes) for codes in groups.values() if len(codes) > 1]
        if alike and fact.kept_apart is None and len(groups) > 1:
            message = f"no condition tells {'; '.join(alike)} apart: make them one, or say why in kept_apart"
            yield ("facts", fact_id, "options"), message
        if not alike and fact.kept_apart is not None:
            yield ("facts", fact_id, "kept_apart"), "the conditions tell every value apart: remove kept_apart"


def find_idle_numbers(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields ranges, distances and windows that change nothing."""
    dating = {each.dated_by for each in subject.definition.facts.values()}
    for fact_id, fact in subject.definition.facts.items():
        if not isinstance(fact, NumericFact):
            continue
        place = subject.rules.places[fact_id]
        if place.domain.size == 1 and place.ordering is None and fact_id not in dating:
            message = "no threshold of a condition divides this range: compare the fact, or remove it"
            yield ("facts", fact_id, "range"), message
        if fact.near is not None and fact.near > fact.range.max - fact.range.min:
            message = f"{fact.near:g} is more than the whole range, so every answer is near: give a smaller number"
            yield ("facts", fact_id, "near"), message
        if isinstance(fact, DaysBetweenFact) and fact.clear_from is not None:
            yield from _find_idle_window(subject, fact_id, fact.clear_from)


def _find_idle_window(subject: LintSubject, fact_id: str, clear_from: int) -> Iterator[LocatedDoubt]:
    at: KeyPath = ("facts", fact_id, "clear_from")
    own = subject.rules.places[fact_id]
    cell, before = (own.domain.make_mask(Known(days)) << own.offset for days in (clear_from, clear_from - 1))

    def clear(leaf: AnyLeaf) -> CompiledCondition:
        if leaf.fact != fact_id or not isinstance(leaf, Leaf):
            return leaf
        return replace(leaf, allowed=leaf.full if leaf.allowed & cell else 0)

    def is_lifted(criterion_id: str, now: int, then: int) -> bool:
        if subject.definition.criteria[criterion_id].kind == "exclusion":
            return subject.can_differ(now, but_not=then)
        return subject.can_differ(then, but_not=now)

    rules = subject.rules
    if not any(
        is_lifted(each.id, each.diagram, rules.diagram(map_leaves(each.condition, clear))) for each in rules.criteria
    ):
        remedy = "give the first day that does, or remove clear_from"
        yield at, f"waiting until day {clear_from} lifts no criterion: {remedy}"
    elif cell == before:
        remedy = "give the first day on which the window is over"
        yield at, f"no condition tells day {clear_from} from day {clear_from - 1}: {remedy}"


def find_odd_ask_backs(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields ask-backs that ask two questions, or offer no more than the plain question does."""
    for fact_id, fact in subject.definition.facts.items():
        for i, entry in enumerate(fact.ask_back if isinstance(fact, OptionFact) else []):
            at = ("facts", fact_id, "ask_back", i)
            if entry.offer and any(text.rstrip(" )").endswith("?") for text in entry.say.values()):
                yield (*at, "say"), _TWO_QUESTIONS
            if isinstance(fact, YesNoFact) and {"no", "yes"} <= set(entry.offer):
                yield (*at, "offer"), _CHOOSES_NOTHING


def find_labels_with_digits(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields facts of which a label holds a digit without a word on it, or none although one is said to."""
    for fact_id, fact in subject.definition.facts.items():
        if not isinstance(fact, OptionFact):
            continue
        has_digits = any(each.isdigit() for code in list_option_codes(fact) for each in get_option_label(fact, code))
        if has_digits and not fact.unnumbered:
            yield ("facts", fact_id, "options"), _DIGIT_IN_LABEL
        if fact.unnumbered and not has_digits:
            yield ("facts", fact_id, "unnumbered"), "no label holds a digit: remove it"


_TWO_QUESTIONS = (
    "the question with the offers is added to this, so two questions would stand here: say only why it is unclear"
)
_CHOOSES_NOTHING = (
    "yes and no choose nothing between these two: leave 'offer' out, so that the plain question is asked again"
)
_DIGIT_IN_LABEL = (
    "a label holds a digit, so no numbers are shown beside the choices, and a digit is asked back as that label:"
    " say so with 'unnumbered: true', or change the label"
)
