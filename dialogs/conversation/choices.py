"""Which of the open buttons a text chooses."""

from functools import lru_cache

from dialogs.conversation.messages import Button
from dialogs.reading.cleaning import clean

_LONGEST_NUMBER = 2


def find_key(buttons: tuple[Button, ...], text: str, *, numbered: int) -> str | None:
    """Returns the key of the button whose label or number was typed; the first `numbered` buttons show a number.

    A label may be typed in any spelling, a number only plainly.
    """
    plain = clean(text)
    typed = plain.casefold() if isinstance(plain, str) else ""
    for button in buttons:
        if typed and _simplify(button.label) == typed:
            return button.key
    number = text.strip()
    if len(number) <= _LONGEST_NUMBER and number.isascii() and number.isdigit() and 0 < int(number) <= numbered:
        return buttons[int(number) - 1].key
    return None


@lru_cache(4_096)
def _simplify(label: str) -> str:
    """Returns a label as it is compared with what was typed."""
    plain = clean(label)
    return plain.casefold() if isinstance(plain, str) else label
