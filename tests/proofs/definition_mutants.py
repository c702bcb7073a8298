"""Every small mutation of the trial definition itself: each must be refused by the loader, or noticed by the proof.

Run it as a script.

A definition is data. A wrong sign in it is as bad as one in the code, but no test of the code would see it.
"""

import json
import sys
import time
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import Any

from plain_table import CODES
from proof_engine import DEFINITION
from proof_probes import first_fault

from dialogs.definition.document import parse

Mutant = tuple[str, dict[str, Any]]
Condition = dict[str, Any]

WORDS = ("at_most", "below", "at_least", "above")


def definition() -> dict[str, Any]:
    """Returns the shipped definition as plain values, anew each time."""
    plain: dict[str, Any] = json.loads(_text())
    return plain


def as_text(plain: object) -> str:
    """Returns a definition as the loader reads it: JSON is YAML."""
    return json.dumps(plain)


@cache
def _text() -> str:
    return as_text(parse(DEFINITION.read_text("utf-8")).value)


def mutants() -> Iterator[Mutant]:
    """Yields every mutant with a name that says what was changed."""
    for at, holder, key in _condition_places(definition()):
        for name, mutated in changed(holder[key]):
            yield f"{'.'.join(map(str, at))}.{key}: {name}", _with((*at, key), mutated)
        if key != "met_when":
            yield f"{'.'.join(map(str, at))}.{key}: dropped", _without((*at, key))
    yield from _of_criteria()
    yield from _of_facts()
    yield from _of_determinations()


def changed(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Yields a condition's mutants: of each part, and as a whole."""
    yield f"not {json.dumps(condition)}", {"not": condition}
    ((word, inner),) = condition.items()
    if word not in {"all", "any"}:
        for name, wanted in _change_wanted(word, inner):
            yield f"{word} {json.dumps(inner)} -> {name}", {word: wanted}
        return
    yield f"{word} swapped", {"any" if word == "all" else "all": inner}
    for i, part in enumerate(inner):
        yield f"{json.dumps(part)} dropped", {word: inner[:i] + inner[i + 1 :]}
        for name, mutated in changed(part):
            yield name, {word: [*inner[:i], mutated, *inner[i + 1 :]]}


def _change_wanted(fact: str, wanted: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(wanted, dict):
        ((word, limit),) = wanted.items()
        for mutated in [{other: limit} for other in WORDS if other != word] + [
            {word: limit + step} for step in (1, -1)
        ]:
            yield json.dumps(mutated), mutated
        if fact == "corticosteroid_dose":
            yield "0.01 more", {word: limit + 0.01}
            yield "0.01 less", {word: limit - 0.01}
        return
    codes = wanted if isinstance(wanted, list) else [wanted]
    for i, code in enumerate(codes):
        yield f"without {code}", codes[:i] + codes[i + 1 :]
        for other in CODES[fact]:
            if other not in codes:
                yield f"{other} for {code}", [*codes[:i], other, *codes[i + 1 :]]
    for other in CODES[fact]:
        if other not in codes:
            yield f"or {other}", [*codes, other]


def _condition_places(plain: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any], str]]:
    for criterion_id, criterion in plain["criteria"].items():
        yield ("criteria", criterion_id), criterion, "met_when"
        for i, note in enumerate(criterion.get("notes", [])):
            yield from (
                (("criteria", criterion_id, "notes", i), note, key) for key in ("when", "unless") if key in note
            )
    for fact_id, fact in plain["facts"].items():
        if "applies_if" in fact:
            yield ("facts", fact_id), fact, "applies_if"


def _of_criteria() -> Iterator[Mutant]:
    for criterion_id, criterion in definition()["criteria"].items():
        at = ("criteria", criterion_id)
        yield f"{criterion_id} dropped", _without(at)
        yield (
            f"{criterion_id}: kind swapped",
            _with((*at, "kind"), "exclusion" if criterion["kind"] == "inclusion" else "inclusion"),
        )
        other = "blinatumomab" if criterion["determination"] == "protocol" else "protocol"
        yield f"{criterion_id}: moved to {other}", _with((*at, "determination"), other)


def _of_facts() -> Iterator[Mutant]:
    facts = definition()["facts"]
    for fact_id, fact in facts.items():
        at = ("facts", fact_id)
        yield f"{fact_id} dropped", _without(at)
        for code in fact.get("options", {}) if fact["kind"] == "choice" else ():
            yield f"{fact_id}: option {code} dropped", _without((*at, "options", code))
        for path in (("near",), ("clear_from",), ("range", "min"), ("range", "max")):
            yield from _of_number(fact, at, path)
        if fact["kind"] == "number":
            yield f"{fact_id}: decimals", _with((*at, "decimals"), value=True)
    for first, second in pairwise(facts):
        yield f"{first} and {second} swapped", _with(("facts",), _swap(facts, first, second))


def _of_number(fact: dict[str, Any], at: tuple[str, str], path: tuple[str, ...]) -> Iterator[Mutant]:
    number: Any = fact
    for key in path:
        number = number.get(key, {})
    if isinstance(number, int | float):
        name = f"{at[1]}: {'.'.join(path)} {number}"
        yield f"{name} + 1", _with((*at, *path), number + 1)
        yield f"{name} - 1", _with((*at, *path), number - 1)
        yield f"{name} dropped", _without((*at, *path))


def _of_determinations() -> Iterator[Mutant]:
    determinations = definition()["determinations"]
    yield "determinations swapped", _with(("determinations",), _swap(determinations, "protocol", "blinatumomab"))
    yield "blinatumomab: requires dropped", _without(("determinations", "blinatumomab", "requires"))
    yield (
        "blinatumomab: provisional dropped",
        _without(("determinations", "blinatumomab", "outcomes", "fails", "provisional")),
    )
    for codes in (["ineligible"], ["undetermined"], ["eligible", "ineligible"], ["eligible", "undetermined"], []):
        yield (
            f"blinatumomab: requires protocol {codes}",
            _with(("determinations", "blinatumomab", "requires", "protocol"), codes),
        )
    for name, determination in determinations.items():
        outcomes = determination["outcomes"]
        yield f"{name} dropped", _without(("determinations", name))
        yield from (
            (f"{name}: outcome {each} dropped", _without(("determinations", name, "outcomes", each)))
            for each in outcomes
        )
        for first, second in combinations(outcomes, 2):
            swapped = outcomes | {first: outcomes[second], second: outcomes[first]}
            yield f"{name}: {first} and {second} swapped", _with(("determinations", name, "outcomes"), swapped)


def _swap(mapping: dict[str, Any], first: str, second: str) -> dict[str, Any]:
    places = {first: second, second: first}
    return {key: mapping[key] for key in (places.get(each, each) for each in mapping)}


def _with(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    plain = definition()
    holder: Any = plain
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return plain


def _without(path: tuple[str | int, ...]) -> dict[str, Any]:
    plain = definition()
    holder: Any = plain
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    return plain


EQUIVALENT = {
    f'criteria.B1.notes.1.when: diagnosis "b_mpal" -> or {diagnosis}': (
        "with this diagnosis the infant is ineligible, and B1 has no object"
    )
    for diagnosis in ("t_all", "other")
}
"""The mutants that change nothing that could ever be seen, with the reason."""


def survivors(*, every: int = 1) -> tuple[int, list[str]]:
    """Returns the number of mutants that mean something else, and the names of those that went unnoticed.

    Only each `every`-th mutant is tried.
    """
    meant = [(name, plain) for name, plain in mutants() if name not in EQUIVALENT]
    return len(meant), [name for name, plain in meant[::every] if not first_fault(as_text(plain))]


def main() -> int:
    """Prints how many mutants there are and which survive.

    Returns 1 if one does, or if the definition itself is at fault.
    """
    begun = time.monotonic()
    fault = first_fault(as_text(definition()))
    if fault:
        print(f"the definition is not what the contract says, so its mutants prove nothing: {fault}")
        return 1
    count, alive = survivors()
    print(
        f"{count} mutants of {DEFINITION.name}: {count - len(alive)} noticed, {len(alive)} survive,"
        f" {time.monotonic() - begun:.0f} s"
    )
    for name in alive:
        print(f"  survives: {name}")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
