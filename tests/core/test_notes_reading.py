"""The reader of notes as a whole: any trial, the words that are shown, contradictions, dependent facts, dates."""

from typing import Any

import pytest
from noted import FILES, TODAY, ask, propose, reads

from dialogs.loading.loading import load
from dialogs.notes.read_note import read_note

pytestmark = pytest.mark.traced

SECOND: list[tuple[str, str, dict[str, Any], list[str]]] = [
    # a trial, a note, what it gives beyond doubt, the facts to ask
    (
        "adult-aml",
        "54-year-old woman, ECOG 1, creatinine 1.1 mg/dL, bilirubin 0.6 mg/dL, Hb 9.2 g/dL, FLT3-ITD+, no prior chemo, QTc normal",  # noqa: E501 - as it was written
        {
            "age_years": 54,
            "sex": "female",
            "ecog": "ecog1",
            "creatinine": 1.1,
            "bilirubin": 0.6,
            "haemoglobin": 9.2,
            "prior_chemotherapy": "no",
        },
        ["flt3", "qtc_long"],
    ),
    (
        "adult-aml",
        "67 yo male, PS ECOG 2, FLT3 wt, creat 115 umol/L",
        {"age_years": 67, "sex": "male", "ecog": "ecog2", "flt3": "wild_type"},
        ["creatinine"],
    ),
    ("adult-aml", "54M, FLT3-TKD, pregnancy test negative", {"flt3": "tkd"}, []),
    ("adult-aml", "31 yo F, not pregnant, agrees to contraception", {"age_years": 31}, []),
    ("adult-aml", "prior chemo 6 weeks before start, doxorubicin 150 mg/m2", {}, ["prior_chemotherapy"]),
    ("adult-aml", "Hb 8.4", {}, ["haemoglobin"]),
    ("adult-aml", "bilirubin 3.1 mg/dL, known Gilbert's syndrome", {"bilirubin": 3.1}, ["gilbert"]),
    ("adult-aml", "FLT3 pending", {"flt3": "pending"}, []),
    ("adult-aml", "mother 54 yo with AML", {}, []),
    ("adult-aml", "QTc 450 ms", {}, ["qtc_long"]),
    ("small", "first episode, weight 7.25 kg", {"diagnosis": "first_episode", "weight_kg": 7.25}, []),
    ("small", "relapse, 2 relapses, 6.1 kg", {"diagnosis": "relapse", "relapses": 2, "weight_kg": 6.1}, []),
    ("small", "weight 7", {}, ["weight_kg"]),
    ("small", "first episode, 2 relapses", {"diagnosis": "first_episode"}, []),
    ("small", "nephrotic syndrome", {}, ["diagnosis"]),
    (
        "the skeleton",
        "first episode, 12 kg, consent given",
        {"diagnosis": "first_episode", "weight_kg": 12, "consent": "given"},
        [],
    ),
    ("the skeleton", "prednisone 40 mg/m2/day now, weight 9 kg", {"weight_kg": 9}, ["steroids"]),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("trial", "note", "proposed", "asked"), SECOND)
def test_notes_are_read_for_every_trial(trial: str, note: str, proposed: dict[str, Any], asked: list[str]) -> None:
    """Protects definitions unlike the first one: numbers with units, other words, facts that apply after others."""
    assert propose(note, trial) == proposed
    assert sorted(ask(note, trial)) == asked


def test_words_are_those_that_were_typed() -> None:
    """Protects the page on which a person compares each answer with the words that it came from."""
    reading = reads("10-wk girl, no steriods or chemo, CD19+ 99 %, born in Rome")
    words = {each.fact: each.words for each in reading.proposed}
    assert words == {
        "age_days": "10-wk",
        "corticosteroids": "no steriods",
        "chemotherapy": "no steriods or chemo",
        "cd19": "CD19+ 99 %",
    }
    assert reading.unread == ("girl", "born in Rome")


def test_a_contradiction_is_asked_with_both_places() -> None:
    """Protects a verdict from one of two statements that cannot both hold."""
    (asked,) = reads("CD19+ by flow. Outside laboratory: CD19 negative").asked
    assert (asked.fact, asked.words) == ("cd19", "CD19+ by flow … laboratory: CD19 negative")


def test_days_are_proposed_only_beside_what_makes_them_apply() -> None:
    """Protects dependent facts: without their parent's answer in the same note there is none."""
    assert propose("3 weeks before blina") == {}
    assert propose("rotavirus 3 weeks before blina") == {
        "live_vaccine": "given",
        "live_vaccine_days": {"min": 21, "max": 27},
    }


def test_two_dates_become_days_and_are_not_shown() -> None:
    """Protects dates of birth: the age comes from them, and neither stands in what is shown."""
    (age,) = reads("born 2026-01-31, diagnosed 2026-05-31").proposed
    assert age.words == "born …, diagnosed …"


@pytest.mark.sweep
def test_many_trials_can_be_read_one_after_the_other() -> None:
    """Protects a service with many definitions: the words of those not used of late are collected anew."""
    text = FILES["small"].read_text(encoding="utf-8")
    for at in range(20):
        edition = load(text.replace("version: 1.0.0", f"version: 1.0.{at}"), "small.yaml")
        (only,) = read_note(edition, "first episode", TODAY).proposed
        assert (only.fact, only.words) == ("diagnosis", "first episode")
