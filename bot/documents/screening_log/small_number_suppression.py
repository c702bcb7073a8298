"""Withholding small numbers. A breakdown of a total is shown whole or not at all, so that nothing can be found by subtraction.

A total of 1 to 4 reads "<5". Where any part of a breakdown is 1 to 4, each of its parts is withheld, zeros and large ones too: to somebody
who knows the total and this rule, any way of making it up is still possible. Breakdowns of the same total (by month, by role, by outcome)
are each judged by themselves; one of two kinds at once (the outcomes of each month) is shown only where none of its cells is small. Where
two of a total's breakdowns are shown and the cells between them are not, each cell may still be any of at least five numbers. Breakdowns
within a number that is itself withheld are withheld with it. What this does not prevent: logs of overlapping periods can be subtracted from
each other, and the months begin and end with those in which there was something.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.documents.screening_log.log import SMALL, Figure, Further, Line, Reason, Standing, TrialLog, Withheld

UNNAMED = Reason("all", 0, "", "", Withheld.PART)
"""Stands for the reasons of a trial whose definition is not known: that a criterion is named would tell that it excluded somebody."""

Key = TypeVar("Key", bound=Hashable)


def withheld(log: TrialLog) -> TrialLog:
    """Returns the log of a trial as those may see it who may not see small numbers."""
    total = _total(log.total)
    return replace(
        log,
        total=total,
        months=_lines(log.months),
        roles=_lines(log.roles),
        cells={},
        reasons=_reasons(log.reasons, total.standings[Standing.EXCLUDED]),
        further=tuple(_further(each, total.standings[Standing.ELIGIBLE]) for each in log.further),
        practice=alone(log.practice),
    )


def alone(figure: Figure) -> Figure:
    """Returns a total as it may be seen."""
    return Withheld.FEW if figure in SMALL else figure


def together(parts: Mapping[Key, Figure]) -> Mapping[Key, Figure]:
    """Returns the parts of a total as they may be seen: all of them, or none."""
    return dict.fromkeys(parts, Withheld.PART) if _has_small(parts) else parts


def _total(line: Line) -> Line:
    approached, enrolled = (None if each is None else alone(each) for each in (line.approached, line.enrolled))
    return Line(alone(line.screened), together(line.standings), approached, enrolled)


def _lines(lines: Mapping[Key, Line]) -> Mapping[Key, Line]:
    """Returns the lines of months or roles: each column by itself, but what the screenings came to as one table."""
    screened = together({key: line.screened for key, line in lines.items()})
    cells = together({(key, each): count for key, line in lines.items() for each, count in line.standings.items()})
    approached = together({key: line.approached for key, line in lines.items() if line.approached is not None})
    enrolled = together({key: line.enrolled for key, line in lines.items() if line.enrolled is not None})
    return {
        key: Line(screened[key], {each: cells[key, each] for each in Standing}, approached.get(key), enrolled.get(key)) for key in lines
    }


def _reasons(reasons: tuple[Reason, ...], excluded: Figure) -> tuple[Reason, ...]:
    """Returns the reasons for which so many were excluded: all of them, or none; how many were not excluded by one says as much."""
    others = {} if isinstance(excluded, Withheld) else {reason.criterion: excluded - _number(reason.count) for reason in reasons}
    counts = _within(excluded, {reason.criterion: reason.count for reason in reasons})
    if isinstance(excluded, Withheld) or _has_small(others) or _is_withheld(counts):
        known = sorted((reason for reason in reasons if reason.name), key=lambda reason: reason.place)
        return tuple(replace(reason, count=Withheld.PART) for reason in known) or (UNNAMED,)
    return reasons


def _further(further: Further, eligible: Figure) -> Further:
    codes = _within(eligible, further.codes)
    return replace(further, codes=codes, reasons=_reasons(further.reasons, codes[further.failing]))


def _within(whole: Figure, parts: Mapping[Key, Figure]) -> Mapping[Key, Figure]:
    return dict.fromkeys(parts, Withheld.PART) if isinstance(whole, Withheld) else together(parts)


def _has_small(parts: Mapping[Key, Figure]) -> bool:
    return any(part in SMALL for part in parts.values())


def _is_withheld(parts: Mapping[Key, Figure]) -> bool:
    return any(isinstance(part, Withheld) for part in parts.values())


def _number(figure: Figure) -> int:
    assert isinstance(figure, int), "what is counted is withheld once only"
    return figure
