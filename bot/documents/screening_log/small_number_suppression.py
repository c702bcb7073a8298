"""Withholding small numbers.

A breakdown of a total is shown whole or not at all, so that nothing can be found by subtraction.

A total of 1 to 4 reads "<5". Where any part of a breakdown is 1 to 4, each of its parts is withheld, zeros and large
ones too. Somebody who knows the total and this rule still cannot tell in which way it is made up. Breakdowns of the
same total (by month, by role, by outcome) are each judged by themselves. One of two kinds at once (the outcomes of each
month) is shown only where none of its cells is small. Two breakdowns of a total may be shown while the cells between
them are not. Each cell may then still be any of at least five numbers. Breakdowns within a number that is itself
withheld are withheld with it. This does not prevent that logs of overlapping periods are subtracted from each other.
Nor does it hide the first and the last month in which there was something.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.documents.screening_log.log import (
    SMALL,
    FurtherDetermination,
    LogFigure,
    LogLine,
    Reason,
    ScreeningStanding,
    TrialLog,
    Withheld,
)

UNNAMED = Reason("all", 0, "", "", Withheld.PART)
"""Stands for the reasons of a trial whose definition is not known: that a criterion is named would tell that it
excluded somebody."""

GroupKeyT = TypeVar("GroupKeyT", bound=Hashable)


def withhold(log: TrialLog) -> TrialLog:
    """Returns the log of a trial as those may see it who may not see small numbers."""
    total = _sum_line(log.total)
    return replace(
        log,
        total=total,
        months=_withhold_lines(log.months),
        roles=_withhold_lines(log.roles),
        cells={},
        reasons=_withhold_reasons(log.reasons, total.standings[ScreeningStanding.EXCLUDED]),
        further=tuple(_withhold_further(each, total.standings[ScreeningStanding.ELIGIBLE]) for each in log.further),
        practice=withhold_total(log.practice),
    )


def withhold_total(figure: LogFigure) -> LogFigure:
    """Returns a total as it may be seen."""
    return Withheld.FEW if figure in SMALL else figure


def withhold_parts(parts: Mapping[GroupKeyT, LogFigure]) -> Mapping[GroupKeyT, LogFigure]:
    """Returns the parts of a total as they may be seen: all of them, or none."""
    return dict.fromkeys(parts, Withheld.PART) if _has_small(parts) else parts


def _sum_line(line: LogLine) -> LogLine:
    approached, enrolled = (None if each is None else withhold_total(each) for each in (line.approached, line.enrolled))
    return LogLine(withhold_total(line.screened), withhold_parts(line.standings), approached, enrolled)


def _withhold_lines(lines: Mapping[GroupKeyT, LogLine]) -> Mapping[GroupKeyT, LogLine]:
    """Returns the lines of months or roles: each column by itself, but what the screenings came to as one table."""
    screened = withhold_parts({key: line.screened for key, line in lines.items()})
    cells = withhold_parts(
        {(key, each): count for key, line in lines.items() for each, count in line.standings.items()}
    )
    approached = withhold_parts({key: line.approached for key, line in lines.items() if line.approached is not None})
    enrolled = withhold_parts({key: line.enrolled for key, line in lines.items() if line.enrolled is not None})
    return {
        key: LogLine(
            screened[key],
            {each: cells[key, each] for each in ScreeningStanding},
            approached.get(key),
            enrolled.get(key),
        )
        for key in lines
    }


def _withhold_reasons(reasons: tuple[Reason, ...], excluded: LogFigure) -> tuple[Reason, ...]:
    """Returns the reasons for which so many were excluded: all of them, or none.

    How many were not excluded by a reason says as much, so that number may not be small either.
    """
    others = (
        {}
        if isinstance(excluded, Withheld)
        else {reason.criterion: excluded - _number(reason.count) for reason in reasons}
    )
    counts = _withhold_within(excluded, {reason.criterion: reason.count for reason in reasons})
    if isinstance(excluded, Withheld) or _has_small(others) or _is_withheld(counts):
        known = sorted((reason for reason in reasons if reason.name), key=lambda reason: reason.place)
        return tuple(replace(reason, count=Withheld.PART) for reason in known) or (UNNAMED,)
    return reasons


def _withhold_further(further: FurtherDetermination, eligible: LogFigure) -> FurtherDetermination:
    codes = _withhold_within(eligible, further.codes)
    return replace(further, codes=codes, reasons=_withhold_reasons(further.reasons, codes[further.failing]))


def _withhold_within(whole: LogFigure, parts: Mapping[GroupKeyT, LogFigure]) -> Mapping[GroupKeyT, LogFigure]:
    return dict.fromkeys(parts, Withheld.PART) if isinstance(whole, Withheld) else withhold_parts(parts)


def _has_small(parts: Mapping[GroupKeyT, LogFigure]) -> bool:
    return any(part in SMALL for part in parts.values())


def _is_withheld(parts: Mapping[GroupKeyT, LogFigure]) -> bool:
    return any(isinstance(part, Withheld) for part in parts.values())


def _number(figure: LogFigure) -> int:
    assert isinstance(figure, int), "what is counted is withheld once only"
    return figure
