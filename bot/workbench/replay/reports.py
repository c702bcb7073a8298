"""The reports of a replay, each where it was asked for: what a person reads, JSON, JUnit XML, HTML, and coverage."""

import sys
from collections.abc import Sequence

from bot.config.atomic_files import write_whole
from bot.config.output import print_json
from bot.config.trial_catalogue import find_trial
from bot.workbench.replay.html_report import render_page
from bot.workbench.replay.junit import render_junit
from bot.workbench.replay.options import ReplayOptions
from bot.workbench.replay.plain import describe_failures, plain_result, summarize
from bot.workbench.replay.playing import ReplayPlan
from bot.workbench.replay.result import ScriptResult
from bot.workbench.replay.summary import print_summary
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.map import Map


def write_reports(results: Sequence[ScriptResult], plan: ReplayPlan, options: ReplayOptions, seed: int | None) -> None:
    """Prints what is to be printed, and writes the files that are named.

    `seed` is that of the order of playing, if there is one.
    """
    order = "" if seed is None else f"Played in the order of --shuffle --seed {seed}.\n"
    if options.as_json:
        sys.stderr.write(order)
        print_json([plain_result(each) for each in results])
    else:
        for each in describe_failures(results):
            (sys.stdout if each.is_failure else sys.stderr).write(f"{each.text}\n")
        print_summary(results)
    if options.covers:
        _report_coverage(results, plan, options)
    if not options.as_json:
        sys.stdout.write(f"{order}{summarize(results)}\n")
    if options.junit is not None:
        write_whole(options.junit, render_junit(results, plan, seed))
    if options.html is not None:
        write_whole(options.html, render_page(results, plan, seed))


def _report_coverage(results: Sequence[ScriptResult], plan: ReplayPlan, options: ReplayOptions) -> None:
    from bot.workbench.coverage.report import (  # noqa: PLC0415 - a replay without coverage does without it
        report_coverage,
    )

    reached = Map()
    for each in results:
        reached |= each.reached or Map()
    report_coverage(
        Dialogue(find_trial(plan.trial)),
        reached,
        plan.now,
        options.coverage_json,
        with_table=options.coverage,
    )
