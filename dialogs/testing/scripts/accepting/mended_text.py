"""The text of a block, mended: lines that were wrong become those that were said in their place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from dialogs.testing.scripts.accepting.block_lines import BlockLines, read_text, write_text
from dialogs.testing.scripts.accepting.changes import LineChange
from dialogs.testing.scripts.accepting.pieces import PieceLine, find_piece
from dialogs.testing.scripts.accepting.rows import BlockRows
from dialogs.testing.scripts.playing.verdict_words import VerdictWords

ELSEWHERE = "it was said, but elsewhere in the message"
NOTHING_ALIKE = "nothing like it was said"
LEFT_OUT = "a script cannot hold “{line}”, so a piece without it is expected"


def mend_text(block: BlockLines, rows: BlockRows, words: VerdictWords) -> Iterator[LineChange]:
    """Yields the changes of a block's text, where it did not hold. Raises `ByHandError` where rows differ."""
    if not block.text or all(each.expected.text in message.text for each, message in rows.said):
        return
    found = [find_piece(each.expected.text.split("\n"), message.text.split("\n")) for each, message in rows.said]
    first = next(iter(block.text))
    rows.agree(first, [len(piece) for piece, _ in found])
    new = write_text(_join_rows(first, [piece for piece, _ in found], read_text(block.text), rows))
    is_verdict = any(
        words.tell_otherwise(each.expected.text.split("\n"), [line for line, _ in piece])
        for each, (piece, _) in zip(rows.blocks, found, strict=True)
    )
    note = next((LEFT_OUT.format(line=left_out) for _, left_out in found if left_out), "")
    said = {line for _, message in rows.said for line in message.text.split("\n")}
    for each in _compare_lines(block, new, note, is_verdict=is_verdict):
        yield each if each.new or each.note else replace(each, note=_explain(each.old, said))


def _explain(going: Sequence[str], said: set[str]) -> str:
    """Returns why lines go with nothing in their place."""
    return ELSEWHERE if {*filter(None, going)} <= said else NOTHING_ALIKE


def _join_rows(
    number: int, pieces: Sequence[Sequence[PieceLine]], source: Sequence[str], rows: BlockRows
) -> Iterator[str]:
    """Yields the lines of a piece: as they stand in the file where all rows held, else what was said in all of them."""
    for lines in zip(*pieces, strict=True):
        places = {place for _, place in lines}
        place = places.pop()
        yield rows.agree(number, [line for line, _ in lines]) if places or place is None else source[place]


def _compare_lines(block: BlockLines, new: Sequence[str], note: str, *, is_verdict: bool) -> Iterator[LineChange]:
    """Yields a change for each stretch of lines that differ. Lines may stand apart, with others between them."""
    numbers, old = [*block.text], [*block.text.values()]
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        coming = tuple(new[new_start:new_end])
        if start == end:
            yield LineChange(numbers[start] if start < len(numbers) else numbers[-1] + 1, (), coming, is_verdict, note)
        for going in _split_stretches(numbers, range(start, end)):
            yield LineChange(numbers[going[0]], tuple(old[at] for at in going), coming, is_verdict, note)
            coming = ()
        note = ""


def _split_stretches(numbers: Sequence[int], places: range) -> Iterator[list[int]]:
    """Yields places whose lines stand one after the other in the file."""
    for _, stretch in groupby(places, lambda at: numbers[at] - at):
        yield [*stretch]
