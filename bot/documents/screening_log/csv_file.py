"""The log as CSV, with ISO months. It is UTF-8 with a byte order mark, so that Excel reads it as such."""

import csv
import io

from bot.documents.screening_log.log import Log, LogFigure, Withheld
from bot.documents.screening_log.table import TITLES, list_rows

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def write_csv(log: Log) -> bytes:
    """Returns a log as CSV, a count a line; whether small numbers are withheld stands in each line."""
    made = io.StringIO(newline="")
    lines = csv.writer(made)
    lines.writerow((*TITLES, "small_numbers", "period", "made_at"))
    about = ("shown" if log.is_exact else "withheld", log.period, f"{log.made_at:%Y-%m-%dT%H:%M:%SZ}")
    for row in list_rows(log):
        lines.writerow(map(_escape_cell, (*row, *about)))
    return made.getvalue().encode("utf-8-sig")


def _escape_cell(value: LogFigure | str) -> str | int:
    """Returns a cell that no spreadsheet takes for a formula."""
    if isinstance(value, int):
        return value
    text = value.value if isinstance(value, Withheld) else value
    return f"'{text}" if text.startswith(FORMULA) else text
