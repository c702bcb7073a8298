"""`--accept`: the files of scripts rewritten so that they expect what was said, and all that is changed told.

A file is left as it is where a verdict, a state or a JSON_PATH would change, unless these may be rewritten too.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from bot.config.atomic_files import make_sure_of, write_whole
from bot.workbench.replay.accepting.change_words import describe_changes, describe_count, describe_refusal
from bot.workbench.replay.gathering.gathering import GatheredScripts
from bot.workbench.replay.options import ReplayOptions
from bot.workbench.replay.result import FAILED, UNREADABLE, ScriptResult
from dialogs.testing.scripts.accepting.mending import RewrittenFile, mend
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.observation import ByHand, ScriptObservation

MISTAKEN = "{file}: left as it is. {why}"
TOLD = "{file}: left as it is, for {place} as well"
NOT_PLAYED = "{file}: left as it is, since one of its scripts could not be played to its end"


def accept(results: Sequence[ScriptResult], gathered: GatheredScripts, options: ReplayOptions) -> bool:
    """Rewrites the files of the scripts that failed, tells what changes in them, and returns whether there was one.

    Says which must be changed by hand. Raises `UsageFault` where a file cannot be written; then none was.
    """
    mended = mend_files(results, gathered)
    reasons = {each.file: NOT_PLAYED.format(file=each.file) for each in results if each.result == UNREADABLE}
    reasons |= {each.file: MISTAKEN.format(file=each.file, why=each.remedy) for each in results if each.remedy}
    told: set[str] = set()
    chosen = [each for each in mended if not _refuse(each, reasons, options, told)]
    for each in chosen:
        make_sure_of(gathered.places[each.file])
    out = sys.stderr if options.as_json else sys.stdout
    for each in chosen:
        write_whole(gathered.places[each.file], each.text)
        _print(out, describe_changes(each.file, each.changes))
    if mended:
        _print(out, describe_count(chosen, len(mended) - len(chosen)))
    return bool(chosen)


def mend_files(results: Sequence[ScriptResult], gathered: GatheredScripts) -> list[RewrittenFile]:
    """Returns the files of the scripts that failed, as they should be."""
    heard: dict[str, list[ScriptObservation]] = {}
    for each in results:
        if each.hearing is not None:
            heard.setdefault(each.file, []).append(each.hearing)
    failed = {each.file for each in results if each.result == FAILED}
    sources = {each.file: each.source for each in gathered.found if isinstance(each, Script)}
    return [mend(sources[file], observations) for file, observations in heard.items() if file in failed]


def is_rewritable(place: Path | None) -> bool:
    """Says whether a script stands in a file of its own, rather than in a pipe or on standard input."""
    return place is not None and place.is_file()


def _refuse(mended: RewrittenFile, reasons: Mapping[str, str], options: ReplayOptions, told: set[str]) -> bool:
    """Says on standard error why a file is left as it is, and returns whether it is.

    Of a place that was told before, in a file that others share, only the place is named.
    """
    refusal = ""
    if mended.by_hand:
        refusal = "\ntrialscreen: ".join(_describe_by_hand(mended.file, each, told) for each in mended.by_hand)
    elif mended.file in reasons:
        refusal = reasons[mended.file]
    elif mended.verdicts and not options.accept_verdicts:
        refusal = describe_refusal(mended.file, mended.verdicts)
    if refusal:
        _print(sys.stderr, f"trialscreen: {refusal}")
    return bool(refusal)


def _describe_by_hand(file: str, by_hand: ByHand, told: set[str]) -> str:
    place = f"{by_hand.file}:{by_hand.line}"
    if place in told:
        return TOLD.format(file=file, place=place)
    told.add(place)
    return str(by_hand)


def _print(out: TextIO, text: str) -> None:
    out.write(f"{text}\n")
