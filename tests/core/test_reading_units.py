"""Numbers in another unit than the fact's own: converted exactly, echoed, and asked back."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from number_facts import GLUCOSE, HBA1C, NEUTROPHILS, TODAY, ask_back, make_number, offer, refuse, say

from dialogs.definition.facts import NumberFact
from dialogs.definition.unit_spelling import fold_unit
from dialogs.reading import Read, read
from dialogs.rules.answers import Interval, Known
from dialogs.verdict.answer_words import word_answer

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

CONVERTED: list[tuple[NumberFact, str, Known | Interval]] = [
    # "Fasting plasma glucose (FPG) ≤ 100 mg/dL (6.1 mmol/L)": 18.016 mg/dL are 1 mmol/L
    (GLUCOSE, "6.1 mmol/L", Known(109.8976)),
    (GLUCOSE, "6.1mmol/l", Known(109.8976)),
    (GLUCOSE, "6,1 mmol / L", Known(109.8976)),
    (GLUCOSE, "6.1 mmol per L", Known(109.8976)),
    (GLUCOSE, "5.55 mmol/L", Known(99.9888)),
    (GLUCOSE, "5.551 mmol/L", Known(100.006816)),
    (GLUCOSE, "<5.6 mmol/L", Interval(below=100.8896)),
    (GLUCOSE, "≤ 5.6 mmol/L", Interval(max=100.8896)),
    (GLUCOSE, "at least 5 mmol/L", Interval(min=90.08)),
    (GLUCOSE, "more than 5 mmol/L", Interval(above=90.08)),
    (GLUCOSE, "5-6 mmol/L", Interval(min=90.08, max=108.096)),
    (GLUCOSE, "between 5 and 6 mmol/L", Interval(min=90.08, max=108.096)),
    (GLUCOSE, "5 mmol/L to 6 mmol/L", Interval(min=90.08, max=108.096)),
    (GLUCOSE, "5 mmol/L to 110 mg/dL", Interval(min=90.08, max=110)),
    (GLUCOSE, "5 or 6 mmol/L", Interval(min=90.08, max=108.096)),
    # "Glycosylated Hemoglobin (HbA1c) ≤ 5.7%": the NGSP's master equation, 0.09148 x + 2.152
    (HBA1C, "39 mmol/mol", Known(5.71972)),
    (HBA1C, "38 mmol/mol", Known(5.62824)),
    (HBA1C, "38-39 mmol/mol", Interval(min=5.62824, max=5.71972)),
    # "ANC ≥ 1.5 x 10⁹/L"
    (NEUTROPHILS, "1500/µL", Known(1.5)),
    (NEUTROPHILS, "1500 /uL", Known(1.5)),
    (NEUTROPHILS, "1500 per µL", Known(1.5)),
    (NEUTROPHILS, "1499 cells/mm3", Known(1.499)),
    (NEUTROPHILS, "1501 /mm3", Known(1.501)),
]


@pytest.mark.parametrize(("fact", "text", "answer"), CONVERTED)
def test_a_number_in_another_unit_is_asked_back_with_what_it_comes_to(
    fact: NumberFact, text: str, answer: Known | Interval
) -> None:
    """Protects against a conversion that nobody saw: nothing is read, and the one offer is the exact number."""
    assert offer(fact, text) == answer


OWN: list[tuple[NumberFact, str, Known | Interval]] = [
    (GLUCOSE, "100 mg/dL", Known(100)),
    (GLUCOSE, "100mg/dl", Known(100)),
    (HBA1C, "5.7%", Known(5.7)),
    (HBA1C, "5.7 %", Known(5.7)),
    (HBA1C, "5.7", Known(5.7)),
    (NEUTROPHILS, "1.5 x 10^9/L", Known(1.5)),
    (NEUTROPHILS, "1.5x10⁹/L", Known(1.5)),
    (NEUTROPHILS, "1.5 × 10⁹ / L", Known(1.5)),
    (NEUTROPHILS, "1.5 ×10*9/l", Known(1.5)),
    (NEUTROPHILS, "1.5*10^9/L", Known(1.5)),
    (NEUTROPHILS, "1.5 10e9/L", Known(1.5)),
    (NEUTROPHILS, "1.5 x 10E9/L", Known(1.5)),
    (NEUTROPHILS, "1.5 10^9/L", Known(1.5)),
    (NEUTROPHILS, "1.5 x 10**9 per L", Known(1.5)),
    (NEUTROPHILS, "1.5 G/L", Known(1.5)),
    (NEUTROPHILS, "1.5", Known(1.5)),
    (NEUTROPHILS, "10 x 10^9/L", Known(10)),
    (NEUTROPHILS, "1-2 x 10^9/L", Interval(min=1, max=2)),
    (NEUTROPHILS, "<1.5 x 10⁹/L", Interval(below=1.5)),
]


@pytest.mark.parametrize(("fact", "text", "answer"), OWN)
def test_a_number_in_the_facts_own_unit_is_read_however_it_is_written(
    fact: NumberFact, text: str, answer: Known | Interval
) -> None:
    """Protects "Platelets ≥ 100 x 10⁹/L; ANC ≥ 1.5 x 10⁹/L" as laboratories write it."""
    assert read(fact, text, TODAY) == Read(answer)


HIGH_GLUCOSE = make_number(
    126, unit={"en": "mg/dL"}, units={"mmol/L": {"times": 18.016}}, range={"min": 0, "max": 1500}
)
BARE = [
    (GLUCOSE, "6.1", "6.1 mmol/L comes to 109.9 mg/dL. Did you mean 109.9 mg/dL?"),
    (GLUCOSE, "5 to 6", "5 to 6 mmol/L comes to 90.08 to 108.1 mg/dL. Did you mean 90.08 to 108.1 mg/dL?"),
    (NEUTROPHILS, "1500", "1500 /µL comes to 1.5 × 10^9/L. Did you mean 1.5 × 10^9/L?"),
    (NEUTROPHILS, "500", "500 /µL comes to 0.5 × 10^9/L. Which of these: 500 × 10^9/L or 0.5 × 10^9/L?"),
    (HIGH_GLUCOSE, "7", "7 mmol/L comes to 126.1 mg/dL. Which of these: 7 mg/dL or 126.1 mg/dL?"),
    (
        HIGH_GLUCOSE,
        "6 to 7",
        "6 to 7 mmol/L comes to 108.1 to 126.1 mg/dL. Which of these: 6 to 7 mg/dL or 108.1 to 126.1 mg/dL?",
    ),
    (HBA1C, "39", "39 mmol/mol comes to 5.72%. Did you mean 5.72%?"),
]


@pytest.mark.parametrize(("fact", "text", "sentence"), BARE)
def test_a_bare_number_that_is_hardly_in_the_own_unit_is_asked_back_in_another(
    fact: NumberFact, text: str, sentence: str
) -> None:
    """Protects whoever types what the laboratory wrote, and leaves out its unit."""
    assert say(fact, text) == sentence


@pytest.mark.parametrize(
    ("fact", "number"), [(NEUTROPHILS, 20), (NEUTROPHILS, 0), (HIGH_GLUCOSE, 60), (HIGH_GLUCOSE, 0)]
)
def test_a_bare_number_that_another_unit_makes_no_likelier_is_in_the_own(fact: NumberFact, number: int) -> None:
    """Protects people from questions about each number."""
    assert read(fact, str(number), TODAY) == Read(Known(number))


REFUSED = [
    # a unit that is a part of one, or holds one; another power; powers that are none
    (GLUCOSE, "6.1 mmol", "That unit is not known here: give it in mg/dL or mmol/L."),
    (GLUCOSE, "6.1 mmol/L/h", "That unit is not known here: give it in mg/dL or mmol/L."),
    (GLUCOSE, "6.1 mmol/mol", "That unit is not known here: give it in mg/dL or mmol/L."),
    (GLUCOSE, "100 mg", "That unit is not known here: give it in mg/dL or mmol/L."),
    (GLUCOSE, "100 %", "That unit is not known here: give it in mg/dL or mmol/L."),
    (GLUCOSE, "5-6 g/L", "That unit is not known here: give it in mg/dL or mmol/L."),
    (NEUTROPHILS, "1.5 x 10^12/L", "That unit is not known here: give it in 10^9/L or /µL."),
    (NEUTROPHILS, "1.5 x 109/L", "That unit is not known here: give it in 10^9/L or /µL."),
    (NEUTROPHILS, "1.510^9/L", "That unit is not known here: give it in 10^9/L or /µL."),
    (NEUTROPHILS, "100 x 10", "That unit is not known here: give it in 10^9/L or /µL."),
    (NEUTROPHILS, "10^9/L", "That unit is not known here: give it in 10^9/L or /µL."),
    (NEUTROPHILS, "100 10", "That was not understood."),
    (GLUCOSE, "100 mmol/L", "That is outside what is possible here: it must be 20 to 1500 mg/dL."),
    (GLUCOSE, "1.1", "That is outside what is possible here: it must be 20 to 1500 mg/dL."),
    (GLUCOSE, "6.1 mg/dL", "That is outside what is possible here: it must be 20 to 1500 mg/dL."),
    (GLUCOSE, "1.1 mmol/L", "That is outside what is possible here: it must be 20 to 1500 mg/dL."),
    (GLUCOSE, "6-5 mmol/L", "The first end of an interval cannot be above the second: give a number."),
    (GLUCOSE, "-5 mmol/L", "A negative number is not possible here: it must be 20 to 1500 mg/dL."),
]


@pytest.mark.parametrize(("fact", "text", "sentence"), REFUSED)
def test_what_is_not_declared_is_refused_in_one_line_that_names_the_units(
    fact: NumberFact, text: str, sentence: str
) -> None:
    """Protects against a guess between units, and people from a line that does not say what fits."""
    assert refuse(fact, text) == sentence


SAID = [
    (GLUCOSE, "6.1 mmol/L", "6.1 mmol/L comes to 109.9 mg/dL. Did you mean 109.9 mg/dL?"),
    (GLUCOSE, "5.55 mmol/L", "5.55 mmol/L comes to 99.99 mg/dL. Did you mean 99.99 mg/dL?"),
    (GLUCOSE, "5.551 mmol/L", "5.551 mmol/L comes to 100.01 mg/dL. Did you mean 100.01 mg/dL?"),
    (
        GLUCOSE,
        "<5.6 mmol/L",
        "less than 5.6 mmol/L comes to less than 100.9 mg/dL. Did you mean less than 100.9 mg/dL?",
    ),
    (GLUCOSE, "5-6 mmol/L", "5 to 6 mmol/L comes to 90.08 to 108.1 mg/dL. Did you mean 90.08 to 108.1 mg/dL?"),
    (HBA1C, "39 mmol/mol", "39 mmol/mol comes to 5.72%. Did you mean 5.72%?"),
    (NEUTROPHILS, "1500 cells/mm3", "1500 /µL comes to 1.5 × 10^9/L. Did you mean 1.5 × 10^9/L?"),
    (
        NEUTROPHILS,
        "1,500/µL",
        (
            "1.5 /µL comes to 0.0015 × 10^9/L. 1500 /µL comes to 1.5 × 10^9/L. A comma or a point may group thousands"
            " or mark decimals. Which of these: 0.0015 × 10^9/L or 1.5 × 10^9/L?"
        ),
    ),
    (
        GLUCOSE,
        "about 6 mmol/L",
        "6 mmol/L comes to 108.1 mg/dL. If the number is not exact, give an interval. Did you mean 108.1 mg/dL?",
    ),
]


@pytest.mark.parametrize(("fact", "text", "sentence"), SAID)
def test_the_ask_back_echoes_what_was_given_and_says_what_it_comes_to(
    fact: NumberFact, text: str, sentence: str
) -> None:
    """Protects the person who confirms: both numbers stand there, and none seems to lie on the threshold."""
    assert say(fact, text) == sentence


def test_no_text_of_the_person_is_kept_beside_an_offer() -> None:
    """Protects "never a text of the person": the unit is the definition's own spelling, the figure is plain."""
    assert ask_back(NEUTROPHILS, "1500,0 Cells / mm3").coded == (("given", "1500 /µL"),)


typed = st.decimals(min_value=Decimal("0.01"), max_value=999, places=4)
factors = st.decimals(min_value=Decimal("0.0001"), max_value=999, places=5)
thresholds = st.decimals(min_value=0, max_value=10**6, places=4)


@pytest.mark.sweep
@given(typed, factors, st.decimals(min_value=0, max_value=9, places=4), thresholds)
def test_a_conversion_is_exact_and_no_threshold_is_decided_wrongly(
    number: Decimal, times: Decimal, plus: Decimal, threshold: Decimal
) -> None:
    """Protects verdicts: the recorded number compares with every threshold as the exact product does.

    The threshold is also the product itself, and its neighbours in the fourth decimal.
    """
    fact = make_number(unit={"en": "a"}, units={"b": {"times": float(times), "plus": float(plus)}})
    exact = Fraction(number) * Fraction(times) + Fraction(plus)
    answer = offer(fact, f"{number} b")
    assert isinstance(answer, Known)
    assert Fraction(str(answer.value)) == exact or abs(Fraction(str(answer.value)) - exact) < Fraction(1, 10**6)
    rounded = round(exact * 10**4)
    for each in (Fraction(threshold), *(Fraction(rounded + step, 10**4) for step in (-1, 0, 1))):
        shown = float(each)
        assert (float(answer.value) > shown, float(answer.value) == shown) == (exact > each, exact == each)


@pytest.mark.sweep
@given(typed, factors, thresholds)
def test_what_is_shown_lies_on_the_same_side_of_the_threshold(
    number: Decimal, times: Decimal, threshold: Decimal
) -> None:
    """Protects people who compare what they read with the criterion beside it."""
    near = round(number * times, 1)
    for each in (threshold, near, round(near)):
        fact = make_number(float(each), unit={"en": "a"}, units={"b": {"times": float(times)}})
        answer = offer(fact, f"{number} b")
        assert isinstance(answer, Known)
        shown = Decimal(word_answer(fact, answer).removesuffix(" a"))
        assert shown.compare(each) == Decimal(str(answer.value)).compare(each)


ALIKE = [
    ("10^9/L", "× 10⁹ / L", "x10*9/l", "*10**9/L", "10e9/l", "·10⁹/L", "10E+9/L"),
    ("/µL", "/μL", "/uL", "per µL", "/ uL"),
    ("cells/mm³", "cells / mm3", "Cells per mm^3"),
    ("mg/m²", "mg/m2", "mg per m^2"),
]


@pytest.mark.parametrize("spellings", ALIKE)
def test_spellings_of_one_unit_are_one(spellings: tuple[str, ...]) -> None:
    """Protects what laboratories print, in whatever signs."""
    assert len(set(map(fold_unit, spellings))) == 1


def test_spellings_of_different_units_are_different() -> None:
    """Protects against a unit that is taken for its neighbour."""
    units = ["10^9/L", "10^12/L", "10^9", "/L", "mg/dL", "mg/L", "g/L", "mmol/L", "mmol/mol", "%", "m2", "10^90/L"]
    assert len(set(map(fold_unit, units))) == len(units)


def test_a_unit_is_known_again_after_the_units_of_other_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects a process with many definitions: the tables are bounded, and a fact never gets another one's."""
    monkeypatch.setattr("dialogs.reading.measures.units._MAX_COLLECTED", 1)
    known: dict[object, object] = {}
    monkeypatch.setattr("dialogs.reading.measures.units._COLLECTED", known)
    for _ in range(2):
        assert offer(GLUCOSE, "6.1 mmol/L") == Known(109.8976)
        assert offer(HBA1C, "39 mmol/mol") == Known(5.71972)
        assert len(known) == 1


def test_a_worded_number_is_known_again_after_the_words_of_other_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects a process with many definitions: the words are bounded, and a fact never gets another one's."""
    monkeypatch.setattr("dialogs.reading.numbers.worded_numbers._MAX_COLLECTED", 1)
    known: dict[object, object] = {}
    monkeypatch.setattr("dialogs.reading.numbers.worded_numbers._COLLECTED", known)
    never, once = (
        make_number(words_for=[{"number": number, "label": {"en": label}, "words": {"en": ["before"]}}])
        for number, label in ((0, "Never"), (1, "Once"))
    )
    for _ in range(2):
        assert read(never, "before", TODAY) == Read(Known(0))
        assert read(once, "before", TODAY) == Read(Known(1))
        assert len(known) == 1


INR = make_number(1.5, name={"en": "INR"}, cues={"en": ["INR", "prothrombin ratio"]}, range={"min": 0.5, "max": 20})


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("INR 1.1", Known(1.1)),
        ("INR: 1.1", Known(1.1)),
        ("the inr is 1.1", Known(1.1)),
        ("prothrombin ratio of 2", Known(2)),
        ("INR < 1.5", Interval(below=1.5)),
        ("INR less than 1.5", Interval(below=1.5)),
        ("INR 1.1-1.3", Interval(min=1.1, max=1.3)),
    ],
)
def test_what_is_asked_may_be_named_before_the_number(text: str, answer: Known | Interval) -> None:
    """Protects whoever types "INR 1.1" as the laboratory's sheet says it."""
    assert read(INR, text, TODAY) == Read(answer)


@pytest.mark.parametrize("text", ["PT 1.1", "INR", "INR 2 INR 3", "not INR 1.1"])
def test_another_name_before_a_number_is_refused(text: str) -> None:
    """Protects against the number of another test."""
    assert refuse(INR, text)
