"""The reports of a replay, each where it was asked for: what a person reads, JSON, JUnit XML, HTML, and coverage."""

import sys
from collections.abc import Sequence

from bot.config.atomic_files import write_whole
from bot.config.output import print_json
from bot.config.trial_catalogue import find
from bot.workbench.replay.html_report import html
from bot.workbench.replay.junit import junit
from bot.workbench.replay.options import Options
from bot.workbench.replay.plain import failures, last_line, plain
from bot.workbench.replay.playing import Plan
from bot.workbench.replay.result import Result
from bot.workbench.replay.summary import summary
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.map import Map


def write_reports(results: Sequence[Result], plan: Plan, options: Options, seed: int | None) -> None:
    """Prints what is to be printed, and writes the files that are named. `seed` is that of the order of playing, if there is one."""
    order = "" if seed is None else f"Played in the order of --shuffle --seed {seed}.\n"
    if options.as_json:
        sys.stderr.write(order)
        print_json([plain(each) for each in results])
    else:
        for each in failures(results):
            (sys.stdout if each.is_failure else sys.stderr).write(f"{each.text}\n")
        summary(results)
    if options.covers:
        _report_coverage(results, plan, options)
    if not options.as_json:
        sys.stdout.write(f"{order}{last_line(results)}\n")
    if options.junit is not None:
        write_whole(options.junit, junit(results, plan, seed))
    if options.html is not None:
        write_whole(options.html, html(results, plan, seed))


def _report_coverage(results: Sequence[Result], plan: Plan, options: Options) -> None:
    from bot.workbench.coverage.report import report  # noqa: PLC0415 - a replay without coverage does without it

    reached = Map()
    for each in results:
        reached |= each.reached or Map()
    report(Dialogue(find(plan.trial)), reached, plan.now, options.coverage_json, options.coverage_svg, with_table=options.coverage)
