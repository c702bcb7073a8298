"""`--accept`: the files of scripts rewritten so that they expect what was said; what held stays as it stands."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.config.atomic_files import make_sure_of, write_whole
from bot.workbench.replay.result import FAILED, ScriptResult
from dialogs.testing.scripts.accepting import ByHandError, rewrite
from dialogs.testing.scripts.observation import ScriptObservation


def accept(results: Iterable[ScriptResult], places: Mapping[str, Path]) -> bool:
    """Rewrites the files of the scripts that failed, and returns whether there was one.

    Says which must be changed by hand. Raises `UsageFault` where a file cannot be written; then none was.
    """
    heard: dict[str, list[ScriptObservation]] = {}
    failed: set[str] = set()
    for each in results:
        if each.hearing is not None:
            heard.setdefault(each.file, []).append(each.hearing)
        if each.result == FAILED:
            failed.add(each.file)
    texts = {file: text for file in heard if file in failed and (text := _rewrite(heard[file])) is not None}
    for file in texts:
        make_sure_of(places[file])
    for file, text in texts.items():
        write_whole(places[file], text)
    return bool(texts)


def _rewrite(hearings: list[ScriptObservation]) -> str | None:
    """Returns the text of a file as it should be, or None where a person must see to it."""
    try:
        return rewrite(hearings)
    except ByHandError as error:
        sys.stderr.write(f"trialscreen: {error}\n")
        return None
