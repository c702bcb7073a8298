"""Last doses in words and for other programs, and the drugs that still run."""

import re
from datetime import date
from typing import Any

import pytest
from several_trial import GENES
from washout_trial import TEXT
from washouts import WASHOUTS

from dialogs.definition.facts import Fact
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.answers import UNKNOWN, LastDose, LastDoses, Pending
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.condition_words import word_wanted
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import make_plain_answer, read_answers
from dialogs.verdict.last_doses import describe_washouts, list_running_drugs, word_running_drugs

pytestmark = pytest.mark.traced

TRIAL: Trial = load(TEXT, "waiting.yaml")


def make(**days: tuple[int, int | None]) -> LastDoses:
    return LastDoses(tuple(LastDose(drug, *span) for drug, span in days.items()))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (LastDoses(), "None of these"),
        (make(tki=(3, 3), hydroxyurea=(1, 1)), "TKI 3 days, hydroxyurea 1 day"),
        (make(hydroxyurea=(0, 0)), "Hydroxyurea 0 days"),
        (make(chemotherapy=(14, 20), car_t=(1, None)), "Chemotherapy 14 to 20 days, CAR T cells at least 1 day"),
        (make(car_t=(29, None)), "CAR T cells at least 29 days"),
    ],
)
def test_last_doses_are_told_in_words(answer: LastDoses, words: str) -> None:
    """What was understood is always shown."""
    assert word_answer(WASHOUTS, answer) == words


@pytest.mark.parametrize(
    ("answer", "running", "words"),
    [
        (LastDoses(), (), ""),
        (make(chemotherapy=(7, 7), tki=(4, 4), hydroxyurea=(1, 1), car_t=(30, None)), (), ""),
        (make(tki=(3, 3)), (("tki", 1),), "TKI 1 day to wait: start at least 1 day later"),
        (
            make(chemotherapy=(6, 6), hydroxyurea=(0, 0), car_t=(1, 40)),
            (("chemotherapy", 1), ("hydroxyurea", 1), ("car_t", 29)),
            (
                "chemotherapy 1 day to wait, hydroxyurea 1 day to wait, CAR T cells 29 days to wait: "
                "start at least 29 days later"
            ),
        ),
    ],
)
def test_every_drug_that_runs_is_told_and_the_longest_decides(
    answer: LastDoses, running: tuple[tuple[str, int], ...], words: str
) -> None:
    """'≥ 3 days post TKI use': after 3 x 0.75 x 5 days, rounded up to 4, it is over."""
    assert list_running_drugs(WASHOUTS, answer) == running
    assert word_running_drugs(WASHOUTS, answer) == words


def test_where_the_day_is_known_it_is_named() -> None:
    """Dates give the first day on which all is over."""
    answer = LastDoses((LastDose("tki", 3, 3),), date(2026, 5, 21))
    assert word_running_drugs(WASHOUTS, answer) == "TKI 1 day to wait: the start can be on 21 May 2026"


PLAIN: list[tuple[Any, LastDoses]] = [
    ({}, LastDoses()),
    ({"tki": 3}, make(tki=(3, 3))),
    ({"hydroxyurea": {"min": 1, "max": 2}, "tki": 3}, make(tki=(3, 3), hydroxyurea=(1, 2))),
    ({"car_t": {"min": 29}}, make(car_t=(29, None))),
    ({"car_t": {"max": 29}}, make(car_t=(0, 29))),
    ({"tki": 3.0}, make(tki=(3, 3))),
]


@pytest.mark.parametrize(("plain", "answer"), PLAIN)
def test_other_programs_give_an_object_of_drug_and_days(plain: Any, answer: LastDoses) -> None:
    """The shape of docs/interfaces.md, in the order of the definition."""
    assert read_answers(TRIAL, {"last_doses": plain}) == {"last_doses": answer}
    assert read_answers(TRIAL, {"last_doses": make_plain_answer(answer)}) == {"last_doses": answer}


def test_missing_last_doses_are_as_everywhere() -> None:
    """'unknown' and a pending result are no drugs."""
    assert read_answers(TRIAL, {"last_doses": "unknown"}) == {"last_doses": UNKNOWN}
    day = date(2026, 12, 1)
    assert read_answers(TRIAL, {"last_doses": {"pending": "2026-12-01"}}) == {"last_doses": Pending(day)}


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        (3, "3 is no object"),
        ("imatinib", "'imatinib' is no object"),
        ([], "a list is no object"),
        (None, "null is no object"),
        ({"imatinib": 3}, "'imatinib' is no drug of it; the drugs are chemotherapy, tki"),
        ({"tki": -1}, "-1 is no number of days"),
        ({"tki": 3.5}, "3.5 is no number of days"),
        ({"tki": True}, "true is no number of days"),
        ({"tki": "3"}, "'3' is no number of days"),
        ({"tki": None}, "null is no number of days"),
        ({"tki": 1_000_000}, "1000000 is no number of days"),
        ({"tki": {}}, "an interval needs a limit"),
        ({"tki": {"above": 3}}, "'above' is no limit"),
        ({"tki": {"min": 3, "max": 2}}, "no number lies between its limits"),
        ({"tki": {"min": 3, "max": None}}, "null is no number of days"),
    ],
)
def test_bad_last_doses_get_one_line(plain: Any, words: str) -> None:
    """Never a traceback."""
    with pytest.raises(AnswerError) as error:
        read_answers(TRIAL, {"last_doses": plain})
    assert words in str(error.value)
    assert len(error.value.faults) == 1


FAULTS = [
    ('source: "label of imatinib: about 18 hours"}', "}", "half_lives", "source"),
    ("{days} later", "9 days later", "last_doses.delay", "{days}"),
    ("be on {date}", "be on {day}", "last_doses.clear", "{date}"),
    ("[imatinib, dasatinib]", "[imatinib, chemo]", "drugs.tki", "'chemo' also stands for 'chemotherapy'"),
    ("[imatinib, dasatinib]", "[imatinib, Hydroxy-Urea]", "drugs.hydroxyurea", "also stands for 'tki'"),
    ("        days: 28\n", "", "drugs.tki", "take says which"),
    ("      hydroxyurea: {", "      pending: {", "drugs.pending", "a word of the format"),
    ("min: 0, max: 240", "min: 0.5, max: 240", "cd19_months.range", "months are counted whole"),
    ("at_most: 2}", "at_most: 2.5}", "cd19_months.at_most", "no whole number of months"),
    ("last_doses: over", "last_doses: done", "met_when.last_doses", "choose one of"),
]


@pytest.mark.parametrize(("old", "new", "key", "words"), FAULTS)
def test_a_faulty_definition_is_told_in_one_clear_line(old: str, new: str, key: str, words: str) -> None:
    """A half-life has its source, a wording its gap, a word one drug, a month no part."""
    assert TEXT.count(old) == 1
    with pytest.raises(DefinitionError) as error:
        load(TEXT.replace(old, new), "waiting.yaml")
    found = [each for each in error.value.faults if key in each.key]
    assert len(found) == 1, error.value.faults
    assert re.search(re.escape(words), found[0].message), found[0].message


def test_what_fits_is_told_in_the_words_of_the_definition_where_it_has_some() -> None:
    """Else a sentence is made of the drugs and the end."""
    assert describe_washouts(WASHOUTS).startswith("For each of these that was given: the days from its last dose")
    own = WASHOUTS.model_copy(update={"fits": {"en": "Give drugs with days, such as chemo 3 days."}})
    assert describe_washouts(own) == "Give drugs with days, such as chemo 3 days."


def test_wanted_options_and_a_wait_are_told_in_words() -> None:
    """A list of codes wants any of them, 'none' wants none of all; under a `not` it is the opposite."""
    facts: dict[str, Fact] = {"genes": GENES, "doses": WASHOUTS}
    assert word_wanted(facts, "genes", ["brca1", "atm"]) == "any of BRCA1, ATM"
    assert word_wanted(facts, "genes", "atm", negated=True) == "none of ATM"
    assert word_wanted(facts, "genes", "none") == "none of BRCA1, BRCA2, ATM, PALB2, PIK3CA hotspot"
    assert word_wanted(facts, "genes", "none", negated=True) == "any of BRCA1, BRCA2, ATM, PALB2, PIK3CA hotspot"
