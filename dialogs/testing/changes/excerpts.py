"""Two texts beside each other, cut to the places where they differ, with a mark for what is left out."""

from difflib import SequenceMatcher

LEFT_OUT = "…"

LONGEST = 100
"""How many characters of a text are shown uncut."""

LONGEST_PASSAGE = 200
"""How many characters are shown of passages that differ."""

_AROUND = 4
"""How many words stand around a place that differs."""


def cut(text: str, most: int = LONGEST) -> str:
    """Returns a text on one line, cut at its end where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rstrip() + LEFT_OUT


def cut_to_difference(old: str, new: str) -> tuple[str, str]:
    """Returns two texts, each on one line; of long ones the words that differ, with some around them."""
    one, other = old.split(), new.split()
    if max(len(" ".join(one)), len(" ".join(other))) <= LONGEST:
        return " ".join(one), " ".join(other)
    shown: tuple[set[int], set[int]] = set(), set()
    for kind, *places in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            shown[0].update(range(places[0] - _AROUND, places[1] + _AROUND))
            shown[1].update(range(places[2] - _AROUND, places[3] + _AROUND))
    return _cut_words(one, shown[0]), _cut_words(other, shown[1])


def _cut_words(words: list[str], shown: set[int]) -> str:
    """Returns the words that are shown, with a mark for each passage that is not."""
    parts: list[str] = []
    for place, word in enumerate(words):
        if place in shown:
            parts.append(word)
        elif not parts or parts[-1] != LEFT_OUT:
            parts.append(LEFT_OUT)
    line = " ".join(parts).replace(f"{LEFT_OUT} ", LEFT_OUT, 1) if parts[:1] == [LEFT_OUT] else " ".join(parts)
    line = line.removesuffix(f" {LEFT_OUT}") + LEFT_OUT if line.endswith(f" {LEFT_OUT}") else line
    return cut(line, LONGEST_PASSAGE)
