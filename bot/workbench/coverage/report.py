"""Coverage of the dialogue for people and programs: a table on the terminal, and JSON."""

import sys
from datetime import datetime
from pathlib import Path

import orjson

from bot.channels.terminal.render_context import make_console, make_render_context
from bot.config.atomic_files import write_whole
from bot.workbench.coverage.table import format_table
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.coverage import Coverage, CoveragePlace, CoverageShare
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.map import Map


def report_coverage(
    dialogue: Dialogue,
    reached: Map,
    now: datetime,
    json_file: Path | None = None,
    *,
    with_table: bool,
) -> Coverage:
    """Writes the file that is named, prints the table of what scripts, played at `now`, have reached, and returns it.

    `reached` is `dialogs.coverage.reached.reached_in(dialogue, played, now)` of every script, joined with `|`. Raises
    `UsageFault` where the file cannot be written.
    """
    coverage = Coverage(dialogue.trial, draw_atlas(dialogue, now), reached, find_undecided(dialogue, now))
    if json_file is not None:
        write_whole(json_file, orjson.dumps(make_plain_coverage(coverage), option=orjson.OPT_INDENT_2).decode() + "\n")
    if with_table:
        paper = make_render_context(sys.stdout)
        make_console(sys.stdout, paper).print(format_table(coverage, paper))
    return coverage


def make_plain_coverage(coverage: Coverage) -> dict[str, object]:
    """Returns coverage as plain values: each dimension with its count, and with all its places in full."""
    return {
        "trial": coverage.trial.id,
        "digest": coverage.trial.digest,
        "coverage": {name: _plain_share(share) for name, share in coverage.shares.items()},
    }


def _plain_share(share: CoverageShare) -> dict[str, object]:
    return {
        "reached": share.reached,
        "of": share.of,
        "percent": share.percent,
        "covered": [_plain_place(place) for place in share.covered],
        "missing": [_plain_place(place) for place in share.missing],
        "beyond": [_plain_place(place) for place in share.beyond],
        "undecided": [_plain_place(place) for place in share.undecided],
    }


def _plain_place(place: CoveragePlace) -> str | list[str]:
    return place if isinstance(place, str) else [part.value if isinstance(part, EventKind) else part for part in place]
