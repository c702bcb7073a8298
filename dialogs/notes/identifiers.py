"""What in a note may name a patient: names, dates, record and phone numbers, addresses.

It finds one too many rather than leave one. It looks only; nothing of what it finds is kept.
"""

import re
from collections.abc import Callable, Iterator

from dialogs.notes.identifier_patterns import PATTERNS
from dialogs.notes.no_names import is_no_name
from dialogs.notes.note_text import NoteSpan, make_plain


def find_identifiers(text: str) -> list[NoteSpan]:
    """Returns where identifiers stand in `text`, in order; those that touch or overlap are one."""
    plain = make_plain(text)
    joined: list[NoteSpan] = []
    for start, end in sorted(_iterate_spans(plain)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _iterate_spans(plain: str) -> Iterator[NoteSpan]:
    said: set[str] = set()
    for found in _iterate_identifiers(plain):
        yield found.span(1)
        said |= {found[1], *_WORD_OF_NAME.findall(found[1])}
    for each in said:
        if len(each) >= _SHORTEST_AGAIN:
            yield from (found.span() for found in re.finditer(rf"(?<!\w){re.escape(each)}(?!\w)", plain))


def _iterate_identifiers(plain: str) -> Iterator[re.Match[str]]:
    """Yields what the patterns find in a plain text; a test that several of them share is made once."""
    lowered = plain.casefold().replace("i\u0307", "i").replace("\u0131", "i")
    held: dict[Callable[[str], object], object] = {}
    for each in PATTERNS:
        if each.may_hold not in held:
            held[each.may_hold] = each.may_hold(lowered)
        if held[each.may_hold]:
            for found in each.pattern.finditer(plain):
                words = re.findall(r"\w+", found[1].casefold()) if each.spares_words else []
                if not (words and all(map(is_no_name, words))):
                    yield found


_SHORTEST_AGAIN = 3
_WORD_OF_NAME = re.compile(r"(?<!\w)[A-Z][a-z]{2,}(?!\w)")
"""What of an identifier is looked for again in the rest of a note."""
