"""Which piece of what was said a text was meant to be: from the first to the last line that corresponds."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from dialogs.testing.scripts.format.lines import find_left_out, find_run
from dialogs.testing.scripts.playing.expectations import ALIKE

MOST_PAIRS = 2_000
"""How many pairs of lines are compared at most; of longer texts, only lines that are the same."""

GAP = 0.01
"""What a line between two that correspond counts against them, so that pieces are not longer than they must be."""

PART = 0.99
"""How alike a line is, at most, of which only a part corresponds."""

PART_OF_LETTERS = 0.8
"""The same where letters correspond rather than words: some do by chance."""

PieceLine = tuple[str, int | None]
"""A line of a piece, and which of the expected lines it is, if one of them holds there."""

_Pair = tuple[int, int, float]


def find_piece(expected: Sequence[str], said: Sequence[str]) -> tuple[list[PieceLine], str]:
    """Returns the piece of what was said to which the expected lines correspond, all of it where none does.

    Then comes a line of it that a script cannot hold, or nothing. The piece is left as it is expected where it holds.
    """
    if "\n".join(expected) in "\n".join(said):
        return [(line, at) for at, line in enumerate(expected)], ""
    chain = _find_chain(_list_pairs(expected, said))
    whole: list[PieceLine] = [(line, None) for line in said]
    piece = _cut_piece(expected, said, chain) if chain else whole
    if not find_run([line for line, _ in piece]):
        piece = whole
    lines = [line for line, _ in piece]
    run = find_run(lines)
    return [piece[at] for at in run], find_left_out(lines, run)


def _cut_piece(expected: Sequence[str], said: Sequence[str], chain: Sequence[_Pair]) -> list[PieceLine]:
    """Returns the lines from the first pair to the last; at both ends a part of a line may hold, as it was expected."""
    first, last = chain[0][1], chain[-1][1]
    piece: list[PieceLine] = [(line, None) for line in said[first : last + 1]]
    for of, at, _ in chain:
        line = expected[of]
        starts = of == 0 and at == first and said[at].endswith(line)
        ends = of == len(expected) - 1 and at == last and said[at].startswith(line)
        if line == said[at] or starts or ends:
            piece[at - first] = (line, of)
    return piece


def _list_pairs(expected: Sequence[str], said: Sequence[str]) -> list[_Pair]:
    measure = _compare if len(expected) * len(said) <= MOST_PAIRS else _equal
    pairs = ((of, at, measure(a, b)) for of, a in enumerate(expected) for at, b in enumerate(said) if a and b)
    return [pair for pair in pairs if pair[2] >= ALIKE]


def _find_chain(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Returns the pairs that follow each other in both texts and are most alike in all."""
    best: list[tuple[float, int | None]] = []
    for place, (of, at, alike) in enumerate(pairs):
        score, before = alike, None
        for earlier, (other, there, _) in enumerate(pairs[:place]):
            together = best[earlier][0] + alike - GAP * (at - there - 1)
            if other < of and there < at and together > score:
                score, before = together, earlier
        best.append((score, before))
    chain: list[_Pair] = []
    at_pair = max(range(len(pairs)), key=lambda place: best[place][0], default=None)
    while at_pair is not None:
        chain.insert(0, pairs[at_pair])
        at_pair = best[at_pair][1]
    return chain


def _equal(expected: str, said: str) -> float:
    return float(expected == said)


def _compare(expected: str, said: str) -> float:
    """Returns how alike two lines are, from 0 to 1: as a whole, or a part of the one that was said."""
    if expected in said:
        return 1.0 if expected == said else PART
    whole = SequenceMatcher(None, expected, said, autojunk=False)
    starts = {max(block.b - block.a, 0) for block in whole.get_matching_blocks()}
    parts = (said[start : start + len(expected)] for start in starts)
    best = max(SequenceMatcher(None, expected, part, autojunk=False).ratio() for part in parts)
    words, others = expected.split(), said.split()
    shared = sum(block.size for block in SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks())
    return max(whole.ratio(), PART * shared / max(len(words), 1), PART_OF_LETTERS * best)
