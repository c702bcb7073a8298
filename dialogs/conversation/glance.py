"""What fits on one look: a phone's screen. Of each list of a result as much is shown as the screen has room for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dialogs.verdict import headings

LINES = 23
COLUMNS = 40
"""What a phone's screen shows of a message above three rows of buttons, without blank lines.

That screen has 360 to 740 pixels.
"""
FOLDED_LINES = 3
"""What a folded section takes."""
BLANK_LINES = 2
"""How many blank lines take no room: a phone shows 25 lines, these included."""

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class GlanceItems:
    """Entries of which the first matter most. `sign` stands before each.

    `word_rest` gets how many are shown, and says in a line that there are more; without it the rest goes unsaid. Where
    the rest is told `beside` an entry, that takes no line. One that `is_extra` only gets what the others leave. The
    first `least` entries are shown whether they fit or not.
    """

    entries: Sequence[str]
    sign: str = ""
    word_rest: Callable[[int], str] | None = None
    is_extra: bool = False
    least: int = 0
    beside: bool = False

    def cut(self, shown: int) -> list[str]:
        """Returns the first entries, and the line for the rest."""
        entries = [*self.entries[:shown]]
        if self.word_rest is None or shown == len(self.entries):
            return entries
        if not self.beside:
            return [*entries, self.word_rest(shown)]
        more = headings.FURTHER_BESIDE.format(entry=entries[-1], count=len(self.entries) - shown)
        return [*entries[:-1], more]


def has_room(lines: int) -> bool:
    """Says whether so many lines fit on a screen."""
    return lines <= LINES


def is_fitting(lists: Mapping[Name, GlanceItems], shown: Mapping[Name, Sequence[str]], fixed: int) -> bool:
    """Says whether what is shown of some lists fits on a screen, on which so many lines are `fixed`."""
    return has_room(fixed + sum(count_lines(each.sign + line) for name, each in lists.items() for line in shown[name]))


def fit_lists(lists: Mapping[Name, GlanceItems], fixed: int) -> dict[Name, list[str]]:
    """Returns of each list what fits on a screen, on which so many lines are `fixed`.

    Each list in turn gets one more entry as long as there is room, and those that come first matter most.
    """
    shown = {name: min(each.least, len(each.entries)) for name, each in lists.items()}
    taken = {name: _measure(each, shown[name]) for name, each in lists.items()}
    for is_extra in (False, True):
        growing = [
            name for name, each in lists.items() if shown[name] < len(each.entries) and each.is_extra is is_extra
        ]
        while growing:
            for name in tuple(growing):
                needed = _measure(lists[name], shown[name] + 1)
                fits = has_room(fixed + sum(taken.values()) - taken[name] + needed)
                if fits:
                    shown[name], taken[name] = shown[name] + 1, needed
                if not fits or shown[name] == len(lists[name].entries):
                    growing.remove(name)
    return {name: each.cut(shown[name]) for name, each in lists.items()}


def count_room(text: str, folded: int = 0) -> int:
    """Returns how much of a screen a text takes, with so many `folded` sections.

    Blank lines beyond the first count where nothing is folded that takes more.
    """
    return count_filled_lines(text) + max(FOLDED_LINES * folded, text.split("\n").count("") - BLANK_LINES, 0)


def count_filled_lines(text: str) -> int:
    """Returns how many lines a text takes on a phone without its blank lines."""
    return count_lines("\n".join(filter(None, text.split("\n")))) if text else 0


def count_lines(text: str) -> int:
    """Returns how many lines a text takes on a phone, where words are not broken."""
    return sum(map(_count_wrapped, text.split("\n")))


def _measure(each: GlanceItems, shown: int) -> int:
    return sum(count_lines(each.sign + entry) for entry in each.cut(shown))


def _count_wrapped(line: str) -> int:
    lines, column = 1, len(line) - len(line.lstrip())
    has_words = False
    for word in line.split():
        width = column + has_words + len(word)
        if width > COLUMNS:
            lines += has_words + (len(word) - 1) // COLUMNS
            width = (len(word) - 1) % COLUMNS + 1
        column, has_words = width, True
    return lines
