"""Proof, part C: generated definitions that use every word of the format, against a decision by every completion.

Run it as a script.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from drawn_partials import draw_answers
from format_differences import find_differences
from format_walks import find_dead_ends
from generated_definitions import PARTS, as_text, draw_definition
from plain_format import EVERY_WORD, Format
from sampled_values import Plain
from smaller_definitions import make_smaller

from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.answers import Answer

MOST = 30_000
"""How many total assignments a definition may have."""

Generated = tuple[Format, Trial]
Answers = dict[str, Answer]


def draw_formats(seed: int, count: int) -> Iterator[Generated]:
    """Yields generated definitions that the loader takes and that are small enough, the same for the same seed."""
    rng = Random(seed)
    while count:
        plain = draw_definition(rng)
        if Format.count_worlds(plain) > MOST:
            continue
        try:
            trial = load(as_text(plain), "generated.yaml")
        except DefinitionError:
            continue
        form = Format(plain)
        if form.is_telling():
            count -= 1
            yield form, trial


def draw_cases(form: Format, seed: str, count: int) -> Iterator[Answers]:
    """Yields partial answers to a definition, the same for the same seed."""
    rng = Random(seed)
    for _ in range(count):
        yield draw_answers(rng, form.plain, form.samples, form.compared)


def check(form: Format, trial: Trial, seed: str, count: int) -> tuple[Counter[str], list[Answers]]:
    """Holds the rules against every completion: returns how the determinations stood, and the answers that differ."""
    seen: Counter[str] = Counter()
    differing = []
    for answers in draw_cases(form, seed, count):
        assessment = trial.rules.assess(trial.rules.encode_state(form.drop_inapplicable(answers)))
        seen.update(each.standing.name.lower() for each in assessment.rulings.values())
        seen.update(provisional=sum(each.provisional for each in assessment.rulings.values()))
        seen.update(settling=sum(bool(each.by) for each in assessment.settling.values()))
        seen.update(waiting=len(assessment.waiting))
        if any(True for _ in find_differences(form, trial, answers)):
            differing.append(answers)
    return seen, differing


def describe_smallest(form: Format, answers: Answers) -> str:
    """Returns a difference with what is needed of its definition and its answers."""

    def differs(plain: Plain, some: Answers) -> list[str]:
        try:
            trial = load(as_text(plain), "smaller.yaml")
        except DefinitionError:
            return []
        return list(find_differences(Format(plain), trial, some))

    def keep(plain: Plain) -> Answers:
        return {fact: answer for fact, answer in answers.items() if fact in plain["facts"]}

    plain = make_smaller(form.plain, lambda each: bool(differs(each, keep(each))))
    small = keep(plain)
    for fact in list(small):
        fewer = {each: answer for each, answer in small.items() if each != fact}
        small = fewer if differs(plain, fewer) else small
    written = {part: plain[part] for part in PARTS if part in plain}
    return f"{json.dumps(written)}\n  {small}\n  {differs(plain, small)}"


def main() -> int:
    """Prints how many comparisons were made, what came up, and the first differences, made small.

    Returns 1 if there is a difference or a dead end, or if some word of the format never came up.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--definitions", type=int, default=60)
    parser.add_argument("--answers", type=int, default=400)
    parser.add_argument("--seed", type=int, default=22)
    given = parser.parse_args()
    begun = time.monotonic()
    total: Counter[str] = Counter()
    words: Counter[str] = Counter()
    found: list[tuple[Format, Answers]] = []
    ends: list[str] = []
    for number, (form, trial) in enumerate(draw_formats(given.seed, given.definitions)):
        seen, differing = check(form, trial, f"{given.seed}/{number}", given.answers)
        total += seen
        words.update(form.list_words())
        found += [(form, answers) for answers in differing]
        ends += find_dead_ends(form, trial, f"{given.seed}/{number}", given.answers // 10)
    print(
        f"format: {given.definitions} definitions, {given.definitions * given.answers} sets of answers,"
        f" seed {given.seed}, {len(found)} with a difference, {time.monotonic() - begun:.0f} s"
    )
    for name, counts in (("determinations", total), ("definitions with", words)):
        print(f"  {name}: " + ", ".join(f"{each} {count}" for each, count in sorted(counts.items())))
    print(f"  {given.definitions * (given.answers // 10)} screenings to their end, {len(ends)} dead ends")
    for form, answers in found[:3]:
        print(describe_smallest(form, answers))
    print("".join(f"  {each}\n" for each in ends[:3]), end="")
    if unused := EVERY_WORD - {*words}:
        print(f"  no definition uses {', '.join(sorted(unused))}")
    return int(bool(found or ends or unused))


if __name__ == "__main__":
    sys.exit(main())
