"""Every small mutation of generated definitions: the loader refuses it, it means the same, or the proof notices it.

Run it as a script.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from math import prod
from random import Random

import numpy as np
from changed_definitions import iterate_mutants
from format_differences import find_differences
from generated_definitions import as_text
from generated_facts import get_days_to_wait
from plain_format import Format
from plain_worlds import Worlds
from possible_values import find_exact
from proof_format import Answers, draw_cases, draw_formats
from sampled_values import Plain, Samples, list_samples

from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load

RANDOM = 30
"""How many sets of answers a mutant is tried on that nobody chose for it."""

CHOSEN = 1_000
"""How many more it is tried on: total ones where it comes to something else."""

MOST = 400_000
"""How many total assignments are compared to see whether a mutant means the same."""


def judge(form: Format, plain: Plain, seed: str) -> str:
    """Returns what becomes of a mutant: refused, too large, equivalent, noticed, or survives."""
    try:
        trial = load(as_text(plain), "mutant.yaml")
    except DefinitionError:
        return "refused"
    for answers in draw_cases(form, seed, RANDOM):
        if is_noticed(form, trial, answers):
            return "noticed"
    samples = list_samples(form.plain, plain)
    if prod(len(each) for each in samples.values()) > MOST:
        return "too large"
    cases = list(draw_differing(form, plain, samples, seed))
    for answers in cases:
        if is_noticed(form, trial, answers):
            return "noticed where it differs"
    return "survives" if cases else "equivalent"


def is_noticed(form: Format, trial: Trial, answers: Answers) -> bool:
    """Says whether the proof of the original finds a difference."""
    return any(True for _ in find_differences(form, trial, answers))


def draw_differing(form: Format, plain: Plain, samples: Samples, seed: str) -> Iterator[Answers]:
    """Yields answers where the mutant comes to something else: total ones, and those about one more day of a wait."""
    one, other = Worlds(form.plain, samples), Worlds(plain, samples)
    differs = np.zeros(one.shape, dtype=bool)
    for mine, its in ((one.applies, other.applies), (one.truths, other.truths), (one.finals, other.finals)):
        for name in mine:
            differs |= mine[name] != its[name] if name in its else True
    known = [[place for place, value in enumerate(samples[fact]) if value in form.samples[fact]] for fact in samples]
    places = np.argwhere(differs[np.ix_(*known)])
    Random(seed).shuffle(order := list(range(len(places))))
    for chosen in order[:CHOSEN]:
        values = {fact: form.samples[fact][place] for fact, place in zip(samples, places[chosen], strict=True)}
        answers = {fact: find_exact(form.plain["facts"][fact], value) for fact, value in values.items()}
        uncounted = form.list_uncounted(answers)
        yield {fact: answer for fact, answer in answers.items() if fact not in uncounted}
    used = form.list_used_facts()
    if any(fact in used and counts_otherwise(each, plain["facts"][fact]) for fact, each in form.plain["facts"].items()):
        yield from draw_cases(form, f"{seed}/more", 4 * CHOSEN)


def counts_otherwise(fact: Plain, changed: Plain) -> bool:
    """Says whether the answers to a fact count for other days, or drugs are waited for otherwise."""
    waits = [
        [get_days_to_wait(drug) for drug in each["drugs"].values()] if each["kind"] == "washouts" else []
        for each in (fact, changed)
    ]
    return fact.get("valid_for") != changed.get("valid_for") or waits[0] != waits[1]


def main() -> int:
    """Prints what became of the mutants, and which survive.

    Returns 1 if one does.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--definitions", type=int, default=50)
    parser.add_argument("--seed", type=int, default=22)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    begun = time.monotonic()
    fates: Counter[str] = Counter()
    alive = []
    for number, (form, _) in enumerate(draw_formats(given.seed, given.definitions)):
        for name, plain in list(iterate_mutants(form.plain))[number % given.every :: given.every]:
            fate = judge(form, plain, f"{given.seed}/{number}")
            fates[fate] += 1
            if fate == "survives":
                alive.append(f"{number}: {name}")
    print(f"format: mutants of {given.definitions} definitions, seed {given.seed}, {time.monotonic() - begun:.0f} s")
    print("  " + ", ".join(f"{fate} {count}" for fate, count in sorted(fates.items())))
    for name in alive:
        print(f"  survives: {name}")
    return int(bool(alive))


if __name__ == "__main__":
    sys.exit(main())
