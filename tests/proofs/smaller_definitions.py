"""Makes a generated definition smaller, as long as a difference stays."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from generated_definitions import PARTS
from sampled_values import Plain

Way = tuple[str | int, ...]


def make_smaller(plain: Plain, keeps: Callable[[Plain], bool]) -> Plain:
    """Returns a definition of which nothing more can be left out so that `keeps` still says yes."""
    while True:
        smaller = next((each for each in iterate_smaller(plain) if keeps(each)), None)
        if smaller is None:
            return plain
        plain = smaller


def iterate_smaller(plain: Plain) -> Iterator[Plain]:
    """Yields the definition with something left out, or replaced by a part of it; the loader may refuse it."""
    for way in [each for part in PARTS[::-1] if part in plain for each in _list_ways(plain[part], (part,))]:
        yield _change(plain, way, None)
        value = _follow(plain, way)
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
            yield _change(plain, way, part)


def _list_ways(value: Any, way: Way) -> Iterator[Way]:
    """Yields the way to each part of a value, the large ones first."""
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    yield from ((*way, key) for key, _ in pairs)
    for key, each in pairs:
        if key not in _WORDED:
            yield from _list_ways(each, (*way, key))


def _follow(plain: Plain, way: Way) -> Any:
    value: Any = plain
    for key in way:
        value = value[key]
    return value


def _change(plain: Plain, way: Way, value: Any) -> Plain:
    """Returns the definition with another value at the end of a way, or with nothing there."""
    changed = copy.deepcopy(plain)
    holder = _follow(changed, way[:-1])
    if value is None:
        del holder[way[-1]]
    else:
        holder[way[-1]] = value
    return changed


_WORDED = ("name", "ask", "ask_family", "why", "unit", "fits", "plain", "say", "asks", "start", "end", "delay", "clear")
"""Keys of which nothing can be left out."""
