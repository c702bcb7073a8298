"""`trialscreen screening report`: a kept screening's report, to a new file or to standard output.

Each is noted in the audit trail.
"""

import sys
from pathlib import Path

from bot.cli.command_store import open_store_at
from bot.cli.exporting import note_export
from bot.cli.screening_lookup import load_dialogue, read_screening
from bot.config.clock import Clock, make_clock
from bot.config.errors import UsageFault
from bot.config.new_file import check_new, write_new
from bot.config.output import print_bytes
from bot.documents.report import phrases
from bot.documents.report.formats import ENDINGS, check_paper, choose_format, render_report
from bot.documents.report.report import Report, make_file_name
from bot.documents.screening_report import report_screening
from storage.model.codes import format_code
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store

STANDARD_OUTPUT = Path("-")


def run(code: str, database: str, now: str | None, form: str, *, paper: str, output: Path | None) -> None:
    """Writes the report of a screening.

    `output` is a new file, or a folder in which one gets the usual name; None is standard output.

    Raises `UsageFault` for bad input, having written nothing and noted no export.
    """
    form = choose_format(form, "" if output is None else output.name)
    check_paper(paper)
    clock = make_clock(now)
    with open_store_at(database) as store:
        stored = read_screening(store, code, "reported", clock)
        report = make_stored_report(store, stored, clock)
        file = _file(report, form, output)
        made = render_report(report, form, paper)
        note_export(store, stored, f"report, {form}", clock)
    if file is None:
        print_bytes(made)
    else:
        write_new(file, made)
        print_bytes(phrases.WRITTEN.format(file=file, code=report.code).encode() + b"\n")


def make_stored_report(store: Store, stored: StoredScreening, clock: Clock) -> Report:
    """Returns the report of a kept screening, by its own definition, as of the time that a clock shows."""
    dialogue = load_dialogue(store, stored)
    return report_screening(dialogue, stored.screening, format_code(stored.code), clock())


def _file(report: Report, form: str, output: Path | None) -> Path | None:
    """Returns the new file that is to be written, or None for standard output."""
    usual = make_file_name(report, ENDINGS[form])
    if output is None or output == STANDARD_OUTPUT:
        if form == "pdf" and sys.stdout.isatty():
            raise UsageFault(phrases.NO_OUTPUT.format(file=usual))
        return None
    file = output / usual if output.is_dir() else output
    check_new(file)
    return file
