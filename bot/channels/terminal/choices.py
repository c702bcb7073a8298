"""The buttons of a message as a list to move in, and how each row reads. Nothing stands chosen until a person moves."""

from dataclasses import dataclass, replace
from enum import Enum

from bot.channels.terminal import wording
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.questions import BACK_KEY, WHY_KEY


class Weight(Enum):
    """How much a row asks to be seen."""

    CHOSEN = "chosen"
    PLAIN = "plain"
    QUIET = "quiet"


@dataclass(frozen=True)
class ChoiceRow:
    """One row of the list. `lead` stands before the label: pointer and number, always equally wide."""

    lead: str
    label: str
    weight: Weight


@dataclass(frozen=True)
class Choices:
    """The buttons of `message`, and the index of the one that Enter would choose; None when none is."""

    message: Message
    at: int | None = None

    @property
    def chosen(self) -> Button | None:
        """The button that Enter would choose."""
        return None if self.at is None else self.message.buttons[self.at]

    def move(self, steps: int) -> "Choices":
        """Returns the choices after some steps down, or up where `steps` is below zero, round the ends.

        From nothing, a step down leads to the first and a step up to the last.
        """
        if not self.message.buttons:
            return self
        start = self.at if self.at is not None else (-1 if steps > 0 else 0)
        return replace(self, at=(start + steps) % len(self.message.buttons))

    def cross(self, height: int) -> "Choices":
        """Returns the choices after a step to the other one of two columns, of which the first is `height` high.

        From nothing it leads to the first. A row that has no neighbour leads to the last; one column leads nowhere.
        """
        last = len(self.message.buttons) - 1
        if height > last:
            return self
        if self.at is None:
            return replace(self, at=0)
        return replace(self, at=self.at - height if self.at >= height else min(self.at + height, last))

    def clear(self) -> "Choices":
        """Returns the choices with nothing chosen."""
        return replace(self, at=None)

    def make_rows(self) -> list[ChoiceRow]:
        """Returns the list row by row. The chosen one has a pointer, so that it shows without colour."""
        return [self._make_row(index, button) for index, button in enumerate(self.message.buttons)]

    def _make_row(self, index: int, button: Button) -> ChoiceRow:
        pointer = wording.POINTER if index == self.at else " "
        digits = len(str(self.message.numbered))
        mark = f"{index + 1 if index < self.message.numbered else wording.BULLET:>{digits}}"
        weight = Weight.CHOSEN if index == self.at else Weight.QUIET if button.key in _QUIET else Weight.PLAIN
        return ChoiceRow(f"{pointer} {mark} ", button.label, weight)


_QUIET = (WHY_KEY, BACK_KEY)
