"""The proof in small, for every run of the tests: the grid, random cases, and the contract's own worked examples."""

from datetime import date

import plain_table
import proof_brute
import proof_engine
import proof_grid
import proof_random
import pytest
from proof_examples import EXAMPLES, FIT, Example

from dialogs.rules.answers import Known
from dialogs.verdict.evaluate import Evaluator

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

THINNED = {"E5": 7}
"""The grid of E5 is large: every seventh case of it here, all of it in `make proof`."""


@pytest.fixture(scope="module")
def judged() -> proof_engine.Judged:
    return proof_engine.engine()


@pytest.mark.traced_cases("for an interval: from its least")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.sentence)
def test_the_contract_speaks_through_its_examples(example: Example, judged: proof_engine.Judged) -> None:
    """Protects each quoted sentence, in the words of the clinicians rather than in those of the engine."""
    assert list(example.faults(judged(example.answers))) == []


@pytest.mark.sweep
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.sentence)
def test_the_plain_table_agrees_about_the_examples(example: Example, judged: proof_engine.Judged) -> None:
    """Protects the proof itself: table, completions and engine say the same of every worked example."""
    assert list(proof_engine.differences(example.answers, judged(example.answers))) == []


@pytest.mark.thinned(3)
@pytest.mark.sweep
@pytest.mark.parametrize(
    "criterion",
    [pytest.param(each, marks=[pytest.mark.slow] if each in THINNED else []) for each in plain_table.CRITERIA],
)
def test_every_criterion_reads_its_facts_as_the_contract_does(criterion: str, judged: proof_engine.Judged) -> None:
    """Protects every threshold, code and connective.

    The criterion's grid holds neighbours, intervals and missing answers.
    """
    cases = proof_grid.disagreements(criterion, judged, every=THINNED.get(criterion, 1))
    assert [(a, why) for a, why in cases if why] == []


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("count", [300, pytest.param(1_000, marks=pytest.mark.long)])
def test_random_partial_answers_are_judged_as_every_completion_says(judged: proof_engine.Judged, count: int) -> None:
    """Protects verdicts, next question and what settles them where several criteria are open at once."""
    tally = proof_random.check(seed=1, chunk=0, count=count, judged=judged)
    assert tally.failures == []
    assert len(tally.outcomes) == len(OUTCOMES_IN_PLAY), "a pair of verdicts never came out: the cases are too poor"


@pytest.mark.sweep
def test_the_array_of_final_verdicts_is_complete() -> None:
    """Protects the brute force: one entry for each total assignment, all three final pairs of verdicts among them."""
    assert proof_brute.final().size == 147_456
    assert set(proof_brute.final().flat) == {0, 1, 2}


def test_the_plain_table_agrees_with_its_own_total_function() -> None:
    """Protects the table against a mistake of its own.

    With every fact exact, the criteria one by one come to the final verdicts, which are written down separately.
    """
    for places in proof_random.total_assignments(seed=3, count=3_000):
        a = {fact: values[place] for (fact, values), place in zip(proof_brute.VALUES.items(), places, strict=True)}
        effects = {name: plain_table.effect(name, status(a)) for name, status in plain_table.CRITERIA.items()}
        assert (plain_table.protocol(effects), plain_table.blinatumomab(effects)) == plain_table.final_verdicts(a)


@pytest.mark.sweep
def test_a_waiting_window_with_dates_names_the_first_clear_day() -> None:
    """Protects "the result gives the first day on which the window is clear (vaccine + 29 days)"."""
    trial = proof_engine.shipped()
    answers = {fact: Known(str(code)) for fact, code in FIT.items() if fact != "age_days"}
    answers |= {
        "age_days": Known(120),
        "live_vaccine": Known("given"),
        "live_vaccine_days": Known(10, clear_on=date(2026, 7, 3)),
    }
    (come_back,) = Evaluator(trial).evaluate(answers, proof_engine.TODAY).come_back
    assert (come_back.fact, come_back.day) == ("live_vaccine_days", date(2026, 7, 3))
    assert "3 July 2026" in come_back.when


def test_a_provisional_exclusion_reads_as_conditional(judged: proof_engine.Judged) -> None:
    """Protects "if eligible for the trial, treat according to the protocol but without blinatumomab"."""
    words = "treat according to the protocol but without blinatumomab"
    assert (
        f"if eligible for the trial, {words}"
        in judged(FIT | {"hypersensitivity": "yes", "consent": "pending"})["said"]["blinatumomab"]
    )
    settled = judged(FIT | {"hypersensitivity": "yes"})["said"]["blinatumomab"]
    assert "treated according to the protocol but without blinatumomab" in settled
    assert "if eligible" not in settled


OUTCOMES_IN_PLAY = (
    ("eligible", "eligible"),
    ("eligible", "excluded"),
    ("eligible", "undetermined"),
    ("ineligible", "not_applicable"),
    ("undetermined", "excluded"),
    ("undetermined", "undetermined"),
)
