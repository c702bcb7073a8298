"""Ratios to a limit of the laboratory: as multiples, as value and limit, in one message or in two."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from number_facts import ALBUMIN, ALT, TODAY, UPPER, ask_back, make_number, offer, refuse, say

from dialogs.definition.facts import NumberFact
from dialogs.reading import Misread, Read, read
from dialogs.reading.measures.laboratory_values import read_value
from dialogs.reading.numbers.exact import make_plain_number
from dialogs.rules.answers import UNKNOWN, Interval, Known
from dialogs.verdict.answer_words import word_answer

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

MULTIPLES: list[tuple[NumberFact, str, Known | Interval]] = [
    # Of AST and ALT the sentence says: at most 2.5 × ULN
    (ALT, "3 x ULN", Known(3)),
    (ALT, "3xULN", Known(3)),
    (ALT, "3 × ULN", Known(3)),
    (ALT, "3*ULN", Known(3)),
    (ALT, "3 times ULN", Known(3)),
    (ALT, "three times the ULN", Known(3)),
    (ALT, "3 times the upper limit of normal", Known(3)),
    (ALT, "3-fold ULN", Known(3)),
    (ALT, "3x", Known(3)),
    (ALT, "3", Known(3)),
    (ALT, "2.5 x ULN", Known(2.5)),
    (ALT, "2.6", Known(2.6)),
    (ALT, "<3 x ULN", Interval(below=3)),
    (ALT, "2-3 x ULN", Interval(min=2, max=3)),
    (ALT, "<ULN", Interval(below=1)),
    (ALT, "≤ ULN", Interval(max=1)),
    (ALT, "below the upper limit", Interval(below=1)),
    (ALT, "> ULN", Interval(above=1)),
    (ALBUMIN, "0.9 x LLN", Known(0.9)),
    (ALBUMIN, "> LLN", Interval(above=1)),
]


@pytest.mark.parametrize(("fact", "text", "answer"), MULTIPLES)
def test_a_multiple_of_the_limit_is_read(fact: NumberFact, text: str, answer: Known | Interval) -> None:
    """Protects what people write in the criterion's own terms."""
    assert read(fact, text, TODAY) == Read(answer)


VALUES: list[tuple[NumberFact, str, Known | Interval]] = [
    (ALT, "120 U/L, limit 40", Known(3)),
    (ALT, "120 (ULN 40)", Known(3)),
    (ALT, "120, upper limit 40", Known(3)),
    (ALT, "120 U/L (ULN 40 U/L)", Known(3)),
    (ALT, "120 IU/L; ULN = 40", Known(3)),
    (ALT, "120 with a limit of 40", Known(3)),
    (ALT, "120 U/L upper limit of normal: 40 U/L", Known(3)),
    (ALT, "120 [ULN: 40]", Known(3)),
    (ALT, "ULN 40, 120 U/L", Known(3)),
    (ALT, "ULN 40; value 120", Known(3)),
    (ALT, "2 µkat/L, limit 0.8", Known(2.5)),
    (ALT, "100 U/L, limit 40", Known(2.5)),
    (ALT, "100.1 U/L, limit 40", Known(2.5025)),
    (ALT, "99.9 U/L, limit 40", Known(2.4975)),
    (ALT, "80-120 U/L, ULN 40", Interval(min=2, max=3)),
    (ALT, "<120 U/L, ULN 40", Interval(below=3)),
    (ALT, "at least 120 U/L (ULN 40)", Interval(min=3)),
    (ALBUMIN, "28 g/L, LLN 35", Known(0.8)),
    (ALBUMIN, "28 (lower limit 35)", Known(0.8)),
]


@pytest.mark.parametrize(("fact", "text", "answer"), VALUES)
def test_a_value_with_its_limit_is_asked_back_as_their_ratio(
    fact: NumberFact, text: str, answer: Known | Interval
) -> None:
    """Protects against a ratio that nobody saw: it is offered, and never read."""
    assert offer(fact, text) == answer


def test_a_number_beside_the_limit_without_a_sign_is_asked_back() -> None:
    """Protects "40 upper limit", which may be the limit itself; "3 ULN" costs one yes."""
    for text, number in (("3 ULN", 3), ("40 upper limit", 40), ("40 the limit", 40)):
        assert offer(ALT, text) == Known(number)
        assert ask_back(ALT, text).reason == "named"


SAID = [
    ("120 U/L, limit 40", "120 U/L (upper limit of normal 40 U/L) comes to 3 × ULN. Did you mean 3 × ULN?"),
    ("100, limit 30", "100 (upper limit of normal 30) comes to 3.33 × ULN. Did you mean 3.33 × ULN?"),
    ("100.1, limit 40", "100.1 (upper limit of normal 40) comes to 2.502 × ULN. Did you mean 2.502 × ULN?"),
    ("120 U/L", "Understood so far: 120 U/L. Still needed: the upper limit of normal, in the same unit."),
    ("<120 u/l", "Understood so far: less than 120 U/L. Still needed: the upper limit of normal, in the same unit."),
    ("1,200 U/L", "Understood so far: 1,200 U/L. Still needed: the upper limit of normal, in the same unit."),
    ("120", "Understood so far: 120. Still needed: the upper limit of normal, in the same unit."),
    (
        "1,200, limit 40",
        (
            "1.2 (upper limit of normal 40) comes to 0.03 × ULN. 1200 (upper limit of normal 40) comes to 30 × ULN."
            " A comma or a point may group thousands or mark decimals. Which of these: 0.03 × ULN or 30 × ULN?"
        ),
    ),
]


@pytest.mark.parametrize(("text", "sentence"), SAID)
def test_the_ask_back_echoes_value_and_limit(text: str, sentence: str) -> None:
    """Protects the person who confirms. Above every possible ratio, a bare number is the value itself."""
    assert say(ALT, text) == sentence


@pytest.mark.parametrize("text", ["25", "5.1", ">25", "3-25", "at least 25"])
def test_a_bare_number_above_every_threshold_may_be_the_value_itself(text: str) -> None:
    """'AST 25' is a normal AST in U/L, and not 25 times its limit; a sign or the limit's name makes it a ratio."""
    limited = ALT.model_copy()
    limited.keep_thresholds([2.5, 5])
    assert ask_back(limited, text).reason == "named"
    assert read(limited, "5", TODAY) == Read(Known(5))
    assert read(limited, "25 x ULN", TODAY) == Read(Known(25))


REFUSED = [
    ("120 U/L, limit 0", "The upper limit of normal must be one number above 0: give a number."),
    ("120 U/L, limit -40", "The upper limit of normal must be one number above 0: give a number."),
    ("120 U/L, limit 30-40", "The upper limit of normal must be one number above 0: give a number."),
    ("2 µkat/L, limit 40 U/L", "The upper limit of normal must be in the same unit as the value."),
    ("2 µkat/L-120 U/L, ULN 3", "The upper limit of normal must be in the same unit as the value."),
    ("9000 U/L, limit 40", "That is outside what is possible here: it must be 0 to 100 × ULN."),
    ("-120 U/L, limit 40", "A negative number is not possible here: it must be 0 to 100 × ULN."),
    ("120 apples, limit 40", "That unit is not known here: give a number."),
    ("120 U/L, limit 40 parsecs", "That unit is not known here: give a number."),
    ("50 to 200", "That is outside what is possible here: it must be 0 to 100 × ULN."),
    ("120/40", "That unit is not known here: give a number."),
    ("120 U/L, limit", "That unit is not known here: give a number."),
    ("3 the", "That unit is not known here: give a number."),
    ("limit 1:10", "That was not understood."),
    ("limit 40 120", "That was not understood."),
    ("limit 40", "That was not understood."),
    ("3 x LLN", "That unit is not known here: give a number."),
    ("120 120, limit 40", "That was not understood."),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_makes_no_ratio_is_refused_in_one_line(text: str, sentence: str) -> None:
    """Protects against a ratio from a wrong limit, or from units that differ."""
    assert refuse(ALT, text) == sentence


def test_nothing_is_no_value_of_a_laboratory() -> None:
    """Where other words have been taken away, nothing may be left."""
    assert read_value("") == Misread("not_an_answer")
    assert refuse(ALT, "about") == "That was not understood."


REPLIES = ["40", "limit 40", "the limit is 40", "40 U/L", "ULN: 40", "upper limit 40 units/L", "120 U/L, limit 40"]


@pytest.mark.parametrize("reply", REPLIES)
def test_the_limit_may_come_in_the_next_message(reply: str) -> None:
    """Protects what was given before, as the parts of a dose are kept."""
    kept = ask_back(ALT, "120 U/L").coded
    assert ask_back(ALT, reply, kept).coded == (("given", "120 U/L"), ("limit", "40 U/L"))
    assert offer(ALT, reply, kept) == Known(3)


def test_what_is_no_limit_under_that_ask_back_is_read_for_itself() -> None:
    """Protects a change of mind: a whole answer counts, and what is no answer is told so."""
    kept = ask_back(ALT, "about 120 U/L").coded
    assert kept == (("given", "120 U/L"), ("doubt", "about"))
    assert read(ALT, "don't know", TODAY, kept) == Read(UNKNOWN)
    assert offer(ALT, "3 x ULN", kept) == Known(3)
    assert ask_back(ALT, "3 x ULN", kept).reason == "about"
    assert refuse(ALT, "0", kept) == "The upper limit of normal must be one number above 0: give a number."
    assert refuse(ALT, "0.7 µkat/L", kept).startswith("The upper limit of normal must be in the same unit")
    assert refuse(ALT, "elephants", kept) == "That was not understood."


def test_another_limit_corrects_the_ratio_that_is_offered_and_a_bare_number_does_not() -> None:
    """Protects against a number that is meant as the ratio, and taken as the limit."""
    kept = ask_back(ALT, "120 U/L, limit 40").coded
    assert offer(ALT, "limit 60", kept) == Known(2)
    assert read(ALT, "3", TODAY, kept) == Read(Known(3))


def test_the_unit_of_a_value_is_kept_by_a_name_of_ours() -> None:
    """Protects "never a text of the person": only units of a closed list stand among the coded parts."""
    assert ask_back(ALT, "120 Iu / l").coded == (("given", "120 IU/L"),)
    assert refuse(ALT, "120 smith/o") == "That unit is not known here: give a number."


sizes = st.decimals(min_value=Decimal("0.000001"), max_value=Decimal("999999999.999999"), places=6)


@pytest.mark.sweep
@given(sizes, sizes, st.integers(-2, 2))
@example(Decimal(100), Decimal(30), 0)
@example(Decimal("966657000.000010"), Decimal("290000000.000003"), 0)
@example(Decimal("966657000.033323"), Decimal("290000000.009997"), 0)
def test_no_threshold_with_four_decimals_is_decided_wrongly(value: Decimal, limit: Decimal, step: int) -> None:
    """Protects verdicts: 100/30 is above 3.3333 and below 3.3334, and no other quotient compares otherwise either.

    All figures that can be typed are tried: up to nine digits, and six decimals. Thresholds are those nearest to the
    quotient, where a rounded number would first be wrong: two examples lie less than 10^-18 above and below 3.3333.
    """
    exact = Fraction(value) / Fraction(limit)
    if exact >= 10**11:
        return
    fact = make_number(ratio_to=UPPER, range={"min": 0, "max": 10**12})
    answer = offer(fact, f"{value:f} (ULN {limit:f})")
    assert isinstance(answer, Known)
    threshold = Fraction(round(exact * 10**4) + step, 10**4)
    number = float(threshold)
    assert (float(answer.value) > number, float(answer.value) == number) == (exact > threshold, exact == threshold)


@pytest.mark.sweep
@given(sizes, sizes)
@example(Decimal(100), Decimal(30))
def test_a_shown_ratio_lies_on_its_side_of_the_threshold(value: Decimal, limit: Decimal) -> None:
    """Protects people who compare what they read with the criterion: 3.33333 where the threshold is 3.3333."""
    exact = value / limit
    if not Decimal("0.001") < exact < 10**6:
        return
    for threshold in {round(exact, 1), round(exact, 2), round(exact, 4)}:
        fact = make_number(float(threshold), ratio_to=UPPER, range={"min": 0, "max": 10**7})
        answer = offer(fact, f"{value:f} (ULN {limit:f})")
        assert isinstance(answer, Known)
        shown = Decimal(word_answer(fact, answer))
        assert shown.compare(threshold) == Decimal(repr(answer.value)).compare(threshold)


def test_a_quotient_that_does_not_end_is_shown_as_far_as_the_threshold_needs() -> None:
    """Protects the example of the guide."""
    for threshold, shown in ((2.5, "3.33"), (3.33, "3.333"), (3.3333, "3.33333"), (3.3334, "3.33")):
        fact = make_number(threshold, ratio_to=UPPER)
        assert word_answer(fact, offer(fact, "100 (ULN 30)")) == shown


def test_a_number_that_is_nearest_to_a_threshold_without_being_it_is_kept_beside_it() -> None:
    """Protects comparisons of quotients; sums of fifty digits that differ in the last of them are one number."""
    above, below = Decimal("2.50000000000000000001"), Decimal("2.49999999999999999999")
    assert make_plain_number(above) == math.nextafter(2.5, 3)
    assert make_plain_number(below) == math.nextafter(2.5, 2)
    assert make_plain_number(Decimal(f"2.5{'0' * 40}1")) == 2.5
    assert make_plain_number(Decimal("3.0000")) == 3
    assert make_plain_number(Decimal("1234567890123.00001")) == 1234567890123.00001
