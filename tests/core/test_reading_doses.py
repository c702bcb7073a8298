"""Doses per body surface: only what is certain is read; units, drugs and figures that do not add up are asked back."""

from datetime import date

import pytest
from reading import DOSE, TODAY

from dialogs.definition.facts import SurfaceFormula
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.rules.answers import Interval, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

UNITS = (
    "mg/m²/day|mg/m2/day|mg/m2/d|mg/m²/24h|mg/m2/24 h|mg/m^2/day|mg/sqm/day|mg/m²|mg/m2|mg per m2 per day|mg/m²"
    " daily|mg/day/m2|MG/M2/DAY"
)


@pytest.mark.sweep
@pytest.mark.parametrize("unit", UNITS.split("|"))
def test_the_unit_in_every_usual_spelling(unit: str) -> None:
    """Protects: 'a figure in mg/m²/day of prednisone-equivalent', however its unit is written."""
    assert read(DOSE, f"12 {unit}", TODAY) == Read(Known(12))
    assert read(DOSE, f"2,5{unit}", TODAY) == Read(Known(2.5))
    assert read(DOSE, f"8-12 {unit}", TODAY) == Read(Interval(min=8, max=12))
    assert read(DOSE, f"8 {unit} to 12 {unit}", TODAY) == Read(Interval(min=8, max=12))
    assert read(DOSE, f"more than 10 {unit}", TODAY) == Read(Interval(above=10))


LIMITS = [
    (("≥ 10", ">= 10", ">=10", "at least 10", "no less than 10", "not less than 10", "10 or more"), Interval(min=10)),
    (
        ("≤ 10", "<= 10", "<=10", "at most 10", "no more than 10", "not more than 10", "up to 10", "10 or less"),
        Interval(max=10),
    ),
    (("> 10", ">10", "more than 10", "over 10", "above 10"), Interval(above=10)),
    (("< 10", "<10", "less than 10", "under 10", "below 10"), Interval(below=10)),
    (("= 10", "dose = 10", "dose=10", "at 10"), Known(10)),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("said", "answer"), [(said, answer) for spelt, answer in LIMITS for said in spelt])
def test_a_limit_means_the_same_with_the_unit_and_without(said: str, answer: Interval | Known) -> None:
    """Protects: 'exactly 10 is allowed'.

    The '=' in '>=' is not taken for the one in 'dose = 10', nor the 'at' in 'at least' for a filler.
    """
    asked = read(DOSE, said, TODAY)
    assert asked == AskBackReading("bare_dose", (answer,), getattr(asked, "coded", ()))
    number = said.replace("10", "10 mg/m2/day")
    assert read(DOSE, number, TODAY) == Read(answer)
    assert read(DOSE, f"prednisone {number}, 4 kg, 36 cm", TODAY) == Read(answer)
    assert isinstance(asked, AskBackReading)
    assert read(DOSE, "per m²", TODAY, asked.coded) == Read(answer)


@pytest.mark.parametrize("said", ["=> 10", "=< 10", "> = 10", "< = 10", ">/= 10", "10 >= 5"])
def test_a_sign_that_is_none_is_not_read(said: str) -> None:
    """Protects: 'a wrong reading is worse than a question'."""
    assert isinstance(read(DOSE, f"{said} mg/m2/day", TODAY), Misread | AskBackReading)


ROWS = [
    ("10 mg/m2/day", Read(Known(10))),
    ("prednisone 10 mg/m2/day", Read(Known(10))),
    ("10 mg/m2/day prednisone-equivalent", Read(Known(10))),
    (">10 mg/m2", Read(Interval(above=10))),
    ("≥ 10 mg/m2", Read(Interval(min=10))),
    ("10 mg/m2/day or less", Read(Interval(max=10))),
    ("<10 mg/m2", Read(Interval(below=10))),
    ("between 8 and 12 mg/m2/day", Read(Interval(min=8, max=12))),
    ("12 mg/m2/day, 3.2 kg, 49 cm", Read(Known(12))),
    # what equals 5 mg of prednisone:
    # prednisolone 5, methylprednisolone 4, hydrocortisone 20, cortisone 25, dexamethasone 0.75
    ("prednisolone 10 mg/m2/day", Read(Known(10))),
    ("methylprednisolone 8 mg/m2/day", Read(Known(10))),
    ("hydrocortisone 40 mg/m2/day", Read(Known(10))),
    ("cortisone 50 mg/m2/day", Read(Known(10))),
    ("dexamethasone 1.5 mg/m2/day", Read(Known(10))),
    ("Dexamethasone: 6 mg/m²/day", Read(Known(40))),
    ("dexamethasone more than 1.5 mg/m2", Read(Interval(above=10))),
    ("dexametasone 6 mg/m2/day", Read(Known(40))),
    ("prednison 10 mg/m2/day", Read(Known(10))),
    ("prednisolne 10 mg/m2/day", Read(Known(10))),
    # "betamethasone 0.6 to 0.75 (sources differ)", so that a dose is an interval
    ("betamethasone 1.5 mg/m2/day", Read(Interval(min=10, max=12.5))),
    ("betamethasone less than 1.2 mg/m2/day", Read(Interval(below=10))),
    ("betamethasone more than 1.5 mg/m2/day", Read(Interval(above=10))),
    # "drug, mg/day, weight and length": "compare unrounded", "2 mg/day at 36 cm 4 kg by Mosteller is exactly 10"
    ("prednisone 2 mg/day, 4 kg, 36 cm", Read(Interval(min=9.448079204574707, max=10))),
    (
        "prednisone 2 mg, 3.2 kg, 49 cm",
        AskBackReading("per_day", (Interval(min=9.427278030711348, max=9.5831484749991),)),
    ),
    (
        "prednisone 2,104 mg/day, 3,2 kg, 49 cm",
        AskBackReading("grouped", (Interval(min=9.917496488308338, max=10.081472195699051),)),
    ),
    (
        "prednisone 1 mg/day, 3,200 kg, 49 cm",
        AskBackReading("grouped", (Interval(min=4.713639015355674, max=4.79157423749955),)),
    ),
    ("prednisone 2 mg/kg/day, 3.2 kg, 49 cm", Read(Interval(min=30.167289698276313, max=30.666075119997117))),
    (
        "prednisone 2 mg/kg, 3.2 kg, 49 cm",
        AskBackReading("per_day", (Interval(min=30.167289698276313, max=30.666075119997117),)),
    ),
    # a figure without mg/m² is asked back, since "2" usually means mg/kg
    ("2", AskBackReading("bare_dose", (Known(2),))),
    ("60", AskBackReading("bare_dose", (Known(60),))),
    ("8-12", AskBackReading("bare_dose", (Interval(min=8, max=12),))),
    ("more than 10", AskBackReading("bare_dose", (Interval(above=10),))),
    ("1001", Misread("range")),
    # "mg/kg/day needs weight and length"; what is missing is named
    ("2 mg", AskBackReading("missing:drug+weight+length")),
    ("2 mg/day", AskBackReading("missing:drug+weight+length")),
    ("prednisone", AskBackReading("missing:dose+weight+length")),
    ("prednisone 12", AskBackReading("missing:unit+weight+length")),
    ("prednisone 2 mg/day", AskBackReading("missing:weight+length")),
    ("prednisone 2 mg/kg/day", AskBackReading("missing:weight+length")),
    ("prednisone 2 mg/kg/day 3.2 kg", AskBackReading("missing:length")),
    ("2 mg/day, 3.2 kg, 49 cm", AskBackReading("missing:drug")),
    ("3.2 kg, 49 cm", AskBackReading("missing:drug+dose")),
    ("mg/m2/day", Misread("not_an_answer")),
    # "an unlisted drug is asked back", two drugs, several doses, other units
    ("deflazacort 6 mg/m2/day", AskBackReading("drug")),
    ("methyl-prednisolone 4 mg/m2/day", AskBackReading("drug")),
    ("dexa 6 mg/m2/day", Read(Known(40))),
    ("prednisone 2 mg and dexamethasone 1 mg", AskBackReading("drugs")),
    ("prednisone dexamethasone 10 mg/m2", AskBackReading("drugs")),
    ("5 mg/m2/day, 10 mg/m2/day", AskBackReading("dose_unit")),
    ("5 mg/day to 10 mg/m2/day", AskBackReading("dose_unit")),
    ("prednisone 2 mg/day, 3 kg, 4 kg, 49 cm", AskBackReading("dose_unit")),
    ("12 mg/m2/week", AskBackReading("dose_unit")),
    ("12 mg/m2 per week", AskBackReading("dose_unit")),
    ("2 x 5 mg", AskBackReading("doses")),
    ("2x5 mg", AskBackReading("doses")),
    ("prednisone 5 mg bd", AskBackReading("doses")),
    ("prednisone 5 mg twice daily", AskBackReading("doses")),
    ("5 mg bid", AskBackReading("doses")),
    ("5 mg tds", AskBackReading("doses")),
    ("5 mg q12h", AskBackReading("doses")),
    ("5 mg every 12 hours", AskBackReading("doses")),
    ("5 mg/m2/dose", AskBackReading("doses_per_area")),
    ("500 mcg", AskBackReading("mass")),
    ("500 µg/day", AskBackReading("mass")),
    ("0.5 g", AskBackReading("mass")),
    ("prednisone 2 mg/day, 3200 g, 49 cm", Read(Interval(min=9.427278030711348, max=9.5831484749991))),
    # "Weight must be 0.3 to 200 kg, length 20 to 250 cm"
    ("prednisone 1 mg/day, 0.3 kg, 20 cm", Read(Interval(min=24.015719546717072, max=24.49489742783178))),
    ("prednisone 1 mg/day, 0.29 kg, 49 cm", AskBackReading("weight")),
    ("prednisone 1 mg/day, 200 kg, 250 cm", Read(Interval(min=0.26728977981739516, max=0.2683281572999748))),
    ("prednisone 1 mg/day, 200.1 kg, 49 cm", AskBackReading("weight")),
    ("prednisone 1 mg/day, 3.2 kg, 19.9 cm", AskBackReading("length")),
    ("prednisone 1 mg/day, 3.2 kg, 250.1 cm", AskBackReading("length")),
    ("prednisone 1 mg/day, 3,2001 kg, 1234567890 cm", AskBackReading("length")),
    # impossible, or no dose
    ("-2 mg/m2/day", Misread("negative")),
    ("2000 mg/m2/day", Misread("range")),
    ("12-8 mg/m2/day", Misread("order")),
    ("1234567890 mg/m2/day", Misread("digits_too_many")),
    ("1e5 mg/m2", Misread("not_an_answer")),
    ("10² mg/m2", Misread("not_an_answer")),
    ("1_000 mg/m2", Misread("not_an_answer")),
    ("1 000 mg/m2", Misread("not_an_answer")),
    ("½ mg/m2", Misread("not_an_answer")),
    ("+5 mg/m2", Misread("not_an_answer")),
    ("nan mg/m2", Misread("not_an_answer")),
    ("1,234 mg/m2/day", AskBackReading("grouped", (Known(1.234),))),
    ("012 mg/m2/day", AskBackReading("leading_zeros", (Known(12),))),
    ("about 12 mg/m2/day", AskBackReading("about", (Known(12),))),
    ("a lot", Misread("not_an_answer")),
    ("mg", Misread("not_an_answer")),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_doses(text: str, expected: object) -> None:
    """Protects: the contract's paragraph on the steroid dose, row by row."""
    reading = read(DOSE, text, TODAY)
    assert _round(reading) == _round(expected)


def _round(reading: object) -> object:
    """Computed figures to twelve digits; whole ones stay exact, since 10 must be 10."""
    if isinstance(reading, Read):
        return ("read", *_list_numbers(reading.answer))
    if isinstance(reading, AskBackReading):
        return (reading.reason, *(_list_numbers(each) for each in reading.offers))
    return reading


def _list_numbers(answer: object) -> tuple[object, ...]:
    names = ("value", "min", "max", "above", "below")
    numbers = [getattr(answer, name, None) for name in names]
    return tuple(f"{each:.12g}" if isinstance(each, float) else each for each in numbers)


PARTS = ["prednisone 2.104 mg/day, 3.2 kg, 49 cm", "49 cm, 3.2 kg, prednisone 2.104 mg/day",
         "3.2kg 49cm 2.104mg/d prednisone", "weight 3.2 kg, length 49 cm, Prednisone: 2.104 mg daily",
         "prednisone 2.104 mg/day (3.2 kg; 49 cm)", "prednisone 2.104 mg/day and 3.2 kg and 49 cm",
         "prednisone 2.104 mg per day\n3.2 kg\n49 cm", "3.2 kg,49 cm,prednisone 2.104 mg/24h"]  # fmt: skip


@pytest.mark.parametrize("text", PARTS)
def test_the_parts_of_a_dose_come_in_any_order(text: str) -> None:
    """Protects: '49 cm, 3.2 kg, prednisone 2.104 mg/day is 9.92 to 10.08 mg/m²'."""
    reading = read(DOSE, text, TODAY)
    assert isinstance(reading, Read)
    assert isinstance(reading.answer, Interval)
    low, high = reading.answer.min, reading.answer.max
    assert low is not None
    assert high is not None
    assert (f"{low:.2f}", f"{high:.2f}") == ("9.92", "10.08")
    assert low < 10 < high


def test_exactly_ten_stays_ten_by_a_single_formula() -> None:
    """Protects: 'Exactly 10 mg/m²/day is allowed'.

    The cases are 2 mg/day at 36 cm and 4 kg by Mosteller, and some where no part is a whole root.
    """
    mosteller = DOSE.model_copy(
        update={"body_surface": [each for each in DOSE.body_surface if each.name == "Mosteller"]}
    )
    assert read(mosteller, "prednisone 2 mg/day, 4 kg, 36 cm", TODAY) == Read(Known(10))
    assert read(mosteller, "prednisone 3.333333 mg/day, 8 kg, 50 cm", TODAY) == Read(Known(9.999999))
    assert read(mosteller, "dexamethasone 0.3 mg/day, 4 kg, 36 cm", TODAY) == Read(Known(10))


def test_a_formula_with_its_own_coefficient_and_exponents() -> None:
    """Protects: formulas are data: kg^weight_exponent x cm^length_exponent x coefficient / divisor."""
    made = SurfaceFormula(name="made", coefficient=2, divisor=4, weight_exponent=2, length_exponent=1)
    only = DOSE.model_copy(update={"body_surface": [made]})
    assert read(only, "prednisone 900 mg/day, 3 kg, 20 cm", TODAY) == Read(Known(10))
    equal = DOSE.model_copy(update={"body_surface": [made.model_copy(update={"length_exponent": 2.0})]})
    assert read(equal, "prednisone 1800 mg/day, 3 kg, 20 cm", TODAY) == Read(Known(1))


def test_a_slip_between_two_drugs_that_differ_is_asked_back() -> None:
    """Protects: small slips only where no two readings compete; a synonym of a drug reads as the drug."""
    drug = DOSE.drugs["prednisone"]
    closer = DOSE.model_copy(
        update={
            "drugs": {
                "prednisone": drug,
                "prednisune": drug.model_copy(update={"equivalent_mg": 1.0, "synonyms": {"en": ["pred x"]}}),
            }
        }
    )
    assert read(closer, "prednisxne 10 mg/m2/day", TODAY) == AskBackReading("drug")
    assert read(closer, "Pred X 2 mg/m2/day", TODAY) == Read(Known(10))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2", ("Per m² or per kg? For a dose per kg the drug, the weight and the length are needed too. "
               "Did you mean 2 mg/m²/day prednisone-equivalent?")),
        ("prednisone 2 mg/kg/day",
         "Understood so far: prednisone, 2 mg/kg/day. Still needed: the weight in kg and the length in cm."),
        ("deflazacort 6 mg/m2/day", ("That drug, or word, is not known here. It must be prednisone, prednisolone, "
                                     "methylprednisolone, hydrocortisone, cortisone, dexamethasone or betamethasone; "
                                     "for another drug, give the prednisone-equivalent in mg/m²/day.")),
        ("prednisone 2 mg/day, 3.2 kg, 4 cm",
         ("Understood so far: prednisone, 2 mg/day, 3.2 kg. A length must be 20 to 250 cm. "
          "Still needed: the length in cm.")),
        ("2000 mg/m2/day",
         "That is outside what is possible here: it must be 0 to 1000 mg/m²/day prednisone-equivalent."),
    ],
)  # fmt: skip
def test_sentences_name_what_is_missing(text: str, said: str) -> None:
    """Protects: 'mg/kg/day needs weight and length, an unlisted drug is asked back', each in one sentence."""
    reading = read(DOSE, text, date(2026, 1, 1))
    assert isinstance(reading, AskBackReading | Misread)
    assert make_sentence(DOSE, reading) == said
