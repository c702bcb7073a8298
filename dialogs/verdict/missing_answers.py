"""Answers that are missing, and why: the same to the logic, different next steps for people."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Cause(Enum):
    """Why an answer is missing: the same to the logic, different next steps for people."""

    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    PENDING = "pending"
    IMPRECISE = "imprecise"
    EXPIRED = "expired"
    "A result that no longer counts, since it was taken too long ago: the test is repeated."
    UNDATED = "undated"
    "A result of which nobody has said when it was taken, so that it does not count."


@dataclass(frozen=True)
class MissingAnswer:
    """An applicable fact that leaves a criterion unknown, or will once a waiting window is over.

    `expected` is the day on which a pending result should be there.
    """

    fact: str
    cause: Cause
    expected: date | None
