"""Chains of texts to one number's question, and what the last one records or asks.

No part, doubt or unit may be lost on the way.
"""

import pytest
from ask_back_walk import NOW, asking
from reading import AGE, DOSE, FACTS, TODAY, VACCINE
from stores import dialogue

from dialogs.conversation.screening import Said
from dialogs.reading import AskBackReading, Misread, Read, find_reply, make_sentence, read
from dialogs.reading.sentences.offers import word_offers
from dialogs.rules.answers import Answer, Interval, Known

pytestmark = pytest.mark.traced

DAYS = FACTS["corticosteroid_days"]
INTERFANT = dialogue()
TEN_KG = Interval(min=8.045276050988365, max=8.16496580927726)
"""Prednisone 2 mg/day at 4 kg and 54 cm."""
NAMES = {"corticosteroid_dose": DOSE, "age_days": AGE, "live_vaccine_days": VACCINE, "corticosteroid_days": DAYS}


def read_texts(fact: str, *texts: str) -> Answer | str | None:
    """Returns the answer that the last text records, else the reason for which it is asked back, else nothing."""
    screening = asking(INTERFANT, fact)
    for text in texts:
        screening = INTERFANT.take_turn(screening, Said(text), NOW).screening
    return screening.answers.get(fact) or (screening.doubt.reason if screening.doubt else None)


REST = "2 mg/day, 4 kg, 54 cm"
STRANGE = [
    "not dexamethasone", "no dexamethasone", "never dexamethasone", "dexamethasone allergy", "dexamethasone planned",
    "dexamethasone after diagnosis", "I gave dexamethasone to the mother", "topical hydrocortisone",
    "hydrocortisone cream", "inhaled budesonide instead of prednisone", "budesonide 4 mg/m2/day",
    "prednisone nasal 4 mg",
]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize("text", STRANGE)
def test_of_a_text_that_is_not_understood_no_drug_is_kept(text: str) -> None:
    """Protects: 'a wrong reading is worse than a question'.

    No dose is computed with a drug that is denied, or that somebody else was given.
    """
    assert read_texts("corticosteroid_dose", text, REST) == "missing:drug"


@pytest.mark.sweep
@pytest.mark.parametrize(
    "text",
    [
        "mother 60 kg",
        "birth weight 3 kg",
        "weight not 4 kg but 5",
        "4 kg at birth",
        "between 4 and 5 kg",
        "more than 4 kg",
        "4 - 5 kg",
    ],
)
def test_of_a_text_that_is_not_understood_no_weight_is_kept(text: str) -> None:
    """Protects: no dose is computed with somebody else's weight, or with an interval of weights.

    The parts that were read before stay.
    """
    assert read_texts("corticosteroid_dose", text, "prednisone 2 mg/day, 54 cm") == "missing:weight"
    assert read_texts("corticosteroid_dose", "prednisone 2 mg/day", text, "54 cm") == "missing:weight"


def dose(*texts: str) -> tuple[str, ...]:
    """Returns the texts of one chain."""
    return texts


P = "prednisone 2 mg/day"
DOSES: list[tuple[tuple[str, ...], Answer | str]] = [
    # doubt is kept until the end
    (dose("about 2 mg/day prednisone", "4 kg, 54 cm"), "about"),
    (dose("prednisone about 2 mg/day", "4 kg, 54 cm"), "about"),
    (dose("prednisone 2 mg/day?", "4 kg, 54 cm"), "doubt"),
    (dose("prednisone?", REST), "doubt"),
    (dose(P, "4 kg?", "54 cm"), "doubt"),
    (dose(P, "4 kg, I think", "54 cm"), "about"),
    (dose(P, "I think", "4 kg, 54 cm"), "about"),
    (dose("about 10", "per m2"), "about"),
    (dose("~10", "per m2"), "about"),
    (dose("10?", "per m2"), "doubt"),
    (dose("max 20 mg/m2/day"), "highest"),
    (dose("max 20 mg/m2/day", "yes"), Known(20)),
    # a part without its unit, and corrections
    (dose(P, "4 kg 54"), "bare_part:length"),
    (dose(P, "4 kg 54", "yes"), TEN_KG),
    (dose("50 mg/day", "drug: hydrocortisone"), "missing:weight+length"),
    (dose("50 mg/day", "it was hydrocortisone"), "missing:weight+length"),
    (dose(P, "no, 5 kg", "no, 4 kg", "54 cm"), TEN_KG),
    (dose("2 mg/day", "no, dexamethasone", "4 kg, 54 cm"), "missing:drug"),
    (dose(P, "no 4 kg", "54 cm"), "missing:weight"),
    (dose(P, "sorry 4 kg, 54 cm"), TEN_KG),
    (dose("dexamethasone 2 mg/day, 4 kg", "actually prednisolone", "54 cm"), TEN_KG),
    # the total per day
    (dose("prednisone 2 mg, 4 kg, 54 cm", "it is the total per day"), TEN_KG),
    (dose("prednisone 2 mg, 4 kg, 54 cm", "yes it is"), TEN_KG),
    (dose("prednisone 2 mg, 4 kg, 54 cm", "yes, per day"), TEN_KG),
    (dose("prednisone 2 mg, 4 kg, 54 cm", "od"), TEN_KG),
    (dose("prednisolone 2 mg/day divided BD, 4 kg, 54 cm"), TEN_KG),
    (dose("prednisolone 2 mg/day in two divided doses, 4 kg, 54 cm"), TEN_KG),
    (dose("prednisolone 2 mg total per day, 4 kg, 54 cm"), TEN_KG),
    (dose("prednisolone 2 mg iv daily, 4 kg, 54 cm"), TEN_KG),
    (dose("prednisolone 2 mg total, 4 kg, 54 cm"), "per_day"),
    (dose("10 mg/m2 BD"), "doses_per_area"),
    (dose("5 mg/m2 q12h"), "doses_per_area"),
    (dose("prednisone 5 mg every 12 hours, 4 kg, 54 cm", "2 mg/day"), TEN_KG),
    # grams, metres and millimetres come to kg and cm exactly, or are asked for
    (dose("prednisone 2 mg/day, 4000 g, 0.54 m"), TEN_KG),
    (dose("prednisone 2 mg/day, 4.0 kg, 540 mm"), TEN_KG),
    (dose("prednisone 2 mg/day, 3kg 1000g, 54cm"), "dose_unit"),
    (dose("prednisone 2 mg/day, 3 kg 999 g, 54 cm"), Interval(min=8.046357946324758, max=8.165986621409683)),
    (dose("prednisone 2 mg/day 4 000 g 54 cm"), "mass"),
    (dose("prednisone 2 mg/day 4 000 g 54 cm", "4 kg"), TEN_KG),
    (dose("prednisone 200 g, 4 kg"), "mass"),
    (dose("prednisone 2 mg/day, BSA 0.25 m2"), "surface"),
    (dose("prednisone 2 mg/day, BSA 0.25 m2", "4 kg, 54 cm"), TEN_KG),
    # what says nothing
    (dose("exactly 10 mg/m2/day"), Known(10)),
    (dose("peak 20 mg/m2/day"), Known(20)),
    (dose("prednisone .5 mg/kg/day, 4 kg, 54 cm"), TEN_KG),
    (dose("dex 1.5 mg/m2/day"), Known(10)),
    (dose("Solu-Medrol 8 mg/m2/day"), Known(10)),
    # an ask-back's own words
    (dose("2", "per square metre"), Known(2)),
    (dose("2", "m2"), Known(2)),
    (dose("2", "per kilo", "prednisone, 4 kg"), "missing:length"),
    (dose("2", "kg", "prednisone, 4 kg"), "missing:length"),
    (dose("2 mg", "per m2"), "named"),
    (dose("2 mg", "per m2", "yes"), Known(2)),
    (dose("0.5 mg/day", "per kg", "prednisone, 4 kg, 54 cm"), TEN_KG),
    (dose(P, "4 kg, 54 cm, 12"), "missing:unit"),
    (dose("12 mg", "prednisone 5 mg, prednisolone 3 mg"), "drugs"),
]


@pytest.mark.parametrize(("texts", "expected"), DOSES)
def test_a_dose_over_several_texts(texts: tuple[str, ...], expected: Answer | str) -> None:
    """Protects the parts of a dose, and every doubt about one of them, until the dose is recorded."""
    got = read_texts("corticosteroid_dose", *texts)
    if isinstance(expected, Interval):
        assert isinstance(got, Interval)
        assert [got.min, got.max] == pytest.approx([expected.min, expected.max], rel=1e-9)
    else:
        assert got == expected


def test_a_computed_dose_keeps_its_parts() -> None:
    """Protects a more exact weight after '9.92 to 10.08': the other parts are not asked for again."""
    first = read(DOSE, "prednisone 2.104 mg/day, 3.2 kg, 49 cm", TODAY)
    assert isinstance(first, Read)
    again = read(DOSE, "3.3 kg", TODAY, first.coded)
    assert again == read(DOSE, "prednisone 2.104 mg/day, 3.3 kg, 49 cm", TODAY)
    plain = read(DOSE, "9-11 mg/m2/day", TODAY)
    assert isinstance(plain, Read)
    assert plain.coded == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("prednisone 1,250 mg, 4.5 kg, 56 cm", ("group thousands", "total per day")),
        ("about 2 mg prednisone, 4 kg, 36 cm", ("If the number is not exact", "total per day")),
        ("about 10", ("If the number is not exact", "Per m² or per kg?")),
    ],
)
def test_no_doubt_hides_another(text: str, sentences: tuple[str, ...]) -> None:
    """Protects the one yes that follows: every reason to ask stands in the question that it confirms."""
    asked = read(DOSE, text, TODAY)
    assert isinstance(asked, AskBackReading)
    assert all(each in make_sentence(DOSE, asked) for each in sentences)


OTHERS: list[tuple[str, tuple[str, ...], Answer | str | None]] = [
    *(("live_vaccine_days", (text,), "which_dates") for text in (
        "born 2026-01-01, vaccine 2026-05-01", "dob 2026-01-01, rotavirus 2026-05-01",
        "vaccine 2026-03-01, diagnosis 2026-05-01",
        "vaccine 2026-03-01, relapse 2026-05-01", "rotavirus 2026-01-01, BCG 2026-05-01", "2026-03-01 and 2026-05-01",
        "first rotavirus 2026-03-01, second 2026-05-01", "rotavirus 2026-03-01 and 2026-05-01")),
    ("live_vaccine_days", ("2026-05",), "dates"),
    ("age_days", ("05/2026",), "dates"),
    ("live_vaccine_days", ("40 days old",), None),
    ("live_vaccine_days", ("6 weeks", "age"), None),
    ("live_vaccine_days", ("6 weeks", "that is the age"), None),
    ("live_vaccine_days", ("a month ago",), None),
    ("live_vaccine_days", ("vaccinated at 6 weeks",), None),
    ("live_vaccine_days", ("MMR at 9 months",), None),
    ("live_vaccine_days", ("exactly 28 days",), Known(28)),
    ("live_vaccine_days", ("20 days post vaccine",), Known(20)),
    ("live_vaccine_days", ("20 days prior to start",), Known(20)),
    ("age_days", ("born 2026-01-01, relapse 2026-05-01",), "which_dates"),
    ("age_days", ("121 days (2026-01-31 to 2026-05-31)",), "disagree"),
    ("age_days", ("120 days (2026-01-31 to 2026-05-31)",), Known(120)),
    ("age_days", ("2026-01-31 to 2026-05-31 = 120 days",), Known(120)),
    ("age_days", ("under one", "years"), Interval(below=366)),
    ("age_days", ("not yet one", "years"), Interval(below=366)),
    ("age_days", ("not yet 1 year",), Interval(below=366)),
    ("age_days", ("03/04/2026 to 04/05/2026", "day first"), Known(31)),
    ("age_days", ("03/04/2026 to 04/05/2026", "DD/MM"), Known(31)),
    ("age_days", ("03/04/2026 to 04/05/2026", "month first"), Known(32)),
    ("age_days", ("02/28/2026 to 05/20/2026",), Known(81)),
    ("age_days", ("4 m", "months"), Interval(min=120, max=152)),
    ("age_days", ("3/12", "months"), Interval(min=89, max=122)),
    ("age_days", ("9/52", "weeks"), Interval(min=63, max=69)),
    ("age_days", ("3/12", "weeks"), "named"),
    *(("age_days", ("12", text), Interval(min=84, max=90)) for text in ("in weeks", "it was weeks", "weeks old")),
    ("age_days", ("12", "years"), "named"),
    ("age_days", ("12?", "weeks"), "doubt"),
    ("age_days", ("maybe 12", "weeks"), "about"),
    ("age_days", ("about 12", "weeks", "yes"), Interval(min=84, max=90)),
    ("age_days", ("120 days (18 weeks)", "days"), Known(120)),
    ("age_days", ("120 days (18 weeks)", "weeks"), Interval(min=126, max=132)),
    ("age_days", ("uncorrected 17 weeks",), Interval(min=119, max=125)),
    ("age_days", ("17 weeks, not corrected",), Interval(min=119, max=125)),
    ("age_days", ("3 1/2 months",), "partial"),
    *(("age_days", (f"{text} 12 months",), "about") for text in ("nearly", "almost", "just under", "just over")),
    *(("age_days", (text,), Interval(min=120, max=152)) for text in (
        "at 4 months of age", "diagnosed at 4 months", "4 months at presentation", "4 m/o", "4 completed months")),
    ("age_days", ("first birthday",), "birthday"),
    ("age_days", ("120 or 121",), "either"),
    ("age_days", ("3 or 4 months",), "either"),
    ("age_days", ("DOL: 12",), Interval(min=11, max=12)),
    ("age_days", ("first day of life",), Interval(min=0, max=1)),
    ("age_days", ("age=120d",), Known(120)),
    ("age_days", ("120 days old (4 months)",), Known(120)),
    ("age_days", ("PMA 44 weeks",), "corrected"),
    *(("corticosteroid_days", (text,), Known(3)) for text in (
        "3 days before diagnosis", "3 non-consecutive days", "3 days above 10", "days 1 to 3", "D1-D3",
        "3 out of 7 days", "given for 3 days", "dexamethasone for 3 days", "2 mg/kg x3 days", "once a day x 3 days",
        "exactly 3 days")),
    *(("corticosteroid_days", (text,), None) for text in ("3 days prephase", "7 days after diagnosis", "3 doses")),
    *(("corticosteroid_days", (text,), None) for text in ("dexamethasone 10", "2 mg/kg x3", "given 3", "days 5 to 7")),
    ("corticosteroid_days", ("7 or 8",), "either"),
    ("corticosteroid_days", ("7 (1 week)",), Known(7)),
    ("corticosteroid_days", ("3/7", "days"), Known(3)),
    ("corticosteroid_days", ("never",), Known(0)),
    ("corticosteroid_days", ("nil (0)",), Known(0)),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "texts", "expected"), OTHERS)
def test_days_over_several_texts(fact: str, texts: tuple[str, ...], expected: Answer | str | None) -> None:
    """Protects ages and waiting times.

    The words of an ask-back are understood, and no other event's date is offered.
    """
    assert read_texts(fact, *texts) == expected


@pytest.mark.parametrize("text", [
    "vaccine 2026-05-01, start 2026-06-10",
    "given 2026-05-01, blinatumomab planned 2026-06-10",
    "2026-06-10, vaccine 2026-05-01",
])  # fmt: skip
def test_a_name_behind_a_comma_belongs_to_its_date(text: str) -> None:
    """Protects: 'the vaccine's date and the planned start', each with its name before it."""
    reading = read(VACCINE, text, TODAY)
    assert isinstance(reading, Read)
    assert isinstance(reading.answer, Known)
    assert reading.answer.value == 40


def test_offers_are_called_by_what_tells_them_apart() -> None:
    """Protects who chooses: the unit, or the order of the date, stands in each offer."""
    called = {
        "03/04/2026 to 04/05/2026": ("31 days (day first)", "32 days (month first)"),
        "3/12": ("3 months (89 to 122 days)",),
        "4 m": ("4 months (120 to 152 days)",),
        "120 days (18 weeks)": ("120 days", "18 weeks (126 to 132 days)"),
    }
    for text, names in called.items():
        asked = read(AGE, text, TODAY)
        assert isinstance(asked, AskBackReading)
        assert word_offers(AGE, asked) == names
        assert find_reply(AGE, asked, "fortnights") is None
    twin = read(VACCINE, "03/04/2026 to 03/04/2026", TODAY)
    assert isinstance(twin, AskBackReading)
    assert word_offers(VACCINE, twin) == (
        "0 days (the window is clear from 2 May 2026 on) (day first)",
        "0 days (the window is clear from 2 April 2026 on) (month first)",
    )
    one = read(AGE, "under one", TODAY)
    assert isinstance(one, AskBackReading)
    assert word_offers(AGE, one)[0] == "less than 1 day"
    assert word_offers(AGE, one)[3] == "less than 1 year (less than 366 days)"


def test_what_the_definition_tells_of_other_numbers_is_said() -> None:
    """Protects: 'Whatever is said of another time is told so', of numbers as of choices."""
    reading = read(DAYS, "3 days prephase", TODAY)
    assert reading == Misread("told:0")
    assert make_sentence(DAYS, Misread("told:0")).startswith("Nothing given on or after the day of diagnosis counts")
    assert make_sentence(DAYS, Misread("told:9")).startswith("Give a whole number of days")
    assert make_sentence(AGE, Misread("told:0")).startswith("Give the age at diagnosis")


def test_a_drug_that_is_not_known_is_told_so() -> None:
    """Protects from a loop: an unlisted drug is never 'still needed'; its equivalent is asked for."""
    assert "prednisone-equivalent" in make_sentence(DOSE, Misread("not_an_answer"))
