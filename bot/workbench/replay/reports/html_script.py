"""What the page of results shows of one script: its transcripts, and where it failed both, with marked differences."""

import re
from collections.abc import Iterable, Iterator

from bot.workbench.replay.passages import ComparedMessage, ComparedRow
from bot.workbench.replay.reports.words import Piece, TextChange, compare_texts
from bot.workbench.replay.result import ScriptResult

SPOKEN = 2
"""How many rows of a pair are what the bot said, its text and its buttons; the rest are values that the script looked
at."""

Shown = list[tuple[str, str]]
"""A row in pieces, each after its mark: "same", "expected" or "said"."""


def spoken(pair: ComparedMessage) -> str:
    """Returns what the bot said, its text and its buttons."""
    return "\n".join(row.said for row in pair.rows[:SPOKEN] if row.said)


def first_difference(result: ScriptResult) -> ComparedMessage | None:
    """Returns the first message that was not what was expected."""
    return next((pair for passage in result.passages for pair in passage.pairs if not pair.holds), None)


def sides(pair: ComparedMessage) -> tuple[list[Shown], list[Shown]]:
    """Returns the rows of what was expected and of what was said; a side without any is empty."""
    both = [_compare_row(row) for row in pair.rows]
    return _shown(left for left, _ in both), _shown(right for _, right in both)


def _shown(rows: Iterable[Iterable[Piece]]) -> list[Shown]:
    marked = [[(mark.value, piece) for mark, piece in row if piece] for row in rows]
    return [row for row in marked if row]


def _compare_row(row: ComparedRow) -> tuple[list[Piece], list[Piece]]:
    if row.holds:
        return [(TextChange.SAME, row.expected)], [(TextChange.SAME, row.said)]
    if row.unwanted:
        return [(TextChange.EXPECTED, row.expected)], list(_mark_unwanted(row))
    return _with_missing(row) if row.missing else compare_texts(row.expected, row.said)


def _mark_unwanted(row: ComparedRow) -> Iterator[Piece]:
    """Yields what came in pieces, those marked that must not be there."""
    several = "|".join(map(re.escape, row.unwanted))
    is_text = row.expected.startswith("!TEXT")
    wanted = re.split(f"({several})" if is_text else rf"(?:(?<=\|)|(?<=BUTTONS ))({several})(?=\||$)", row.said)
    for at, piece in enumerate(wanted):
        yield (TextChange.SAID if at % 2 else TextChange.SAME), piece


def _with_missing(row: ComparedRow) -> tuple[list[Piece], list[Piece]]:
    """Returns both sides of a row of buttons, the missing ones marked: those that came need not be expected."""
    word, _, labels = row.expected.partition(" ")
    left = [(TextChange.SAME, f"{word} ")]
    for at, label in enumerate(labels.split("|")):
        left += [
            (TextChange.SAME, "|" if at else ""),
            (TextChange.EXPECTED if label in row.missing else TextChange.SAME, label),
        ]
    return left, [(TextChange.SAME, row.said)]
