"""`trialscreen replay --generate`: writes scripts that reach all of a trial's dialogue, whole or not at all."""

import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path

from bot.config.errors import UsageFault, describe_cause
from bot.config.trial_catalogue import find_trial
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.map import DIMENSIONS, Map
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.coverage.tours import script_tours
from dialogs.testing.scripts.blocks import MeBlock, Script
from dialogs.testing.scripts.player import Player

STAGING = ".trialscreen-new"
"""The folder inside the one that is named in which the scripts are made before they take their places."""


def run(folder: Path, trial_name: str, now: datetime) -> int:
    """Writes the scripts and says how much they reach.

    Raises `UsageFault` for a folder that holds anything else, or cannot be written.
    """
    dialogue = Dialogue(find_trial(trial_name))
    scripts = script_tours(dialogue, now)
    _refuse(folder, {script.file for script in scripts})
    try:
        _write(folder, scripts)
    except OSError as error:
        raise UsageFault(f"{folder}: cannot be written ({describe_cause(error)})") from error
    sys.stdout.write("\n".join(_describe_result(folder, dialogue, scripts, now)) + "\n")
    return 0


def _refuse(folder: Path, names: set[str]) -> None:
    """Raises `UsageFault` unless the folder is new, empty, or holds only scripts that are written anew."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageFault(f"{folder}: this is a file; name a new or empty folder")
    others = sorted(each.name for each in folder.iterdir() if each.name not in names | {STAGING})
    if others:
        raise UsageFault(f"{folder}: {others[0]} is not one of these scripts; name a new or empty folder, or remove it")


def _write(folder: Path, scripts: tuple[Script, ...]) -> None:
    """Writes all scripts beside their places, and only then moves them there."""
    staging = folder / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir(parents=True)
        for script in scripts:
            (staging / script.file).write_text(script.source, encoding="utf-8", newline="\n")
        for script in scripts:
            (staging / script.file).replace(folder / script.file)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _describe_result(folder: Path, dialogue: Dialogue, scripts: tuple[Script, ...], now: datetime) -> Iterator[str]:
    said = sum(isinstance(block, MeBlock) for script in scripts for block in script.blocks)
    yield (
        f"{folder}: {len(scripts)} scripts, in which {said} things are said. Of what {dialogue.trial.id} can reach they"
        " reach:"
    )
    feasible = draw_atlas(dialogue, now)
    player = Player(dialogue, now)
    reached = reduce(or_, (map_reached(dialogue, player.play(script), now) for script in scripts), Map())
    for name in DIMENSIONS:
        possible = getattr(feasible, name)
        yield f"  {len(possible & getattr(reached, name))} of {len(possible)} {_NAMES[name]}"
    yield from _describe_undecided(find_undecided(dialogue, now))
    yield (
        "What is expected in them is what the dialogue says now, right or wrong: a person must review them before they"
        " protect anything."
    )


def _describe_undecided(left: Map) -> Iterator[str]:
    for name in DIMENSIONS:
        places = sorted(
            " ".join(str(getattr(part, "value", part)) for part in _parts(place)) for place in getattr(left, name)
        )
        if places:
            yield f"Not decided whether they can be reached: {len(places)} {_NAMES[name]}: {'; '.join(places)}"


def _parts(place: str | tuple[object, ...]) -> tuple[object, ...]:
    return (place,) if isinstance(place, str) else place


_NAMES = {
    "states": "states",
    "pairs": "pairs of a state and a kind of event",
    "answers": "answers",
    "statuses": "statuses of criteria",
    "commands": "commands",
    "phrases": "sentences",
    "ends": "criteria that end the questions early",
    "arrows": "ways from a state to another",
}
