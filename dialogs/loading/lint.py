"""Lint: what loads but is probably not meant, found exactly where conditions are concerned, by their decision diagrams.

It changes nothing and judges no medicine. A lint-clean definition is complete and free of dead parts; whether it says
what the trial says, only people can tell. The file is long because it is a list: one short function for each thing that
is looked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dialogs.definition.document import Document, KeyPath
from dialogs.definition.facts import (
    ChoiceFact,
    DaysBetweenFact,
    NumericFact,
    OptionFact,
    YesNoFact,
    get_option_label,
    list_option_codes,
)
from dialogs.definition.faults import Fault
from dialogs.definition.trial import Definition
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Known
from dialogs.rules.conditions import CompiledCondition, Leaf, Opposite, Some, compile_condition, iterate_leaves
from dialogs.rules.diagrams import NO, YES, DiagramTooLarge
from dialogs.rules.engine import Rules
from dialogs.rules.parts import drop_gates, iterate_spots, map_leaves

LocatedDoubt = tuple[KeyPath, str]

_PLACEHOLDER = re.compile(r"\W*(to ?do|tbd|tba|xxx|fixme|lorem ipsum.*|quotation|quote)?\W*", re.IGNORECASE)
_NEGATION = re.compile(r"\b(not|no|never|neither|nor|without|cannot)\b|n't\b", re.IGNORECASE)


def lint(trial: Trial, document: Document, file: str) -> list[Fault]:
    """Returns what is probably not meant in `trial`, in the order of the lines of `document`, the text that it was loaded from."""
    place = _Place(trial.definition, Rules(trial.definition))
    found = dict.fromkeys(_languages(document.value))
    try:
        found |= dict.fromkeys(each for rule in _RULES for each in rule(place))
    except DiagramTooLarge:  # pragma: no cover - a definition that just about loads, and is just too large for lint
        found[("criteria",), "the conditions are too entangled to be looked through: split the longest ones"] = None
    faults = [Fault(file, document.find_line(path), ".".join(map(str, path)), message) for path, message in found]
    return sorted(faults, key=lambda fault: (fault.line, fault.key))


@dataclass(frozen=True)
class _Place:
    """What the rules below look at. The compiled rules are lint's own: its diagrams are not added to the trial's."""

    definition: Definition
    rules: Rules

    def conditions(self) -> Iterator[tuple[KeyPath, CompiledCondition]]:
        """Yields every condition of the definition, compiled."""
        for fact_id in self.definition.facts:
            gate = self.rules.places[fact_id].gate
            if gate is not None:
                yield ("facts", fact_id, "applies_if"), gate
        for rule in self.rules.criteria:
            yield ("criteria", rule.id, "met_when"), rule.condition
            for i, note in enumerate(self.definition.criteria[rule.id].notes):
                for key, written in (("when", note.when), ("unless", note.unless)):
                    if written is not None:
                        yield ("criteria", rule.id, "notes", i, key), compile_condition(written, self.rules.places)

    def some(self, condition: int, but_not: int) -> bool:
        """Says whether there are answers with which the one diagram holds and the other does not."""
        return self.rules.diagrams.select(condition, self.rules.diagrams.select(but_not, NO, YES), NO) != NO


def _unused_facts(place: _Place) -> Iterator[LocatedDoubt]:
    conditions = dict(place.conditions())
    rules = place.rules
    named = {
        leaf.fact
        for path, condition in conditions.items()
        if path[0] == "criteria"
        for leaf in iterate_leaves(condition)
    }
    used = rules.add_gates(tuple(named))
    asked = rules.add_gates(rules.assess(rules.unanswered).relevant)
    for fact in rules.facts:
        if fact not in used:
            yield ("facts", fact), "no criterion and no note uses this fact: remove it, or name it in a condition"
        elif fact not in asked:
            yield (
                ("facts", fact),
                "no verdict depends on this fact, so it is never asked: remove it, or name it in a criterion",
            )


def _constant_conditions(place: _Place) -> Iterator[LocatedDoubt]:
    for path, condition in place.conditions():
        diagram = place.rules.diagram(condition)
        if diagram in (NO, YES):
            yield (
                path,
                (
                    f"this {'always holds' if diagram == YES else 'can never hold'}, whatever is answered: correct or"
                    " remove it"
                ),
            )
            continue
        constant = set()
        for spot in iterate_spots(condition):
            if isinstance(spot.part, Leaf) and spot.part.allowed in (0, spot.part.full):
                words = "can never hold" if spot.part.allowed == 0 else "holds for every value of the fact"
                constant.add(spot.path)
                yield (*path, *spot.path, spot.part.fact), f"this comparison {words}: correct the value, or remove it"
        yield from _idle_clauses(place, path, condition, constant)


def _idle_clauses(
    place: _Place, path: KeyPath, condition: CompiledCondition, known: set[KeyPath]
) -> Iterator[LocatedDoubt]:
    """A clause that only repeats the gate of a fact beside it is no fault: it says aloud what happens where that does not apply."""
    whole, bare = place.rules.diagram(condition), place.rules.diagram(drop_gates(condition))
    for spot in iterate_spots(condition):
        if spot.dropped is None or any(spot.path[: len(each)] == each for each in known):
            continue
        if place.rules.diagram(spot.dropped) == whole and place.rules.diagram(drop_gates(spot.dropped)) == bare:
            known.add(spot.path)
            yield (
                (*path, *spot.path),
                (
                    "without this clause the condition says the same, and is decided sooner: remove it, or correct the"
                    " others"
                ),
            )


def _untold_notes(place: _Place) -> Iterator[LocatedDoubt]:
    diagrams = {
        path: place.rules.diagram(condition) for path, condition in place.conditions() if path[-1] in ("when", "unless")
    }
    for path, unless in diagrams.items():
        when = diagrams.get((*path[:-1], "when"))
        if path[-1] == "unless" and when is None:
            yield (
                path,
                "without 'when' a note always speaks, and 'unless' is not looked at: add 'when', or remove 'unless'",
            )
        elif path[-1] == "unless" and when is not None and not place.some(when, but_not=unless):
            yield path, "wherever 'when' holds this holds too, so the note is never told: correct one of them"


def _leaning_conditions(place: _Place) -> Iterator[LocatedDoubt]:
    """A fact that does not apply equals nothing.

    That an exclusion is not met so is meant; more must be said by naming the gate.
    """
    for path, condition in place.conditions():
        rule = place.definition.criteria[str(path[1])] if path[-1] == "met_when" else None
        as_is = place.rules.diagram(condition)
        for spot in iterate_spots(condition):
            if not isinstance(spot.part, Leaf) or spot.part.gate is None:
                continue
            otherwise = place.rules.diagram(spot.put(Some((Opposite(spot.part.gate), replace(spot.part, gate=None)))))
            holds = place.some(as_is, but_not=otherwise)
            if holds or (rule is not None and rule.kind == "inclusion" and place.some(otherwise, but_not=as_is)):
                words = "this holds" if holds else "this inclusion fails"
                gate = f"what '{spot.part.fact}' applies_if says, or 'not' of it"
                yield (
                    (*path, *spot.path, spot.part.fact),
                    f"{words} just because the fact does not apply: write beside it {gate}",
                )


def _values_not_told_apart(place: _Place) -> Iterator[LocatedDoubt]:
    wanted = [leaf for _, condition in place.conditions() for leaf in iterate_leaves(condition)]
    for fact_id, fact in place.definition.facts.items():
        if not isinstance(fact, ChoiceFact):
            continue
        offset = place.rules.places[fact_id].offset
        groups: dict[tuple[int, ...], list[str]] = {}
        for cell, code in enumerate(fact.options):
            groups.setdefault(
                tuple(leaf.allowed >> (offset + cell) & 1 for leaf in wanted if leaf.fact == fact_id), []
            ).append(code)
        alike = [" and ".join(codes) for codes in groups.values() if len(codes) > 1]
        if alike and fact.kept_apart is None and len(groups) > 1:
            yield (
                ("facts", fact_id, "options"),
                f"no condition tells {'; '.join(alike)} apart: make them one, or say why in kept_apart",
            )
        if not alike and fact.kept_apart is not None:
            yield ("facts", fact_id, "kept_apart"), "the conditions tell every value apart: remove kept_apart"


def _numbers(place: _Place) -> Iterator[LocatedDoubt]:
    for fact_id, fact in place.definition.facts.items():
        if not isinstance(fact, NumericFact):
            continue
        if place.rules.places[fact_id].domain.size == 1:
            yield (
                ("facts", fact_id, "range"),
                "no threshold of a condition divides this range: compare the fact, or remove it",
            )
        if fact.near is not None and fact.near > fact.range.max - fact.range.min:
            yield (
                ("facts", fact_id, "near"),
                f"{fact.near:g} is more than the whole range, so every answer is near: give a smaller number",
            )
        if isinstance(fact, DaysBetweenFact) and fact.clear_from is not None:
            yield from _windows(place, fact_id, fact.clear_from)


def _windows(place: _Place, fact_id: str, clear_from: int) -> Iterator[LocatedDoubt]:
    at: KeyPath = ("facts", fact_id, "clear_from")
    own = place.rules.places[fact_id]
    cell, before = (own.domain.make_mask(Known(days)) << own.offset for days in (clear_from, clear_from - 1))

    def cleared(leaf: Leaf) -> CompiledCondition:
        return leaf if leaf.fact != fact_id else replace(leaf, allowed=leaf.full if leaf.allowed & cell else 0)

    for rule in place.rules.criteria:
        then, now = place.rules.diagram(map_leaves(rule.condition, cleared)), rule.diagram
        if (
            place.some(now, but_not=then)
            if place.definition.criteria[rule.id].kind == "exclusion"
            else place.some(then, but_not=now)
        ):
            break
    else:
        yield (
            at,
            f"waiting until day {clear_from} lifts no criterion: give the first day that does, or remove clear_from",
        )
        return
    if cell == before:
        yield (
            at,
            (
                f"no condition tells day {clear_from} from day {clear_from - 1}: give the first day on which the window"
                " is over"
            ),
        )


def _ask_backs(place: _Place) -> Iterator[LocatedDoubt]:
    for fact_id, fact in place.definition.facts.items():
        for i, entry in enumerate(fact.ask_back if isinstance(fact, OptionFact) else []):
            at = ("facts", fact_id, "ask_back", i)
            if entry.offer and any(text.rstrip(" )").endswith("?") for text in entry.say.values()):
                yield (
                    (*at, "say"),
                    (
                        "the question with the offers is added to this, so two questions would stand here: say only why"
                        " it is unclear"
                    ),
                )
            if isinstance(fact, YesNoFact) and {"no", "yes"} <= set(entry.offer):
                yield (
                    (*at, "offer"),
                    (
                        "yes and no choose nothing between these two: leave 'offer' out, so that the plain question is"
                        " asked again"
                    ),
                )


def _labels_with_digits(place: _Place) -> Iterator[LocatedDoubt]:
    for fact_id, fact in place.definition.facts.items():
        if not isinstance(fact, OptionFact):
            continue
        has_digits = any(each.isdigit() for code in list_option_codes(fact) for each in get_option_label(fact, code))
        if has_digits and not fact.unnumbered:
            words = (
                "a label holds a digit, so no numbers are shown beside the choices, and a digit is asked back as that"
                " label"
            )
            yield ("facts", fact_id, "options"), f"{words}: say so with 'unnumbered: true', or change the label"
        if fact.unnumbered and not has_digits:
            yield ("facts", fact_id, "unnumbered"), "no label holds a digit: remove it"


def _sources(place: _Place) -> Iterator[LocatedDoubt]:
    for criterion_id, criterion in place.definition.criteria.items():
        if _PLACEHOLDER.fullmatch(criterion.quote):
            yield ("criteria", criterion_id, "quote"), "this is no quotation: copy the source's own words, in full"
    if place.definition.source.registry_number is None:
        yield (
            ("source", "registry_number"),
            "nobody can look the trial up: add its number in a registry, or say that it has none",
        )


def _plain_words(place: _Place) -> Iterator[LocatedDoubt]:
    """An exclusion is told to families as 'Must not be: ...'; a 'not' in it makes two."""
    for criterion_id, criterion in place.definition.criteria.items():
        negation = _NEGATION.search(criterion.plain["en"]) if criterion.kind == "exclusion" else None
        if negation:
            words = (
                f"families read this after 'Must not be', and '{negation[0]}' makes it a double negative: say what"
                " is so"
            )
            yield ("criteria", criterion_id, "plain"), words


def _provisional_wording(place: _Place) -> Iterator[LocatedDoubt]:
    for determination_id, determination in place.definition.determinations.items():
        at: KeyPath = ("determinations", determination_id, "outcomes")
        for key, outcome in determination.outcomes:
            is_said = key == "fails" and determination.requires
            if is_said and outcome.provisional is None:
                yield (
                    (*at, key),
                    (
                        "this is said too while what it requires is still open: add 'provisional' with the wording for"
                        " that"
                    ),
                )
            if not is_said and outcome is not None and outcome.provisional is not None:
                yield (
                    (*at, key, "provisional"),
                    "this is never said: only 'fails' of a determination that requires another is provisional",
                )


def _languages(value: object) -> Iterator[LocatedDoubt]:
    """Yields wording that lacks a language which other wording of the file has.

    Synonyms are left out: they differ by language.
    """
    wordings = dict(_wordings(value, ()))
    spoken = {language for wording in wordings.values() for language in wording}
    for path, wording in wordings.items():
        for language in sorted(spoken - wording.keys()):
            yield path, f"the wording in '{language}', which other parts have, is missing: add '{language}: ...'"


def _wordings(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, dict[str, str]]]:
    if isinstance(value, dict) and "en" in value and all(isinstance(each, str) for each in value.values()):
        yield path, value
    elif isinstance(value, dict | list):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _wordings(part, (*path, step))


_RULES = (
    _unused_facts,
    _constant_conditions,
    _untold_notes,
    _leaning_conditions,
    _values_not_told_apart,
    _numbers,
    _sources,
    _plain_words,
    _provisional_wording,
    _ask_backs,
    _labels_with_digits,
)
