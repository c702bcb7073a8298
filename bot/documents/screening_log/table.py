"""The log as one table for programs and spreadsheets: a count a row, with what it counts in columns of their own."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.documents.screening_log.log import Log, LogFigure, LogLine, Reason, ScreeningStanding, TrialLog

ALL = "all"
"""Stands in the column of months or roles where a row counts all of them."""


class LogRow(NamedTuple):
    """One count, `figure`.

    `item` says more of the measure: a criterion, or a determination's code; `text` is the criterion's quotation.
    """

    trial: str
    month: str
    role: str
    measure: str
    item: str
    figure: LogFigure
    text: str = ""


TITLES = ("trial", "month", "role", "measure", "item", "count", "text")
"""What the columns are called."""


def list_rows(log: Log) -> Iterator[LogRow]:
    """Yields every count of a log: totals, then by month, by role, by both where the log is exact, and the reasons."""
    for each in log.trials:
        yield from _trial(each)


def _trial(log: TrialLog) -> Iterator[LogRow]:
    yield from _line(log.trial, ALL, ALL, log.total)
    for month, line in log.months.items():
        yield from _line(log.trial, month, ALL, line)
    for role, line in log.roles.items():
        yield from _line(log.trial, ALL, role, line)
    for (month, role), line in log.cells.items():
        yield from _line(log.trial, month, role, line)
    yield from _reasons(log.trial, "reason for exclusion", log.reasons)
    for further in log.further:
        for code, count in further.codes.items():
            yield LogRow(log.trial, ALL, ALL, f"{further.determination} of the eligible", code, count)
        yield from _reasons(log.trial, f"{further.determination}: reason", further.reasons)
    yield LogRow(log.trial, ALL, "tester", "practice", "", log.practice)


def _line(trial: str, month: str, role: str, line: LogLine) -> Iterator[LogRow]:
    yield LogRow(trial, month, role, "screened", "", line.screened)
    for standing in ScreeningStanding:
        yield LogRow(trial, month, role, standing.value, "", line.standings[standing])
    for measure, count in (("approached", line.approached), ("enrolled", line.enrolled)):
        if count is not None:
            yield LogRow(trial, month, role, measure, "", count)


def _reasons(trial: str, measure: str, reasons: tuple[Reason, ...]) -> Iterator[LogRow]:
    for reason in reasons:
        yield LogRow(trial, ALL, ALL, measure, reason.criterion, reason.count, reason.quote)
