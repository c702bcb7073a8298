"""The log as a spreadsheet: a sheet for each table that people read, and one with every count a row."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from bot.documents.screening_log.extra import import_extra
from bot.documents.screening_log.log import Log, LogFigure, LogLine, ScreeningStanding, TrialLog, Withheld, make_caution
from bot.documents.screening_log.table import TITLES, list_rows

Cell = str | LogFigure | None


def write_xlsx(log: Log) -> bytes:
    """Returns a log as an XLSX file.

    No text in it is a formula. Raises `UsageFault` where the extra [reports] is missing.
    """
    made = io.BytesIO()
    book = import_extra("xlsxwriter", "a spreadsheet").Workbook(made, _OPTIONS)
    book.set_properties(
        {"title": "Screening log", "comments": make_caution(log), "created": log.made_at.replace(tzinfo=None)}
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
            sheet.write_string(place, column, cell.value if isinstance(cell, Withheld) else cell, plain)


def _sheets(log: Log) -> Iterable[tuple[str, Sequence[int], Sequence[str], Iterable[Sequence[Cell]]]]:
    """Yields the name of each sheet, the widths of its columns, their titles, and its lines."""
    yield "Log", (32, 16, 60), ("Screening log", log.period, f"made {log.made_at:%Y-%m-%d %H:%M} UTC"), _summary(log)
    counts = ("screened", *(each.value for each in ScreeningStanding), "approached", "enrolled")
    for name, lines in (
        ("Months", [((each.trial, month), line) for each in log.trials for month, line in each.months.items()]),
        ("Roles", [((each.trial, role), line) for each in log.trials for role, line in each.roles.items()]),
    ):
        titles = ("trial", name.lower().removesuffix("s"), *counts)
        yield name, (16, 12, *(12 for _ in counts)), titles, [(*key, *_figures(line)) for key, line in lines]
    reasons = [line for each in log.trials for line in _reasons(each)]
    yield "Reasons", (16, 16, 12, 30, 12, 90), ("trial", "of", "criterion", "name", "count", "quotation"), reasons
    yield "Counts", (16, 10, 12, 26, 18, 12, 60), TITLES, list(list_rows(log))


def _summary(log: Log) -> Iterable[Sequence[Cell]]:
    yield (make_caution(log),)
    for each in log.trials:
        yield ()
        yield (each.name or each.trial,)
        names = ("screened", *(standing.value for standing in ScreeningStanding), "approached", "enrolled")
        yield from zip(names, _figures(each.total), strict=True)
        for further in each.further:
            for code, count in further.codes.items():
                yield f"{further.name}, of the eligible", count, code
        yield "practice", each.practice, "screenings of testers, counted nowhere else"


def _figures(line: LogLine) -> tuple[LogFigure | None, ...]:
    return (line.screened, *(line.standings[each] for each in ScreeningStanding), line.approached, line.enrolled)


def _reasons(log: TrialLog) -> Iterable[Sequence[Cell]]:
    for reason in log.reasons:
        yield log.trial, "the trial", reason.criterion, reason.name, reason.count, reason.quote
    for further in log.further:
        for reason in further.reasons:
            yield log.trial, further.name, reason.criterion, reason.name, reason.count, reason.quote


_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
