"""What can be asked of `trialscreen log`, and whether it can be done. Nothing is read or written here."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config.errors import UsageFault
from bot.config.new_file import check_new
from bot.documents.screening_log import phrases
from bot.documents.screening_log.csv_file import write_csv
from bot.documents.screening_log.figure import FORMATS as PICTURE_FORMATS
from bot.documents.screening_log.flow import draw_flow
from bot.documents.screening_log.log import Log, TrialLog
from bot.documents.screening_log.months_plot import plot_months
from bot.documents.screening_log.plain import write_json
from bot.documents.screening_log.reasons_plot import plot_reasons
from bot.documents.screening_log.text import format_log
from bot.documents.screening_log.xlsx import write_xlsx
from storage.features.tally_counts import Period

DrawLog = Callable[[Log, TrialLog, str], bytes]
"""Draws one trial of a log, as "png" or "svg"."""

FORMATS: Mapping[str, Callable[[Log], bytes]] = {
    "text": lambda log: f"{format_log(log)}\n".encode(),
    "csv": write_csv,
    "xlsx": write_xlsx,
    "json": write_json,
}

PICTURES: Mapping[str, DrawLog] = {"flow": draw_flow, "reasons": plot_reasons, "months": plot_months}


@dataclass(frozen=True, slots=True)
class LogOptions:
    """What was asked of the command. An empty trial, month or format was not named, and so was an output of None.

    `pictures` are files by what is to be drawn into them.
    """

    trial: str
    first: str
    last: str
    form: str
    output: Path | None
    pictures: Mapping[str, Path]
    exact: bool


def choose_format(options: LogOptions) -> str:
    """Returns the format of the log: the one that was named, or else that in which the file's name ends."""
    ending = "" if options.output is None else options.output.suffix[1:].lower()
    form = options.form or {"txt": "text"}.get(ending, ending) or "text"
    if form not in FORMATS:
        raise UsageFault(phrases.NO_FORMAT.format(given=form[:20], formats=", ".join(FORMATS)))
    if form == "xlsx" and options.output is None and sys.stdout.isatty():
        raise UsageFault(phrases.NO_OUTPUT)
    return form


def choose_period(options: LogOptions) -> Period:
    """Returns the months that were asked for."""
    first = options.first and read_month(options.first, "--from")
    last = options.last and read_month(options.last, "--to")
    if first and last and first > last:
        raise UsageFault(phrases.NO_PERIOD.format(first=first, last=last))
    return Period(first, last)


def read_month(given: str, option: str) -> str:
    """Returns a month as a person typed it. Raises `UsageFault` where it is none."""
    if not _MONTH.fullmatch(given):
        raise UsageFault(phrases.NO_MONTH.format(option=option, given=given[:20]))
    return given


def check_files(options: LogOptions) -> None:
    """Raises `UsageFault` where a file that was named cannot be written, or a picture's name says no format."""
    for name, file in options.pictures.items():
        if choose_picture_format(file) not in PICTURE_FORMATS:
            raise UsageFault(phrases.NO_PICTURE.format(option=f"--{name}", file=file))
    files = [*options.pictures.values(), *([] if options.output is None else [options.output])]
    for file in files:
        if files.count(file) > 1:
            raise UsageFault(phrases.SAME_FILE.format(file=file))
        check_new(file)


def choose_picture_format(file: Path) -> str:
    """Returns the format in which a file's name ends."""
    return file.suffix[1:].lower()


_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
