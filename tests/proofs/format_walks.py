"""Screenings of generated definitions: question by question, as they are asked, until nothing more is asked."""

from collections.abc import Iterator
from random import Random

from format_differences import STANDINGS
from plain_format import Format
from plain_kleene import UNKNOWN
from possible_values import find_exact

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer
from dialogs.rules.standings import Standing


def find_dead_ends(form: Format, trial: Trial, seed: str, count: int) -> Iterator[str]:
    """Yields what was not settled, or otherwise than by all answers, when every question had been answered exactly."""
    rng = Random(seed)
    for _ in range(count):
        total = {fact: rng.randrange(len(values)) for fact, values in form.samples.items()}
        answers = _walk(form, trial, total)
        case = form.look_at(answers)
        rulings = trial.rules.assess(trial.rules.encode_state(answers)).rulings
        for name, ruling in rulings.items():
            final = STANDINGS[int(form.worlds.finals[name][tuple(total.values())])]
            if ruling.standing is Standing.OPEN or ruling.provisional:
                left = [each for each in case.list_decisive_facts(name) if case.kleene.applies(each) == UNKNOWN]
                if not form.is_dated() and (left or len(case.list_finals(name)) == 1):
                    yield f"{name} is left open by {answers}; {left} could still come to apply"
            elif ruling.standing is not final:
                yield f"{name} is {ruling.standing} by {answers}, but {final} by all answers"


def _walk(form: Format, trial: Trial, total: dict[str, int]) -> dict[str, Answer]:
    """Returns the answers to all that is asked."""
    answers: dict[str, Answer] = {}
    for _ in range(3 * len(total)):
        fact = trial.find_next_question(answers)
        if fact is None:
            return answers
        answers[fact] = find_exact(form.plain["facts"][fact], form.samples[fact][total[fact]])
        answers = dict(trial.drop_inapplicable(answers))
    raise AssertionError(f"the questions have no end: {answers}")
