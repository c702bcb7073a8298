"""How wide words stand in the font of the pictures, measured without that font, so that no line leaves its box.

The font is DejaVu Sans. Those that a reader's machine may put in its place are narrower, so that what fits here fits
there.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources

EM = 2048
"""The units of the table to one size of the font."""

UNLISTED = 1.3
"""How wide a character is taken to be that the font does not have, in sizes of the font: wider than any."""

LEADING = 1.32
"""From one line to the next, in sizes of the font."""

SOLID = 1.2
"""The same where much stands on one page."""


def measure_width(text: str, size: int, *, bold: bool = False) -> float:
    """Returns how wide a line of text is, in pixels."""
    return _measure_units(text, bold=bold) * size / EM


def wrap(text: str, room: float, size: int, *, bold: bool = False) -> list[str]:
    """Returns `text` in lines that are not wider than `room`; a word that is wider by itself is broken.

    A sign such as ≤ stays with the figure after it.
    """
    lines: list[str] = []
    line: list[str] = []
    width, gap = 0.0, measure_width(" ", size, bold=bold)
    for word in _pieces(_WORDS.findall(_SPACE.sub(" ", text)), room, size, bold=bold):
        wide = measure_width(word, size, bold=bold)
        if line and width + gap + wide > room:
            lines.append(" ".join(line))
            line, width = [], 0.0
        width += wide + (gap if line else 0)
        line.append(word)
    return [*lines, " ".join(line)] if line else lines


def find_missing_characters(texts: Iterable[str]) -> list[str]:
    """Returns the characters that the font does not have, each once, in the order in which they come."""
    return [character for character in dict.fromkeys("".join(texts)) if character not in _widths()]


def _pieces(words: Iterable[str], room: float, size: int, *, bold: bool) -> Iterable[str]:
    for word in words:
        rest = word
        while measure_width(rest, size, bold=bold) > room and len(rest) > 1:
            cut = max(
                1, next(end for end in range(len(rest), -1, -1) if measure_width(rest[:end], size, bold=bold) <= room)
            )
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


@lru_cache(maxsize=4096)  # the same words are measured again for each width that a picture is tried in
def _measure_units(text: str, *, bold: bool) -> int:
    widths = _widths()
    unlisted = (round(UNLISTED * EM),) * 2
    return sum(widths.get(character, unlisted)[bold] for character in text)


@cache
def _widths() -> dict[str, tuple[int, ...]]:
    table = resources.files("bot.documents.picture").joinpath("dejavu-sans.txt").read_text(encoding="utf-8")
    widths: dict[str, tuple[int, ...]] = {}
    for line in table.splitlines()[1:]:
        first, *pairs = line.split()
        for number, pair in enumerate(pairs, int(first, 16)):
            widths[chr(number)] = tuple(map(int, pair.split("/")))
    return widths


_SPACE = re.compile(r"[ \t\r\n]+")
_WORDS = re.compile(r"(?:[<>=≤≥] )?[^ ]+")
