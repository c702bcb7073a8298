"""Lines as Telegram shows them: pieces of text, each in letters of its own, some lines folded away in a quotation."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from html import escape
from typing import NamedTuple

from bot.channels.telegram.delivery.text import count_units


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

    @property
    def units(self) -> int:
        """The UTF-16 units of the line, with its end."""
        return sum(count_units(span.text) for span in self.spans) + 1

    @property
    def entities(self) -> int:
        """How many entities the line costs, with that of a fold which it begins."""
        return sum(is_entity(span) for span in self.spans) + (self.fold is Fold.FIRST)


def is_entity(span: TextSpan) -> bool:
    """Says whether a piece is an entity in Telegram."""
    return span.letters is not Letters.PLAIN and bool(span.text)


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


def is_surely_short(lines: Iterable[ShownLine], units: int, entities: int) -> bool:
    """Says whether lines are short enough without a count of their units: a character has at most two of them."""
    spans = [span for line in lines for span in line.spans]
    return 2 * sum(len(span.text) + 1 for span in spans) <= units and 2 * len(spans) <= entities


def write_html(lines: Sequence[ShownLine]) -> str:
    """Returns lines in Telegram's HTML; what is folded together is one quotation that opens at a tap."""
    written: list[str] = []
    is_open = False
    for line in lines:
        begins_fold = line.fold is Fold.FIRST or (line.fold is Fold.FURTHER and not is_open)
        if is_open and line.fold is not Fold.FURTHER:
            written[-1] += _FOLD_ENDS
        written.append((_FOLD_BEGINS if begins_fold else "") + "".join(map(_write_span, line.spans)))
        is_open = line.fold is not Fold.NONE
    return "\n".join(written) + (_FOLD_ENDS if is_open else "")


def _write_span(span: TextSpan) -> str:
    text, tag = escape(span.text, quote=False), span.letters.value
    return f"<{tag}>{text}</{tag}>" if tag and text else text


_FOLD_BEGINS, _FOLD_ENDS = "<blockquote expandable>", "</blockquote>"

_IN_A_FOLD = {Letters.CODE: Letters.PLAIN}
