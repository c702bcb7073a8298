"""`trialscreen replay`: plays scripts, says which expectations did not hold, and writes the reports that are asked for."""

import secrets

from bot.config.clock import clock
from bot.config.trial_catalogue import names
from bot.workbench.replay.accepting import accept
from bot.workbench.replay.gathering import Gathered, gather, shuffled
from bot.workbench.replay.options import Options, check
from bot.workbench.replay.playing import Plan, play
from bot.workbench.replay.progress import progress
from bot.workbench.replay.reports import write_reports
from bot.workbench.replay.result import Result
from bot.workbench.replay.workers import play_apart, processes_for
from dialogs.testing.scripts.player import FIXED_NOW
from dialogs.testing.scripts.script import Script

SEEDS = 1_000_000


def run(options: Options) -> int:
    """Does what is asked for. Returns 0 when every expectation held, 1 when one did not, 2 when a script could not be read."""
    check(options)
    now = FIXED_NOW if options.now is None else clock(options.now)()
    if options.compare is not None:
        from bot.workbench.compare import run as compare  # noqa: PLC0415 - each command loads what it needs

        return compare(*options.compare, as_json=options.as_json)
    trial = options.trial or names()[0]
    if options.generate is not None:
        from bot.workbench.generate import run as generate  # noqa: PLC0415 - the same

        return generate(options.generate, trial, now)
    plan = Plan(trial, options.through, now, options.html is not None, options.accept, options.covers)
    gathered = gather(options.paths, options.pattern, of_whole_files=options.accept)
    seed = options.seed if options.seed is not None else secrets.randbelow(SEEDS)
    results = _results(gathered, plan, options, seed)
    if options.accept and accept(results, gathered.places):
        gathered = gather(options.paths, options.pattern, of_whole_files=True)
        results = _results(gathered, plan, options, seed)
    write_reports(results, plan, options, seed if options.shuffle else None)
    return max(each.code for each in results)


def _results(gathered: Gathered, plan: Plan, options: Options, seed: int) -> list[Result]:
    """Plays the scripts, and returns what became of each file in the order in which they were found, whichever was done first."""
    found = gathered.found
    places = [at for at, each in enumerate(found) if isinstance(each, Script)]
    if options.shuffle:
        places = shuffled(places, seed)
    scripts = [each for at in places if isinstance(each := found[at], Script)]
    results: dict[int, Result] = {at: each for at, each in enumerate(found) if isinstance(each, Result)}
    jobs = processes_for(len(scripts), options.through, options.jobs)
    with progress(len(scripts)) as advance:

        def tell(at: int, result: Result) -> None:
            results[places[at]] = result
            advance(result.code)

        if jobs > 1:
            play_apart(scripts, plan, jobs, tell)
        elif scripts:
            play(enumerate(scripts), plan, tell)
    return [results[at] for at in sorted(results)]
