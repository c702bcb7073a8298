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
from generated_definitions import as_text, draw_definition
from plain_format import Case, Format
from sampled_values import Plain
from smaller_definitions import make_smaller

from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.rules.assessment import Assessment
from dialogs.rules.determinations import Standing
from dialogs.rules.truth import Truth

MOST = 30_000
"""How many total assignments a definition may have."""

TRUTHS = {(True, True): Truth.YES, (False, False): Truth.NO, (False, True): Truth.UNKNOWN}
STANDINGS = (Standing.PASSES, Standing.FAILS, Standing.OFF, Standing.NOT_YET)


def draw_formats(seed: int, count: int) -> Iterator[tuple[Format, Trial]]:
    """Yields generated definitions that the loader takes and that are small enough, the same for the same seed."""
    rng = Random(seed)
    while count:
        plain = draw_definition(rng)
        if Format.count_worlds(plain) > MOST:
            continue
        try:
            trial = load(as_text(plain), "generated.yaml")
        except DefinitionError as error:
            REFUSED[str(error).split(": ")[-2] if ": " in str(error) else str(error)] += 1
            continue
        form = Format(plain)
        if not form.is_telling():
            continue
        count -= 1
        yield form, trial

REFUSED: Counter[str] = Counter()

def find_differences(form: Format, trial: Trial, answers: dict[str, Answer]) -> Iterator[str]:
    """Yields where the rules say something else of some answers than the completions do."""
    left = form.drop_inapplicable(answers)
    dropped = dict(trial.drop_inapplicable(answers))
    if dropped != left:
        yield f"answers that apply: {sorted(dropped)}, not {sorted(left)}"
        return
    case = form.look_at(left)
    rules = trial.rules
    state = rules.encode_state(left)
    assessment = rules.assess(state)
    for name, status in zip(form.plain["criteria"], assessment.statuses, strict=True):
        if status.truth is not TRUTHS[case.truths[name]]:
            yield f"{name} is {status.truth}, not {TRUTHS[case.truths[name]]}"
    contradicted = tuple(i for i, each in enumerate(form.plain.get("consistent", [])) if case.evaluate(each["never"])[0])
    if rules.find_contradictions(state) != contradicted:
        yield f"contradictions: {rules.find_contradictions(state)}, not {contradicted}"
    for name in form.plain["determinations"]:
        yield from _compare_ruling(case, assessment, name)
        yield from _compare_settling(case, assessment, name)
    yield from _compare_relevant(case, assessment)


def _compare_ruling(case: Case, assessment: Assessment, name: str) -> Iterator[str]:
    ruling = assessment.rulings[name]
    finals = {STANDINGS[each] for each in case.list_finals(name)}
    standing, is_provisional = case.rule(name)
    expected = Standing.OPEN if standing is None else STANDINGS[standing]
    if not finals <= ruling.possible:
        yield f"{name} can come to {finals}, not only to {ruling.possible}"
    if expected is not Standing.OPEN and (ruling.standing, ruling.provisional) != (expected, is_provisional):
        yield f"{name} is {ruling.standing} {ruling.provisional}, but by Kleene's logic {expected} {is_provisional}"
    if expected is Standing.OPEN and ruling.standing is not Standing.OPEN:
        COUNTS["closed beyond Kleene"] += 1
    if ruling.standing is Standing.OPEN:
        return
    allowed = {ruling.standing} | ({Standing.OFF} if ruling.provisional else set())
    if not finals <= allowed:
        yield f"{name} is {ruling.standing} {ruling.provisional}, but completions come to {finals}"
    if ruling.provisional and ruling.standing not in {Standing.FAILS, Standing.NOT_YET}:
        yield f"{name} is {ruling.standing} and provisional"

COUNTS: Counter[str] = Counter()

def _compare_settling(case: Case, assessment: Assessment, name: str) -> Iterator[str]:
    is_open = assessment.rulings[name].standing is Standing.OPEN
    if (name in assessment.settling) is not is_open:
        yield f"{name} is {assessment.rulings[name].standing}, with settling: {assessment.settling.get(name)}"
    if not is_open or name not in assessment.settling:
        return
    settling = assessment.settling[name]
    if len(case.list_finals(name)) == 1:
        COUNTS["agreed but open"] += 1
        if not settling.needed + settling.needed_if:
            yield f"{name} is open, and nothing is needed"
        return
    depends = case.list_decisive_facts(name)
    needed = tuple(each for each in depends if case.applies(each))
    if settling.needed != needed:
        yield f"{name} needs {settling.needed}, not {needed}"
    needed_if = tuple(each for each in depends if not case.applies(each))
    if settling.needed_if != needed_if:
        yield f"{name} needs {settling.needed_if} if another, not {needed_if}"
    for fact in needed:
        yield from _compare_single(case, name, fact, settling.by.get(fact, ()))
    if not set(settling.by) <= set(settling.needed):
        yield f"{name} is settled by {set(settling.by)}, of which some is not needed"


def _compare_single(case: Case, name: str, fact: str, told: tuple[tuple[Known | Interval, Standing], ...]) -> Iterator[str]:
    settled = {place: STANDINGS[each] for place, each in case.find_single(name, fact).items()}
    if case.form.plain["facts"][fact]["kind"] == "several":
        yield from _compare_several(case, name, fact, told)
        return
    said: dict[int, Standing] = {}
    for answer, standing in told:
        places = set(case.form.find_places(fact, answer))
        if not places & set(case.possible[fact]):
            yield f"{name} is settled by {fact} {answer}, which is not possible"
        for place in places & set(case.possible[fact]):
            if said.setdefault(place, standing) is not standing:
                yield f"{name} is settled twice by {fact} {place}"
    is_compared = fact in case.form.compared
    if said != settled and not (is_compared and said.items() <= settled.items()):
        values = case.form.samples[fact]
        yield (
            f"{name} is settled by {fact}: { {values[each]: s.name for each, s in said.items()} }, not"
            f" { {values[each]: s.name for each, s in settled.items()} }"
        )


def _compare_several(case: Case, name: str, fact: str, told: tuple[tuple[Known | Interval, Standing], ...]) -> Iterator[str]:
    for answer, standing in told:
        assert isinstance(answer, Known)
        finals = {STANDINGS[each] for each in case.list_finals_with(name, fact, str(answer.value))}
        if finals != {standing}:
            yield f"{name} is settled by {fact} {answer.value}: {standing}, but completions come to {finals}"


def _compare_relevant(case: Case, assessment: Assessment) -> Iterator[str]:
    """Where all completions agree, but Kleene's logic does not see it, what is asked is only held to be asked."""
    waiting, found = case.find_waiting(), dict(assessment.waiting)
    doubted = {name for name in waiting if not case.held_up[name] and case.cleared.rule(name)[0] is None}
    if {name: () if name in doubted else facts for name, facts in found.items()} != waiting:
        yield f"waiting: {found}, not {waiting}"
    relevant = case.list_relevant()
    is_doubted = doubted or any(
        ruling.standing is Standing.OPEN and len(case.list_finals(name)) == 1
        for name, ruling in assessment.rulings.items()
    )
    if assessment.relevant != relevant and not (is_doubted and {*relevant} <= {*assessment.relevant}):
        yield f"relevant: {assessment.relevant}, not {relevant}"


def shrink(form: Format, trial: Trial, answers: dict[str, Answer]) -> dict[str, Answer]:
    """Returns the answers without those that a difference does not need."""
    for fact in list(answers):
        fewer = {each: answer for each, answer in answers.items() if each != fact}
        if any(True for _ in find_differences(form, trial, fewer)):
            answers = fewer
    return answers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--definitions", type=int, default=50)
    parser.add_argument("--answers", type=int, default=400)
    parser.add_argument("--seed", type=int, default=22)
    given = parser.parse_args()
    begun = time.monotonic()
    failures = 0
    shown: Counter[str] = Counter()
    for number, (form, trial) in enumerate(draw_formats(given.seed, given.definitions)):
        rng = Random(f"{given.seed}/{number}")
        for _ in range(given.answers):
            answers = draw_answers(rng, form.plain, form.samples, form.compared)
            why = list(find_differences(form, trial, answers))
            if why:
                failures += 1
                kind = why[0].split(" ")[1] if not why[0].startswith(("rel", "wait")) else why[0].split(":")[0]
                shown[kind] += 1
                if shown[kind] <= 2:
                    mark = why[0].split(" ")[1][:8]
                    def keeps(plain: Plain) -> bool:
                        kept = {f: a for f, a in answers.items() if f in plain["facts"]}
                        try:
                            t = load(as_text(plain), "smaller.yaml")
                            found = list(find_differences(Format(plain), t, kept))
                        except Exception:
                            return False
                        return any(mark in each.split(" ")[1] for each in found)
                    plain = make_smaller(form.plain, keeps)
                    answers = {f: a for f, a in answers.items() if f in plain["facts"]}
                    form2, trial2 = Format(plain), load(as_text(plain), "smaller.yaml")
                    small = shrink(form2, trial2, answers)
                    print(json.dumps({k: plain[k] for k in ("facts", "criteria", "determinations", "consistent") if k in plain}))
                    print(small)
                    print(list(find_differences(form2, trial2, small)))
    print(given, failures, shown, f"{time.monotonic() - begun:.0f} s", COUNTS)
    print(REFUSED)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
