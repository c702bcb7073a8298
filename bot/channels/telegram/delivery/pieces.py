"""Long messages in pieces that Telegram takes: split where something begins, else at a line, else between words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.channels.drawing.shown_lines import Fold, ShownLine, TextSpan
from bot.channels.telegram.delivery.fold_writing import count_entities, is_entity, measure_units
from bot.channels.telegram.delivery.text import SPLIT_AT, count_units, split_text

MOST_ENTITIES = 100
"""Entities of a message; those beyond are not shown (core.telegram.org/api/entities)."""

SPLIT_ENTITIES = 90
"""Where a text of many entities is split. A fold that goes on in the next piece has another one there."""


def split_drawn(
    lines: Sequence[ShownLine], most: int = SPLIT_AT, entities: int = SPLIT_ENTITIES
) -> list[list[ShownLine]]:
    """Returns lines in pieces of at most `most` UTF-16 units, and of at most one entity more than `entities`."""
    pieces: list[list[ShownLine]] = []
    piece: list[ShownLine] = []
    left = _Room(most + 1, entities)
    for line in _break_lines(lines, most, entities):
        while piece and not left.holds(line):
            cut = len(piece) if line.begins else _find_cut(piece)
            pieces.append(piece[:cut])
            piece = piece[cut:]
            left = _Room(most + 1, entities).fill(piece)
        piece.append(line)
        left = left.fill([line])
    return [cleared for each in (*pieces, piece) if (cleared := _clear_ends(each))] or [[ShownLine((TextSpan(" "),))]]


def fits(lines: Sequence[ShownLine], most: int = SPLIT_AT, entities: int = SPLIT_ENTITIES) -> bool:
    """Says whether lines are one piece."""
    return min(_Room(most + 1, entities).fill(lines)) >= 0


class _Room(NamedTuple):
    """How much a piece can still hold; each line is counted with its end."""

    units: int
    entities: int

    def holds(self, line: ShownLine) -> bool:
        return measure_units(line) <= self.units and count_entities(line) <= self.entities

    def fill(self, lines: Iterable[ShownLine]) -> "_Room":
        units, entities = self
        for line in lines:
            units, entities = units - measure_units(line), entities - count_entities(line)
        return _Room(units, entities)


def _find_cut(piece: Sequence[ShownLine]) -> int:
    """Returns where the last thing of a piece begins that is not all of it, else its end."""
    return max((at for at, line in enumerate(piece) if at and line.begins), default=len(piece))


def _clear_ends(piece: list[ShownLine]) -> list[ShownLine]:
    """Returns a piece without the blank lines at its ends."""
    said = [at for at, line in enumerate(piece) if line.text.strip()]
    return piece[said[0] : said[-1] + 1] if said else []


def _break_lines(lines: Iterable[ShownLine], most: int, entities: int) -> Iterator[ShownLine]:
    """Yields lines, those that are too long for a piece in several."""
    for line in lines:
        if fits([line], most, entities - 1):
            yield line
        else:
            for at, spans in enumerate(_break_spans(line.spans, most, entities - 2)):
                yield _go_on(line, spans, at)


def _go_on(line: ShownLine, spans: list[TextSpan], at: int) -> ShownLine:
    """Returns a part of a line; all but its first one go on with what that began."""
    fold = line.fold if not at or line.fold is Fold.NONE else Fold.FURTHER
    return ShownLine(tuple(spans), fold, line.begins and not at)


def _break_spans(spans: Iterable[TextSpan], most: int, entities: int) -> Iterator[list[TextSpan]]:
    """Yields the pieces of a line in parts that are short enough; a piece that is too long is split between words."""
    part: list[TextSpan] = []
    units = 0
    for span in (TextSpan(text, whole.letters) for whole in spans for text in _break_text(whole.text, most)):
        needed = count_units(span.text)
        if part and (units + needed > most or sum(map(is_entity, part)) >= entities):
            yield part
            part, units = [], 0
        part.append(span)
        units += needed
    yield part


def _break_text(text: str, most: int) -> list[str]:
    return [text] if count_units(text) <= most else split_text(text, most)
