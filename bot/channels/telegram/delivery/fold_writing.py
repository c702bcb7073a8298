"""Lines in Telegram's HTML; what is folded together is one quotation that opens at a tap."""

from collections.abc import Iterable, Sequence
from html import escape

from bot.channels.drawing.shown_lines import Fold, Letters, ShownLine, TextSpan
from bot.channels.telegram.delivery.text import count_units


def measure_units(line: ShownLine) -> int:
    """Returns the UTF-16 units of a line, with its end."""
    return sum(count_units(span.text) for span in line.spans) + 1


def count_entities(line: ShownLine) -> int:
    """Returns how many entities a line costs, with that of a fold which it begins."""
    return sum(is_entity(span) for span in line.spans) + (line.fold is Fold.FIRST)


def is_entity(span: TextSpan) -> bool:
    """Says whether a piece is an entity in Telegram."""
    return span.letters is not Letters.PLAIN and bool(span.text)


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
