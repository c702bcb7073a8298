"""`trialscreen replay --generate`: writes scripts that reach a trial's dialogue, and says how much of it."""

import sys
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path

from bot.config.trial_catalogue import find_trial
from bot.workbench.script_folder import ScriptPlan, plan_folder, write_folder
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.map import DIMENSIONS, Map
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.coverage.tours import script_tours
from dialogs.testing.scripts.format.blocks import MeBlock, Script
from dialogs.testing.scripts.playing.player import Player


def run(folder: Path, trial_name: str, now: datetime, *, every_way: bool) -> int:
    """Writes the scripts and says how much they reach. What a person has reviewed or changed is kept.

    Raises `UsageFault` for a folder in which a name that is needed is taken, or that cannot be written.
    """
    dialogue = Dialogue(find_trial(trial_name))
    scripts = script_tours(dialogue, now, every_way=every_way)
    plan = plan_folder(folder, scripts, dialogue.trial.id)
    write_folder(folder, plan)
    lines = (*_describe_reach(folder, dialogue, scripts, now), *_describe_files(plan), _REVIEW)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _describe_reach(folder: Path, dialogue: Dialogue, scripts: tuple[Script, ...], now: datetime) -> Iterator[str]:
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


def _describe_files(plan: ScriptPlan) -> Iterator[str]:
    if plan.kept:
        yield f"Kept, for a person has reviewed or changed them: {'; '.join(plan.kept)}"
    if plan.outdated:
        yield f"Of these, other than what is generated now: {'; '.join(plan.outdated)}"
    if plan.removed:
        yield f"Removed, for they are no longer made, and nobody has reviewed them: {'; '.join(plan.removed)}"


def _describe_undecided(left: Map) -> Iterator[str]:
    for name in DIMENSIONS:
        places = sorted(
            " ".join(str(getattr(part, "value", part)) for part in _parts(place)) for place in getattr(left, name)
        )
        if places:
            yield f"Not decided whether they can be reached: {len(places)} {_NAMES[name]}: {'; '.join(places)}"


def _parts(place: str | tuple[object, ...]) -> tuple[object, ...]:
    return (place,) if isinstance(place, str) else place


_REVIEW = (
    "What is expected in them is what the dialogue says now, right or wrong: a person must review them before they"
    " protect anything. Whoever has reviewed a script deletes the line in it that says it was not."
)

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
