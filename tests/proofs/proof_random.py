"""Proof, part B: random partial sets of answers against a decision that looks at every completion.

Run it as a script.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from random import Random

from plain_table import BLINATUMOMAB_CRITERIA, CODES, CRITERION_FACTS, FACTS, Plain, applies
from proof_brute import VALUES
from proof_engine import Judged, differences, engine, smallest
from proof_grid import GRID

CHUNK = 2_000
DATES = ("2025-12-01", "2026-05-31", "2026-06-01", "2026-06-02", "2027-01-15")

FITTING: dict[str, tuple[Plain, ...]] = {fact: codes[:1] for fact, codes in CODES.items()} | {
    "age_days": (0, 120, 358, 364, 365, {"min": 334, "max": 365}, {"below": 366}),
    "diagnosis": ("b_precursor_all", "b_mpal"),
    "corticosteroids": ("none", "aerosol_only", "systemic", "systemic"),
    "corticosteroid_dose": (2, 9.5, 10, {"max": 10}, {"min": 9, "max": 10}, 30.5, {"min": 9.92, "max": 10.08}),
    "corticosteroid_days": (1, 6, 7, {"below": 8}, {"min": 5, "max": 7}),
    "live_vaccine": ("none", "given"),
    "live_vaccine_days": (29, 31, 60, {"above": 28}, {"min": 29, "max": 40}),
}
"""Answers with which no criterion fails."""

EXACT_GRID: dict[str, tuple[Plain, ...]] = {
    fact: tuple(
        answer
        for answer in answers
        if answer not in (None, "unknown", "pending") and not (isinstance(answer, dict) and "pending" in answer)
    )
    for fact, answers in GRID.items()
}
STRADDLING: dict[str, tuple[Plain, ...]] = {
    "age_days": (
        {"min": 365, "max": 396},
        {"min": 365, "max": 730},
        {"above": 300},
        {"max": 366},
        {"above": 364, "below": 367},
    ),
    "corticosteroid_dose": (
        {"min": 9.92, "max": 10.08},
        {"above": 9},
        {"min": 10},
        {"below": 10.01},
        {"min": 10, "below": 12},
    ),
    "corticosteroid_days": ({"min": 7, "max": 8}, {"min": 0}, {"below": 9}, {"above": 6}),
    "live_vaccine_days": ({"min": 28, "max": 34}, {"above": 27}, {"max": 29}, {"above": 20, "below": 30}),
}
"""Intervals that lie on both sides of a threshold."""

IMPRECISE = 0.4
"""How often a missing number is such an interval."""

OF_BLINATUMOMAB = {fact for criterion in BLINATUMOMAB_CRITERIA for fact in CRITERION_FACTS[criterion]} - {"diagnosis"}


@dataclass
class Tally:
    """What a run of cases came to."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[dict[str, Plain], list[str]]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Adds another run."""
        self.outcomes += other.outcomes
        self.kinds += other.kinds
        self.failures += other.failures


def random_answers(random: Random) -> dict[str, Plain]:
    """Returns a random partial set of answers: from nearly complete to nearly empty, from fitting to any.

    Every answer in it applies.
    """
    gap = random.choice((0.0, 0.0, 0.05, 0.1, 0.2, 0.4, 0.7))
    strange = {True: random.choice((0.0, 0.0, 0.1, 0.3, 1.0)), False: random.choice((0.0, 0.0, 0.0, 0.03, 0.1, 0.5))}
    a: dict[str, Plain] = {}
    for fact in FACTS:
        if not applies(a, fact):
            continue
        if random.random() < gap:
            missing = _missing(fact, random)
            if missing is not None:
                a[fact] = missing
        else:
            any_value = random.random() < strange[fact in OF_BLINATUMOMAB]
            a[fact] = random.choice(EXACT_GRID[fact] if any_value else FITTING[fact])
    return _shuffle(a, random)


def _missing(fact: str, random: Random) -> Plain | None:
    if fact in STRADDLING and random.random() < IMPRECISE:
        return random.choice(STRADDLING[fact])
    return random.choice((None, None, "unknown", "pending", {"pending": random.choice(DATES)}))


def _shuffle(a: dict[str, Plain], random: Random) -> dict[str, Plain]:
    """Returns the answers in a random order: their order means nothing."""
    facts = list(a)
    random.shuffle(facts)
    return {fact: a[fact] for fact in facts}


def random_cases(seed: int, chunk: int, count: int) -> Iterator[dict[str, Plain]]:
    """Yields the cases of one chunk, the same for the same seed."""
    random = Random(f"{seed}/{chunk}")
    for _ in range(count):
        yield random_answers(random)


def total_assignments(seed: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yields random total assignments: for each fact the place of its value in `VALUES`."""
    random = Random(seed)
    for _ in range(count):
        yield tuple(random.randrange(len(values)) for values in VALUES.values())


def check(seed: int, chunk: int, count: int, judged: Judged) -> Tally:
    """Holds the engine against the plain table and every completion, for one chunk of cases."""
    tally = Tally()
    for a in random_cases(seed, chunk, count):
        result = judged(a)
        tally.outcomes[result["determinations"]["protocol"], result["determinations"]["blinatumomab"]] += 1
        tally.kinds.update(_count_kinds(a, result["missing"]))
        why = list(differences(a, result))
        if why:
            tally.failures.append((a, why))
    return tally


def _count_kinds(a: dict[str, Plain], missing: list[dict[str, str]]) -> set[str]:
    facts_left_out = {"not asked"} if any(fact not in a and applies(a, fact) for fact in FACTS) else set()
    dates = (
        {"pending with a date"} if any(isinstance(each, dict) and "pending" in each for each in a.values()) else set()
    )
    return facts_left_out | dates | {each["cause"] for each in missing if each["cause"] != "not_asked"} or {
        "nothing missing"
    }


def _check_chunk(job: tuple[int, int, int]) -> Tally:
    return check(*job, _engine())


@cache
def _engine() -> Judged:
    return engine()


def main() -> int:
    """Prints the seed, the distribution of outcomes and the first disagreements, made small.

    Returns 1 if there is a disagreement.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    begun = time.monotonic()
    jobs = [(given.seed, i, min(CHUNK, given.cases - at)) for i, at in enumerate(range(0, given.cases, CHUNK))]
    total = Tally()
    with ProcessPoolExecutor(given.processes, mp_context=get_context("spawn")) as pool:
        for tally in pool.map(_check_chunk, jobs):
            total.add(tally)
    print(
        f"random: {given.cases} sets of answers, seed {given.seed}, {len(total.failures)} disagreements,"
        f" {time.monotonic() - begun:.0f} s"
    )
    for (protocol, blinatumomab), count in sorted(total.outcomes.items()):
        print(f"  {protocol:>12} / {blinatumomab:<14} {count:>7}")
    print("  with " + ", ".join(f"{kind}: {count}" for kind, count in sorted(total.kinds.items())))
    for a, _ in total.failures[:5]:
        small = smallest(a, _engine())
        print(json.dumps({"answers": small, "disagreements": list(differences(small, _engine()(small)))}, indent=1))
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
