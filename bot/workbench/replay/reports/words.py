"""Two texts, word by word: which words differ, and which piece of a long text is the one that was meant."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import Enum

MOST_COMPARED = 4_000_000
"""How many pairs of words are compared at most; longer texts are marked as a whole."""


class TextChange(Enum):
    """What becomes of a piece of text: it stays, it is only expected, it is only said."""

    SAME = "same"
    EXPECTED = "expected"
    SAID = "said"


Piece = tuple[TextChange, str]


def compare_texts(expected: str, said: str) -> tuple[list[Piece], list[Piece]]:
    """Returns the two texts in pieces, marked where they differ; of a longer `said`, only in its most similar lines."""
    before, meant, after = _find_closest(expected, said)
    left: list[Piece] = []
    right: list[Piece] = [(TextChange.SAME, before)]
    for expected_piece, said_piece, is_same in _split_pieces(_WORD.findall(expected), _WORD.findall(meant)):
        left.append((TextChange.SAME if is_same else TextChange.EXPECTED, expected_piece))
        right.append((TextChange.SAME if is_same else TextChange.SAID, said_piece))
    right.append((TextChange.SAME, after))
    return [piece for piece in left if piece[1]], [piece for piece in right if piece[1]]


def _split_pieces(a: list[str], b: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Yields the pieces of both texts. A space between two differences belongs to them: a phrase is marked as one."""
    if len(a) * len(b) > MOST_COMPARED:
        yield "".join(a), "".join(b), a == b
        return
    steps = [
        (tag == "equal", "".join(a[i:j]), "".join(b[k:n]))
        for tag, i, j, k, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    ]
    was, left, right = True, "", ""
    for at, (is_equal, expected, said) in enumerate(steps):
        is_same = is_equal and not (expected == " " and 0 < at < len(steps) - 1)
        if is_same is not was:
            yield left, right, was
            was, left, right = is_same, "", ""
        left, right = left + expected, right + said
    yield left, right, was


def _find_closest(expected: str, said: str) -> tuple[str, str, str]:
    """Returns `said` in three: the lines that are most like `expected`, with what stands before and after them."""
    wanted, lines = expected.splitlines(keepends=True), said.splitlines(keepends=True)
    spare = len(lines) - len(wanted)
    if spare <= 0 or not wanted or spare * len(wanted) > MOST_COMPARED:
        return "", said, ""
    words = [set(_WORD.findall(line)) for line in wanted]
    shown = [set(_WORD.findall(line)) for line in lines]
    at = max(range(spare + 1), key=lambda start: sum(len(a & b) for a, b in zip(words, shown[start:], strict=False)))
    return "".join(lines[:at]), "".join(lines[at : at + len(wanted)]), "".join(lines[at + len(wanted) :])


_WORD = re.compile(r"\w+|\s|[^\w\s]")
