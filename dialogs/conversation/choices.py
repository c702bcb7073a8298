"""Which of the open buttons a text chooses."""

from dialogs.conversation.messages import Button

_LONGEST_NUMBER = 2


def find_key(buttons: tuple[Button, ...], text: str, *, numbered: int) -> str | None:
    """Returns the key of the button whose label or number was typed; the first `numbered` buttons show a number."""
    typed = text.casefold()
    for button in buttons:
        if button.label.casefold() == typed:
            return button.key
    if len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdigit() and 0 < int(text) <= numbered:
        return buttons[int(text) - 1].key
    return None
