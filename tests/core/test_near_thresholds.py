"""Values near a threshold are pointed out where a small change would change a verdict, and nowhere else."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dialogs.loading.loading import load
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

FILE = Path(__file__).parents[1] / "trials" / "adult-aml.yaml"
TEXT = FILE.read_text(encoding="utf-8")
TODAY = date(2026, 6, 1)

FIT: dict[str, Any] = {
    "age_years": 40, "sex": "male", "ecog": "ecog1", "creatinine": 1.1, "bilirubin": 0.6, "haemoglobin": 9.5,
    "prior_chemotherapy": "no", "flt3": "wild_type", "qtc_long": "no",
}  # fmt: skip
CREATININE = ("Ex2", "creatinine", 2)


def list_near(answers: dict[str, Any], text: str = TEXT) -> list[tuple[str, str, float]]:
    trial = load(text, FILE.name)
    verdict = Evaluator(trial).evaluate(read_answers(trial, answers), TODAY)
    return [(each.criterion, each.fact, each.threshold) for each in verdict.near]


TABLE: list[tuple[str, dict[str, Any], list[tuple[str, str, float]]]] = [
    # what it is, what is answered besides FIT, what is near
    ("just allowed: 2.1 would be an exclusion", {"creatinine": 2}, [CREATININE]),
    ("just excluded: 2.0 would be allowed", {"creatinine": 2.1}, [CREATININE]),
    ("as far as 'near' says", {"creatinine": 2.2}, [CREATININE]),
    ("farther", {"creatinine": 2.21}, []),
    ("an interval on one side", {"creatinine": {"above": 2, "max": 4}}, [CREATININE]),
    ("whoever fails otherwise fails anyway", {"creatinine": 2, "ecog": "ecog4"}, []),
    ("what fails twice is not lifted by one", {"creatinine": 2.1, "bilirubin": 9, "gilbert": "no"}, []),
    ("undecided otherwise: an exclusion would fail it", {"creatinine": 2, "qtc_long": "unknown", "ecog": "unknown"},
     [CREATININE]),
    ("a man of 7.5 is far from 8.0, and 7.5 is for women", {"haemoglobin": 7.4}, []),
    ("a man of 7.6 is near 8.0 only", {"haemoglobin": 7.6}, [("In3", "haemoglobin", 8.0)]),
    ("a woman of 7.6 is near 7.5, and passes either way at 8.0",
     {"haemoglobin": 7.6, "sex": "female", "pregnancy": "negative", "contraception": "yes"},
     [("In3", "haemoglobin", 7.5)]),
    ("a limit of arm B, which then stands otherwise", {"age_years": 69}, [("B1", "age_years", 70)]),
    ("a limit of arm B where arm A is suitable, so that B has no object", {"age_years": 69, "flt3": "itd"}, []),
    ("beside two limits of one criterion", {"age_years": 75}, [("In1", "age_years", 75)]),
    ("a gate would open: the exclusion is open then, and so is the verdict", {"bilirubin": 2.4},
     [("Ex2", "bilirubin", 2.5)]),
]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize(("what", "answers", "near"), TABLE, ids=[row[0] for row in TABLE])
def test_what_is_near_would_change_a_verdict(
    what: str, answers: dict[str, Any], near: list[tuple[str, str, float]]
) -> None:
    """Protects attention: a mark says "look again, it matters", and means it."""
    assert list_near(FIT | answers) == near, what


@pytest.mark.parametrize(("age", "is_near"), [(39, True), (40, True), (41, True), (42, False), (38, False)])
def test_a_number_that_is_compared_exactly_has_a_threshold_on_either_side(age: int, *, is_near: bool) -> None:
    """Protects `{age_years: 40}`: the age itself, and the ages beside it, are one step from another verdict."""
    old = "    met_when: {age_years: {at_least: 18, at_most: 75}}\n"
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, "    met_when: {not: {age_years: 40}}\n")
    assert list_near(FIT | {"age_years": age}, text) == ([("In1", "age_years", 40)] if is_near else [])


def test_a_limit_at_the_end_of_the_range_is_never_crossed() -> None:
    """Protects against a mark beside a number that no answer can lie beyond."""
    old = "{age_years: {at_least: 18, at_most: 75}}"
    text = TEXT.replace(old, "{age_years: {at_least: 0, at_most: 75}}")
    assert list_near(FIT | {"age_years": 0}, text) == []


def test_an_answer_in_doubt_is_near_only_where_crossing_changes_a_verdict() -> None:
    """Protects intervals: that an exact age would settle the entry is no reason to mark an age that settles nothing."""
    answers = FIT | {"age_years": {"min": 17, "max": 54}}
    assert list_near(answers) == []
    assert list_near(FIT | {"age_years": {"min": 60, "max": 74}}) == [("In1", "age_years", 75)]
    assert list_near(FIT | {"age_years": {"min": 71, "max": 74}}) == [
        ("In1", "age_years", 75),
        ("B1", "age_years", 70),
    ]


def test_an_answer_on_both_sides_is_near_where_the_two_sides_differ() -> None:
    """Protects a threshold that two criteria share: the one that is decided by another fact is near it all the same."""
    old = "      not: {ecog: [ecog3, ecog4]}\n"
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, "      age_years: {below: 70}\n")
    answers = FIT | {"ecog": "ecog2", "age_years": {"min": 69, "max": 70}}
    assert list_near(answers, text) == [("B1", "age_years", 70)]


def test_an_answer_on_both_sides_of_a_threshold_that_decides_nothing_is_not_near() -> None:
    """Protects an imprecise answer: its criterion is decided by another fact, or still open."""
    answers = {"creatinine": {"min": 1.9, "max": 2.1}, "bilirubin": 9, "gilbert": "no"}
    assert list_near(FIT | answers) == []
    assert list_near(FIT | {"haemoglobin": {"min": 7.6, "max": 8.2}, "sex": "unknown"}) == []
