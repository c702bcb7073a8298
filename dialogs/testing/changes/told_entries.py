"""Entries of a definition that differ, one by one in words, as somebody reads them who wrote the definition."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from dialogs.definition.wording import DEFAULT_LANGUAGE
from dialogs.testing.changes import phrases
from dialogs.testing.changes.entries import Rewritten
from dialogs.testing.changes.excerpts import cut, cut_to_difference
from dialogs.testing.changes.renames import Renamed


def tell_renamed(renamed: Renamed) -> tuple[str, str]:
    """Returns where something was renamed, and how."""
    said = phrases.RENAMED.format(old=renamed.old, new=renamed.new, label=_quote(renamed.label))
    return ".".join(renamed.within), said


def tell_rewritten(rewritten: Iterable[Rewritten]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields each entry with what was done to it: a line, or the older text and the newer one.

    What was added to the same list is told in one line, and so is what was taken from it.
    """
    for (entry, change), group in groupby(rewritten, lambda each: (each.entry, each.change)):
        if change == "changed":
            for each in group:
                yield entry, _describe_both(each.old, each.new)
        elif change == "reordered":
            for each in group:
                yield entry, (_describe_order(each.old, each.new),)
        elif change == "moved":
            for each in group:
                yield entry, (phrases.MOVED_WORD.format(word=_quote(each.new), origin=each.origin),)
        elif change == "added":
            yield entry, (phrases.ADDED.format(new=", ".join(describe(each.new) for each in group)),)
        else:
            yield entry, (phrases.REMOVED.format(old=", ".join(describe(each.old) for each in group)),)


def describe(plain: Any) -> str:
    """Returns a part of a definition in few words: a text, the name of what has one, or what is written there."""
    if isinstance(plain, str):
        return _quote(cut(plain))
    if isinstance(plain, list):
        return cut(", ".join(map(describe, plain)))
    if isinstance(plain, dict):
        named = next((plain[key] for key in _NAMES if isinstance(plain.get(key), dict)), plain)
        if DEFAULT_LANGUAGE in named:
            return describe(named[DEFAULT_LANGUAGE])
        if all(isinstance(each, dict) and "label" in each for each in plain.values()):
            return describe(list(plain.values()))
    return cut(_write(plain))


def _describe_both(old: Any, new: Any) -> tuple[str, ...]:
    if isinstance(old, str) and isinstance(new, str):
        one, other = cut_to_difference(old, new)
        return (phrases.ONLY_BLANKS,) if one == other else (_quote(one), _quote(other))
    return cut(_write(old)), cut(_write(new))


def _describe_order(old: list[Any], new: list[Any]) -> str:
    """Returns how an order changed: what moved, where one thing did, else the new order."""
    for item in old if len(old) > 2 else new[:1]:  # noqa: PLR2004 - of two things, the first one now is said to move
        if [each for each in old if each != item] == [each for each in new if each != item]:
            place = new.index(item)
            where = phrases.BEHIND.format(name=_name(new[place - 1])) if place else phrases.FIRST
            return phrases.MOVED.format(name=_name(item), where=where)
    return phrases.REORDERED.format(names=", ".join(map(_name, new)))


def _name(item: Any) -> str:
    return item if isinstance(item, str) else describe(item)


def _quote(text: str) -> str:
    return f"“{text}”"


def _write(plain: Any) -> str:
    """Returns plain values on one line, as YAML writes them."""
    if isinstance(plain, dict):
        return "{" + ", ".join(f"{key}: {_write(value)}" for key, value in plain.items()) + "}"
    if isinstance(plain, list):
        return "[" + ", ".join(map(_write, plain)) + "]"
    return str(plain).lower() if isinstance(plain, bool) else str(plain)


_NAMES = ("label", "name", "words", "say")
"""By what a part of a definition is told in few words, the best first."""
