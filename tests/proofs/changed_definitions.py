"""The mutants of a generated definition: one word, number, part or condition is another one."""

import copy
from collections.abc import Iterator
from typing import Any

from generated_conditions import WORDS
from sampled_values import Plain

Mutant = tuple[str, Plain]
Way = tuple[str | int, ...]

SWAPS = {
    "at_least": ("above", "at_most"),
    "above": ("at_least", "below"),
    "at_most": ("below", "at_least"),
    "below": ("at_most", "above"),
    "all": ("any",),
    "any": ("all",),
    "any_of": ("all_of", "none_of"),
    "all_of": ("any_of",),
    "none_of": ("any_of",),
}
"""What stands in the place of a word."""

COUNTED = ("clear_from", "valid_for", "days")
"""Keys of facts whose number is made one more and one less."""


def iterate_mutants(plain: Plain) -> Iterator[Mutant]:
    """Yields every mutant with a name that says what was changed; the loader may refuse it."""
    for part in ("facts", "criteria", "determinations", "consistent"):
        for way, value in _walk(plain.get(part, {}), (part,)):
            for name, changed in _change_value(way, value):
                yield f"{'.'.join(map(str, way))}: {name}", _put(plain, way, changed)
            if way[-1] in {"applies_if", "not_yet", "requires"}:
                yield f"{'.'.join(map(str, way))}: dropped", _put(plain, way, None)


def _walk(value: Any, way: Way) -> Iterator[tuple[Way, Any]]:
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if key not in {"name", "unit", "range", "options", "body_surface", "outcomes"}:
            yield (*way, key), each
            yield from _walk(each, (*way, key))
        if key == "outcomes" and "not_yet" in each:
            yield (*way, key, "not_yet"), each["not_yet"]


def _change_value(way: Way, value: Any) -> Iterator[tuple[str, Any]]:
    """Yields what may stand in the place of a value, each with its name."""
    key = way[-1]
    is_limit = key in WORDS or (isinstance(value, int | float) and way[0] != "determinations")
    if is_limit and isinstance(value, int | float) and key not in {"equivalent_mg", "number", "bare_from"}:
        yield "one more", value + 1
        yield "one less", value - 1
    if isinstance(value, dict):
        yield from _change_words(way, value)
    if key == "kind" and value in {"inclusion", "exclusion"}:
        yield "the other kind", "inclusion" if value == "exclusion" else "exclusion"
    if key == "take":
        yield "the other wait", "longer" if value == "shorter" else "shorter"
    if isinstance(value, list) and len(value) > 1:
        for place in range(len(value)):
            yield f"without {place}", value[:place] + value[place + 1 :]
    for one, other in (("over", "running"), ("no", "yes"), ("red", "green"), ("one", "two")):
        if value in (one, other) and key != "code":
            yield "another code", other if value == one else one


def _change_words(way: Way, value: Plain) -> Iterator[tuple[str, Any]]:
    for word in value:
        for other in SWAPS.get(word, ()):
            if other not in value:
                yield f"{word} is {other}", {other if key == word else key: each for key, each in value.items()}
    if "then" in value:
        yield "then and else swapped", value | {"then": value["else"], "else": value["then"]}
    if "not" in value:
        yield "not dropped", value["not"]
    if way[-1] == "met_when" or way[-1] == "if":
        yield "not", {"not": value}
    if way[-1] == "requires":
        alternatives = value["any"] if isinstance(value.get("any"), list) else None
        if alternatives is None and len(value) > 1:
            yield "one is enough", {"any": [{name: codes} for name, codes in value.items()]}
        if alternatives is not None and len(alternatives) > 1:
            yield "all are required", {name: codes for each in alternatives for name, codes in each.items()}


def _put(plain: Plain, way: Way, value: Any) -> Plain:
    changed = copy.deepcopy(plain)
    holder: Any = changed
    for key in way[:-1]:
        holder = holder[key]
    if value is None:
        del holder[way[-1]]
    else:
        holder[way[-1]] = value
    return changed
