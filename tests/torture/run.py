"""Runs every attack, one after the other, and shows at the end which held.

Each is a process of its own; run this as a script.
"""

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

from attacks import LARGEST_SEED

HERE = Path(__file__).parent

ATTACKS = {
    "storage": (
        "kills", "postgres_kills", "deliveries", "races", "faults", "tampering", "columns", "rollbacks", "thief",
        "canaries", "backups", "restores", "clocks", "deep_rotation",
    ),
    "telegram": (
        "telegram_kills", "telegram_deliveries", "telegram_taps", "telegram_faults", "telegram_mutations",
        "telegram_bodies", "telegram_load",
    ),
    "web": ("web_kills", "web_forms", "web_pre_checks", "two_devices"),
}  # fmt: skip
"""The files of the attacks, by what is attacked."""


@dataclass(frozen=True)
class Result:
    """How one file of attacks ended."""

    name: str
    held: int
    code: int
    seconds: float


def main() -> None:
    """Runs the attacks and prints the table; exits 1 if any did not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", nargs="?", choices=[*ATTACKS, "all"], default="all", help="what is attacked")
    parser.add_argument("--small", action="store_true", help="a small part of each")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(LARGEST_SEED))
    given = parser.parse_args()
    options = ["--seed", str(given.seed), *(["--small"] if given.small else [])]
    results = [_run(name, options) for part, names in ATTACKS.items() if given.part in (part, "all") for name in names]
    print(f"\n{'attack':<20}{'held':>5}{'seconds':>9}")
    for result in results:
        print(f"{result.name:<20}{result.held:>5}{result.seconds:>9.0f}{'' if result.code == 0 else '   BROKEN'}")
    print(f"in {sum(result.seconds for result in results) / 60:.1f} minutes, with --seed {given.seed}")
    sys.exit(any(result.code != 0 for result in results))


def _run(name: str, options: list[str]) -> Result:
    print(f"\n{name}", flush=True)
    began = time.monotonic()
    held = 0
    with subprocess.Popen(
        [sys.executable, str(HERE / f"{name}.py"), *options], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            held += line.startswith("held")
            print(f"  {line}", end="", flush=True)
    return Result(name, held, process.returncode, time.monotonic() - began)


if __name__ == "__main__":
    main()
