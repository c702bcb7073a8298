"""The keys of the prompt, beside those that any line to type on has."""

from typing import Protocol

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from bot.channels.terminal import wording
from dialogs.conversation.screening import Event, Said

LONGEST_PASTE = 4_200
"""Characters of a pasted text that are taken: more than any note may have, so that one that is too long is told."""


class PromptActions(Protocol):
    """What the keys act upon."""

    typed: Buffer
    was_empty_enter: bool
    can_open: bool

    def event(self) -> Event | None:
        """Returns what Enter would send now."""

    def move(self, steps: int) -> None:
        """Moves among the buttons."""

    def cross(self) -> None:
        """Moves to the other column of the buttons."""

    def clear(self) -> None:
        """Forgets the text and the choice."""


def bind_keys(prompt: PromptActions) -> KeyBindings:
    """Returns the keys: arrows and Tab move, Enter sends, Escape clears, Ctrl-C clears, then leaves, Ctrl-D leaves.

    On an empty line the space bar opens what is folded, and left and right lead to the other column.
    """
    bindings = KeyBindings()
    is_empty = Condition(lambda: not prompt.typed.text)
    for sideways in ("left", "right"):
        bindings.add(sideways, filter=is_empty)(lambda _: prompt.cross())

    @bindings.add(" ", filter=is_empty & Condition(lambda: prompt.can_open))
    def turn_details(press: KeyPressEvent) -> None:
        press.app.exit(result=Said(wording.DETAILS_WORD))

    for key, steps in _MOVES.items():
        bindings.add(key)(lambda _, steps=steps: prompt.move(steps))
    bindings.add("escape", eager=True)(lambda _: prompt.clear())

    @bindings.add("enter")
    def send(press: KeyPressEvent) -> None:
        event = prompt.event()
        prompt.was_empty_enter = event is None
        if event is not None:
            press.app.exit(result=event)

    @bindings.add("c-c")
    @bindings.add("<sigint>")
    def interrupt(press: KeyPressEvent) -> None:
        if prompt.typed.text:
            prompt.clear()
        else:
            press.app.exit(result=None)

    @bindings.add("c-d", filter=is_empty)
    def leave(press: KeyPressEvent) -> None:
        press.app.exit(result=None)

    @bindings.add(Keys.BracketedPaste)
    def paste(press: KeyPressEvent) -> None:
        """Takes pasted lines together, so that the second is no answer to the next question."""
        lines = (" ".join(line.split()) for line in press.data[:LONGEST_PASTE].splitlines())
        prompt.typed.insert_text("\n".join(filter(None, lines)))

    return bindings


_MOVES = {"up": -1, "s-tab": -1, "c-p": -1, "down": 1, "tab": 1, "c-n": 1}
