"""`trialscreen screening picture` and `trialscreen trial picture`: pictures into a file, or as SVG to standard output."""

import sys
from pathlib import Path

from bot.cli.command_store import store_at
from bot.cli.exporting import note_export
from bot.cli.report import report_of_kept
from bot.cli.screenings import read
from bot.config.atomic_files import make_sure_of, write_whole
from bot.config.errors import UsageFault
from bot.config.new_file import check_new, write_new
from bot.config.output import tell
from bot.config.trial_catalogue import find
from bot.documents.picture import phrases
from bot.documents.picture.decision import decision_sheet
from bot.documents.picture.layout import Sheet
from bot.documents.picture.pathway import pathway_sheet
from bot.documents.picture.png import png_of
from bot.documents.picture.svg import svg_of

SVG, PNG = ".svg", ".png"


def draw_decision(code: str, output: Path | None, database: str, now: str | None) -> None:
    """Draws the decision on a kept screening into a new file that only its owner may read. It is noted in the audit trail first."""
    ending = _ending(output)
    if output is not None:
        check_new(output)
    with store_at(database) as store:
        kept = read(store, code, "drawn as a picture")
        report = report_of_kept(store, kept, now)
        drawn = _drawn(decision_sheet(report), ending)
        note_export(store, kept, f"picture, {ending[1:]}")
    if output is None:
        sys.stdout.write(drawn.decode())
        return
    write_new(output, drawn)
    tell([phrases.WRITTEN_DECISION.format(file=output, code=report.code)])


def draw_pathway(name: str, output: Path | None) -> None:
    """Draws the treatment pathway of a trial into a file; one that is there is replaced."""
    ending = _ending(output)
    trial = find(name)
    if output is not None:
        make_sure_of(output)
    drawn = _drawn(pathway_sheet(trial), ending)
    if output is None:
        sys.stdout.write(drawn.decode())
        return
    write_whole(output, drawn)
    tell([phrases.WRITTEN_PATHWAY.format(file=output, trial=trial.id)])


def _ending(output: Path | None) -> str:
    """Returns how the picture is to be made. Raises `UsageFault` for a file whose ending says neither."""
    ending = SVG if output is None else output.suffix.lower()
    if ending not in (SVG, PNG):
        raise UsageFault(f"--output {output}: its ending says no format; name a file that ends in {SVG} or {PNG}")
    return ending


def _drawn(sheet: Sheet, ending: str) -> bytes:
    return png_of(sheet) if ending == PNG else svg_of(sheet).encode()
