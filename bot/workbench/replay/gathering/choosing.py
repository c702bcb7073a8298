"""Which of the scripts that were found are played: without those excluded, or only what failed the last time."""

from collections.abc import Callable
from dataclasses import replace

from bot.config.errors import UsageFault
from bot.config.output import print_notes
from bot.workbench.replay.gathering.gathering import GatheredScripts, matches
from bot.workbench.replay.gathering.last_failed import LastFailed
from bot.workbench.replay.gathering.script_reading import GatheredScript
from bot.workbench.replay.options import ReplayOptions


def choose_scripts(gathered: GatheredScripts, options: ReplayOptions, last: LastFailed) -> GatheredScripts:
    """Returns the scripts that are to be played. Of a file that `--accept` may rewrite all are, if one is.

    Raises `UsageFault` where `--exclude` leaves none.
    """
    excluded = [each for each in options.excluded if each]
    if excluded:
        gathered = _keep(gathered, options, lambda each: not any(matches(each, pattern) for pattern in excluded))
        if not gathered.found:
            raise UsageFault(f"--exclude: no script is left without {', '.join(map(repr, excluded))[:80]}")
    if not options.last_failed:
        return gathered
    print_notes(last.forget_gone(gathered.found, is_whole=not options.pattern and not excluded))
    failed = _keep(gathered, options, last.holds)
    if not failed.found:
        print_notes([last.fault or "--last-failed: nothing here is known to have failed; all scripts are played"])
        return gathered
    return failed


def keep_files(gathered: GatheredScripts, chosen: GatheredScripts) -> GatheredScripts:
    """Returns the scripts of the files that were chosen before, as they read now."""
    files = {each.file for each in chosen.found}
    return replace(gathered, found=tuple(each for each in gathered.found if each.file in files))


def _keep(
    gathered: GatheredScripts, options: ReplayOptions, is_kept: Callable[[GatheredScript], bool]
) -> GatheredScripts:
    kept = replace(gathered, found=tuple(each for each in gathered.found if is_kept(each)))
    return keep_files(gathered, kept) if options.accepts else kept
