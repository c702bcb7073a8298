"""What every attack shares: options, a seed, one line if it held, and a repeatable description if it did not."""

import argparse
import logging
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom
from tempfile import mkdtemp

from storage.model.errors import StorageError

LARGEST_SEED = 1_000_000


class Broken(Exception):
    """Something that must hold did not."""


@dataclass(frozen=True)
class Options:
    """How an attack is run: from which seed, in small or in full, and in which empty folder."""

    seed: int
    is_small: bool
    folder: Path

    def random(self, *more: object) -> Random:
        """Returns randomness that the seed and `more` give."""
        return Random(f"{self.seed} {more}")

    def count(self, full: int, small: int) -> int:
        """Returns how often something is done."""
        return small if self.is_small else full


Attack = Callable[[Options], str]
"""Does its worst and returns what it did and saw, in one sentence. Raises `Broken` where something did not hold."""


def main(attacks: Mapping[str, Attack]) -> None:
    """Runs attacks by name, a line for each; exits 1 if one did not hold, and leaves its folder for inspection."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true", help="a small part, for every run of the tests")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(LARGEST_SEED))
    given = parser.parse_args()
    logging.getLogger("psycopg").setLevel(
        logging.ERROR
    )  # it warns of every statement that another transaction was faster than
    print(f"seed {given.seed}", flush=True)
    results = [_holds(name, attack, given.seed, is_small=given.small) for name, attack in attacks.items()]
    sys.exit(not all(results))


def _holds(name: str, attack: Attack, seed: int, *, is_small: bool) -> bool:
    folder = Path(mkdtemp(prefix="torture-"))
    began = time.monotonic()
    try:
        said = attack(Options(seed, is_small, folder))
    except (Broken, StorageError) as fault:
        print(
            f"BROKEN  {name}: {fault}; again with --seed {seed}{' --small' * is_small}; its folder is {folder}",
            flush=True,
        )
        return False
    print(f"held    {name}: {said} ({time.monotonic() - began:.0f} s)", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    return True
