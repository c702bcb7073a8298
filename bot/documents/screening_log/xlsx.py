"""The log as a spreadsheet: a sheet for each table that people read, and one with every count a row."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from bot.documents.screening_log import phrases
from bot.documents.screening_log.extra import import_extra
from bot.documents.screening_log.log import (
    Log,
    LogFigure,
    LogLine,
    ScreeningStanding,
    TrialLog,
    Withheld,
    format_figure,
    format_time_of,
    make_caution,
)
from bot.documents.screening_log.table import TITLES, list_rows

Cell = str | LogFigure | None


def write_xlsx(log: Log) -> bytes:
    """Returns a log as an XLSX file.

    No text in it is a formula. Raises `UsageFault` where the extra [reports] is missing.
    """
    made = io.BytesIO()
    book = import_extra("xlsxwriter", "a spreadsheet").Workbook(made, _OPTIONS)
    book.set_properties(
        {"title": phrases.SHEET_TITLE, "comments": make_caution(log), "created": log.made_at.replace(tzinfo=None)}
    )
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"num_format": "#,##0", "text_wrap": True, "valign": "top"})
    for name, widths, header, lines in _sheets(log):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, (width, title) in enumerate(zip(widths, header, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for place, line in enumerate(lines, 1):
            _write(sheet, place, line, plain)
    book.close()
    return made.getvalue()


def _write(sheet: Any, place: int, line: Sequence[Cell], plain: Any) -> None:
    for column, cell in enumerate(line):
        if isinstance(cell, int):
            sheet.write_number(place, column, cell, plain)
        elif cell is not None:
            sheet.write_string(place, column, format_figure(cell) if isinstance(cell, Withheld) else cell, plain)


def _sheets(log: Log) -> Iterable[tuple[str, Sequence[int], Sequence[str], Iterable[Sequence[Cell]]]]:
    """Yields the name of each sheet, the widths of its columns, their titles, and its lines."""
    made = phrases.SHEET_MADE.format(made=format_time_of(log))
    yield phrases.SHEETS["log"], (32, 16, 60), (phrases.SHEET_TITLE, log.period, made), _summary(log)
    counts = phrases.COLUMNS
    for name, key_columns, lines in (
        (
            "months",
            phrases.MONTH_COLUMNS,
            [((each.trial, month), line) for each in log.trials for month, line in each.months.items()],
        ),
        (
            "roles",
            phrases.ROLE_COLUMNS,
            [((each.trial, role), line) for each in log.trials for role, line in each.roles.items()],
        ),
    ):
        titles, widths = (*key_columns, *counts), (16, 12, *(12 for _ in counts))
        yield phrases.SHEETS[name], widths, titles, [(*key, *_figures(line)) for key, line in lines]
    reasons = [line for each in log.trials for line in _reasons(each)]
    yield phrases.SHEETS["reasons"], (16, 16, 12, 30, 12, 90), phrases.REASON_COLUMNS, reasons
    yield phrases.SHEETS["counts"], (16, 10, 12, 26, 18, 12, 60), TITLES, list(list_rows(log))


def _summary(log: Log) -> Iterable[Sequence[Cell]]:
    yield (make_caution(log),)
    for each in log.trials:
        yield ()
        yield (each.name or each.trial,)
        yield from zip(phrases.COLUMNS, _figures(each.total), strict=True)
        for further in each.further:
            for code, count in further.codes.items():
                yield phrases.SHEET_OF_THE_ELIGIBLE.format(name=further.name), count, code
        yield phrases.PRACTICE_ROW, each.practice, phrases.PRACTICE_NOTE


def _figures(line: LogLine) -> tuple[LogFigure | None, ...]:
    return (line.screened, *(line.standings[each] for each in ScreeningStanding), line.approached, line.enrolled)


def _reasons(log: TrialLog) -> Iterable[Sequence[Cell]]:
    for reason in log.reasons:
        yield log.trial, phrases.THE_TRIAL, reason.criterion, reason.name, reason.count, reason.quote
    for further in log.further:
        for reason in further.reasons:
            yield log.trial, further.name, reason.criterion, reason.name, reason.count, reason.quote


_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
