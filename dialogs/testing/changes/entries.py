"""What two definitions write differently, each change once: lists are compared by what they hold, not by places."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dialogs.definition.document import KeyPath
from dialogs.testing.changes.pairing import pair_items
from dialogs.testing.changes.plain import PlainDefinition

Change = Literal["changed", "added", "removed", "moved", "reordered"]

_SHOWN_IN_ORDER: tuple[KeyPath, ...] = (
    ("facts",),
    ("facts", "*", "options"),
    ("facts", "*", "notes"),
    ("facts", "*", "ask_back", "*", "offer"),
    ("criteria",),
    ("criteria", "*", "notes"),
    ("determinations",),
    ("about", "pathway"),
    ("about", "criteria_for_families"),
    ("about", "support"),
)
"""Where people see the order."""

_CONDITIONS: tuple[KeyPath, ...] = (
    ("facts", "*", "applies_if"),
    ("criteria", "*", "met_when"),
    ("criteria", "*", "notes", "*", "when"),
    ("criteria", "*", "notes", "*", "unless"),
)
"""Where conditions stand. Reasons name their parts in order."""


@dataclass(frozen=True)
class Rewritten:
    """An entry of the definition that differs, such as facts, kmt2a, ask, en; numbers count the items of a list from 1.

    `old` and `new` are what is written there, as plain values: None where one side has nothing. Where an order changed
    they are the codes or items in their order. A word that moved has the entry from which it came as its `origin`.
    """

    path: KeyPath
    change: Change
    old: Any = None
    new: Any = None
    origin: str = ""

    @property
    def entry(self) -> str:
        """The path in one word, such as `facts.kmt2a.ask_back[2].say.en`."""
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path).removeprefix(".")


def find_rewritten(old: PlainDefinition, new: PlainDefinition) -> Iterator[Rewritten]:
    """Yields the entries that differ, in the order of the new definition, what is gone last within each part."""
    yield from _join_moved(list(_compare((), old, new)))


def _join_moved(rewritten: list[Rewritten]) -> Iterator[Rewritten]:
    """Yields the entries; a word that one list of a fact has lost to another one makes one entry."""
    gone = {(each.path[1], each.old): each for each in rewritten if each.change == "removed" and _is_word_of_fact(each)}
    moved = [
        gone[each.path[1], each.new]
        for each in rewritten
        if each.change == "added" and _is_word_of_fact(each) and (each.path[1], each.new) in gone
    ]
    for each in rewritten:
        if each in moved:
            continue
        origin = gone.get((each.path[1], each.new)) if each.change == "added" and _is_word_of_fact(each) else None
        yield Rewritten(each.path, "moved", each.new, each.new, origin.entry) if origin else each


def _is_word_of_fact(rewritten: Rewritten) -> bool:
    return rewritten.path[0] == "facts" and isinstance(rewritten.new or rewritten.old, str)


def _compare(path: KeyPath, old: Any, new: Any) -> Iterator[Rewritten]:
    if isinstance(old, dict) and isinstance(new, dict) and (old.keys() & new.keys() or not _is_condition(path)):
        yield from _compare_mappings(path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(path, old, new)
    elif old != new:
        yield Rewritten(path, "changed", old, new)


def _compare_mappings(path: KeyPath, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Rewritten]:
    before, after = ([key for key in one if key in other] for one, other in ((old, new), (new, old)))
    if before != after and _is_shown_in_order(path):
        yield Rewritten(path, "reordered", before, after)
    for key, value in new.items():
        if key in old:
            yield from _compare((*path, key), old[key], value)
        else:
            yield Rewritten((*path, key), "added", None, value)
    for key, value in old.items():
        if key not in new:
            yield Rewritten((*path, key), "removed", value, None)


def _compare_lists(path: KeyPath, old: list[Any], new: list[Any]) -> Iterator[Rewritten]:
    if old == new:
        return
    found = pair_items(old, new)
    if _is_shown_in_order(path) and found.pairs != sorted(found.pairs, key=lambda pair: pair[1]):
        places = sorted(after for _, after in found.pairs)
        yield Rewritten(path, "reordered", [new[after] for _, after in found.pairs], [new[place] for place in places])
    for before, after in sorted(found.pairs, key=lambda pair: pair[1]):
        yield from _compare(_name_item(path, after, new[after]), old[before], new[after])
    for place in found.come:
        yield Rewritten(_name_item(path, place, new[place]), "added", None, new[place])
    for place in found.gone:
        yield Rewritten(_name_item(path, place, old[place]), "removed", old[place], None)


def _name_item(path: KeyPath, place: int, item: Any) -> KeyPath:
    """Returns the way to an item: a word is told by itself, so the list names it."""
    return (*path, place + 1) if isinstance(item, dict) else path


def _is_shown_in_order(path: KeyPath) -> bool:
    return _is_condition(path) or any(len(path) == len(known) and _fits(path, known) for known in _SHOWN_IN_ORDER)


def _is_condition(path: KeyPath) -> bool:
    return any(_fits(path, known) for known in _CONDITIONS)


def _fits(path: KeyPath, known: KeyPath) -> bool:
    """Says whether a path leads to a known place, or to something within it."""
    return len(path) >= len(known) and all(step in {"*", own} for own, step in zip(path, known, strict=False))
