"""Proof, part A: every criterion over the full grid of the values of its facts, against the plain table.

Run it as a script.
"""

import json
import sys
from collections.abc import Iterator
from itertools import islice, product

from plain_table import CODES, CRITERION_FACTS, FACTS, Answers, Plain, applies
from proof_engine import Judged, differences, engine

NOT_ASKED = None
MISSING: tuple[Plain | None, ...] = (
    NOT_ASKED,
    "unknown",
    "pending",
    {"pending": "2026-05-31"},
    {"pending": "2026-06-02"},
)


def whole(threshold: int, most: int) -> tuple[Plain | None, ...]:
    """Returns answers in whole days: the threshold, its neighbours and ends.

    Intervals touch it, straddle it, and clear it.
    """
    before, after = threshold - 1, threshold + 1
    exact: tuple[Plain, ...] = (0, before, threshold, after, most)
    closed: tuple[Plain, ...] = tuple(
        {"min": low, "max": high} for low, high in ((0, before), (before, threshold), (threshold, after))
    )
    beyond: tuple[Plain, ...] = (
        {"min": after, "max": most},
        {"min": threshold, "max": threshold},
        {"min": 0, "max": most},
    )
    ended: tuple[Plain, ...] = tuple({limit: day} for limit in ("min", "max") for day in (before, threshold, after))
    strict: tuple[Plain, ...] = tuple(
        {limit: day} for limit in ("above", "below") for day in (before, threshold, after)
    )
    mixed: tuple[Plain, ...] = (
        {"above": before, "max": after},
        {"min": threshold, "below": after},
        {"above": before, "below": after + 1},
    )
    return (*MISSING, *exact, *closed, *beyond, *ended, *strict, *mixed)


DOSES: tuple[Plain | None, ...] = (
    *MISSING,
    *(0, 8.99, 9, 9.99, 9.999999999, 10, 10.0, 10.000000001, 10.01, 11, 11.01, 1000),
    *(
        {"min": 0, "max": 9},
        {"min": 9, "max": 10},
        {"min": 9.92, "max": 10.08},
        {"min": 10, "max": 12},
        {"min": 10.5, "max": 12},
    ),
    *({"min": 10, "max": 10}, {"min": 10.5}, {"min": 10}, {"min": 9.5}, {"max": 9.5}, {"max": 10}, {"max": 10.5}),
    *({"above": 9.5}, {"above": 10}, {"above": 10.5}, {"below": 9.5}, {"below": 10}, {"below": 10.5}),
    *(
        {"above": 10, "max": 12},
        {"above": 9, "below": 10},
        {"min": 10, "below": 12},
        {"above": 9, "max": 10.5},
        {"above": 11, "below": 12},
    ),
)

GRID: dict[str, tuple[Plain | None, ...]] = {fact: (*MISSING, *codes) for fact, codes in CODES.items()} | {
    "age_days": (
        *whole(365, 6575),
        357,
        358,
        372,
        373,
        {"min": 365, "max": 396},
        {"min": 334, "max": 365},
        {"above": 372},
        {"above": 371},
    ),
    "corticosteroid_dose": DOSES,
    "corticosteroid_days": (*whole(7, 28), 9, 5, {"above": 8}),
    "live_vaccine_days": (
        *whole(28, 6575),
        24,
        25,
        31,
        32,
        {"min": 20, "max": 28},
        {"above": 30},
        {"above": 31},
        {"below": 25},
        {"above": 19, "max": 28},
    ),
}


def cases(criterion: str) -> Iterator[dict[str, Plain]]:
    """Yields every set of answers to the facts of a criterion; a fact that does not apply is left out."""
    facts = [fact for fact in FACTS if fact in CRITERION_FACTS[criterion]]
    seen = set()
    for answers in product(*(GRID[fact] for fact in facts)):
        a = {fact: answer for fact, answer in zip(facts, answers, strict=True) if answer is not NOT_ASKED}
        a = {fact: answer for fact, answer in a.items() if applies(a, fact)}
        if repr(a) not in seen:
            seen.add(repr(a))
            yield a


def disagreements(criterion: str, judged: Judged, every: int = 1) -> Iterator[tuple[Answers, list[str]]]:
    """Yields each case of a criterion, or only each so many-th, with where the engine disagrees."""
    for a in islice(cases(criterion), 0, None, every):
        yield a, list(differences(a, judged(a)))


def main() -> int:
    """Prints the counts and the first disagreements; returns 1 if there is one."""
    judged = engine()
    failed, total = [], 0
    for criterion in CRITERION_FACTS:
        found = list(disagreements(criterion, judged))
        bad = [(a, why) for a, why in found if why]
        print(f"{criterion}: {len(found)} sets of answers, {len(bad)} disagreements")
        total += len(found)
        failed += bad
    print(f"grid: {total} sets of answers, {len(failed)} disagreements")
    for a, why in failed[:5]:
        print(json.dumps({"answers": a, "disagreements": why}, indent=1))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
