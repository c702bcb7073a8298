"""Titres, and words that say a number without a figure."""

from typing import Any

import pytest
from number_facts import TODAY, make_number, offer, refuse
from reading import FACTS

from dialogs.conversation.questions import FactQuestion, find_lone_answer
from dialogs.definition.facts import DosePerAreaFact, NumericFact
from dialogs.reading import Misread, Read, read
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.json_answers import make_plain_answer

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

TITRE = make_number(160, titre=True, decimals=False, range={"min": 1, "max": 100000})

TITRES: list[tuple[str, Answer]] = [
    ("1:10", Known(10)),
    ("1/10", Known(10)),
    ("1 : 10", Known(10)),
    ("1 / 10", Known(10)),
    ("1 in 10", Known(10)),
    ("one in ten", Known(10)),
    ("10", Known(10)),
    ("1:1", Known(1)),
    ("1:159", Known(159)),
    ("1:160", Known(160)),
    ("1:161", Known(161)),
    ("<1:10", Interval(below=10)),
    ("≥ 1:160", Interval(min=160)),
    ("at least 1:160", Interval(min=160)),
    ("1:80-1:160", Interval(min=80, max=160)),
    ("1:80 to 1:160", Interval(min=80, max=160)),
    ("between 1:80 and 1:160", Interval(min=80, max=160)),
]


@pytest.mark.parametrize(("text", "answer"), TITRES)
def test_a_titre_is_read_as_its_dilution(text: str, answer: Answer) -> None:
    """Protects titres as laboratories write them."""
    assert read(TITRE, text, TODAY) == Read(answer)


NO_TITRES = [
    "2:10", "1:10:20", "1/10/2026", "11:10", "1:", ":10", "1:10 x", "1-10:", "10:1", "1:1:10", "1:10/20", "1,1:10",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TITRES)
def test_what_is_no_titre_is_refused(text: str) -> None:
    """Protects against a ratio, a date or a time that is taken for a titre."""
    assert isinstance(read(TITRE, text, TODAY), Misread)


def test_a_ratio_that_is_no_titre_is_told_how_one_looks() -> None:
    """Protects people from a line about units; and a fact without titres from reading one."""
    assert refuse(TITRE, "2:10") == "A titre is one in so many, such as 1:10: give a number."
    assert refuse(TITRE, "1:2.5") == "Only whole numbers fit here: give a number."
    assert refuse(TITRE, "1:0") == "That is outside what is possible here: it must be 1 to 100000."
    assert offer(TITRE, "1:1,280") == Known(1280)
    assert isinstance(read(make_number(), "1:10", TODAY), Misread)


UNDETECTABLE = [
    {"number": 0, "label": {"en": "Undetectable"}, "words": {"en": ["<20", "not detected", "negative"]}},
    {"number": 1, "words": {"en": ["a trace"]}},
]
VIRUS = make_number(unit={"en": "IU/mL"}, words_for=UNDETECTABLE)

WORDED = [
    ("Undetectable", Known(0)),
    ("undetectable", Known(0)),
    ("not detected", Known(0)),
    ("NOT-DETECTED", Known(0)),
    ("<20", Known(0)),
    ("< 20", Known(0)),
    ("a trace", Known(1)),
    ("20", Known(20)),
    ("<21", Interval(below=21)),
    ("<20 IU/mL", Interval(below=20)),
    ("<2-0", None),
    ("detected", None),
    ("a trace of it", None),
]


@pytest.mark.parametrize(("text", "answer"), WORDED)
def test_words_of_the_definition_are_a_number(text: str, answer: Answer | None) -> None:
    """Protects "<20" as the laboratory's word for nothing found; all else is read as it stands."""
    reading = read(VIRUS, text, TODAY)
    assert reading == Read(answer) if answer is not None else isinstance(reading, Misread)


def test_words_that_are_not_certain_are_asked_back_by_their_label() -> None:
    """Protects against a word that was said with a doubt."""
    for text in ("probably undetectable", "undetectable?", "I think not detected"):
        assert offer(VIRUS, text) == Known(0)


KINDS: list[tuple[str, float]] = [
    ("age_days", 0),
    ("live_vaccine_days", 365),
    ("corticosteroid_days", 0),
    ("corticosteroid_dose", 0.5),
    ("corticosteroid_dose", 0.00001),
]


@pytest.mark.parametrize(("fact_id", "number"), KINDS)
def test_a_label_is_a_button_and_stands_for_its_number_wherever_it_is_shown(fact_id: str, number: float) -> None:
    """Protects every kind of number: the label is shown and can be typed; JSON keeps the number."""
    fact = make_labelled(FACTS[fact_id], number)
    (button,) = FactQuestion(fact).options
    assert button.label == "Never given"
    assert find_lone_answer(button.key) == Known(number)
    for text in ("Never given", "never given", "at no time"):
        assert read(fact, text, TODAY) == Read(Known(number))
    assert word_answer(fact, Known(number)) == "Never given"
    assert word_answer(fact, Known(number + 1)) != "Never given"
    assert make_plain_answer(Known(number)) == number


def make_labelled(fact: Any, number: float) -> NumericFact:
    plain = fact.model_dump(exclude_none=True, by_alias=True)
    labelled = {"number": number, "label": {"en": "Never given"}, "words": {"en": ["at no time"]}}
    changed = fact.model_validate({**plain, "words_for": [labelled]})
    assert isinstance(changed, NumericFact)
    return changed


def test_a_dose_is_worded_as_before_where_it_has_no_label() -> None:
    """Protects doses: 'doses always say prednisone-equivalent'."""
    dose = FACTS["corticosteroid_dose"]
    assert isinstance(dose, DosePerAreaFact)
    assert word_answer(dose, Known(12)) == "12 mg/m²/day prednisone-equivalent"
