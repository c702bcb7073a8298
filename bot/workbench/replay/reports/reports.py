"""The reports of a replay, each where it was asked for: what a person reads, JSON, JUnit XML, HTML, and coverage."""

import sys
from collections.abc import Sequence
from datetime import datetime

import orjson

from bot.config.atomic_files import write_whole
from bot.config.errors import UsageFault
from bot.config.output import print_notes, print_text
from bot.config.trial_catalogue import find_trial
from bot.workbench.replay.least_coverage import describe_shortfall, read_least_coverage
from bot.workbench.replay.options import ReplayOptions
from bot.workbench.replay.playing import ReplayPlan
from bot.workbench.replay.reports.annotations import annotate, defuse, runs_in_ci, stop_commands
from bot.workbench.replay.reports.html_report import render_page
from bot.workbench.replay.reports.job_summary import append_job_summary
from bot.workbench.replay.reports.junit import render_junit
from bot.workbench.replay.reports.plain import count_skipped, describe_failures, plain_result, summarize
from bot.workbench.replay.reports.summary import print_summary
from bot.workbench.replay.result import ScriptResult, list_trials
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.map import Map


def check_trials(trials: Sequence[str], options: ReplayOptions) -> None:
    """Raises `UsageFault` where a report can only be of one trial, and scripts of several are to be played."""
    if options.coverage_json is not None and len(trials) > 1:
        raise UsageFault(
            f"--coverage-json is of one trial, and these scripts are of {len(trials)} ({', '.join(trials[:5])});"
            " name the scripts of one, or take --coverage, which prints a table for each"
        )


def write_reports(
    results: Sequence[ScriptResult], plan: ReplayPlan, options: ReplayOptions, seed: int | None, began: datetime
) -> int:
    """Prints what is to be printed, and writes the files that are named, also where the output cannot be written.

    `seed` is that of the order of playing, if there is one. Returns 1 where less was reached than asked for, else 0.
    """
    try:
        return _print(results, plan, options, seed)
    finally:
        if options.junit is not None:
            write_whole(options.junit, render_junit(results, plan, seed, began))
        if options.html is not None:
            write_whole(options.html, render_page(results, plan, seed))
        if runs_in_ci():
            append_job_summary(results)


def _print(results: Sequence[ScriptResult], plan: ReplayPlan, options: ReplayOptions, seed: int | None) -> int:
    order = "" if seed is None else f"Played in the order of --shuffle --seed {seed}.\n"
    shortfall = ""
    with stop_commands(sys.stdout, is_wanted=runs_in_ci() and not options.as_json):
        try:
            if options.as_json:
                sys.stderr.write(order)
                _print_json(results)
            else:
                _print_failures(results, plan)
                print_summary(results)
        finally:
            shortfall = _report_coverage(results, plan, options) if options.covers else ""
    if runs_in_ci():
        (sys.stderr if options.as_json else sys.stdout).writelines(annotate(results))
    if not options.as_json:
        sys.stdout.write(f"{order}{summarize(results)}\n")
    print_notes([shortfall] if shortfall else [])
    return int(bool(shortfall))


def _print_json(results: Sequence[ScriptResult]) -> None:
    text = orjson.dumps([plain_result(each) for each in results], option=orjson.OPT_INDENT_2).decode()
    print_text(defuse(text, r"##\u005b") if runs_in_ci() else text)  # the same to whoever reads JSON


def _print_failures(results: Sequence[ScriptResult], plan: ReplayPlan) -> None:
    for each in describe_failures(results, with_trial=len(plan.known_trials) > 1):
        if each.is_failure:
            sys.stdout.write(f"{each.text}\n")
        else:
            sys.stderr.write(f"{defuse(each.text) if runs_in_ci() else each.text}\n")


def _report_coverage(results: Sequence[ScriptResult], plan: ReplayPlan, options: ReplayOptions) -> str:
    """Tells what was reached, and returns a sentence where that is less than asked for.

    A run that ended early is not held to it.
    """
    from bot.workbench.coverage.report import (  # noqa: PLC0415 - a replay without coverage does without it
        report_coverage,
    )

    told = []
    for trial in list_trials(results) or [plan.trial]:
        reached = Map()
        for each in results:
            if each.trial == trial:
                reached |= each.reached or Map()
        coverage = report_coverage(
            Dialogue(find_trial(trial)),
            reached,
            plan.now,
            options.coverage_json,
            with_table=options.coverage,
        )
        told.append(describe_shortfall(coverage, read_least_coverage(options.least_coverage)))
    return "" if count_skipped(results) else "\n".join(filter(None, told))
