"""Conditions that the schema refuses: what was written, and what to write in its place.

It looks from a condition's outside to the place of the fault, and tells the first thing that is none.
"""

from collections.abc import Callable
from typing import Any

from dialogs.definition.document import KeyPath
from dialogs.definition.faults import shorten
from dialogs.loading import wrong_words
from dialogs.loading.comparison_faults import DECIMAL_COMMA, describe_given, explain_wanted, is_number
from dialogs.loading.limit_checks import LocatedFault
from dialogs.loading.wrong_words import JOINTS


def explain_condition_fault(document: Any, path: KeyPath) -> LocatedFault | None:
    """Returns the fault of the condition at or around `path`, which the schema refuses.

    None is returned for no condition, and where the schema's own words are as good.
    """
    for pattern in _CONDITIONS:
        if len(path) >= len(pattern) and all(step in ("*", key) for step, key in zip(pattern, path, strict=False)):
            node = document
            for step in path[: len(pattern)]:
                if isinstance(node, dict) and step not in node:
                    return None
                node = node[step]
            return _explain_condition(node, path[: len(pattern)], path[len(pattern) :])
    return None


def _explain_condition(node: Any, at: KeyPath, rest: KeyPath) -> LocatedFault | None:
    if not isinstance(node, dict):
        return at, _explain_no_mapping(node, at[-1])
    if not node:
        return at, "an empty mapping is no condition: write {fact: value}"
    if not _CHOICE.isdisjoint(node):
        return _explain_choice(node, at, rest)
    if len(node) > 1:
        return at, _explain_several(node)
    key, inside = next(iter(node.items()))
    if key in _INSIDE:
        return _INSIDE[key](inside, (*at, key), rest[1:])
    joint = wrong_words.find_joint(key)
    if joint is not None and isinstance(inside, dict | list):
        return (*at, key), _NO_JOINT.format(key=shorten(key), joint=joint)
    if key in wrong_words.LIMITS:
        return (*at, key), _NO_FACT.format(key=key)
    message = explain_wanted(key, inside, rest[1:])
    return message and ((*at, key, *message[0]), message[1])


def _explain_list(inside: Any, at: KeyPath, rest: KeyPath) -> LocatedFault | None:
    if isinstance(inside, dict):
        parts = ", ".join(f"{{{shorten(key)}: ...}}" for key in list(inside)[:3])
        return at, f"'{at[-1]}' joins a list, and this is a mapping: write {at[-1]}: [{parts}], or a dash before each"
    if not isinstance(inside, list):
        return at, f"'{at[-1]}' joins a list of conditions, and {describe_given(inside)} is no list: {_LIST}"
    if not inside:
        return at, f"the list is empty and too short to join anything: {_LIST}"
    if rest and isinstance(rest[0], int) and rest[0] < len(inside):
        return _explain_condition(inside[rest[0]], (*at, rest[0]), rest[1:])
    return None  # pragma: no cover - the schema refuses nothing else of a list


def _explain_count(inside: Any, at: KeyPath, rest: KeyPath) -> LocatedFault | None:
    if not isinstance(inside, dict) or "of" not in inside:
        if isinstance(inside, list) and any(isinstance(each, dict) for each in inside):
            return at, f"how many of the list must hold is not said: {wrong_words.COUNT}"
        message = explain_wanted("count", inside, rest)
        return message and ((*at, *message[0]), message[1])
    if rest and rest[0] in ("at_least", "at_most"):
        given = inside[rest[0]]
        return (
            None
            if is_number(given) and float(given).is_integer()
            else ((*at, rest[0]), _NO_COUNT.format(given=describe_given(given)))
        )
    if rest and rest[0] != "of":
        return None
    return _explain_list(inside["of"], (*at, "of"), rest[1:])


def _explain_choice(node: dict[str, Any], at: KeyPath, rest: KeyPath) -> LocatedFault | None:
    """Returns the fault of what must hold in the one case, and what in the other."""
    lacking = [word for word in ("if", "then", "else") if word not in node]
    others = [key for key in node if key not in _CHOICE]
    if others:
        return (*at, others[0]), f"'{shorten(others[0])}' stands beside a choice: {_CHOOSE}"
    if lacking:
        return at, f"'{lacking[0]}' is missing: {_CHOOSE}"
    if rest and rest[0] in _CHOICE:
        return _explain_condition(node[str(rest[0])], (*at, rest[0]), rest[1:])
    return None  # pragma: no cover - the schema refuses nothing else of a choice


def _explain_no_mapping(node: Any, key: str | int) -> str:
    if isinstance(node, list):
        if key == "not":
            return "'not' takes one condition, and this is a list: write not: {any: [...]}, or not: {all: [...]}"
        return "a list is no condition: write 'all' or 'any' before it, such as {any: [...]}"
    given = describe_given(node)
    remedy = "write {fact: value}, or {fact: {at_least: 5}} for a number"
    if isinstance(node, str):
        meant = wrong_words.suggest_condition(node)
        remedy = f"write {meant}" if meant else remedy
    if key in ("when", "unless", "applies_if"):
        remedy += f"; where it always holds, leave '{key}' out"
    return f"{given} is no condition: {remedy}"


def _explain_several(node: dict[str, Any]) -> str:
    keys = list(node)
    if keys[1].isdigit() and node[keys[1]] is None:
        return f"'{keys[1]}' is no fact: {DECIMAL_COMMA}"
    joints = [key for key in keys if key in JOINTS]
    if not joints:
        parts = ", ".join(f"{{{shorten(key)}: ...}}" for key in keys[:3])
        return f"a condition names exactly one fact, and here are {len(keys)}: write all: [{parts}], or any of them"
    named = " and ".join(f"'{shorten(key)}'" for key in keys[:3])
    parts = ", ".join(f"{{{shorten(key)}: ...}}" for key in keys[:3])
    return f"{named} stand side by side, which says not how they join: write all: [{parts}], or any in its place"


_CONDITIONS: tuple[KeyPath, ...] = (
    ("facts", "*", "applies_if"),
    ("criteria", "*", "met_when"),
    ("criteria", "*", "notes", "*", "when"),
    ("criteria", "*", "notes", "*", "unless"),
    ("consistent", "*", "never"),
)

_INSIDE: dict[str, Callable[[Any, KeyPath, KeyPath], LocatedFault | None]] = {
    "all": _explain_list,
    "any": _explain_list,
    "not": _explain_condition,
    "count": _explain_count,
}
_CHOICE = frozenset({"if", "then", "else"})

_CHOOSE = "write {if: {fact: value}, then: {fact: value}, else: {fact: value}}, and nothing else"
_LIST = "write [{fact: value}, {fact: value}], or a line with a dash for each"
_NO_JOINT = "'{key}' is no word of conditions: did you mean {joint}?"
_NO_COUNT = "{given} is no whole number: write how many of the conditions hold, such as 2"
_NO_FACT = "'{key}' compares a fact, and none is named: write {{fact: {{{key}: 5}}}}"
