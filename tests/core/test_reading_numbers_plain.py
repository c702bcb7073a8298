"""Plain phrases of clinicians for ages, days and doses.

Each has its answer here, or the ask-back where it may mean two things.
"""

from datetime import date

import pytest
from reading import AGE, DECIMAL, DOSE, FACTS, TODAY, VACCINE

from dialogs.definition.facts import DaysBetweenFact, Fact, NumberFact
from dialogs.reading import AskBackReading, CodedParts, Misread, Read, make_sentence, read
from dialogs.reading.sentences.offers import word_offers
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.figures import format_figure

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

DAYS = FACTS["corticosteroid_days"]


def between(low: int, high: int) -> Interval:
    return Interval(min=low, max=high)


READ: list[tuple[Fact, str, Answer]] = [
    # words around an age that say nothing: "4-month-old female infant", "10 week old girl"
    (AGE, "4-month-old female infant", between(120, 152)),
    (AGE, "10 week old girl", between(70, 76)),
    (AGE, "10-wk girl", between(70, 76)),
    (AGE, "4 month old boy", between(120, 152)),
    (AGE, "a 4-month-old baby girl", between(120, 152)),
    (AGE, "4 months at diagnosis", between(120, 152)),
    (AGE, "4 months at dx", between(120, 152)),
    (AGE, "male, aged 17 weeks", between(119, 125)),
    (AGE, "age: 120 days", Known(120)),
    (AGE, "120 days (girl)", Known(120)),
    (AGE, "120 days of age", Known(120)),
    (AGE, "the infant was 4 months old at diagnosis", between(120, 152)),
    (AGE, "a week old", between(7, 13)),
    # "seventeen weeks", "twenty-one days"
    (AGE, "seventeen weeks", between(119, 125)),
    (AGE, "twenty-one days", Known(21)),
    (AGE, "twenty one days", Known(21)),
    (AGE, "ninety-nine days", Known(99)),
    (AGE, "thirty to forty days", between(30, 40)),
    # a day of life: some count the day of birth as 0, some as 1
    (AGE, "DOL 12", between(11, 12)),
    (AGE, "dol12", between(11, 12)),
    (AGE, "day of life 12", between(11, 12)),
    (AGE, "12th day of life", between(11, 12)),
    (AGE, "day 12 of life", between(11, 12)),
    (AGE, "DOL 1", between(0, 1)),
    (AGE, "DOL 0", Known(0)),
    # "120 days (17 weeks)", if they agree
    (AGE, "120 days (17 weeks)", Known(120)),
    (AGE, "17 weeks (120 days)", Known(120)),
    (AGE, "17 weeks = 120 days", Known(120)),
    (AGE, "120 days or 17 weeks", Known(120)),
    (AGE, "120 days (about 17 weeks)", Known(120)),
    (AGE, "11 months (50 weeks)", between(350, 356)),
    (AGE, "4 months, 120 days", Known(120)),
    (AGE, "10wk F", between(70, 76)),
    (AGE, "120 days after birth", Known(120)),
    (AGE, "chronological age 4 months", between(120, 152)),
    # days between two events: with what they count to
    (VACCINE, "20", Known(20)),
    (VACCINE, "20 days", Known(20)),
    (VACCINE, "20 days before", Known(20)),
    (VACCINE, "6 weeks before", between(42, 48)),
    (VACCINE, "6 weeks before blinatumomab", between(42, 48)),
    (VACCINE, "six weeks prior to blina", between(42, 48)),
    (VACCINE, "6 weeks between", between(42, 48)),
    (VACCINE, "6 weeks apart", between(42, 48)),
    (VACCINE, "20-day interval", Known(20)),
    (VACCINE, "6 weeks between vaccine and blinatumomab", between(42, 48)),
    (VACCINE, "6 weeks from vaccine to blinatumomab", between(42, 48)),
    (VACCINE, "6 weeks after the vaccine", between(42, 48)),
    (VACCINE, "Rotarix 20 days before the planned first blinatumomab", Known(20)),
    (VACCINE, "more than 4 weeks before the first blinatumomab", Interval(above=28)),
    (VACCINE, "4 to 6 weeks before starting Blincyto", between(28, 48)),
    (VACCINE, "42 days (6 weeks)", Known(42)),
    (VACCINE, "Rotarix 2026-05-01, blinatumomab 2026-06-15", Known(45, date(2026, 5, 30))),
    # a number that counts days: "a single dose is 1"
    (DAYS, "single dose", Known(1)),
    (DAYS, "Single dose only", Known(1)),
    (DAYS, "one dose", Known(1)),
    (DAYS, "once", Known(1)),
    (DAYS, "stat", Known(1)),
    (DAYS, "x3 days", Known(3)),
    (DAYS, "x 3", Known(3)),
    (DAYS, "3d", Known(3)),
    (DAYS, "for 3 days", Known(3)),
    (DAYS, "for three days", Known(3)),
    (DAYS, "five days", Known(5)),
    (DAYS, "3 days in total", Known(3)),
    (DAYS, "3 day course", Known(3)),
    (DAYS, "3 consecutive days", Known(3)),
    (DAYS, "a total of 5 days", Known(5)),
    (DAYS, "only 2 days", Known(2)),
    (DAYS, "none", Known(0)),
    (DAYS, "just once", Known(1)),
    (DAYS, "7 days (1 week)", Known(7)),
    (DAYS, "1 week (7 days)", Known(7)),
    (DAYS, "for 5-7 days", between(5, 7)),
    # doses: the days belong to the next question, and a single dose is the total of its day
    (DOSE, "12 mg/m²/day for 3 days", Known(12)),
    (DOSE, "12 mg/m2/day prednisone-equivalent", Known(12)),
    (DOSE, "5 days of prednisolone 60 mg/m²/day", Known(60)),
    (DOSE, "twelve mg/m2/day", Known(12)),
    (DOSE, "dexamethasone 6 mg/m²/day x 5d", Known(40)),
    (DECIMAL, "1.250", Known(1.25)),
    (DECIMAL, "0,125", Known(0.125)),
]


@pytest.mark.traced_cases("Rotarix 20 days before the planned first")
@pytest.mark.parametrize(("fact", "text", "answer"), READ)
def test_what_clinicians_plainly_mean_is_read(fact: Fact, text: str, answer: Answer) -> None:
    """Protects: 'Read what clinicians plainly mean'; each phrase of the issue is a row."""
    assert read(fact, text, TODAY) == Read(answer)


ASKED: list[tuple[Fact, str, str, tuple[Answer, ...]]] = [
    # the contract: 3/12 and 9/52 with months and weeks as the offers
    (AGE, "8/52", "notation", (between(56, 62),)),
    (AGE, "2/12", "notation", (between(59, 91),)),
    (AGE, "2/12 old", "notation", (between(59, 91),)),
    (AGE, "4/7", "notation", (Known(4),)),
    # "asked back with their widest interval as the offer"
    (AGE, "5 months 3 weeks", "mixed", (between(171, 180),)),
    (AGE, "5 months and 3 weeks", "mixed", (between(171, 180),)),
    (AGE, "5 months 4 weeks", "mixed", (between(178, 183),)),
    (AGE, "5 months 6 weeks", "mixed", ()),
    (AGE, "2 weeks 10 days", "mixed", ()),
    (AGE, "1 year 15 months", "mixed", ()),
    (AGE, "1 year 2 months 3 days", "mixed", (between(427, 431),)),
    (AGE, "4 months, 17 weeks", "disagree", (between(120, 152), between(119, 125))),
    (AGE, "5 months 2 days", "mixed", (between(152, 155),)),
    (AGE, "2 weeks 3 days", "mixed", (Known(17),)),
    (AGE, "1 year 2 months", "mixed", (between(424, 457),)),
    (AGE, "1 year 3 weeks", "mixed", (between(386, 393),)),
    (AGE, "1 year 2.5 months", "mixed", ()),
    (AGE, "less than 5 months 3 weeks", "mixed", (Interval(below=174),)),
    (AGE, "1.5 weeks", "partial", (between(7, 13),)),
    (AGE, "2.5 months", "partial", (between(59, 91),)),
    (AGE, "less than 2.5 months", "partial", (Interval(below=92),)),
    # "*neonate* is 0 to 27 days, offered as such"
    (AGE, "neonate", "newborn", (between(0, 27),)),
    (AGE, "female neonate", "newborn", (between(0, 27),)),
    (AGE, "newborn", "newborn", (Known(0), between(0, 27))),
    (AGE, "newborn girl", "newborn", (Known(0), between(0, 27))),
    (AGE, "at birth", "at_birth", (Known(0),)),
    (AGE, "4 months corrected", "corrected", ()),
    (AGE, "120 days (18 weeks)", "disagree", (Known(120), between(126, 132))),
    (AGE, "4 months (17 weeks)", "disagree", (between(120, 152), between(119, 125))),
    (AGE, "17 weeks (about 120 days)", "about", (Known(120),)),
    (AGE, "17 weeks (4 m)", "unit_m", (between(120, 152),)),
    # "`6 weeks` after a vaccine may be the age at vaccination"
    (VACCINE, "6 weeks", "may_be_age", (between(42, 48),)),
    (VACCINE, "2 months", "may_be_age", (between(59, 91),)),
    (VACCINE, "6/52", "may_be_age", (between(42, 48),)),
    (VACCINE, "4-6 weeks", "may_be_age", (between(28, 48),)),
    # a number that counts days
    (DAYS, "1 week", "in_days", (Known(7), between(7, 13))),
    (DAYS, "a week", "in_days", (Known(7), between(7, 13))),
    (DAYS, "for 2 weeks", "in_days", (Known(14), between(14, 20))),
    (DAYS, "4 weeks", "in_days", (Known(28),)),
    (DAYS, "1-2 weeks", "in_days", (between(7, 14), between(7, 20))),
    (DAYS, "more than a week", "in_days", (Interval(above=7),)),
    (DAYS, "up to 2 weeks", "in_days", (Interval(max=14), Interval(max=20))),
    (DAYS, "1 week 2 days", "in_days", (Known(9),)),
    (DAYS, "1.5 weeks", "in_days", (between(7, 13),)),
    (DAYS, "3/7", "notation", (Known(3),)),
    (DAYS, "1/52", "notation", (Known(7), between(7, 13))),
    # 1.25 and 1250 both lie in range
    (
        DECIMAL.model_copy(update={"range": DECIMAL.range.model_copy(update={"max": 2000})}),
        "1.250",
        "grouped",
        (Known(1.25), Known(1250)),
    ),
    (DOSE, "1.000 mg/m2/day", "grouped", (Known(1), Known(1000))),
]


@pytest.mark.parametrize(("fact", "text", "reason", "offers"), ASKED)
def test_what_may_mean_two_things_is_asked_back_with_all_of_them(
    fact: Fact, text: str, reason: str, offers: tuple[Answer, ...]
) -> None:
    """Protects: 'Every ask-back offers all plausible values', and the widest interval of a mixed form."""
    asked = read(fact, text, TODAY)
    assert isinstance(asked, AskBackReading)
    assert (asked.reason, asked.offers) == (reason, offers)
    said = make_sentence(fact, asked)
    assert "{" not in said
    assert said.endswith("?") or not offers or reason == "corrected"


REFUSED: list[tuple[Fact, str, str]] = [
    (VACCINE, "5 weeks ago", "ago"),
    (VACCINE, "Rotarix 5 weeks ago", "ago"),
    (VACCINE, "20 days ago", "ago"),
    (VACCINE, "at 6 weeks of age", "may_be_age"),
    (VACCINE, "6 weeks old", "may_be_age"),
    (VACCINE, "at 6 weeks", "may_be_age"),
    (VACCINE, "6 weeks before the vaccine", "not_an_answer"),
    (VACCINE, "6 weeks after blinatumomab", "not_an_answer"),
    (VACCINE, "6 weeks before diagnosis", "not_an_answer"),
    (VACCINE, "6 weeks before the second cycle of blinatumomab", "not_an_answer"),
    (AGE, "diagnosed 5 weeks ago", "ago"),
    (AGE, "4 months at relapse", "not_an_answer"),
    (AGE, "4 months now", "not_an_answer"),
    (AGE, "120 days, twin", "not_an_answer"),
    (AGE, "4 months (girl, twin)", "not_an_answer"),
    (AGE, "17 weeks (120)", "not_an_answer"),
    (AGE, "17 weeks (9999 weeks)", "range"),
    (AGE, "one hundred twenty days", "not_an_answer"),
    (AGE, "2 weeks 3 months", "mixed"),
    (AGE, "2 weeks 3 elephants", "not_an_answer"),
    (AGE, "1.5.5 weeks", "not_an_answer"),
    (AGE, "age-5", "negative"),
    (AGE, "DOL 9999", "range"),
    (DAYS, "5 weeks", "range"),
    (DAYS, "5 mg", "unit"),
    (DAYS, "two weeks of prednisone", "not_an_answer"),
    (DOSE, "60 mg/m2 over 3 days", "unclear_dose"),
]


@pytest.mark.parametrize(("fact", "text", "reason"), REFUSED)
def test_what_says_more_than_a_number_is_not_read(fact: Fact, text: str, reason: str) -> None:
    """Protects: a text is read only if every part of it is accounted for.

    Days to today, and an age, are no days between two events.
    """
    reading = read(fact, text, TODAY)
    assert isinstance(reading, Misread | AskBackReading)
    assert reading.reason == reason
    assert not isinstance(reading, AskBackReading) or not reading.offers


def test_days_to_today_and_an_age_are_told_apart() -> None:
    """Protects: '"5 weeks ago" counts to today, not to the planned start: told so'."""
    assert (
        make_sentence(VACCINE, Misread("ago"))
        == "That counts back from today; what is asked is the time from the last live vaccine to the first"
        " blinatumomab: "
        "give it in days, or give both dates."
    )
    assert (
        make_sentence(VACCINE, AskBackReading("may_be_age", (between(42, 48),)))
        == "That may be the age at the vaccination; what is asked is the time from the vaccine to the first "
        "blinatumomab. Did you mean 42 to 48 days?"
    )
    assert isinstance(VACCINE, DaysBetweenFact)
    grown = VACCINE.model_copy(update={"may_be_age": None})
    assert read(grown, "6 weeks", TODAY) == Read(between(42, 48))
    assert read(grown, "6 weeks old", TODAY) == Misread("not_an_answer")
    assert make_sentence(grown, Misread("may_be_age")) == VACCINE.fits["en"]


def test_a_newborn_is_none_where_the_range_begins_later() -> None:
    """Protects: no offer lies beyond what is possible."""
    older = AGE.model_copy(update={"range": AGE.range.model_copy(update={"min": 28})})
    assert read(older, "newborn", TODAY) == Misread("not_an_answer")


def test_a_bare_age_offers_its_units_by_name() -> None:
    """Protects the offers.

    'A bare age offers its units by name ("12 days, 12 weeks (84 to 90 days), 12 months (365 to 396 days)")'.
    """
    asked = read(AGE, "12", TODAY)
    assert isinstance(asked, AskBackReading)
    assert asked.coded == (("days", "12"), ("weeks", "12"), ("months", "12"))
    assert word_offers(AGE, asked) == ("12 days", "12 weeks (84 to 90 days)", "12 months (365 to 396 days)")
    spans = {
        "8-10": "8 to 10",
        "less than 12": "less than 12",
        "at least 3": "at least 3",
        "more than 0": "more than 0",
        "1": "1",
    }
    for text, count in spans.items():
        ranged = read(AGE, text, TODAY)
        assert isinstance(ranged, AskBackReading)
        assert {each for _, each in ranged.coded} == {count}
        assert len(ranged.coded) == len(ranged.offers)
    one = read(AGE, "1", TODAY)
    assert isinstance(one, AskBackReading)
    assert word_offers(AGE, one) == ("1 day", "1 week (7 to 13 days)", "1 month (28 to 61 days)")
    younger = AGE.model_copy(update={"range": AGE.range.model_copy(update={"max": 100})})
    assert read(younger, "12", TODAY) == AskBackReading(
        "bare", (Known(12), between(84, 90)), (("days", "12"), ("weeks", "12"))
    )
    assert read(AGE.model_copy(update={"range": AGE.range.model_copy(update={"min": 4000})}), "12", TODAY) == Misread(
        "range"
    )


# doses: what was given is kept, and never asked for again

DEXAMETHASONE: CodedParts = (
    ("drug", "dexamethasone"),
    ("amount", "0.6"),
    ("unit", "kg"),
    ("daily", "1"),
    ("weight", "4"),
)
WHOLE: CodedParts = (*DEXAMETHASONE, ("length", "54"))
BY_BOTH = "Mosteller gives 65.32, Haycock 64.36 mg/m²/day prednisone-equivalent."
COMPUTED = Read(Interval(min=64.36220840790692, max=65.31972647421809), BY_BOTH)


def test_a_single_dose_is_the_total_of_its_day() -> None:
    """Protects people from a question that they have answered.

    Never asked 'Which drug: … dexamethasone …?' after "dexamethasone 0.6 mg/kg single dose, 4 kg, 54 cm".
    """
    assert read(DOSE, "dexamethasone 0.6 mg/kg single dose, 4 kg, 54 cm", TODAY) == COMPUTED
    for once in ("once", "x1", "once a day", "once daily"):
        assert read(DOSE, f"dexamethasone 0.6 mg/kg {once}, 4 kg, 54 cm", TODAY) == COMPUTED
    assert read(DOSE, "dexamethasone 0.6 mg/kg/day x3 days, 4 kg, 54 cm", TODAY) == COMPUTED
    asked = read(DOSE, "dexamethasone 0.6 mg/kg single dose bd, 4 kg, 54 cm", TODAY)
    assert asked == AskBackReading("doses", coded=(("drug", "dexamethasone"), ("weight", "4"), ("length", "54")))
    assert read(DOSE, "dexamethasone 0.6 mg/kg per single dose, 4 kg, 54 cm", TODAY) == asked
    assert isinstance(read(DOSE, "dexamethasone 0.6 mg/kg once weekly, 4 kg, 54 cm", TODAY), AskBackReading)


FIRST: list[tuple[str, str, CodedParts, str]] = [
    (
        "dexamethasone 0.6 mg/kg/day, 4 kg",
        "missing:length",
        DEXAMETHASONE,
        "Understood so far: dexamethasone, 0.6 mg/kg/day, 4 kg. Still needed: the length in cm.",
    ),
    (
        "prednisone 12",
        "missing:unit+weight+length",
        (("drug", "prednisone"), ("amount", "12")),
        (
            "Understood so far: prednisone, 12 (without a unit). Still needed: the unit of the dose (mg/m²/day, mg/day"
            " or mg/kg/day), the weight in kg and the length in cm."
        ),
    ),
    (
        "prednisone 5 mg bd, 4 kg, 54 cm",
        "doses",
        (("drug", "prednisone"), ("weight", "4"), ("length", "54")),
        (
            "Understood so far: prednisone, 4 kg, 54 cm. Give the total per day in mg, not the single doses. "
            "Still needed: the dose in mg/day or mg/kg/day."
        ),
    ),
    (
        "prednisone 2 mg/day, 7 lb, 49 cm",
        "mass",
        (("drug", "prednisone"), ("amount", "2"), ("unit", "mg"), ("daily", "1"), ("length", "49")),
        (
            "Understood so far: prednisone, 2 mg/day, 49 cm. A dose must be in mg, a weight in kg, a length in cm. "
            "Still needed: the weight in kg."
        ),
    ),
    (
        "prednisone 2 mg/day, 900 kg, 49 cm",
        "weight",
        (("drug", "prednisone"), ("amount", "2"), ("unit", "mg"), ("daily", "1"), ("length", "49")),
        (
            "Understood so far: prednisone, 2 mg/day, 49 cm. A weight must be 0.3 to 200 kg. Still needed: the weight"
            " in kg."
        ),
    ),
    (
        "examplone 6 mg/m2/day",
        "drug",
        (),
        (
            "That drug, or word, is not known here. It must be prednisone, prednisolone, methylprednisolone,"
            " hydrocortisone, cortisone, dexamethasone or betamethasone; for another drug, give the"
            " prednisone-equivalent in mg/m²/day."
        ),
    ),
    (
        "examplone 0.6 mg/kg, 4 kg, 54 cm",
        "drug",
        (),
        (
            "That drug, or word, is not known here. It must be prednisone, prednisolone, methylprednisolone,"
            " hydrocortisone, cortisone, dexamethasone or betamethasone; for another drug, give the"
            " prednisone-equivalent in mg/m²/day."
        ),
    ),
    (
        "prednisone and cortisone, 4 kg",
        "drugs",
        (("weight", "4"),),
        (
            "Understood so far: 4 kg. That names more than one drug: give one of them, or the prednisone-equivalent of"
            " all in mg/m²/day."
        ),
    ),
    (
        "5 mg/day, 6 mg/kg/day, 4 kg",
        "dose_unit",
        (("weight", "4"),),
        "Understood so far: 4 kg. Give one dose, in mg/m²/day, or as drug, mg/day, weight in kg and length in cm.",
    ),
    (
        "prednisone mg/m2/day",
        "missing:dose",
        (("drug", "prednisone"),),
        "Understood so far: prednisone. Still needed: the dose in mg/day or mg/kg/day.",
    ),
    (
        "prednisone -2 mg/day",
        "missing:weight+length",
        (("drug", "prednisone"),),
        "Understood so far: prednisone. Still needed: the weight in kg and the length in cm.",
    ),
    (
        "prednisone 2-4 mg/day",
        "missing:weight+length",
        (("drug", "prednisone"), ("amount", "2 to 4"), ("unit", "mg"), ("daily", "1")),
        "Understood so far: prednisone, 2 to 4 mg/day. Still needed: the weight in kg and the length in cm.",
    ),
    (
        "prednisone >2 mg",
        "missing:weight+length",
        (("drug", "prednisone"), ("amount", "more than 2"), ("unit", "mg")),
        "Understood so far: prednisone, more than 2 mg. Still needed: the weight in kg and the length in cm.",
    ),
    (
        "prednisone <2 mg",
        "missing:weight+length",
        (("drug", "prednisone"), ("amount", "less than 2"), ("unit", "mg")),
        "Understood so far: prednisone, less than 2 mg. Still needed: the weight in kg and the length in cm.",
    ),
    (
        "weekly 12 mg/m2",
        "unclear_dose",
        (),
        (
            "What stands beside the dose was not understood: give it without other words, in mg/m²/day, mg/day or"
            " mg/kg/day."
        ),
    ),
    (
        "hydrocortisone 10 mg/day stress dose, 4 kg, 54 cm",
        "unclear_dose",
        (),
        (
            "What stands beside the dose was not understood: give it without other words, in mg/m²/day, mg/day or"
            " mg/kg/day."
        ),
    ),
    (
        "prednisone 1e2 mg/day, 4 kg",
        "unclear_dose",
        (),
        (
            "What stands beside the dose was not understood: give it without other words, in mg/m²/day, mg/day or"
            " mg/kg/day."
        ),
    ),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("text", "reason", "kept", "said"), FIRST)
def test_an_ask_back_keeps_and_names_what_was_given(text: str, reason: str, kept: CodedParts, said: str) -> None:
    """Protects what was given already.

    'The parts of a dose are kept in coded form while the ask-back stands, named, and only what is missing is asked'.
    """
    asked = read(DOSE, text, TODAY)
    assert asked == AskBackReading(reason, coded=kept)
    assert isinstance(asked, AskBackReading)
    assert make_sentence(DOSE, asked) == said


THEN: list[tuple[CodedParts, str, object]] = [
    (DEXAMETHASONE, "54 cm", COMPUTED),
    # "a bare number after exactly one missing weight or length must NOT be taken silently"
    (DEXAMETHASONE, "54", AskBackReading("bare_part:length", (COMPUTED.answer,), WHOLE)),
    (DEXAMETHASONE, "4", AskBackReading("length", coded=DEXAMETHASONE)),
    ((*DEXAMETHASONE[:4], ("length", "54")), "4", AskBackReading("bare_part:weight", (COMPUTED.answer,), WHOLE)),
    (DEXAMETHASONE[:4], "54", AskBackReading("unitless:weight+length", coded=DEXAMETHASONE[:4])),
    # a part that is given anew replaces the earlier one
    ((*DEXAMETHASONE[:4], ("weight", "5")), "4 kg, 54 cm", COMPUTED),
    ((*DEXAMETHASONE[:2], ("unit", "mg"), ("weight", "4")), "0.6 mg/kg/day, 54 cm", COMPUTED),
    ((("drug", "prednisone"), *DEXAMETHASONE[1:]), "dexamethasone, 54 cm", COMPUTED),
    (DEXAMETHASONE, "5 mg bd", AskBackReading("doses", coded=(("drug", "dexamethasone"), ("weight", "4")))),
    (DEXAMETHASONE, "examplone 0.5 mg/kg/day", AskBackReading("drug", coded=DEXAMETHASONE)),
    # a dose per m² of the drug, or of its equivalent?
    (
        DEXAMETHASONE,
        "12 mg/m²/day",
        AskBackReading(
            "equivalent",
            (Known(12), Known(80)),
            (("drug", "dexamethasone"), ("amount", "12"), ("unit", "area"), ("daily", "1"), ("weight", "4")),
        ),
    ),
    (
        DEXAMETHASONE,
        "500 mg/m²/day",
        AskBackReading(
            "equivalent",
            (Known(500),),
            (("drug", "dexamethasone"), ("amount", "500"), ("unit", "area"), ("daily", "1"), ("weight", "4")),
        ),
    ),
    (DEXAMETHASONE, "5000 mg/m²/day", Misread("range")),
    (DEXAMETHASONE, "12 mg/m²/day prednisone-equivalent", Read(Known(12))),
    ((("drug", "prednisolone"), ("weight", "4")), "12 mg/m²/day", Read(Known(12))),
    # its own words are understood: "per kg" after "per m² or per kg?", "per day" after "it must be the total per day"
    (
        (("amount", "2"),),
        "per kg",
        AskBackReading("missing:drug+weight+length", coded=(("amount", "2"), ("unit", "kg"))),
    ),
    (
        (("amount", "2"),),
        "mg/kg/day",
        AskBackReading("missing:drug+weight+length", coded=(("amount", "2"), ("unit", "kg"), ("daily", "1"))),
    ),
    ((("amount", "2"),), "per m²", Read(Known(2))),
    ((("amount", "2"),), "3", AskBackReading("bare_dose", (Known(3),), (("amount", "3"),))),
    ((*DEXAMETHASONE[:3], ("weight", "4"), ("length", "54")), "per day", COMPUTED),
    ((*DEXAMETHASONE[:3], ("weight", "4"), ("length", "54")), "single dose", COMPUTED),
    (WHOLE, "30", AskBackReading("bare_dose", (Known(30),), (("amount", "30"),))),
    (
        (("weight", "4"), ("length", "54")),
        "2",
        AskBackReading("missing:drug+unit", coded=(("amount", "2"), ("weight", "4"), ("length", "54"))),
    ),
    ((("amount", "6"), ("unit", "area"), ("daily", "1")), "dexamethasone", Read(Known(40))),
    (
        (("amount", "6"), ("unit", "area"), ("daily", "1")),
        "10",
        AskBackReading("unitless:drug", coded=(("amount", "6"), ("unit", "area"), ("daily", "1"))),
    ),
    ((("amount", "more than 6"), ("unit", "area"), ("daily", "1")), "prednisone", Read(Interval(above=6))),
    # nothing that fits, and what another version kept
    (DEXAMETHASONE, "hello", Misread("not_an_answer")),
    (
        (("drug", "aspirin"), ("amount", "x"), ("unit", "pint"), ("weight", "900"), ("length", "x"), ("days", "4")),
        "12 mg/m2",
        Read(Known(12)),
    ),
]


@pytest.mark.parametrize(("kept", "text", "expected"), THEN)
def test_the_next_text_is_read_together_with_what_is_kept(kept: CodedParts, text: str, expected: object) -> None:
    """Protects: 'only what is missing is asked', and no number is taken for a weight or a length in silence."""
    assert read(DOSE, text, TODAY, kept) == expected


def test_a_bare_number_is_offered_with_its_unit() -> None:
    """Protects what is read before a yes: the number stands there with the unit that it is taken to have."""
    asked = read(DOSE, "54", TODAY, DEXAMETHASONE)
    assert isinstance(asked, AskBackReading)
    assert (
        make_sentence(DOSE, asked)
        == "Understood so far: dexamethasone, 0.6 mg/kg/day, 4 kg, 54 cm. A number without its unit is taken for the"
        " length in cm. Did you mean 64.36 to 65.32 mg/m²/day prednisone-equivalent?"
    )


def test_one_formula_or_two_that_agree_need_no_remark() -> None:
    """Protects: 'both formulas named where they disagree', and only there."""
    twin = DOSE.body_surface[0].model_copy(update={"name": "twin"})
    text = "prednisone 2 mg/day, 4 kg, 36 cm"
    assert read(DOSE.model_copy(update={"body_surface": [DOSE.body_surface[0], twin]}), text, TODAY) == Read(Known(10))
    reading = read(DOSE, "prednisone 2,104 mg/day, 3.2 kg, 49 cm", TODAY)
    assert isinstance(reading, AskBackReading)
    near = read(DOSE, "prednisone 2.104 mg/day, 3.2 kg, 49 cm", TODAY)
    assert isinstance(near, Read)
    assert near.remark == "Mosteller gives 10.08, Haycock 9.92 mg/m²/day prednisone-equivalent."


FIGURES = [
    (84.27374, "84.27"),
    (9.917496488308338, "9.92"),
    (10.081472195699051, "10.08"),
    (9.999999, "9.999999"),
    (10.0000000004, "10.0000000004"),
    (9.99612, "9.996"),
    (2.50004, "2.50004"),
    (0.25004, "0.25004"),
    (59.0504950, "59.05"),
    (2.104, "2.104"),
    (0.1234, "0.1234"),
    (1e-07, "1e-07"),
    (0.00012345, "0.00012"),
    (0.2673, "0.2673"),
    (12.0, "12"),
    (5, "5"),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("number", "said"), FIGURES)
def test_figures_are_rounded_for_the_eye_where_that_decides_nothing(number: float, said: str) -> None:
    """Protects: typed figures stay as typed, and none seems to lie on a threshold or looks rounder than it is."""
    assert format_figure(number) == said


def test_a_dose_says_of_what_it_is_the_equivalent() -> None:
    """Protects: 'doses always say prednisone-equivalent'; what a button says can be typed."""
    for answer in (Known(12), Interval(above=10), between(8, 12)):
        said = word_answer(DOSE, answer)
        assert said.endswith(" mg/m²/day prednisone-equivalent")
        assert read(DOSE, said, TODAY) == Read(answer)


@pytest.mark.parametrize("number", [-1, 29, 1.5])
def test_words_for_an_impossible_number_are_refused(number: float) -> None:
    """Protects authors: a word that reads as a number which is no answer would never be read."""
    assert isinstance(DAYS, NumberFact)
    plain = DAYS.model_dump(exclude_none=True)
    with pytest.raises(ValueError, match="is no possible answer"):
        NumberFact.model_validate({**plain, "words_for": [{"number": number, "words": {"en": ["a while"]}}]})
