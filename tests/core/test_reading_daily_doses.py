"""Daily doses of the whole day and per kg, as the equivalent of a reference drug: what is read, and what is asked."""

import pytest
from computed_facts import FACTS, NOW, TODAY, asking, get_fact, load_text, take_texts

from dialogs.definition.faults import DefinitionError
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.rules.answers import Answer, Interval, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

DAY, KG = get_fact("steroids"), get_fact("steroids_per_kg")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        # "no more than dexamethasone 4 mg daily or an equivalent": 0.75 mg of it equal 5 mg of prednisone
        ("dexamethasone 4 mg daily", Known(4)),
        ("prednisone 20 mg/day", Known(3)),
        ("methylprednisolone 16 mg per day", Known(3)),
        ("prednisone 1 mg/kg/day, 70 kg", Known(10.5)),
        ("70 kg, prednisone 1 mg/kg/day", Known(10.5)),
        ("4 mg/day dexamethasone-equivalent", Known(4)),
        ("dexamethasone at most 4 mg/day", Interval(max=4)),
        ("dexamethasone 2-4 mg/day", Interval(min=2, max=4)),
        ("dexa 4 mg once daily", Known(4)),
        ("4 mg dexamethasone daily", Known(4)),
        ("4 mg of dexamethasone per day", Known(4)),
        ("20 mg prednisone a day", Known(3)),
        ("prednisone 30 mg/day, 70 kg, 170 cm", Known(4.5)),
    ],
)
def test_a_dose_of_the_day_needs_no_body(said: str, answer: Answer) -> None:
    """Protects: "no more than dexamethasone 4 mg daily or an equivalent", without anybody's arithmetic."""
    assert read(DAY, said, TODAY) == Read(answer)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("prednisone 1 mg/kg/day", Known(1)),
        ("methylprednisolone 1 mg/kg/day", Known(1.25)),
        ("prednisone 35 mg/day, 70 kg", Known(0.5)),
        ("70 kg, dexamethasone 10.5 mg/day", Known(1)),
        ("prednisone 36 mg/m²/day, 80 kg, 180 cm", Known(0.9)),
    ],
)
def test_a_dose_per_kg(said: str, answer: Answer) -> None:
    """Protects doses that are compared by weight: mg/day is divided by it, mg/m²/day is multiplied by the surface."""
    assert read(KG, said, TODAY) == Read(answer)


@pytest.mark.parametrize(
    ("said", "reason", "offers", "sentence"),
    [
        ("8 mg bd", "doses", (), "Give the total per day in mg, not the single doses."),
        ("dexamethasone 8 mg twice daily", "doses", (), "Still needed: the dose in mg/day or mg/kg/day."),
        ("4 mg/day", "equivalent", (Known(4),), "the drug itself or its dexamethasone-equivalent"),
        ("4 mg", "per_day", (Known(4),), "the drug itself or its dexamethasone-equivalent"),
        ("dexamethasone 4 mg", "per_day", (Known(4),), "It must be the total per day."),
        ("4", "bare_daily_dose", (Known(4),), "Of which drug, and in which unit?"),
        ("dexamethasone 4", "missing:unit", (), "the unit of the dose"),
        ("prednisone", "missing:dose", (), "Still needed: the dose"),
        ("prednisone 1 mg/kg/day", "missing:weight", (), "Still needed: the weight in kg."),
        ("prednisone 40 mg/m2/day", "daily_dose_unit", (), "Give one dose with its drug"),
        ("body surface 1.8", "daily_dose_unit", (), "Give one dose with its drug"),
        ("hydrocortisone 20 mg/day", "drug", (), "That drug, or word, is not known here."),
        ("prednisone 1 mg/kg/day, 700 kg", "weight", (), "A weight must be 0.3 to 200 kg."),
        ("4 mcg dexamethasone", "mass", (), "A dose must be in mg"),
    ],
)
def test_what_is_not_certain_is_asked_back(said: str, reason: str, offers: tuple[Answer, ...], sentence: str) -> None:
    """Protects against a dose of another drug, or of half a day, that would pass for the reference drug's."""
    asked = read(DAY, said, TODAY)
    assert isinstance(asked, AskBackReading)
    assert (asked.reason, asked.offers) == (reason, offers)
    assert sentence in make_sentence(DAY, asked)
    assert "{" not in make_sentence(DAY, asked)


def test_a_dose_of_the_day_needs_the_weight_only_per_kg() -> None:
    """Protects the parts in several messages: what is missing is asked for by name, and nothing else."""
    turn = take_texts("steroids_per_kg", "prednisone 70 mg/day")
    assert "Still needed: the weight in kg." in turn.messages[0].text
    turn = take_texts("steroids_per_kg", "prednisone 70 mg/day", "70")
    assert turn.screening.doubt is not None
    assert turn.screening.doubt.offers == (Known(1),)
    turn = take_texts("steroids_per_kg", "prednisone 70 mg/day", "70 kg")
    assert turn.screening.answers["steroids_per_kg"] == Known(1)
    turn = take_texts("steroids_per_kg", "prednisone 40 mg/m²/day")
    assert "Understood so far: prednisone, 40 mg/m²/day." in turn.messages[0].text


def test_the_drug_can_follow_the_dose() -> None:
    """Protects "4 mg/day": prednisone, said behind it, makes another dose of it than dexamethasone."""
    assert take_texts("steroids", "20 mg/day", "prednisone").screening.answers["steroids"] == Known(3)
    assert take_texts("steroids", "4 mg/day", "yes").screening.answers["steroids"] == Known(4)
    assert "steroids" not in take_texts("steroids", "4 mg/day", "no").screening.answers


def test_rubbish_records_nothing() -> None:
    """Protects the question from words that are no dose."""
    assert read(DAY, "purple elephants", TODAY) == Misread("not_an_answer")
    assert asking("steroids").answers == take_texts("steroids", "%%%").screening.answers
    assert NOW.date() == TODAY


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (("per: day", "per: m2"), "body_surface: a dose per m² needs the formulas of body surface: add 'body_surface'"),
        (("per: day", "per: hour"), "per: 'hour' is not known here: write 'day', 'm2' or 'kg'"),
        (
            ("reference: dexamethasone", "reference: aspirin"),
            "reference: 'aspirin' is not among the drugs: choose one of dexamethasone, prednisone, methylprednisolone",
        ),
    ],
)
def test_a_fault_of_a_daily_dose_is_told(edit: tuple[str, str], fault: str) -> None:
    """Protects authors: one clear line for each key."""
    with pytest.raises(DefinitionError) as error:
        load_text(FACTS.replace(*edit))
    assert len(str(error.value).splitlines()) == 1
    assert str(error.value).endswith(f"facts.steroids.{fault}")


def test_a_daily_dose_per_area_reads_as_dose_per_area_does() -> None:
    """Protects both spellings of one kind."""
    per_area = load_text(FACTS.replace("per: kg", "per: m2")).facts["steroids_per_kg"]
    assert read(per_area, "12 mg/m²/day", TODAY) == Read(Known(12))
    assert read(per_area, "prednisone 40 mg/day, 80 kg, 180 cm", TODAY) == Read(Known(20))
    asked = read(per_area, "10", TODAY)
    assert isinstance(asked, AskBackReading)
    assert asked.reason == "bare_dose"
