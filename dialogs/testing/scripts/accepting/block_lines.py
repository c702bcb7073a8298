"""The lines of one block in a file, by what each of them is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.testing.scripts.format.botium_words import INCLUDE, KNOWN, strip_marks
from dialogs.testing.scripts.format.texts import escape


@dataclass
class BlockLines:
    """A block as it stands in its file, each line by its number. `text` has none of the empty lines around it.

    `others` are those that no rewriting touches: words with a mark before them.
    """

    start: int
    lines: tuple[str, ...]
    text: dict[int, str] = field(default_factory=dict)
    buttons: dict[int, str] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)
    includes: dict[int, str] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The line after the block."""
        return self.start + len(self.lines)

    @property
    def has_gap(self) -> bool:
        """Whether an empty line stands at its end."""
        return not self.lines[-1]


def split_blocks(lines: Sequence[str]) -> list[BlockLines]:
    """Returns the blocks among the lines of a file."""
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("#")]
    ends = [*starts[1:], len(lines) + 1]
    return [_sort_lines(start, tuple(lines[start - 1 : end - 1])) for start, end in zip(starts, ends, strict=True)]


def _sort_lines(start: int, lines: tuple[str, ...]) -> BlockLines:
    block = BlockLines(start, lines)
    parts = {"BUTTONS": block.buttons, "JSON_PATH": block.paths, INCLUDE: block.includes}
    for number, line in enumerate(lines[1:], start + 1):
        word = line.partition(" ")[0]
        is_other = word not in parts and strip_marks(word) in KNOWN["bot"]
        (block.others if is_other else parts.get(word, block.text))[number] = line
    written = [number for number, line in block.text.items() if line]
    block.text = {each: line for each, line in block.text.items() if written and written[0] <= each <= written[-1]}
    return block


def read_text(lines: Mapping[int, str]) -> list[str]:
    """Returns the lines of a block's text as they are meant: the sign before the first one's `?` or `!` is dropped."""
    first, *others = lines.values()
    return [first[1:] if first[:1] in {"?", "!"} else first, *others]


def write_text(lines: Iterable[str]) -> list[str]:
    """Returns lines as a block's text has them."""
    text = "\n".join(lines)
    return escape(text).split("\n") if text else []
