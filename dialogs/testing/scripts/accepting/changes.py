"""Changes of a file, line by line: what goes, and what comes in its place. All other lines stay to the letter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LineChange:
    """An expectation that is changed: the lines from `line` on that go, and those that come in their place.

    Either may be none. `is_verdict` says that a verdict, a state or a JSON_PATH goes or comes with it. `note` says what
    the lines do not. `dropped` counts what goes of a line that stays.
    """

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    is_verdict: bool = False
    note: str = ""
    dropped: int = 0


def apply_changes(source: str, changes: Sequence[LineChange]) -> str:
    """Returns a file's text with the changes made. Other lines, their ends, and that of the file stay as they are."""
    if not changes:
        return source
    mark = source[: len(source) - len(source.removeprefix("\ufeff"))]
    body = source.removeprefix(mark)
    lines = [(found[1], found[2]) for found in _LINE.finditer(body) if found[0]]
    end = "\r\n" if "\r\n" in body else "\n"
    new = [*_list_new_lines(lines, changes, end)]
    if any(each.line + len(each.old) > len(lines) for each in changes):  # no empty line is left at the end
        while not new[-1][0]:
            new.pop()
    last, _ = new.pop()
    last_end = (lines[-1][1] and end) or ""
    return mark + "".join(line + (ended or end) for line, ended in new) + last + last_end


def _list_new_lines(
    lines: Sequence[tuple[str, str]], changes: Iterable[LineChange], end: str
) -> Iterator[tuple[str, str]]:
    """Yields the lines with their ends. What comes between two lines stands before what comes in place of the next."""
    coming: dict[int, list[str]] = {}
    replaced: dict[int, LineChange] = {}
    for each in changes:
        if each.old:
            replaced[each.line] = each
        else:
            coming.setdefault(each.line, []).extend(each.new)
    kept = 1
    for number, line in enumerate([*lines, ("", "")], 1):
        yield from ((new, end) for new in coming.get(number, ()))
        if number in replaced:
            yield from ((new, end) for new in replaced[number].new)
            kept = number + len(replaced[number].old)
        if number >= kept and number <= len(lines):
            yield line


_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
