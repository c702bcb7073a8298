"""Whole trials and random ones: the atlas of a dialogue and the generated scripts agree.

Random walks find nothing beyond them.

python tests/proofs/proof_tours.py [COUNT [SEED]]    COUNT random definitions (150 if none is given); exit 1 at the
first difference
"""

import random
import sys
from secrets import randbelow

from commands import ROOT
from odd_trials import TEXT, odd_trial
from wandering import NOW, reached_by, wandered

from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.tours import script_tours

WALKS = 8
LONG = 150

WHOLE = {
    "a second trial": (ROOT / "tests" / "trials" / "adult-aml.yaml").read_text("utf-8"),
    "the skeleton": (ROOT / "dialogs" / "trials" / "skeleton.txt").read_text("utf-8"),
    "a condition that always holds": TEXT.replace(
        "{consent: given}", "{any: [{consent: given}, {consent: refused}]}", 1
    ),
}


def is_right(trial: Trial, rng: random.Random) -> bool:
    """Says whether all that is feasible is toured, and nothing else is ever reached."""
    dialogue = Dialogue(trial)
    feasible = draw_atlas(dialogue, NOW)
    if (
        find_undecided(dialogue, NOW) != Map()
        or reached_by(dialogue, script_tours(dialogue, NOW, every_way=True)) != feasible
    ):
        return False
    for _ in range(WALKS):
        beyond = wandered(dialogue, rng, LONG) - feasible
        if beyond.states or beyond.pairs or beyond.answers or beyond.statuses or beyond.ends or beyond.arrows:
            return False
    return True


def main(count: int, seed: int) -> int:
    """Returns 0 if all are right, and says how many there were."""
    trials = {name: load(text, name) for name, text in WHOLE.items()}
    trials |= {f"seed {each}": odd_trial(random.Random(each), 5) for each in range(seed, seed + count)}
    for name, trial in trials.items():
        if not is_right(trial, random.Random(name)):
            print(f"{name}: the atlas and the tours do not agree, or a walk finds more")
            return 1
    print(
        f"{len(trials):,} trials toured in full, {WALKS} random walks of {LONG} turns in each find nothing else (seed"
        f" {seed})"
    )
    return 0


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(given[0] if given else 150, given[1] if len(given) > 1 else randbelow(1_000_000)))
