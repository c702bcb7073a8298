"""Buttons as Telegram shows them: labels that fit and differ, rows, and pages where one keyboard cannot hold all.

A keyboard holds 100 buttons, and about 10 kB; neither is documented. python-telegram-bot names the first
(InlineKeyboardMarkupLimit). For the second see github.com/tginfo/Telegram-Limits, issue 187.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

import orjson

from dialogs.conversation.messages import Button

CUT = "…"

LONGEST_LABEL = 60
"""Characters of a button's label; longer ones are cut, since a phone shows fewer."""

HALF_A_ROW = 16.0
"""The width of a label beside which another one fits on a phone of 360 pixels, in widths of a small letter."""

WHOLE_ROW = 37.0
"""The width of a label that a phone of 360 pixels shows whole on a row of its own."""

MOST_BUTTONS = 100
"""Buttons of a keyboard."""

MOST_BYTES = 8_000
"""Bytes of a keyboard as JSON. Keyboards of 9,641 bytes were refused, and where the limit lies is not known."""

BYTES_BESIDE_LABEL = 68
"""What a button takes beside its label: its data, and the JSON around both."""

BUTTONS_OF_A_PAGE = 20
"""Buttons of a page, where not all fit. Twenty of the longest labels, with emoji only, stay within `MOST_BYTES`."""


def arrange_rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """Returns buttons in rows: two neighbours share one where both fit, and what is longer has one of its own."""
    found: list[list[Button]] = []
    for button in buttons:
        last = found[-1] if found else []
        if len(last) == 1 and max(measure_label(last[0].label), measure_label(button.label)) <= HALF_A_ROW:
            last.append(button)
        else:
            found.append([button])
    return found


def measure_label(label: str) -> float:
    """Returns the width of a label in widths of a small letter, in the letters that phones have on buttons."""
    return sum(map(_measure_character, label))


def list_unseen(buttons: Sequence[Button], shown: Sequence[Button]) -> list[tuple[str, str]]:
    """Returns the labels that no phone shows whole, each with what stands on its button."""
    return [
        (full.label, short.label)
        for full, short in zip(buttons, shown, strict=True)
        if full.label != short.label or measure_label(full.label) > WHOLE_ROW
    ]


def cut_label(text: str, most: int = LONGEST_LABEL) -> str:
    """Returns a button's label, cut with an ellipsis where it is too long."""
    return text if len(text) <= most else text[: most - 1].rstrip() + CUT


def cut_labels(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Returns buttons with labels that fit. Those that would be equal end with (a), (b) and so on."""
    if all(len(button.label) <= LONGEST_LABEL for button in buttons):
        return buttons
    found = Counter(cut_label(button.label) for button in buttons)
    marks = map(_make_mark, range(len(buttons)))
    return tuple(
        replace(button, label=_mark(button.label, next(marks)) if found[cut] > 1 and cut != button.label else cut)
        for button in buttons
        for cut in [cut_label(button.label)]
    )


def split_pages(buttons: tuple[Button, ...]) -> list[tuple[Button, ...]]:
    """Returns buttons with labels that fit, in pages that Telegram takes; one page where it takes all at once."""
    if not buttons:
        return [()]
    cut = cut_labels(buttons)
    if len(cut) <= MOST_BUTTONS and _measure(cut) <= MOST_BYTES:
        return [cut]
    rest = iter(cut)
    return list(iter(lambda: tuple(islice(rest, BUTTONS_OF_A_PAGE)), ()))


def _measure(buttons: tuple[Button, ...]) -> int:
    return sum(len(orjson.dumps(button.label)) + BYTES_BESIDE_LABEL for button in buttons)


@cache
def _measure_character(character: str) -> float:
    if not character.isascii():
        return 2.0 if ord(character) >= _WIDE_FROM else 1.0
    return next((width for width, characters in _WIDTHS.items() if character in characters), 1.0)


def _mark(label: str, mark: str) -> str:
    return cut_label(label, LONGEST_LABEL - len(mark) - 1) + f" {mark}"


def _make_mark(at: int) -> str:
    """Returns (a) to (z), then (aa) and so on: digits could be taken for an answer."""
    letters = ""
    while at >= 0:
        letters, at = chr(ord("a") + at % 26) + letters, at // 26 - 1
    return f"({letters})"


_WIDTHS = {0.5: " .,:;'!|()[]fijlt", 0.7: 'r-/*"', 1.2: "ABCDEFGHJKLNOPQRSTUVXYZ&+=<>#$?", 1.6: "MWmw@%"}
"""How wide characters are that differ from a small letter."""

_WIDE_FROM = 0x1100
"""From here on characters are as high as wide: Hangul, Chinese characters, emoji."""
