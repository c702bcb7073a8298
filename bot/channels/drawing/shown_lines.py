"""Lines as a chat shows them: pieces of text, each in letters of its own, some lines folded away."""

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple


class Letters(Enum):
    """The letters of a piece of text: the tag around it, or none. No two of them lie in one another."""

    PLAIN = ""
    STRONG = "b"
    SMALL = "i"
    CODE = "code"


class Fold(Enum):
    """Whether a line is folded away, and whether it is the first one that is folded together."""

    NONE = auto()
    FIRST = auto()
    FURTHER = auto()


class TextSpan(NamedTuple):
    """A piece of a line."""

    text: str
    letters: Letters = Letters.PLAIN


class ShownLine(NamedTuple):
    """A line. Where a text is too long for one message, the next one begins with a line that `begins` something."""

    spans: tuple[TextSpan, ...] = ()
    fold: Fold = Fold.NONE
    begins: bool = False

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(span.text for span in self.spans)


def make_line(text: str, letters: Letters = Letters.PLAIN) -> ShownLine:
    """Returns a line that is one piece."""
    return ShownLine((TextSpan(text, letters),) if text else ())


def fold_lines(lines: Iterable[ShownLine]) -> Iterator[ShownLine]:
    """Yields lines as one fold. Nothing in it is folded again, and no code stands apart: Telegram takes neither."""
    for at, line in enumerate(lines):
        spans = tuple(
            TextSpan(text) if letters is Letters.CODE else TextSpan(text, letters) for text, letters in line.spans
        )
        yield line._replace(spans=spans, fold=Fold.FURTHER if at else Fold.FIRST)
