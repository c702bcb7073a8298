"""The tally as values: how many screenings came to what, and which criteria failed."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """The months that count, both included and as ISO has them (2026-06); an open end is empty."""

    first: str = ""
    last: str = ""

    def contains(self, month: str) -> bool:
        """Says whether a month is within."""
        return (not self.first or month >= self.first) and (not self.last or month <= self.last)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many screenings of a month, trial and role came to the same. `codes` are those of the determinations."""

    month: str
    trial: str
    role: str
    codes: Mapping[str, str]
    is_finished: bool
    number: int


@dataclass(frozen=True, slots=True)
class FailureCount:
    """In how many screenings of a trial and role, with these determinations' codes, just these criteria failed."""

    trial: str
    role: str
    codes: Mapping[str, str]
    criteria: tuple[str, ...]
    is_finished: bool
    number: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The tally, counted: the same screenings by what they came to, and by which criteria failed."""

    outcomes: tuple[OutcomeCount, ...]
    failed: tuple[FailureCount, ...]

    def select_trial(self, trial: str) -> "Tally":
        """Returns what was counted of one trial."""
        return Tally(
            tuple(each for each in self.outcomes if each.trial == trial),
            tuple(each for each in self.failed if each.trial == trial),
        )
