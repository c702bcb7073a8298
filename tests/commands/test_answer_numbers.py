"""Numbers in JSON: a number is kept exactly as it is written, or it is refused; none is rounded."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cli.answer_json import parse_json
from bot.config.trial_catalogue import find_trial
from dialogs.definition.facts import NumericFact
from dialogs.rules.answers import Interval, Known
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import read_values

pytestmark = pytest.mark.traced

TRIAL = find_trial("interfant-21")

TAKEN = [
    # a number as it is written, the fact, and what is kept
    ("365", "age_days", 365),
    ("365.0", "age_days", 365),
    ("365.000000000000000000000000", "age_days", 365),
    ("3.65e2", "age_days", 365),
    ("3.65E+2", "age_days", 365),
    ("36500e-2", "age_days", 365),
    ("0.0", "age_days", 0),
    ("-0.0", "age_days", 0),
    ("0e-999999", "age_days", 0),
    ("9.5", "corticosteroid_dose", 9.5),
    ("95e-1", "corticosteroid_dose", 9.5),
    ("9.50000000000000000000000000", "corticosteroid_dose", 9.5),
    ("9.0", "corticosteroid_dose", 9),
    ("0.1234567890123456", "corticosteroid_dose", 0.1234567890123456),
]


def read(text: str, fact: str) -> object:
    """Returns the answer to a fact whose number is written so."""
    return read_values(TRIAL, parse_json(f'{{"{fact}": {text}}}'))[fact]


@pytest.mark.sweep
@pytest.mark.parametrize(("text", "fact", "kept"), TAKEN)
def test_a_whole_number_is_whole_however_it_is_written(text: str, fact: str, kept: float) -> None:
    """Protects "`365.0` is whole": the same number is the same answer, and is written in the same way again."""
    answer = read(text, fact)
    assert answer == Known(kept)
    assert isinstance(answer, Known)
    assert type(answer.value) is type(kept)
    limits = read(f'{{"min": {text}}}', fact)
    assert isinstance(limits, Interval)
    assert type(limits.min) is type(kept)


REFUSED = [
    # a number, the fact, and what is said: the fault, and what fits
    ("365.5", "age_days", r"age_days: 365\.5 is not whole; write a whole number from 0 to 6575 days"),
    ("0.1234567890123456789012345", "corticosteroid_dose", r".* has too many digits; write a number from 0 .*digits"),
    ("1e400", "corticosteroid_dose", r".*1E\+400 is out of range; write a number from 0 to 1000 .*"),
    ("12345678901234567890.5", "corticosteroid_dose", r".* is out of range; write a number from 0 to 1000 .*"),
    ("NaN", "corticosteroid_dose", "NaN is no number; .*"),
    ("Infinity", "age_days", "Infinity is no number; .*"),
    ("-Infinity", "age_days", "-Infinity is no number; .*"),
]


@pytest.mark.parametrize(("text", "fact", "said"), REFUSED)
def test_a_number_that_does_not_fit_is_refused_with_what_fits(text: str, fact: str, said: str) -> None:
    """Protects "refused, not rounded", in one sentence that says what fits."""
    with pytest.raises(AnswerError) as refused:
        read(text, fact)
    assert re.fullmatch(said, str(refused.value))


@pytest.mark.sweep
@given(
    st.sampled_from(["age_days", "corticosteroid_dose"]),
    st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,4})?", fullmatch=True),
)
@example("corticosteroid_dose", "999.9999999999999999")
@example("corticosteroid_dose", "1000.0000000000000001")
@example("corticosteroid_dose", "1e-324")
def test_a_written_number_is_kept_exactly_or_refused(fact_id: str, text: str) -> None:
    """Protects every number: what is kept is what is written, digit by digit; 15 digits within the range always are."""
    fact, written = TRIAL.facts[fact_id], Decimal(text)
    assert isinstance(fact, NumericFact)
    has_few_digits = len(written.normalize().as_tuple().digits) <= 15 and -300 < written.adjusted() < 300
    is_whole = written == written.to_integral_value()
    fits = fact.range.min <= written <= fact.range.max and (is_whole or (fact_id != "age_days" and has_few_digits))
    try:
        answer = read(text, fact_id)
    except AnswerError:
        assert not fits
    else:
        assert isinstance(answer, Known)
        assert Decimal(str(answer.value)) == written
        assert isinstance(answer.value, int) is is_whole
