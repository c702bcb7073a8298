"""The screening log as a value: what was counted, by month and role. What it looks like is decided elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.documents.screening_log import phrases

SMALL = range(1, 5)
"""Counts that could identify somebody."""


class Withheld(Enum):
    """What stands in the place of a number that could identify somebody."""

    FEW = "<5"
    "A total of 1 to 4."
    PART = "withheld"
    "A part of a total of which some part is small; all the other parts, zeros too, are withheld with it."


LogFigure = int | Withheld
"""A number as it is shown."""


class ScreeningStanding(Enum):
    """What a screening has come to, by the determination that decides on the trial.

    Each screening is counted under just one.
    """

    ELIGIBLE = "eligible"
    EXCLUDED = "excluded"
    PENDING = "pending"
    "Its result was shown, and something in it is missing or awaited."
    UNFINISHED = "unfinished"
    "No result was shown yet, and no criterion excludes."


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log: its screenings, what they came to, and how many were approached and enrolled.

    What coordinators mark has no role: None stands in the lines of roles.
    """

    screened: LogFigure
    standings: Mapping[ScreeningStanding, LogFigure]
    approached: LogFigure | None
    enrolled: LogFigure | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A criterion, and in how many screenings it excluded; one may be excluded by several.

    `place` is its place in the definition.

    One that the definition does not know, or not any more, has no name and no quotation.
    """

    criterion: str
    place: int
    name: str
    quote: str
    count: LogFigure


@dataclass(frozen=True, slots=True)
class FurtherDetermination:
    """What another determination came to among those who are eligible for the trial: by code, and why if `failing`."""

    determination: str
    name: str
    codes: Mapping[str, LogFigure]
    failing: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class TrialLog:
    """The log of one trial.

    `months` follow one another without a gap; `cells` (month and role) are only in an exact log.

    `practice` counts the screenings of testers, which stand nowhere else in it.
    """

    trial: str
    name: str
    total: LogLine
    months: Mapping[str, LogLine]
    roles: Mapping[str, LogLine]
    cells: Mapping[tuple[str, str], LogLine]
    reasons: tuple[Reason, ...]
    further: tuple[FurtherDetermination, ...]
    practice: LogFigure


@dataclass(frozen=True, slots=True)
class Log:
    """The screening log of a period: one part for each trial. `is_exact` says that small numbers are shown."""

    period: str
    made_at: datetime
    is_exact: bool
    trials: tuple[TrialLog, ...]


def format_figure(figure: LogFigure | None) -> str:
    """Returns a number as people read it; nothing for one that does not apply."""
    if figure is None:
        return ""
    return _WORDED[figure] if isinstance(figure, Withheld) else f"{figure:,}"


def make_caution(log: Log) -> str:
    """Returns what is to be known of the small numbers in a log."""
    return phrases.SMALL_NUMBERS_SHOWN if log.is_exact else phrases.SMALL_NUMBERS_WITHHELD


def format_time_of(log: Log) -> str:
    """Returns when a log was made."""
    return f"{log.made_at:%Y-%m-%d %H:%M}"


_WORDED = {Withheld.FEW: phrases.FEW, Withheld.PART: phrases.WITHHELD}
