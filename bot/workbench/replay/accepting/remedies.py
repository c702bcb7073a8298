"""What to do about a script that failed, as it helps where it is told: on the command line, or under pytest."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.workbench.replay.accepting.accepting import is_rewritable, mend_files
from bot.workbench.replay.gathering.gathering import GatheredScripts
from bot.workbench.replay.result import FAILED, ScriptResult
from dialogs.testing.scripts.accepting.mending import RewrittenFile

ACCEPT, ACCEPT_VERDICTS = "--accept", "--accept-verdicts"

ELSE = "; if not, mend what changed it."
REWRITE = "If what came is meant, {how}, which rewrites the script"
REWRITE_VERDICTS = "If what came is meant, {how}, which rewrites verdicts, states and JSON_PATHs too"
BY_HAND = "If what came is meant, change {place} by hand: {what}"
ELSEWHERE = "If what came is meant, change the script where it comes from"


@dataclass(frozen=True)
class CommandWay:
    """How a person comes to have a file rewritten: by the words before the option, and those after it."""

    before: str = "run again with"
    command: tuple[str, ...] = ()

    def format(self, option: str, file: str) -> str:
        """Returns what to do, with the option that rewrites the file."""
        words = [_shorten(word) for word in (*self.command, option, file)] if self.command else [option]
        return f"{self.before} {shlex.join(words)}"


AGAIN = CommandWay()


def _shorten(word: str) -> str:
    """Returns the name of a file as it is called in the current folder; anything else, or from the root, as it is."""
    here = Path.cwd()
    is_shorter = here != Path(here.anchor) and Path(word).is_relative_to(here)
    return str(Path(word).relative_to(here)) if is_shorter else word


def add_remedies(
    results: Sequence[ScriptResult], gathered: GatheredScripts, way: CommandWay = AGAIN
) -> list[ScriptResult]:
    """Returns the results, those of failed scripts with what to do."""
    mended = {each.file: each for each in mend_files(results, gathered)}
    return [
        replace(each, remedy=each.remedy or _join(_choose(each, mended[each.file], gathered, way), each.hint))
        if each.result == FAILED
        else each
        for each in results
    ]


def _join(remedy: str, hint: str) -> str:
    return f"{remedy}\n{hint}" if remedy and hint else remedy


def _choose(result: ScriptResult, mended: RewrittenFile, gathered: GatheredScripts, way: CommandWay) -> str:
    """Returns the remedy of a script that failed; empty where something could not be done, which says its own."""
    if result.hearing is not None and result.hearing.undone:
        return ""
    if not is_rewritable(gathered.places.get(result.file)):
        return ELSEWHERE + ELSE
    if mended.by_hand:
        by_hand = mended.by_hand[0]
        return BY_HAND.format(place=f"{by_hand.file}:{by_hand.line}", what=by_hand.what) + ELSE
    if mended.verdicts:
        return REWRITE_VERDICTS.format(how=way.format(ACCEPT_VERDICTS, result.file)) + ELSE
    return REWRITE.format(how=way.format(ACCEPT, result.file)) + ELSE
