"""How a determination stands, and what it can still come to."""

from dataclasses import dataclass
from enum import Enum


class Standing(Enum):
    """How a determination stands."""

    PASSES = 0
    FAILS = 1
    OFF = 2
    "A determination that it requires has come out otherwise, so it has no object."
    OPEN = 3
    NOT_YET = 4
    "Only waiting times fail it, and its definition tells that apart."


@dataclass(frozen=True, slots=True)
class Ruling:
    """A determination against a state. `possible` is what it can still come to.

    It is provisional when a criterion fails, but what it requires is still open, so that it could yet have no object.
    """

    standing: Standing
    possible: frozenset[Standing]
    provisional: bool = False
