"""JSON that the reader of every day refuses, and that homeservers pass on."""

from typing import Any

import pytest

from bot.channels.matrix.engine.odd_json import DEEPEST, read_json, write_json


def nest(levels: int) -> Any:
    """Returns nothing, within so many lists."""
    made: Any = None
    for _ in range(levels):
        made = [made]
    return made


def measure_depth(said: Any) -> int:
    """Returns within how many lists nothing stands."""
    return 1 + measure_depth(said[0]) if isinstance(said, list) and said else 0


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b'{"a": "\\ud83d\\ude00"}', {"a": "\U0001f600"}),
        (b'{"a": "\\ud800 b", "\\udc00": [1, 2.5]}', {"a": "? b", "?": [1, 2.5]}),
        (b'[1e999, NaN, -Infinity, "[[{", "\\\\\\""]', [None, None, None, "[[{", '\\"']),
    ],
)
def test_what_one_writes_out_of_form_leaves_the_rest_as_it_is(content: bytes, read: Any) -> None:
    """Protects a sync from who sends half a surrogate pair, or a number without bounds, to the device."""
    assert read_json(content) == read


@pytest.mark.parametrize("levels", [1_100, 100_000])
def test_what_is_nested_too_deeply_becomes_nothing(levels: int) -> None:
    """Protects a sync from depth: what stands beside it is read, and can be written."""
    found = read_json(b'{"deep": ' + b"[" * levels + b"]" * levels + b', "a": [{"b": [2]}]}')
    assert found["a"] == [{"b": [2]}]
    assert measure_depth(found["deep"]) < DEEPEST
    assert read_json(write_json(found)) == found


def test_what_can_be_read_can_be_written() -> None:
    """Protects the inbox: the writer takes less depth than the reader, and shorter numbers."""
    said = {"deep": nest(300), "a": 5, "long": 2**70}
    found = read_json(write_json(said))
    assert (found["a"], found["long"]) == (5, 2**70)
    assert measure_depth(found["deep"]) < DEEPEST


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"a"', b"\xff", b"[" * 200_000, b'"' + b'\\"' * 100_000, b'"\\'])
def test_what_is_no_json_is_told_soon(content: bytes) -> None:
    """Protects the wait for a homeserver behind a proxy that answers anything."""
    with pytest.raises(ValueError, match=r"."):
        read_json(content)
