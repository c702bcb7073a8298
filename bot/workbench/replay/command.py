"""`trialscreen replay`: plays scripts, says which expectations did not hold, and writes the reports asked for."""

import secrets

from bot.config.clock import make_clock
from bot.config.trial_catalogue import choose_name
from bot.workbench.replay.accepting import accept
from bot.workbench.replay.gathering import GatheredScripts, gather, shuffle
from bot.workbench.replay.options import ReplayOptions, check_options
from bot.workbench.replay.playing import ReplayPlan, play
from bot.workbench.replay.progress import show_progress
from bot.workbench.replay.reports import write_reports
from bot.workbench.replay.result import ScriptResult
from bot.workbench.replay.workers import choose_processes, play_in_processes
from dialogs.testing.scripts.blocks import Script
from dialogs.testing.scripts.player import FIXED_NOW

SEEDS = 1_000_000


def run(options: ReplayOptions) -> int:
    """Does what is asked for.

    Returns 0 when every expectation held, 1 when one did not, 2 when a script could not be read.
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
    plan = ReplayPlan(trial, options.through, now, options.html is not None, options.accept, options.covers)
    gathered = gather(options.paths, options.pattern, of_whole_files=options.accept)
    seed = options.seed if options.seed is not None else secrets.randbelow(SEEDS)
    results = _results(gathered, plan, options, seed)
    if options.accept and accept(results, gathered.places):
        gathered = gather(options.paths, options.pattern, of_whole_files=True)
        results = _results(gathered, plan, options, seed)
    write_reports(results, plan, options, seed if options.shuffle else None)
    return max(each.code for each in results)


def _results(gathered: GatheredScripts, plan: ReplayPlan, options: ReplayOptions, seed: int) -> list[ScriptResult]:
    """Plays the scripts, and returns what became of each file, in the order in which they were found."""
    found = gathered.found
    places = [at for at, each in enumerate(found) if isinstance(each, Script)]
    if options.shuffle:
        places = shuffle(places, seed)
    scripts = [each for at in places if isinstance(each := found[at], Script)]
    results: dict[int, ScriptResult] = {at: each for at, each in enumerate(found) if isinstance(each, ScriptResult)}
    jobs = choose_processes(len(scripts), options.through, options.jobs)
    with show_progress(len(scripts)) as advance:

        def tell(at: int, result: ScriptResult) -> None:
            results[places[at]] = result
            advance(result.code)

        if jobs > 1:
            play_in_processes(scripts, plan, jobs, tell)
        elif scripts:
            play(enumerate(scripts), plan, tell)
    return [results[at] for at in sorted(results)]
