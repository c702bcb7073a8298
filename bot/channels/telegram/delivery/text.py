"""Texts for Telegram, in pieces within its limits."""

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


def count_units(text: str) -> int:
    """Returns the length of a text as Telegram counts it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _cut_head(text: str, most: int) -> str:
    """Returns the longest beginning of a text, of at most `most` units."""
    return text.encode("utf-16-le", errors="surrogatepass")[: 2 * most].decode("utf-16-le", errors="ignore")
