"""What only has another code in the newer definition, and the older definition with these codes.

Where it is not certain that two are the same, nothing is said: then one is gone, and the other is new.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.definition.trial import Definition
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.engine import Rules
from dialogs.testing.changes.plain import PlainDefinition, iterate_written_leaves, make_plain_definition


@dataclass(frozen=True)
class Renamed:
    """Something with another code: the way to what holds it, such as facts, kmt2a, options, and what people see."""

    within: tuple[str, ...]
    old: str
    new: str
    label: str


def adopt_codes(old: Trial, new: Trial) -> tuple[Trial, list[Renamed]]:
    """Returns the older trial with the codes of the newer one for what is the same, and what was renamed."""
    before, after = make_plain_definition(old.definition), make_plain_definition(new.definition)
    renamed = []
    for each in _find_renamed(before, after):
        renamed.append(each)
        _rename(before, each)
    if not renamed:
        return old, []
    definition = Definition.model_validate_json(json.dumps(before))
    return Trial(definition, old.digest, Rules(definition)), renamed


def _find_renamed(old: PlainDefinition, new: PlainDefinition) -> Iterator[Renamed]:
    """Yields what was renamed; before the next one is looked for, `old` is given the new code."""
    yield from _find_within(("facts",), old, new, ("kind", "name"))
    for fact, of in new["facts"].items():
        if of["kind"] == "choice" and old["facts"].get(fact, {}).get("kind") == "choice":
            yield from _find_within(("facts", fact, "options"), old, new, ("label",))
    yield from _find_within(("criteria",), old, new, ("name", "quote"))
    yield from _find_within(("determinations",), old, new, ("name", "asks"))


def _find_within(
    within: tuple[str, ...], old: PlainDefinition, new: PlainDefinition, alike: tuple[str, ...]
) -> list[Renamed]:
    """Returns what has another code in one mapping, told by all of `alike`, which nothing else may have there."""
    before, after = _get(old, within), _get(new, within)
    traits: list[dict[str, str]] = [
        {code: json.dumps([of[each] for each in alike], sort_keys=True) for code, of in side.items()}
        for side in (before, after)
    ]
    counts = [Counter(side.values()) for side in traits]
    gone = {trait: code for code, trait in traits[0].items() if code not in after and counts[0][trait] == 1}
    return [
        Renamed(within, gone[trait], code, say(after[code].get("label") or after[code]["name"]))
        for code, trait in traits[1].items()
        if code not in before and counts[1][trait] == 1 and trait in gone
    ]


def _rename(plain: PlainDefinition, renamed: Renamed) -> None:
    """Gives something its new code, wherever a definition names it."""
    _rename_key(_get(plain, renamed.within), renamed)
    match renamed.within:
        case ("facts",):
            for leaf in iterate_written_leaves(plain):
                _rename_key(leaf, renamed)
        case ("facts", fact, "options"):
            _rename_option(plain, fact, renamed)
        case ("determinations",):
            for criterion in plain["criteria"].values():
                criterion["determination"] = _translate(renamed)(criterion["determination"])
            for determination in plain["determinations"].values():
                _rename_key(determination.get("requires", {}), renamed)
        case _:
            pass


def _rename_option(plain: PlainDefinition, fact: str, renamed: Renamed) -> None:
    translate = _translate(renamed)
    for leaf in iterate_written_leaves(plain):
        if fact in leaf:
            wanted = leaf[fact]
            leaf[fact] = [translate(code) for code in wanted] if isinstance(wanted, list) else translate(wanted)
    for ask_back in plain["facts"][fact].get("ask_back", ()):
        ask_back["offer"] = [translate(code) for code in ask_back.get("offer", ())]
        _rename_key(ask_back.get("replies", {}), renamed)


def _rename_key(mapping: dict[str, Any], renamed: Renamed) -> None:
    items = [(_translate(renamed)(key), of) for key, of in mapping.items()]
    mapping.clear()
    mapping.update(items)


def _translate(renamed: Renamed) -> Callable[[str], str]:
    return lambda code: renamed.new if code == renamed.old else code


def _get(plain: Any, path: tuple[str, ...]) -> dict[str, Any]:
    for key in path:
        plain = plain[key]
    found: dict[str, Any] = plain
    return found
