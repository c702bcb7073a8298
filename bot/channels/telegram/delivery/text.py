"""Texts for Telegram, in pieces within its limits."""

from collections.abc import Iterable, Iterator, Sequence

from dialogs.conversation.plain_text import MessageLine

LONGEST = 4_096
"""UTF-16 units of a message after its entities are parsed (Bot API, sendMessage)."""

SPLIT_AT = 3_500
"""Where a long text is split, with room for what is added to a piece."""

LONGEST_TOAST = 200
"""Characters of a toast (Bot API, answerCallbackQuery). Units are counted: a character has one or two of them."""


def split_text(text: str, most: int = SPLIT_AT) -> list[str]:
    """Returns a text in pieces of at most `most` UTF-16 units.

    It is split between paragraphs, else lines, else words, else anywhere.
    """
    found: list[str] = []
    rest = text.strip("\n") or " "
    while count_units(rest) > most:
        head = _cut_head(rest, most)
        cut = max(head.rfind("\n\n"), 0) or max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n ")
    return [piece for piece in (*found, rest) if piece]


def cut_toast(text: str) -> str:
    """Returns a text that is short enough for a toast: cut after a word, with an ellipsis, where it is too long."""
    if count_units(text) <= LONGEST_TOAST:
        return text
    head = _cut_head(text, LONGEST_TOAST - 1)
    return (head[: head.rfind(" ")] if " " in head else head).rstrip() + "…"


def split_lines(lines: Sequence[MessageLine], most: int = SPLIT_AT) -> list[list[MessageLine]]:
    """Returns lines in pieces of at most `most` UTF-16 units, each split before a blank line where it has one."""
    pieces: list[list[MessageLine]] = []
    piece: list[MessageLine] = []
    for line in _break_lines(lines, most):
        while piece and measure_lines(piece) + count_units(line.text) > most:
            blank = max((at for at, each in enumerate(piece) if at and not each.text), default=len(piece))
            pieces.append(piece[:blank])
            piece = piece[blank + 1 :]
        piece += [line] if piece or line.text else []
    return [each for each in (*pieces, piece) if any(line.text for line in each)] or [[MessageLine(" ")]]


def count_units(text: str) -> int:
    """Returns the length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def measure_lines(lines: Iterable[MessageLine]) -> int:
    """Returns the UTF-16 units of lines, each with its end."""
    return sum(count_units(each.text) + 1 for each in lines)


def _break_lines(lines: Iterable[MessageLine], most: int) -> Iterator[MessageLine]:
    """Yields lines, those that are too long for a piece in several."""
    for line in lines:
        if count_units(line.text) <= most:
            yield line
        else:
            yield from (MessageLine(part, line.is_strong) for part in split_text(line.text, most))


def _cut_head(text: str, most: int) -> str:
    """Returns the longest beginning of a text, of at most `most` units."""
    return text.encode("utf-16-le", errors="surrogatepass")[: 2 * most].decode("utf-16-le", errors="ignore")
