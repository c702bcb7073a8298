"""Plays all scripts many times, and counts what is told differently.

Each time the order and the number of processes are other ones.

python tests/proofs/shuffles.py [LAYER] [TIMES]
"""

import json
import sys
from pathlib import Path

from commands import trialscreen

FOLDERS = [each for each in (Path(__file__).parents[1] / name for name in ("scripts", "abuse")) if each.is_dir()]


def told(*options: str) -> list[dict[str, object]]:
    """Returns what is told of every script, without the time that it took."""
    results = json.loads(trialscreen("replay", "--json", *options, *FOLDERS).out)
    return [{name: value for name, value in each.items() if name != "seconds"} for each in results]


def main(layer: str = "core", times: str = "50") -> int:
    """Prints how many scripts were told differently, and which; returns 1 if any was."""
    first = told("--through", layer)
    differences = 0
    for seed in range(int(times)):
        again = told("--through", layer, "--shuffle", "--seed", str(seed), "--jobs", str(seed % 3 + 1))
        for one, other in zip(first, again, strict=True):
            if one != other:
                differences += 1
                print(
                    f"--shuffle --seed {seed} --jobs {seed % 3 + 1}: {other['script']}: {other['result']}, not"
                    f" {one['result']}"
                )
    print(f"{times} shuffles of {len(first)} scripts through {layer}: {differences} differences")
    return int(differences > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
