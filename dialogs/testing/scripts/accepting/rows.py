"""The rows of a table that one block stands for: what is written there must be the same for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from dialogs.testing.scripts.playing.observation import ByHand, ObservedBlock, ObservedMessage

ValueT = TypeVar("ValueT")


class ByHandError(Exception):
    """What a file cannot say of itself, and a person must see to."""

    def __init__(self, by_hand: ByHand) -> None:
        super().__init__(str(by_hand))
        self.by_hand = by_hand


@dataclass(frozen=True)
class BlockRows:
    """One block of a file with what came to it in each of the rows, whose names are `cases`."""

    file: str
    cases: tuple[str, ...]
    blocks: tuple[ObservedBlock, ...]

    @property
    def said(self) -> list[tuple[ObservedBlock, ObservedMessage]]:
        """What was expected and what came, where something did."""
        return [(each, each.said) for each in self.blocks if each.said is not None]

    def agree(self, line: int, values: Sequence[ValueT]) -> ValueT:
        """Returns what all rows have in common at a line. Raises `ByHandError` where they differ."""
        for case, other in zip(self.cases, values, strict=True):
            if other != values[0]:
                what = f"here the rows '{self.cases[0]}' and '{case}' differ"
                raise ByHandError(
                    ByHand(self.file, line, what, "change it by hand, or give the table a variable for it")
                )
        return values[0]
