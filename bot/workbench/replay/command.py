"""`trialscreen replay`: plays scripts, says which expectations did not hold, and writes the reports asked for."""

import secrets
from contextlib import suppress
from dataclasses import replace

from bot.config.clock import MACHINE, make_clock
from bot.config.output import print_notes
from bot.config.trial_catalogue import choose_name, list_names
from bot.workbench.replay.accepting.accepting import accept
from bot.workbench.replay.accepting.remedies import add_remedies
from bot.workbench.replay.gathering.choosing import choose_scripts, keep_files
from bot.workbench.replay.gathering.gathering import GatheredScripts, gather, shuffle
from bot.workbench.replay.gathering.last_failed import read_last_failed
from bot.workbench.replay.gathering.named_files import refuse_rewriting
from bot.workbench.replay.gathering.script_trials import ScriptTrials
from bot.workbench.replay.options import ReplayOptions, check_options
from bot.workbench.replay.playing import ReplayPlan, play
from bot.workbench.replay.progress import show_progress
from bot.workbench.replay.reports.reports import check_trials, write_reports
from bot.workbench.replay.result import ScriptResult, make_skipped
from bot.workbench.replay.workers import choose_processes, play_in_processes
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.player import FIXED_NOW

SEEDS = 1_000_000


class _EnoughPlayed(Exception):
    """A script failed, and no other one is wanted after it."""


def run(options: ReplayOptions) -> int:
    """Does what is asked for.

    Returns 0 when every expectation held, 1 when one did not or too little was reached, 2 when a script could not be
    read.
    """
    check_options(options)
    now = FIXED_NOW if options.now is None else make_clock(options.now)()
    if options.compare is not None:
        from bot.workbench.compare import run as compare  # noqa: PLC0415 - each command loads what it needs

        return compare(*options.compare, as_json=options.as_json)
    trial = choose_name(options.trial)
    if options.generate is not None:
        from bot.workbench.generate import run as generate  # noqa: PLC0415 - the same

        return generate(options.generate, trial, now, every_way=options.every_way)
    plan = ReplayPlan(trial, options.through, now, options.html is not None, options.covers)
    return _replay(options, plan, ScriptTrials(trial, is_chosen=options.trial != ""))


def _replay(options: ReplayOptions, plan: ReplayPlan, trials: ScriptTrials) -> int:
    """Plays what is named, remembers what failed, and returns the exit code."""
    if options.accepts:
        refuse_rewriting(options.paths)
    began, last = MACHINE(), read_last_failed()
    found = gather(options.paths, trials, options.pattern, of_whole_files=options.accepts)
    print_notes([found.note] if found.note else [])
    gathered = choose_scripts(found, options, last)
    check_trials(gathered.trials, options)
    plan = replace(plan, known_trials=tuple(dict.fromkeys([plan.trial, *gathered.trials, *list_names()])))
    seed = options.seed if options.seed is not None else secrets.randbelow(SEEDS)
    results = _results(gathered, plan, options, seed)
    if options.accepts and accept(results, gathered, options):
        gathered = keep_files(gather(options.paths, trials, options.pattern, of_whole_files=True), gathered)
        results = _results(gathered, plan, options, seed)
    results = add_remedies(results, gathered)
    unkept = last.remember(results)
    print_notes([unkept] if unkept and options.last_failed else [])
    shortfall = write_reports(results, plan, options, seed if options.shuffle else None, began)
    return max(shortfall, *(each.code for each in results))


def _results(gathered: GatheredScripts, plan: ReplayPlan, options: ReplayOptions, seed: int) -> list[ScriptResult]:
    """Plays the scripts, and returns what became of each file, in the order in which they were found."""
    found = gathered.found
    places = [at for at, each in enumerate(found) if isinstance(each, Script)]
    if options.shuffle:
        places = shuffle(places, seed)
    scripts = [each for at in places if isinstance(each := found[at], Script)]
    results: dict[int, ScriptResult] = {at: each for at, each in enumerate(found) if isinstance(each, ScriptResult)}
    if options.exit_first and results:
        scripts = []  # what cannot be read is known before anything is played
    jobs = choose_processes(len(scripts), options.through, options.jobs)
    with show_progress(len(scripts)) as advance, suppress(_EnoughPlayed):

        def tell(at: int, result: ScriptResult) -> None:
            results[places[at]] = result
            advance(result.code)
            if options.exit_first and result.code:
                raise _EnoughPlayed

        if jobs > 1:
            play_in_processes(scripts, plan, jobs, tell)
        elif scripts:
            play(enumerate(scripts), plan, tell)
    return [
        each if isinstance(each, ScriptResult) else results.get(at) or make_skipped(each)
        for at, each in enumerate(found)
    ]
