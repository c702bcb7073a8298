"""JSON as others may write it: what one of them writes ends neither a sync nor what comes with it.

The reader and the writer of every day refuse halves of surrogate pairs, numbers without bounds, and deep nesting. A
homeserver passes all of them on, to the device of whoever is named. So such values are read in a second, slower way: a
half becomes a question mark, and what is nested too deeply becomes nothing.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import orjson

DEEPEST = 100
"""How deeply lists and maps may be nested. Events of apps have fewer than ten levels."""

MOST_DIGITS, MOST_BITS = 18, 63


def read_json(content: bytes) -> Any:
    """Returns a value. Raises `ValueError` for what is no JSON."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        text = "".join(_cut_deep(content.decode()))
        return _mend(json.loads(text, parse_int=_read_number, parse_constant=lambda _: None), DEEPEST)


def write_json(said: Any, option: int = 0) -> bytes:
    """Returns a value that was read as JSON, without what is nested too deeply to be written."""
    try:
        return orjson.dumps(said, option=option)
    except orjson.JSONEncodeError:
        return orjson.dumps(_mend(said, DEEPEST), option=option)


def _cut_deep(text: str) -> Iterator[str]:
    """Yields a text without what is nested too deeply to be read."""
    depth = at = 0
    for found in _SIGNS.finditer(text):
        sign = found[0]
        if sign in "[{":
            depth += 1
            if depth == DEEPEST:
                yield text[at : found.start()] + "null"
        elif sign in "]}":
            if depth == DEEPEST:
                at = found.end()
            depth -= 1
    yield text[at:]


def _mend(said: Any, depth: int) -> Any:
    match said:
        case dict() if depth:
            return {_mend(name, 0): _mend(each, depth - 1) for name, each in said.items()}
        case list() if depth:
            return [_mend(each, depth - 1) for each in said]
        case str():
            return said.encode(errors="replace").decode()
        case float() if not math.isfinite(said):
            return None
        case int() if said.bit_length() > MOST_BITS:
            return float(said)
        case dict() | list():
            return None
    return said


def _read_number(digits: str) -> float:
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


_SIGNS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
