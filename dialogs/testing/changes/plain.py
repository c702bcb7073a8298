"""Definitions as plain values, as they are compared: what is written, without defaults."""

from collections.abc import Iterator
from typing import Any

from dialogs.definition.trial import Definition

PlainDefinition = dict[str, Any]

_JOINTS = ("all", "any")
_CONDITIONS = ("applies_if", "met_when", "when", "unless")


def make_plain_definition(definition: Definition) -> PlainDefinition:
    """Returns a definition as plain values of its own, which may be changed.

    The options of a yes-or-no question are in the order of their buttons, whatever order they are written in.
    """
    plain: PlainDefinition = definition.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, warnings=False
    )
    for fact in plain["facts"].values():
        if fact["kind"] == "yes_no" and "options" in fact:
            fact["options"] = dict(sorted(fact["options"].items()))
    return plain


def iterate_written_leaves(plain: PlainDefinition) -> Iterator[dict[str, Any]]:
    """Yields the parts of all conditions that name one fact each."""
    criteria = plain["criteria"].values()
    for holder in (*plain["facts"].values(), *criteria, *(note for each in criteria for note in each.get("notes", ()))):
        for key in _CONDITIONS:
            if key in holder:
                yield from _iterate_leaves(holder[key])


def _iterate_leaves(condition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for joint in _JOINTS:
        if joint in condition:
            for part in condition[joint]:
                yield from _iterate_leaves(part)
            return
    if "not" in condition:
        yield from _iterate_leaves(condition["not"])
    else:
        yield condition
