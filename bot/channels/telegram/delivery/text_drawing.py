"""Texts of a message in lines: codes that people hand on or say again stand in letters that a tap copies."""

import re
from collections.abc import Iterator

from bot.channels.telegram.delivery.drawn_lines import DrawnLine, Letters, Span
from storage.features.one_time_codes import read_one_time_code
from storage.model.codes import read_code


def draw_text(text: str, letters: Letters = Letters.PLAIN) -> list[DrawnLine]:
    """Returns a text in its lines, all in the same letters but for the codes in it; none for an empty text."""
    return [DrawnLine(tuple(_mark_codes(line, letters))) for line in text.split("\n")] if text else []


def _mark_codes(line: str, letters: Letters) -> Iterator[Span]:
    end = 0
    for found in _LIKE_A_CODE.finditer(line):
        if read_code(found[0]) is None and read_one_time_code(found[0]) is None:
            continue
        if found.start() > end:
            yield Span(line[end : found.start()], letters)
        yield Span(found[0], Letters.CODE)
        end = found.end()
    if line[end:]:
        yield Span(line[end:], letters)


_LIKE_A_CODE = re.compile(r"(?<![\w-])(?:[0-9A-Z]{4}-[0-9A-Z]{3}|[0-9A-Z]{3}(?:-[0-9A-Z]{3}){2})(?![\w-])", re.ASCII)
"""How the code of a screening looks, and one that is used once."""
