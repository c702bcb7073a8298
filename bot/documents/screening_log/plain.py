"""The log as plain values, for programs."""

from collections.abc import Mapping
from typing import Any

import orjson

from bot.documents.screening_log.log import Log, LogFigure, LogLine, Reason, ScreeningStanding, TrialLog, Withheld


def write_json(log: Log) -> bytes:
    """Returns a log as JSON. A number that is withheld is the text that stands in its place."""
    plain = {
        "period": log.period,
        "made_at": log.made_at.isoformat(),
        "small_numbers": "shown" if log.is_exact else "withheld",
        "trials": [_trial(each) for each in log.trials],
    }
    return orjson.dumps(plain, option=orjson.OPT_INDENT_2) + b"\n"


def _trial(log: TrialLog) -> dict[str, Any]:
    return {
        "trial": log.trial,
        "total": _line(log.total),
        "months": {month: _line(line) for month, line in log.months.items()},
        "roles": {role: _line(line) for role, line in log.roles.items()},
        "months_and_roles": [
            {"month": month, "role": role, **_line(line)} for (month, role), line in log.cells.items()
        ],
        "reasons": _reasons(log.reasons),
        "further": {
            further.determination: {"of_the_eligible": _figures(further.codes), "reasons": _reasons(further.reasons)}
            for further in log.further
        },
        "practice": _figure(log.practice),
    }


def _line(line: LogLine) -> dict[str, int | str | None]:
    standings = {each.value: line.standings[each] for each in ScreeningStanding}
    return _figures({"screened": line.screened, **standings, "approached": line.approached, "enrolled": line.enrolled})


def _reasons(reasons: tuple[Reason, ...]) -> dict[str, int | str | None]:
    return _figures({reason.criterion: reason.count for reason in reasons})


def _figures(figures: Mapping[str, LogFigure | None]) -> dict[str, int | str | None]:
    return {name: _figure(figure) for name, figure in figures.items() if figure is not None}


def _figure(figure: LogFigure | None) -> int | str | None:
    return figure.value if isinstance(figure, Withheld) else figure
