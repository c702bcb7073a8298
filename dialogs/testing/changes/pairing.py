"""Which items of two lists are the same, or the same with a change, wherever they stand."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

MOST_PAIRS = 400
"""How many pairs of items are held against each other; beyond it only their places tell which belong together."""

_ALIKE = 0.5
"""From which likeness on an item counts as changed, rather than as gone, with another one in its place."""

_JOINED = 0.6
"""The likeness of two items that bear the same name."""


@dataclass(frozen=True)
class Pairing:
    """The places of items that belong together, and of those that one list alone has."""

    pairs: list[tuple[int, int]]
    gone: list[int]
    come: list[int]


def pair_items(old: list[Any], new: list[Any]) -> Pairing:
    """Returns which items belong together: equal ones first, then those most alike, then those in the same place."""
    keys = [[json.dumps(item, sort_keys=True) for item in side] for side in (old, new)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    pairs = dict(_pair_equal(keys[0], keys[1], matcher))
    for step in (_pair_alike, _pair_in_place):
        gone = [place for place in range(len(old)) if place not in pairs]
        come = sorted(set(range(len(new))) - set(pairs.values()))
        if gone and come:
            pairs |= step(old, new, gone, come, matcher)
    taken = set(pairs.values())
    return Pairing(
        sorted(pairs.items()),
        [place for place in range(len(old)) if place not in pairs],
        [place for place in range(len(new)) if place not in taken],
    )


def _pair_equal(old: list[str], new: list[str], matcher: "SequenceMatcher[str]") -> Iterator[tuple[int, int]]:
    """Yields the places of equal items: first those that kept their order, then those that moved."""
    kept = {block.a + i: block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)}
    yield from kept.items()
    waiting: dict[str, list[int]] = defaultdict(list)
    for place in sorted(set(range(len(new))) - set(kept.values()), reverse=True):
        waiting[new[place]].append(place)
    for place, key in enumerate(old):
        if place not in kept and waiting[key]:
            yield place, waiting[key].pop()


def _pair_alike(
    old: list[Any], new: list[Any], gone: list[int], come: list[int], _: "SequenceMatcher[str]"
) -> dict[int, int]:
    if len(gone) * len(come) > MOST_PAIRS:
        return {}
    scored = sorted((-_measure(old[i], new[j]), abs(i - j), i, j) for i in gone for j in come)
    pairs: dict[int, int] = {}
    for score, _distance, i, j in scored:
        if -score >= _ALIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _pair_in_place(
    _: list[Any], __: list[Any], gone: list[int], come: list[int], matcher: "SequenceMatcher[str]"
) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for kind, start, end, first, last in matcher.get_opcodes():
        here, there = [i for i in gone if start <= i < end], [j for j in come if first <= j < last]
        if kind == "replace" and len(here) == len(there):
            pairs |= dict(zip(here, there, strict=True))
    return pairs


def _measure(old: Any, new: Any) -> float:
    """Returns how alike two items are, from 0 to 1."""
    if isinstance(old, str) and isinstance(new, str):
        return SequenceMatcher(None, old, new, autojunk=False).ratio()
    if list(old) == list(new) == ["en"]:
        return _measure(old["en"], new["en"])
    name = _identify(old)
    if name is not None and name == _identify(new):
        return _JOINED
    one, other = set(_list_leaves(old)), set(_list_leaves(new))
    return len(one & other) / len(one | other)


def _identify(item: dict[str, Any]) -> object:
    """Returns what tells an item from the others of its list: its name, its number, the fact that it names."""
    for key in ("name", "number"):
        if key in item:
            return json.dumps(item[key], sort_keys=True)
    return next(iter(item)) if len(item) == 1 else None


def _list_leaves(plain: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from _list_leaves(value, f"{path}.{key}")
    elif isinstance(plain, list):
        for value in plain:
            yield from _list_leaves(value, path)
    else:
        yield path, str(plain)
