"""Every ask-back that chains of texts lead to, in our trials and in random ones.

No short reply may record a value that was not offered.
"""

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from any_dialogue import DIALOGUES
from ask_back_walk import REPLIES, faults_of, visited
from odd_trials import odd_trial

from dialogs.conversation.dialogue import Dialogue

DEPTH = 3
"""Texts that lead to an ask-back; the reply to it is the fourth."""
WORDS = 6
ODD_TRIALS = 20


def main(depth: int = DEPTH, words: int = WORDS) -> int:
    """Prints how many ask-backs came up and what was recorded wrongly; returns 1 if anything was."""
    jobs = [(trial, fact, depth, words) for trial, fact in _list_places()]
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(_walk, *zip(*jobs, strict=True)))
    faults = [fault for _, some in found for fault in some]
    count = sum(each for each, _ in found)
    print(
        f"{count} ask-backs of {len(jobs)} facts, {count * len(REPLIES) * 2} replies: {len(faults)} record what was not"
        " offered"
    )
    print(*faults[:50], sep="\n")
    return 1 if faults else 0


def _list_places() -> Iterator[tuple[str, str]]:
    for name in (*DIALOGUES, *map(str, range(ODD_TRIALS))):
        yield from ((name, fact) for fact in _dialogue(name).trial.facts)


def _dialogue(name: str) -> Dialogue:
    return DIALOGUES[name] if name in DIALOGUES else Dialogue(odd_trial(random.Random(name)))


def _walk(name: str, fact: str, depth: int, words: int) -> tuple[int, list[str]]:
    dialogue = _dialogue(name)
    places = list(visited(dialogue, fact, depth, words))
    return len(places), [
        fault for place in places for sees in (True, False) for fault in faults_of(dialogue, place, sees_numbers=sees)
    ]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
