"""The traps of typed numbers and of text as such: each is accepted, asked back or refused, as this table says."""

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import DECIMAL, FACTS, SIGNED, TODAY, said_of

from dialogs.definition.facts import Fact, NumericFact, OptionFact
from dialogs.definition.wording import words
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.rules.answers import Answer, Interval, Known

pytestmark = pytest.mark.mutants

ACCEPTED, ASKED_BACK, REFUSED = Read, AskBackReading, Misread

TRAPS = [
    # text, verdict for whole days (age), its answer or offer; verdict for a dose in mg/m²/day, its answer or offer
    ("120", ACCEPTED, 120, ACCEPTED, 120),
    ("120.", ACCEPTED, 120, ACCEPTED, 120),
    ("  120  ", ACCEPTED, 120, ACCEPTED, 120),
    ("2,5", REFUSED, None, ACCEPTED, 2.5),  # "decimal comma"
    ("2.5", REFUSED, None, ACCEPTED, 2.5),
    ("120,25", REFUSED, None, ACCEPTED, 120.25),
    ("0,1234", REFUSED, None, ACCEPTED, 0.1234),
    ("120.0", ASKED_BACK, 120, ACCEPTED, 120),
    ("120,0", ASKED_BACK, 120, ACCEPTED, 120),
    ("1,000", ASKED_BACK, 1000, ASKED_BACK, 1),
    ("1,234", ASKED_BACK, 1234, ASKED_BACK, 1.234),
    ("1.234", REFUSED, None, ACCEPTED, 1.234),
    ("1,000,000", REFUSED, None, REFUSED, None),
    ("1.000,5", REFUSED, None, REFUSED, None),
    ("١٢٠", ACCEPTED, 120, ACCEPTED, 120),  # "other scripts' digits"
    ("१२०", ACCEPTED, 120, ACCEPTED, 120),
    ("１２０", ACCEPTED, 120, ACCEPTED, 120),
    ("𝟭𝟮𝟬", ACCEPTED, 120, ACCEPTED, 120),
    ("١٢٫٥", REFUSED, None, ACCEPTED, 12.5),
    ("1٢0", REFUSED, None, REFUSED, None),
    ("1_000", REFUSED, None, REFUSED, None),  # "`1_000`, `nan`, `1e5`"
    ("nan", REFUSED, None, REFUSED, None),
    ("NaN", REFUSED, None, REFUSED, None),
    ("inf", REFUSED, None, REFUSED, None),
    ("1e5", REFUSED, None, REFUSED, None),
    ("1E2", REFUSED, None, REFUSED, None),
    ("0x10", REFUSED, None, REFUSED, None),
    ("10²", REFUSED, None, REFUSED, None),  # "`10²` (never 102)"
    ("10^2", REFUSED, None, REFUSED, None),
    ("½", REFUSED, None, REFUSED, None),
    ("3½", REFUSED, None, REFUSED, None),
    ("①②⓪", REFUSED, None, REFUSED, None),
    ("Ⅻ", REFUSED, None, REFUSED, None),
    ("一二〇", REFUSED, None, REFUSED, None),
    ("1 000", REFUSED, None, REFUSED, None),
    ("1\u00a0000", REFUSED, None, REFUSED, None),
    ("1\u202f000", REFUSED, None, REFUSED, None),
    ("1'000", REFUSED, None, REFUSED, None),
    ("-5", REFUSED, None, REFUSED, None),  # "minus signs"
    ("−5", REFUSED, None, REFUSED, None),
    ("–5", REFUSED, None, REFUSED, None),
    ("minus 5", REFUSED, None, REFUSED, None),
    ("- 5", REFUSED, None, REFUSED, None),
    ("-0", REFUSED, None, REFUSED, None),
    ("--5", REFUSED, None, REFUSED, None),
    ("+5", REFUSED, None, REFUSED, None),
    (".5", REFUSED, None, REFUSED, None),
    ("0120", ASKED_BACK, 120, ASKED_BACK, 120),
    ("120%", REFUSED, None, REFUSED, None),
    ("about 120", ASKED_BACK, 120, ASKED_BACK, 120),
    ("~120", ASKED_BACK, 120, ASKED_BACK, 120),
    ("ca. 120", ASKED_BACK, 120, ASKED_BACK, 120),
    ("120?", ASKED_BACK, 120, ASKED_BACK, 120),
    ("6576", REFUSED, None, REFUSED, None),
    ("9" * 9, REFUSED, None, REFUSED, None),
    ("9" * 10, REFUSED, None, REFUSED, None),
    ("9" * 499, REFUSED, None, REFUSED, None),
    ("9" * 5_000, REFUSED, None, REFUSED, None),  # "5,000 digits, 1 MB of text"
    ("9" * 1_000_000, REFUSED, None, REFUSED, None),
    ("120." + "0" * 7, REFUSED, None, REFUSED, None),
    ("\u200f120", ACCEPTED, 120, ACCEPTED, 120),  # "right-to-left marks"
    ("120\u200e", ACCEPTED, 120, ACCEPTED, 120),
    ("\ufeff120", ACCEPTED, 120, ACCEPTED, 120),
    ("1\u200f20", REFUSED, None, REFUSED, None),
    ("1\u200b20", REFUSED, None, REFUSED, None),
    ("\u202e021\u202c", REFUSED, None, REFUSED, None),
    ("\u2067120\u2069", REFUSED, None, REFUSED, None),
    ("12\x000", REFUSED, None, REFUSED, None),
    ("120\ud800", REFUSED, None, REFUSED, None),
]


def _get_outcome(reading: object) -> object:
    if isinstance(reading, Misread):
        return None
    assert isinstance(reading, Read | AskBackReading)
    answer = reading.answer if isinstance(reading, Read) else reading.offers[0]
    assert isinstance(answer, Known)
    return answer.value


@pytest.mark.parametrize(("text", "age_verdict", "age", "dose_verdict", "dose"), TRAPS)
def test_the_number_traps(text: str, age_verdict: type, age: object, dose_verdict: type, dose: object) -> None:
    """Protects: 'The number traps: each accepted, asked back or refused as a table in the tests says'."""
    of_age = read(FACTS["age_days"], text, TODAY)
    of_decimal = read(DECIMAL, text, TODAY)
    assert (type(of_age), _get_outcome(of_age)) == (age_verdict, age)
    assert (type(of_decimal), _get_outcome(of_decimal)) == (dose_verdict, dose)
    assert type(_get_outcome(of_decimal)) is type(dose)


REASONS = {
    "-5": "negative", "120.5": "whole", "6576": "range", "9" * 10: "digits_too_many", "9" * 501: "too_long",
    "1٢": "digits", "1\u200f2": "hidden", "\u202e1": "characters", "1_0": "not_an_answer",
    "9-8 weeks": "order", "5 apples": "unit",
}  # fmt: skip


@pytest.mark.parametrize("text", REASONS)
def test_a_refusal_says_why_and_what_fits(text: str) -> None:
    """Protects: 'refused in one sentence that says what fits'."""
    reading = read(FACTS["age_days"], text, TODAY)
    assert reading == Misread(REASONS[text])
    said = make_sentence(FACTS["age_days"], reading)
    assert "120, 17 weeks, 4 months" in said or "0 to 6575 days" in said or said == "That was not understood."


def test_the_longest_text_that_is_read_has_500_characters() -> None:
    """Protects: a text over the limit is refused before anything looks at it."""
    assert read(FACTS["age_days"], " " * 497 + "120", TODAY) == Read(Known(120))
    assert read(FACTS["age_days"], " " * 498 + "120", TODAY) == Misread("too_long")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", Read(Known(5))),
        ("5 days", Read(Known(5))),
        ("1 day", Read(Known(1))),
        ("8d", Read(Known(8))),
        ("0", Read(Known(0))),
        ("28", Read(Known(28))),
        ("five", Read(Known(5))),
        ("29", Misread("range")),
        ("5 weeks", Misread("range")),
        ("5 mg", Misread("unit")),
        ("5-7", Read(Interval(min=5, max=7))),
        ("5 – 7 days", Read(Interval(min=5, max=7))),
        ("5 to 7", Read(Interval(min=5, max=7))),
        ("from 5 to 7 days", Read(Interval(min=5, max=7))),
        ("between 5 and 7", Read(Interval(min=5, max=7))),
        ("5 days to 7 days", Read(Interval(min=5, max=7))),
        ("7-7", Read(Known(7))),
        ("more than 7", Read(Interval(above=7))),
        ("> 7", Read(Interval(above=7))),
        (">7 days", Read(Interval(above=7))),
        ("over 7", Read(Interval(above=7))),
        ("at least 7", Read(Interval(min=7))),
        (">= 7", Read(Interval(min=7))),
        ("≥7", Read(Interval(min=7))),
        ("7 or more", Read(Interval(min=7))),
        ("not less than 7", Read(Interval(min=7))),
        ("less than 7", Read(Interval(below=7))),
        ("<7", Read(Interval(below=7))),
        ("under 7", Read(Interval(below=7))),
        ("at most 7", Read(Interval(max=7))),
        ("up to 7", Read(Interval(max=7))),
        ("<=7", Read(Interval(max=7))),
        ("≤7", Read(Interval(max=7))),
        ("7 or less", Read(Interval(max=7))),
        ("no more than 7", Read(Interval(max=7))),
        ("up to 0", Read(Known(0))),
        ("at least 28", Read(Known(28))),
        ("0-28", Read(Interval(min=0, max=28))),
        ("7-5", Misread("order")),
        ("20-29", Misread("range")),
        ("more than 28", Misread("range")),
        ("more than 27", Read(Interval(above=27))),
        ("less than 0", Misread("range")),
        ("less than 1", Read(Interval(below=1))),
        ("more than -1", Misread("negative")),
        ("at most -1", Misread("negative")),
        ("5.5-7", Misread("whole")),
        ("05-7", AskBackReading("leading_zeros", (Interval(min=5, max=7),))),
        ("about 5-7", AskBackReading("about", (Interval(min=5, max=7),))),
        ("5-7?", AskBackReading("doubt", (Interval(min=5, max=7),))),
        ("5--7", Misread("not_an_answer")),
        ("5-", Misread("not_an_answer")),
        ("5 or 7", AskBackReading("either", (Interval(min=5, max=7),))),
        ("5 7", Misread("not_an_answer")),
        ("no", Misread("not_an_answer")),
        ("more than", Misread("not_an_answer")),
        ("not at least 5", Misread("not_an_answer")),
    ],
)
def test_whole_numbers_and_intervals(text: str, expected: object) -> None:
    """Protects: '"8-12", "more than 10" ... min above max is refused'; strict limits stay strict."""
    assert read(FACTS["corticosteroid_days"], text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-5", Read(Known(-5))),
        ("-10", Read(Known(-10))),
        ("-10.5", Misread("range")),
        ("-2.5 mg%", Read(Known(-2.5))),
        ("at least -5", Read(Interval(min=-5))),
        ("between -5 and 3", Read(Interval(min=-5, max=3))),
        ("1,234 mg/dl", AskBackReading("grouped", (Known(1.234),))),
    ],
)
def test_a_fact_whose_range_goes_below_zero_reads_negative_numbers(text: str, expected: object) -> None:
    """Protects: whether a number may be negative is the definition's to say, not the reader's."""
    assert read(SIGNED, text, TODAY) == expected


def test_both_readings_of_a_comma_are_offered_where_both_are_possible() -> None:
    """Protects: '1,234' may be 1.234 or 1234."""
    wide = DECIMAL.model_copy(update={"range": DECIMAL.range.model_copy(update={"max": 2000})})
    assert read(wide, "1,234", TODAY) == AskBackReading("grouped", (Known(1.234), Known(1234)))
    assert (
        said_of(wide, "1,234", TODAY)
        == "A comma or a point may group thousands or mark decimals. Which of these: 1.234 mg/dL or 1234 mg/dL?"
    )


PIECES = st.sampled_from(
    ["0", "1", "2", "7", "10", "45", "120", "365", "1,234", "2.5", "-", "–", "to", "and", "between", "more", "than",
     "at", "least", "less", "<", "≥", "days", "weeks", "months", "m", "mg", "mg/m2/day", "mg/kg", "kg", "cm",
     "prednisone", "dexamethasone", "2026-01-31", "03/04/2026", "31.12.2025", "born", "diagnosed", "?", "about",
     "pending", "not", "CNS1", "CNS", "KMT2A", "rearranged", "germline", "B-ALL", "+", "yes", "no", "²", "١", "\u200f",
     ",", ";", "(", ")", "newborn", "corrected"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
)
NUMBERS = ("min", "max", "above", "below")


@pytest.mark.parametrize("name", FACTS)
def test_a_lone_character_is_read_or_refused(name: str) -> None:
    """Protects a slip of the finger: what is left of "x" for a number of days is nothing, and that is no answer."""
    for text in (*string.printable, "×", "–", "²", "µ", "x x", "1x", "x1", "x of x"):
        reading = read(FACTS[name], text, TODAY)
        assert isinstance(reading, Read) or make_sentence(FACTS[name], reading)


@pytest.mark.slow
@given(st.sampled_from([*FACTS, "decimal", "signed"]), TEXTS)
@settings(max_examples=300, deadline=None, database=None)
def test_any_text_gives_a_reading_and_every_question_back_a_sentence(name: str, text: str) -> None:
    """Protects: reading never raises, answers lie within the fact's range, and what is said is one line."""
    fact = {**FACTS, "decimal": DECIMAL, "signed": SIGNED}[name]
    reading = read(fact, text, TODAY)
    if not isinstance(reading, Read):
        said = make_sentence(fact, reading)
        assert said
        assert "\n" not in said
        assert "{" not in said
    offers = (reading.answer,) if isinstance(reading, Read) else getattr(reading, "offers", ())
    for answer in offers:
        if isinstance(fact, NumericFact):
            assert all(fact.range.min <= each <= fact.range.max for each in _list_figures(answer))


def _list_figures(answer: Answer) -> list[int | float]:
    plain = answer.value if isinstance(answer, Known) else [getattr(answer, each, None) for each in NUMBERS]
    return [each for each in (plain if isinstance(plain, list) else [plain]) if isinstance(each, int | float)]


WORST = ["9" * 500, "-" * 500, "a" * 500, "? " * 250, "~ " * 250, "about " * 83, "1 m " * 125, "1-" * 250, "to " * 166,
         "1 to " * 100, "(" * 500, "1,1" * 166, "mg/" * 166, "and at for " * 45, "2026-01-01 " * 45, "rearranged " * 45,
         "a- " * 166, ". " * 250 + "x"]  # fmt: skip


@pytest.mark.thinned(3)
@pytest.mark.slow
@pytest.mark.parametrize("text", WORST)
def test_the_worst_texts_are_read_in_no_time(text: str) -> None:
    """Protects: no pattern backtracks without end.

    Usual is under 50 ms a fact; a runaway pattern would take minutes.
    """
    for fact in FACTS.values():
        read(fact, "warm", TODAY)
        assert any(_time_reading(fact, text) < 1 for _ in range(3)), "not even the best of three"


def _time_reading(fact: Fact, text: str) -> float:
    began = time.process_time()
    read(fact, text[:500], TODAY)
    return time.process_time() - began


@pytest.mark.thinned(3)
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, fact in FACTS.items() if isinstance(fact, OptionFact)])
def test_long_texts_of_a_facts_own_words_are_read_in_no_time(name: str) -> None:
    """Protects the turn of everybody else.

    Words that deny, words that can be denied, and words that say nothing are repeated, and take no second.
    """
    fact = FACTS[name]
    assert isinstance(fact, OptionFact)
    own = {
        word for table in (fact.neutral, *(option.denied for option in fact.options.values())) for word in words(table)
    }
    for word in ("no", "t(4;11)", "1 mg", "46,xx,", *sorted(own)[::12]):
        for text in (f"{word} " * 500, f"no {word} " * 500, f"{word}: no " * 500):
            began = time.process_time()
            read(fact, text[:500], TODAY)
            assert time.process_time() - began < 1, word
