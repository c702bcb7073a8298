"""Numbers that are computed from their parts: what is computed, what is asked back, and that nothing is guessed."""

from decimal import Decimal

import pytest
from computed_facts import DIALOGUE, FACTS, TODAY, get_fact, load_text, read_chain, take_texts
from hypothesis import given
from hypothesis import strategies as st

from dialogs.definition.facts import Fact
from dialogs.definition.faults import DefinitionError
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.rules.truth import Truth
from dialogs.verdict.answer_words import word_answer

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

CLEARANCE, CALCIUM, POSTMENSTRUAL = get_fact("clearance"), get_fact("calcium"), get_fact("postmenstrual")
WHOLE = "54 y, 70 kg, creatinine 1.1 mg/dL, female"
RESULT = 64.60858585858585


def make_fact(formula: str, unit: str, *, parts: str = "", most: int = 500) -> Fact:
    """Returns a number that is computed by a formula."""
    text = FACTS.replace("unit: {en: mL/min}", f"unit: {{en: {unit}}}").replace(
        "{min: 0, max: 300}", f"{{min: -100, max: {most}}}"
    )
    text = text.replace("{formula: cockcroft_gault}", f"{{formula: {formula}{parts}}}")
    return load_text(text).facts["clearance"]


BODY_MASS = make_fact("body_mass_index", "kg/m²")
SURFACE = make_fact("body_surface", "m²")
CKD_EPI = make_fact("ckd_epi_2021", "mL/min/1.73 m²")
SCHWARTZ = make_fact("bedside_schwartz", "mL/min/1.73 m²")
CALCIUM_SI = make_fact("corrected_calcium", "mmol/L")
LINES = "{first: {name: {en: the first count}, words: {en: [first]}, unit: {en: lines}, range: {min: 0, max: 100}}, "
GAP = make_fact("difference", "lines", parts=f", parts: {LINES}{LINES.strip('{, ').replace('first', 'second')}}}")


@pytest.mark.parametrize(
    ("fact", "said", "shown"),
    [
        # the registry: "creatinine clearance (calculated or measured value) ≥ 50 mL/min"
        *((CLEARANCE, said, "64.6 mL/min") for said in (
            WHOLE, "female, creatinine 1.1, 54 years old, weight 70", "54-year-old woman, 70 kg, 1.1 mg/dl",
            "70 kg; 54 yo; scr 97.24 µmol/L; f", "54 y / 70 kg / 1.1 mg/dL / F", "70000 g, 54 y, 1,1 mg/dL, girl",
            "sex female, age 54, wt 70 kg, creat: 97.24 umol/l", "54 y 70 kg creatinine 1.1 mg/dL female patient",
            "calculated from 54 y, 70 kg, 1.1 mg/dL, f",
        )),
        (CLEARANCE, "54 y, 70 kg, 1.1 mg/dL, male", "76.0 mL/min"),
        (CLEARANCE, "8 months, 8 kg, 0.3 mg/dL, m", "51.6 mL/min"),
        (BODY_MASS, "80 kg, 1.8 m", "24.7 kg/m²"),
        (BODY_MASS, "height 180, weight 80", "24.7 kg/m²"),
        (SURFACE, "80 kg, 180 cm", "2 m²"),
        (CKD_EPI, "50 y, creatinine 1 mg/dL, male", "91.7 mL/min/1.73 m²"),
        # the registry: "creatinine clearance or radioisotope GFR > 50 mL/min/1.73m²"
        (SCHWARTZ, "120 cm, 0.6 mg/dL", "82.6 mL/min/1.73 m²"),
        # the registry: "Calcium (corrected for serum albumin) and magnesium within normal limits"
        (CALCIUM, "calcium 9.5 mg/dL, albumin 3 g/dL", "10.3 mg/dL"),
        (CALCIUM, "Ca 9.5, alb 30 g/L", "10.3 mg/dL"),
        (CALCIUM, "calcium 2.5 mmol/L, albumin 4 g/dL", "10.0 mg/dL"),
        (CALCIUM_SI, "calcium 1.83 mmol/L, albumin 26 g/L", "2.11 mmol/L"),
        (CALCIUM_SI, "calcium 10.0 mg/dL, albumin 40 g/L", "2.50 mmol/L"),
        (GAP, "first 12 lines, second 4", "8 lines"),
        # the registry: "infants must be > 36 weeks gestational age at the time of enrollment"
        *((POSTMENSTRUAL, said, "38+2 weeks") for said in (
            "32+4 age 40 days",
            "32+4 at birth, 40 days old", "born at 32+4, age 40 days", "32+4, 40 days", "40 days old, 32+4 at birth",
            "32 weeks 4 days at birth and 40 days old", "32+4 at birth 40 days old",
            "at birth 32+4, 5 weeks 5 days old",
        )),
        (POSTMENSTRUAL, "32 weeks at birth, 5 weeks old", "37+0 to 38+5 weeks"),
        (POSTMENSTRUAL, "32+4 at birth, 1 month old", "36+4 to 41+2 weeks"),
    ],
)  # fmt: skip
def test_parts_are_computed_and_confirmed(fact: Fact, said: str, shown: str) -> None:
    """Protects people from arithmetic: parts in any order come to one number, which is offered and not recorded."""
    asked = read(fact, said, TODAY)
    assert isinstance(asked, AskBackReading), asked
    assert (asked.reason, [word_answer(fact, each) for each in asked.offers]) == ("computed", [shown])
    assert make_sentence(fact, asked).endswith(f": {shown}. Did you mean {shown}?")


def test_the_result_is_echoed_with_its_parts() -> None:
    """Protects whoever mistyped a part: it is shown before anything is recorded."""
    asked = read(CLEARANCE, WHOLE, TODAY)
    said = "Cockcroft-Gault from 54 years, 70 kg, 1.1 mg/dL, female: 64.6 mL/min. Did you mean 64.6 mL/min?"
    assert make_sentence(CLEARANCE, asked) == said  # type: ignore[arg-type]  # it is asked back
    assert take_texts("clearance", WHOLE).screening.answers == {}
    assert take_texts("clearance", WHOLE, "yes").screening.answers == {"clearance": Known(RESULT)}


@pytest.mark.parametrize(
    ("fact", "said", "answer"),
    [
        (CLEARANCE, "62", Known(62)),
        (CLEARANCE, "62 mL/min", Known(62)),
        (CLEARANCE, "measured 62", Known(62)),
        (CLEARANCE, "62 mL/min (measured)", Known(62)),
        (CLEARANCE, "calculated: 62 mL/min", Known(62)),
        (CLEARANCE, "creatinine clearance 62 mL/min", Known(62)),
        (CLEARANCE, "more than 60 mL/min", Interval(above=60)),
        (CLEARANCE, "60 to 70", Interval(min=60, max=70)),
        (CALCIUM, "corrected 9.5", Known(9.5)),
        (CALCIUM, "corrected calcium is 9.5 mg/dL", Known(9.5)),
        (POSTMENSTRUAL, "measured 38+2", Known(268)),
        (POSTMENSTRUAL, "258 days", Known(258)),
    ],
)
def test_the_number_can_be_given_as_it_was_measured(fact: Fact, said: str, answer: Answer) -> None:
    """Protects: "creatinine clearance (calculated or measured value)"."""
    assert read(fact, said, TODAY) == Read(answer)


@pytest.mark.parametrize(
    ("fact", "said", "reason", "offers", "sentence"),
    [
        (CLEARANCE, "54 70 1.1 f", "which_part:age+weight+creatinine", (), "It is not certain which number is which."),
        (CLEARANCE, "54 70 1.1", "which_part:age+weight+creatinine+sex", (), "Still needed: the age in years"),
        (CLEARANCE, "70 kg", "missing:age+creatinine+sex", (), "Understood so far: 70 kg. Still needed: the age"),
        (CLEARANCE, "female", "missing:age+weight+creatinine", (), "Understood so far: female."),
        (CLEARANCE, "54 y, 70 kg, 1.1, f", "bare_part:creatinine", (Known(RESULT),), "is taken for the serum"),
        (CLEARANCE, "54F, 70 kg, 1.1 mg/dL", "bare_part:age", (Known(RESULT),), "is taken for the age in years"),
        (CLEARANCE, "age 8, 70 kg, 1.1 mg/dL, f", "part_unit:age", (), "The unit is not certain: give the age"),
        (CLEARANCE, "creatinine 20, 54 y, 70 kg, m", "part_unit:creatinine", (), "in mg/dL or µmol/L."),
        (CALCIUM, "calcium 4.5, albumin 3", "part_unit:calcium", (), "Understood so far: 3 g/dL. The unit is not"),
        (CLEARANCE, "54 y, 70 kg, 80 kg, 1.1 mg/dL, f", "twice:weight", (), "give the weight in kg once."),
        (CLEARANCE, "male, female, 54 y, 70 kg, 1 mg/dL", "twice:sex", (), "give the sex once."),
        (CLEARANCE, f"{WHOLE}, dialysis", "unclear_part", (), "What stands beside the numbers was not understood."),
        (CLEARANCE, f"{WHOLE}, 5", "unclear_part", (), "What stands beside the numbers was not understood."),
        (CLEARANCE, "54 y, 70-75 kg, 1.1 mg/dL, f", "unclear_part", (), "was not understood"),
        (CLEARANCE, "weight 175 cm, 54 y", "unclear_part", (), "was not understood"),
        (CLEARANCE, "about 60", "about", (Known(60),), "Did you mean 60 mL/min?"),
        (CLEARANCE, "1.1", "part_or_result:creatinine", (Known(1.1),), "That may be the serum creatinine"),
        (CALCIUM, "9.5 mg/dL", "part_or_result:calcium", (Known(9.5),), "or the result itself"),
        (CALCIUM, "9.5", "part_or_result:calcium", (Known(9.5),), "Did you mean 9.5 mg/dL?"),
        (POSTMENSTRUAL, "38+2", "part_or_result:at_birth", (Known(268),), "That may be the gestation at birth, or"),
        (POSTMENSTRUAL, "32 weeks, 5 weeks", "computed", (Interval(min=259, max=271),), "Sum from 32 weeks, 5 weeks: "),
        (POSTMENSTRUAL, "40 days", "missing:at_birth", (), "Understood so far: 40 days."),
    ],
)
def test_what_is_not_certain_is_asked_back(
    fact: Fact, said: str, reason: str, offers: tuple[Answer, ...], sentence: str
) -> None:
    """Protects against a number that was taken for another part, and names what is still missing."""
    asked = read(fact, said, TODAY)
    assert isinstance(asked, AskBackReading), asked
    assert (asked.reason, asked.offers) == (reason, offers)
    assert sentence in make_sentence(fact, asked)
    assert "{" not in make_sentence(fact, asked)


@pytest.mark.parametrize(
    ("fact", "said", "part", "sentence"),
    [
        (CLEARANCE, "creatinine 0, 54 y, 70 kg, female", "creatinine", "0.1 to 30 mg/dL or 8 to 2700 µmol/L."),
        (CLEARANCE, "54 y, 700 kg, 1.1 mg/dL, f", "weight", "it must be 0.3 to 350 kg."),
        (CLEARANCE, "154 y, 70 kg, 1.1 mg/dL, f", "age", "it must be 0 to 120 years."),
        (CLEARANCE, "1.1 µmol/L, 54 y", "creatinine", "8 to 2700 µmol/L."),
        (BODY_MASS, "80 kg, 500 cm", "height", "it must be 20 to 250 cm."),
        (BODY_MASS, "80 kg, 5 m", "height", "it must be 20 to 250 cm."),
        (CALCIUM, "calcium 9 mg/dL, albumin 40 g/dL", "albumin", "0.5 to 7 g/dL or 5 to 70 g/L."),
        (POSTMENSTRUAL, "32+7 at birth, 40 days old", "at_birth", "it must be 20+0 to 45+0 weeks."),
        (POSTMENSTRUAL, "32+4 at birth, 400 days old", "age", "it must be 0 to 180 days."),
        (GAP, "first 101 lines, second 4", "first", "it must be 0 to 100 lines."),
    ],
)
def test_what_cannot_be_gets_one_sentence(fact: Fact, said: str, part: str, sentence: str) -> None:
    """Protects: an impossible part is refused, the others are kept, and nothing is recorded."""
    asked = read(fact, said, TODAY)
    assert isinstance(asked, AskBackReading), asked
    assert (asked.reason, asked.offers) == (f"impossible:{part}", ())
    assert f"part:{part}" not in dict(asked.coded)
    assert make_sentence(fact, asked).endswith(sentence)


@pytest.mark.parametrize(
    ("fact", "texts", "shown"),
    [
        (CLEARANCE, ("54 y", "70 kg, f", "1.1 mg/dL"), ["64.6 mL/min"]),
        (CLEARANCE, ("54 y", "70 kg, f", "1.1"), ["64.6 mL/min", "1.1 mL/min"]),
        (CLEARANCE, ("54 y", "70 kg, f", "62"), ["101.3 mL/min", "62 mL/min"]),
        (CLEARANCE, ("54 y, 60 kg, 1.1 mg/dL, f", "70 kg"), ["64.6 mL/min"]),
        (CLEARANCE, ("creatinine 0, 54 y, 70 kg, female", "97.24 umol/l"), ["64.6 mL/min"]),
        (CLEARANCE, ("54 y", "62"), []),
        (CLEARANCE, (WHOLE, "65"), ["65 mL/min"]),
        (CLEARANCE, ("54 y", "purple 5", "70 kg, f, 1.1 mg/dL"), ["64.6 mL/min"]),
        (CALCIUM, ("9.5 mg/dL", "albumin 3"), ["10.3 mg/dL"]),
        (CALCIUM, ("albumin 3", "9.5 mg/dL"), ["10.3 mg/dL"]),
        (CALCIUM, ("albumin 3", "9.5"), ["10.3 mg/dL", "9.5 mg/dL"]),
        (CALCIUM, ("calcium 9 mg/dL", "9.5 mg/dL"), ["9.5 mg/dL"]),
        (CALCIUM, ("calcium 9 mg/dL, albumin 3", "9.5 mg/dL"), ["10.3 mg/dL", "9.5 mg/dL"]),
        (POSTMENSTRUAL, ("38+2", "40 days old"), ["44+0 weeks"]),
        (POSTMENSTRUAL, ("32+4 at birth", "40 days"), ["38+2 weeks"]),
        (POSTMENSTRUAL, ("born at 32+4", "5 weeks"), ["37+4 to 38+3 weeks"]),
        (POSTMENSTRUAL, ("32+4 at birth", "40"), ["38+2 weeks", "40+0 to 40+6 weeks"]),
        (POSTMENSTRUAL, ("about 32+4 at birth", "40 days"), ["38+2 weeks"]),
    ],
)
def test_parts_come_in_several_messages(fact: Fact, texts: tuple[str, ...], shown: list[str]) -> None:
    """Protects what was given before: it is kept until it is given anew, and a bare number is never guessed."""
    asked = read_chain(fact, *texts)
    assert isinstance(asked, AskBackReading), asked
    assert [word_answer(fact, each) for each in asked.offers] == shown


@pytest.mark.parametrize("said", ["purple elephants", "weight", "62 parsecs", "500", "%%%", "-5"])
def test_what_is_no_answer_is_none(said: str) -> None:
    """Protects the question from words, and from a clearance beyond its range."""
    assert isinstance(read(CLEARANCE, said, TODAY), Misread)


def test_a_result_beyond_the_range_is_refused() -> None:
    """Protects the range of the fact: it holds for computed numbers too."""
    assert read(CLEARANCE, "20 y, 300 kg, 0.2 mg/dL, m", TODAY) == Misread("range")


def test_no_coded_part_that_is_not_one_is_taken() -> None:
    """Protects from screenings of another version, or a tampered one."""
    odd = (("part:age", "-3 years"), ("part:weight", "70 stone"), ("part:sex", "other"), ("part:creatinine", "x"))
    asked = read(CLEARANCE, "70 kg", TODAY, odd)
    assert isinstance(asked, AskBackReading)
    assert asked.coded == (("part:weight", "70 kg"),)


@pytest.mark.sweep
@pytest.mark.parametrize("reply", ["yes", "no", "5", "purple", "keep", "kg"])
@pytest.mark.parametrize(
    "said", [WHOLE, "54 y", "54 y, 70 kg, 1.1, f", "creatinine 0, 54 y", "54 70 1.1 f", "70 kg, 80 kg"]
)
def test_every_reply_records_what_was_offered_or_nothing(said: str, reply: str) -> None:
    """Protects: every ask-back answered with yes, no, a digit, something else."""
    offered = read(CLEARANCE, said, TODAY)
    assert isinstance(offered, AskBackReading)
    recorded = take_texts("clearance", said, reply).screening.answers.get("clearance")
    assert recorded in ({None, *offered.offers} if reply == "yes" else {None})


def test_no_threshold_is_decided_by_rounding() -> None:
    """Protects the last digit: what is as good as a threshold, and is not it, stays an interval around it."""
    exact, near, far = (
        read(SURFACE, said, TODAY) for said in ("80 kg, 180 cm", "80.000004 kg, 179.999991 cm", "80.000004 kg, 180 cm")
    )
    assert isinstance(exact, AskBackReading)
    assert isinstance(near, AskBackReading)
    assert isinstance(far, AskBackReading)
    assert exact.offers == (Known(2),)
    assert near.offers == (Interval(min=1.999999, max=2.000001),)
    assert isinstance(far.offers[0], Known)
    assert far.offers[0] != Known(2)
    threshold = read(CLEARANCE, "40 y, 36 kg, 1 mg/dL, m", TODAY)
    assert isinstance(threshold, AskBackReading)
    assert threshold.offers == (Known(50),)
    met = DIALOGUE.trial.rules.assess(DIALOGUE.trial.rules.encode_state({"clearance": Known(50)})).statuses[3]
    assert met.truth is Truth.YES


@pytest.mark.sweep
@given(number=st.decimals("0.1", "20", places=2))
def test_units_are_converted_exactly(number: Decimal) -> None:
    """Protects: 1 mg/dL of creatinine is 88.4 µmol/L, 1 g/dL is 10 g/L, 1 m is 100 cm, 1 kg is 1000 g."""
    pairs = [
        (CLEARANCE, f"54 y, 3 kg, {number} mg/dL, f", f"54 y, 3000 g, {number * Decimal('88.4'):f} µmol/L, f"),
        (SCHWARTZ, f"175 cm, {number + 1} mg/dL", f"1.75 m, {(number + 1) * Decimal('88.4'):f} µmol/L"),
    ]
    for fact, plain, converted in pairs:
        assert _list_offers(fact, plain) == _list_offers(fact, converted)
        assert _list_offers(fact, plain)


def _list_offers(fact: Fact, said: str) -> tuple[Answer, ...]:
    asked = read(fact, said, TODAY)
    assert isinstance(asked, AskBackReading), (said, asked)
    assert asked.reason == "computed"
    return asked.offers


FAULTS = [
    ("cockcroft_gault}", "cockcroft}",
     "clearance.computed.formula: 'cockcroft' is not known here: write 'body_mass_index',"),
    ("cockcroft_gault}",
     "cockcroft_gault, parts: {a: {name: {en: A}, words: {en: [a]}, unit: {en: b}, range: {min: 0, max: 1}}}}",
     "clearance.computed.parts: 'cockcroft_gault' is computed from age, weight, creatinine, sex: remove 'parts'"),
    ("cockcroft_gault}", "sum}", "clearance.computed.parts: there are 0 parts: give two"),
    ("corrected_calcium}", "corrected_calcium}, synonyms: {en: [x]}, unit_one: {en: y}", ""),
    ("unit: {en: mg/dL}", "unit: {en: mg}",
     "calcium.computed.formula: calcium is corrected in mg/dL or mmol/L: write one of them as the unit of the fact"),
    ("decimals: true, name: {en: Creatinine", "name: {en: Creatinine",
     "clearance.computed.formula: 'cockcroft_gault' is seldom a whole number: say 'decimals: true' in the fact"),
    ("[old, age]", "[old, born at]",
     "postmenstrual.computed.parts.age.words: 'born at' stands for both parts: keep it at one of them"),
    ("notation: days", "unit: {en: days}",
     "postmenstrual.computed.parts.age: the parts of a gestation are days: give 'notation' in place of 'unit'"),
    ("notation: days,", "", "postmenstrual.computed.parts.age: a part has a unit or a notation: give one of them"),
    ("formula: sum, parts: {", "formula: body_surface, parts: {",
     "postmenstrual.computed.parts: 'body_surface' is computed from weight, height: remove 'parts'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS)
def test_a_fault_of_a_formula_is_told(old: str, new: str, fault: str) -> None:
    """Protects authors: one clear line for each key."""
    assert old in FACTS
    if not fault:
        load_text(FACTS.replace(old, new))
        return
    with pytest.raises(DefinitionError) as error:
        load_text(FACTS.replace(old, new))
    assert any(f"facts.{fault}" in line for line in str(error.value).splitlines()), str(error.value)
