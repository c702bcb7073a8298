"""`trialscreen screening picture` and `trial picture`: a picture into a file, or as SVG on standard output."""

import sys
from pathlib import Path

from bot.cli.command_store import open_store_at
from bot.cli.exporting import note_export
from bot.cli.report import make_stored_report
from bot.cli.screening_lookup import read_screening
from bot.config.atomic_files import make_sure_of, write_whole
from bot.config.clock import make_clock
from bot.config.errors import UsageFault
from bot.config.new_file import check_new, write_new
from bot.config.output import print_notes
from bot.config.trial_catalogue import find_trial
from bot.documents.picture import phrases
from bot.documents.picture.decision import lay_out_decision
from bot.documents.picture.layout import PictureLayout
from bot.documents.picture.pathway import lay_out_pathway
from bot.documents.picture.png import render_png
from bot.documents.picture.svg import render_svg

SVG, PNG = ".svg", ".png"


def draw_decision(code: str, output: Path | None, database: str, now: str | None) -> None:
    """Draws the decision on a kept screening into a new file that only its owner may read.

    It is noted in the audit trail first.
    """
    ending = _ending(output)
    clock = make_clock(now)
    if output is not None:
        check_new(output)
    with open_store_at(database) as store:
        stored = read_screening(store, code, "drawn as a picture", clock)
        report = make_stored_report(store, stored, clock)
        drawn = _draw(lay_out_decision(report), ending)
        note_export(store, stored, f"picture, {ending[1:]}", clock)
    if output is None:
        sys.stdout.write(drawn.decode())
        return
    write_new(output, drawn)
    print_notes([phrases.WRITTEN_DECISION.format(file=output, code=report.code)])


def draw_pathway(name: str, output: Path | None) -> None:
    """Draws the treatment pathway of a trial into a file; one that is there is replaced."""
    ending = _ending(output)
    trial = find_trial(name)
    if output is not None:
        make_sure_of(output)
    drawn = _draw(lay_out_pathway(trial), ending)
    if output is None:
        sys.stdout.write(drawn.decode())
        return
    write_whole(output, drawn)
    print_notes([phrases.WRITTEN_PATHWAY.format(file=output, trial=trial.id)])


def _ending(output: Path | None) -> str:
    """Returns how the picture is to be made. Raises `UsageFault` for a file whose ending says neither."""
    ending = SVG if output is None else output.suffix.lower()
    if ending not in (SVG, PNG):
        raise UsageFault(f"--output {output}: its ending says no format; name a file that ends in {SVG} or {PNG}")
    return ending


def _draw(layout: PictureLayout, ending: str) -> bytes:
    return render_png(layout) if ending == PNG else render_svg(layout).encode()
