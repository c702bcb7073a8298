"""Laboratory values in notes: what is beyond doubt is proposed, and no figure is converted or guessed in silence."""

from typing import Any

import pytest
from any_dialogue import DIALOGUES
from noted import TODAY

from dialogs.notes.read_note import read_note
from dialogs.rules.answers import Interval, Known

pytestmark = pytest.mark.traced

TRIAL = DIALOGUES["laboratory"].trial

NOTES: list[tuple[str, dict[str, Any], dict[str, list[Any]]]] = [
    # a note, what it gives beyond doubt, what is asked, with the numbers that it may mean
    ("FPG 95 mg/dL", {"glucose": 95}, {}),
    ("FPG 6.1 mmol/L, HbA1c 39 mmol/mol", {}, {"glucose": [109.8976], "hba1c": [5.71972]}),
    ("HbA1c 5.6%", {"hba1c": 5.6}, {}),
    ("HbA1c 5.6", {}, {"hba1c": [5.6]}),
    ("Hb 112 g/L", {}, {"haemoglobin": [11.2]}),
    (
        "platelets 150 x 10^9/L, Hb 11.2 g/dL, ANC 2.1 x 10⁹/L",
        {"platelets": 150, "haemoglobin": 11.2, "neutrophils": 2.1},
        {},
    ),
    ("platelets 150x10^9/L", {}, {}),
    ("platelets 90 10^9/L", {"platelets": 90}, {}),
    ("PLT 150 G/L", {"platelets": 150}, {}),
    ("platelets 150", {}, {"platelets": [150]}),
    ("platelets 150,000/µL", {}, {"platelets": [0.15, 150]}),
    ("ANC 1500/µL", {}, {"neutrophils": [1.5]}),
    ("platelets 1.5 x 10^12/L", {}, {"platelets": []}),
    ("platelets 150 x 10^9", {}, {"platelets": []}),
    ("ANC 2 x 10", {}, {"neutrophils": []}),
    ("HBV DNA 3.5 x 10^5 IU/mL", {}, {"hbv_dna": []}),
    ("HBV DNA 350 IU/mL", {"hbv_dna": 350}, {}),
    ("HBV DNA 1500 copies/mL", {}, {"hbv_dna": [300]}),
    ("ALT 2.4 x ULN", {"alt": 2.4}, {}),
    ("ALT 2.4xULN", {"alt": 2.4}, {}),
    ("ALT 3 times the upper limit", {"alt": 3}, {}),
    ("AST 120 U/L (ULN 40)", {}, {"ast": []}),
    ("AST 120 U/L", {}, {"ast": []}),
    ("ALT 30", {}, {"alt": []}),
    ("AST 1.2", {}, {"ast": []}),
    ("INR 1.2", {"inr": 1.2}, {}),
    ("INR: 1.2; Hb 11.2 g/dL", {"inr": 1.2, "haemoglobin": 11.2}, {}),
    ("INR 1.2 2.3", {}, {"inr": [1.2]}),
    ("INR 70%", {}, {"inr": []}),
    ("INR 1.2, previously 2.3", {}, {"inr": [1.2]}),
    ("ANA 1:160", {"antibodies": 160}, {}),
]


@pytest.mark.parametrize(("note", "proposed", "asked"), NOTES)
def test_a_laboratory_value_of_a_note_is_proposed_only_as_it_stands(
    note: str, proposed: dict[str, Any], asked: dict[str, list[Any]]
) -> None:
    """Protects against a figure without its power of ten, a value that is taken for a ratio, a silent conversion."""
    reading = read_note(TRIAL, note, TODAY)
    assert {each.fact: each.answer for each in reading.proposed} == {
        fact: Known(number) for fact, number in proposed.items()
    }
    assert {each.fact: list(each.offers) for each in reading.asked} == {
        fact: [Known(number) for number in numbers] for fact, numbers in asked.items()
    }


def test_an_interval_of_multiples_is_proposed_as_one() -> None:
    """Protects '<3 x ULN', as laboratories and letters write it."""
    (proposal,) = read_note(TRIAL, "ALT <3 x ULN", TODAY).proposed
    assert proposal.answer == Interval(below=3)
