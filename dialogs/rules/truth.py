"""Truth with three values (Kleene): yes, no, and unknown, which is neither. It refuses to be a bool."""

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """Whether a condition holds, as far as the answers tell.

    A missing answer is `UNKNOWN`: it is never turned into `NO` (nor into `YES`), and
    `if truth:` raises, because three-valued logic has no bare "if".
    """

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{self} is not a bool: compare it with Truth.YES, Truth.NO or Truth.UNKNOWN")

    def __invert__(self) -> "Truth":
        return _NOT[self]

    def __and__(self, other: "Truth") -> "Truth":
        return self if self.value <= other.value else other

    def __or__(self, other: "Truth") -> "Truth":
        return self if self.value >= other.value else other


def all_of(truths: Iterable[Truth]) -> Truth:
    """Says `NO` as soon as one is `NO`, `YES` when every one is `YES` (also when there is none), else `UNKNOWN`."""
    found = tuple(truths)
    if Truth.NO in found:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.YES


def any_of(truths: Iterable[Truth]) -> Truth:
    """Says `YES` as soon as one is `YES`, `NO` when every one is `NO` (also when there is none), else `UNKNOWN`."""
    found = tuple(truths)
    if Truth.YES in found:
        return Truth.YES
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.NO


def count_true(truths: Iterable[Truth]) -> tuple[int, int]:
    """Returns how many are `YES`, and how many are not `NO`."""
    found = tuple(truths)
    return found.count(Truth.YES), len(found) - found.count(Truth.NO)


def choose(condition: Truth, then: Truth, otherwise: Truth) -> Truth:
    """Returns `then` where the condition is `YES`, `otherwise` where it is `NO`, else what the two agree on."""
    if condition is Truth.UNKNOWN:
        return then if then is otherwise else Truth.UNKNOWN
    return then if condition is Truth.YES else otherwise


_NOT = {Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN, Truth.YES: Truth.NO}
