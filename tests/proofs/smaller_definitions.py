"""Makes a generated definition smaller, as long as a difference stays: fewer facts, criteria, determinations, words."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from sampled_values import Plain

Keeps = Callable[[Plain], bool]


def make_smaller(plain: Plain, keeps: Keeps) -> Plain:
    """Returns a definition of which nothing more can be left out so that `keeps` still says yes."""
    while True:
        smaller = next((each for each in iterate_smaller(plain) if keeps(each)), None)
        if smaller is None:
            return plain
        plain = smaller


def iterate_smaller(plain: Plain) -> Iterator[Plain]:
    """Yields the definition with one thing left out, in every way; the loader may refuse it."""
    for part in ("determinations", "criteria", "facts"):
        for name in plain[part]:
            yield _change(plain, (part, name), None)
    if "consistent" in plain:
        yield _change(plain, ("consistent",), None)
    for name, determination in plain["determinations"].items():
        for key in ("requires",):
            if key in determination:
                yield _change(plain, ("determinations", name, key), None)
        for key in ("off", "not_yet"):
            if key in determination["outcomes"]:
                yield _change(plain, ("determinations", name, "outcomes", key), None)
        yield from _shorten_lists(plain, ("determinations", name, "requires"), determination.get("requires"))
    for name, fact in plain["facts"].items():
        if "valid_for" in fact:
            fewer = {key: each for key, each in fact.items() if key not in {"valid_for", "dated_by"}}
            yield _change(plain, ("facts", name), fewer)
        if "applies_if" in fact:
            yield _change(plain, ("facts", name, "applies_if"), None)
            yield from _shorten(plain, ("facts", name, "applies_if"), fact["applies_if"])
    for name, criterion in plain["criteria"].items():
        yield from _shorten(plain, ("criteria", name, "met_when"), criterion["met_when"])
        if isinstance(criterion["determination"], list):
            for each in criterion["determination"]:
                yield _change(plain, ("criteria", name, "determination"), each)


def _shorten_lists(plain: Plain, at: tuple[Any, ...], requires: Any) -> Iterator[Plain]:
    if isinstance(requires, dict):
        for key, inner in requires.items():
            if len(requires) > 1:
                yield _change(plain, (*at, key), None)
            yield from _shorten_lists(plain, (*at, key), inner)
    elif isinstance(requires, list):
        for i, inner in enumerate(requires):
            if len(requires) > 1:
                yield _change(plain, at, requires[:i] + requires[i + 1 :])
            yield from _shorten_lists(plain, (*at, i), inner)


def _shorten(plain: Plain, at: tuple[Any, ...], inner: Any) -> Iterator[Plain]:
    """Yields the definition with a condition, or a limit, replaced by each of its parts, or with a part left out."""
    if isinstance(inner, dict):
        for key, each in inner.items():
            if key in {"not", "if", "then", "else"}:
                yield _change(plain, at, each)
            if key in {"all", "any"}:
                for part in each:
                    yield _change(plain, at, part)
            if key == "count":
                for part in each["of"]:
                    yield _change(plain, at, part)
            if len(inner) > 1 and key in {"at_least", "at_most", "above", "below", "any_of", "all_of", "none_of"}:
                yield _change(plain, (*at, key), None)
            yield from _shorten(plain, (*at, key), each)
    elif isinstance(inner, list):
        for i, each in enumerate(inner):
            if len(inner) > 1:
                yield _change(plain, at, inner[:i] + inner[i + 1 :])
            yield from _shorten(plain, (*at, i), each)


def _change(plain: Plain, at: tuple[Any, ...], value: Any) -> Plain:
    changed = copy.deepcopy(plain)
    holder: Any = changed
    for key in at[:-1]:
        holder = holder[key]
    if value is None:
        del holder[at[-1]]
    else:
        holder[at[-1]] = value
    return changed
