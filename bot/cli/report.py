"""`trialscreen screening report`: a kept screening's report, to a new file or to standard output. Each is noted in the audit trail."""

import sys
from pathlib import Path

from bot.cli.command_store import store_at
from bot.cli.exporting import note_export
from bot.cli.screenings import dialogue_of, read
from bot.config.clock import clock
from bot.config.errors import UsageFault
from bot.config.new_file import check_new, write_new
from bot.config.output import print_bytes
from bot.documents.report import phrases
from bot.documents.report.formats import ENDINGS, check_paper, content, format_of
from bot.documents.report.report import Report, file_name, report_of
from dialogs.conversation.pages import reaching_lines
from storage.model.codes import shown_code
from storage.model.stored import Kept
from storage.unit_of_work.store import Store

STANDARD_OUTPUT = Path("-")


def run(code: str, database: str, now: str | None, form: str, *, paper: str, output: Path | None) -> None:
    """Writes the report of a screening. `output` is a new file, or a folder in which one gets the usual name; None is standard output.

    Raises `UsageFault` for bad input, having written nothing and noted no export.
    """
    form = format_of(form, "" if output is None else output.name)
    check_paper(paper)
    with store_at(database) as store:
        kept = read(store, code, "reported")
        report = report_of_kept(store, kept, now)
        file = _file(report, form, output)
        made = content(report, form, paper)
        note_export(store, kept, f"report, {form}")
    if file is None:
        print_bytes(made)
    else:
        write_new(file, made)
        print_bytes(phrases.WRITTEN.format(file=file, code=report.code).encode() + b"\n")


def report_of_kept(store: Store, kept: Kept, now: str | None) -> Report:
    """Returns the report of a kept screening, by its own definition, as of now or of the time that `now` fixes."""
    dialogue = dialogue_of(store, kept)
    at = clock(now)()
    verdict = dialogue.judge.verdict(kept.screening.answers, at.date())
    return report_of(dialogue.trial, kept.screening, verdict, shown_code(kept.code), at, reaching=reaching_lines(dialogue.contacts))


def _file(report: Report, form: str, output: Path | None) -> Path | None:
    """Returns the new file that is to be written, or None for standard output."""
    usual = file_name(report, ENDINGS[form])
    if output is None or output == STANDARD_OUTPUT:
        if form == "pdf" and sys.stdout.isatty():
            raise UsageFault(phrases.NO_OUTPUT.format(file=usual))
        return None
    file = output / usual if output.is_dir() else output
    check_new(file)
    return file
