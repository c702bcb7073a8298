"""What a note takes back, moves to another time or tells of somebody else: never proposed, and asked where it may be."""

# ruff: noqa: E501 - notes stand as they were written

from typing import Any

import pytest
from noted import ask, propose, reads

from dialogs.notes.identifiers import find_identifiers

pytestmark = pytest.mark.traced

NONE, NO_CHEMO = {"corticosteroids": "none"}, {"chemotherapy": "no"}

TABLE: list[tuple[str, str, dict[str, Any], list[str]]] = [
    # a trial, a note, what it gives beyond doubt, the facts to ask
    # a heading's family keeps its sentence
    ("interfant-21", "Family history: denies KMT2A rearranged", {}, []),
    ("interfant-21", "FH: reports T-ALL, baby CD19+", {}, []),
    ("interfant-21", "Family history: NHS 943 476 5919, KMT2A rearranged", {}, []),
    ("interfant-21", "Family history: says pro-B ALL. CD19+", {"cd19": "positive"}, []),
    ("interfant-21", "Mother: denies KMT2A rearrangement", {}, []),
    # a parent who speaks is no patient, but for themselves
    ("interfant-21", "Mum denies any steroids or chemo", NONE | NO_CHEMO, []),
    ("interfant-21", "Mum says no steroids, no chemo", NONE | NO_CHEMO, []),
    ("interfant-21", "Mother reports no live vaccines", {"live_vaccine": "none"}, []),
    ("interfant-21", "Mum denies steroids for herself", {}, []),
    ("interfant-21", "Father denies chemo for himself", {}, []),
    # what is aside in brackets is of another time or person
    ("interfant-21", "D33 LP: CNS1 (at dx CNS3)", {"cns_eoi": "cns1"}, []),
    ("interfant-21", "CNS1 at day 33 (initially CNS2a), CD19+", {"cd19": "positive", "cns_eoi": "cns1"}, []),
    ("interfant-21", "No steroids (mother had prednisolone), no chemo, CD19+", NONE | NO_CHEMO | {"cd19": "positive"}, []),
    # two patients by their labels
    ("interfant-21", "Twin A: 5 months, BCP-ALL. Twin B: healthy, had BCG at birth. Twin A consent signed", {}, []),
    ("interfant-21", "Patient 1 has pro-B ALL. Patient 2 has AML", {}, []),
    ("interfant-21", "Twin B, 10 weeks old, pro-B ALL", {}, ["age_days", "diagnosis"]),
    # a second value, a second laboratory, a slip that is put right
    ("adult-aml", "Creatinine 1.9 mg/dL yesterday, 2.2 mg/dL today", {}, ["creatinine"]),
    ("adult-aml", "Hb 8.4 g/dL on admission, after transfusion 9.9 g/dL", {}, ["haemoglobin"]),
    ("adult-aml", "bilirubin 1.0 mg/dL, creatinine 1.1 mg/dL", {"creatinine": 1.1, "bilirubin": 1}, []),
    ("interfant-21", "KMT2A rearranged by FISH, germline by RNA-seq", {}, ["kmt2a"]),
    ("interfant-21", "KMT2A rearranged by FISH, RNA-seq: conflict", {}, ["kmt2a"]),
    ("interfant-21", "CD19 positive by local lab, negative centrally", {}, ["cd19"]),
    ("interfant-21", "CD19+, discordant with central flow", {}, ["cd19"]),
    ("interfant-21", "CD19 neg - sorry pos", {}, ["cd19"]),
    ("interfant-21", "father consented, mother refuses", {}, ["consent"]),
    ("interfant-21", "CD19+ 95%, CD10 negative", {"cd19": "positive"}, []),
    ("interfant-21", "CD19+, negative BCR-ABL", {"cd19": "positive"}, []),
    ("interfant-21", "KMT2A rearranged, - also fever", {"kmt2a": "rearranged"}, []),
    # another trial's consent
    ("interfant-21", "Offered AALL15P1. Consent refused.", {}, ["consent"]),
    ("interfant-21", "COG AALL15P1: azacitidine arm. Consent for that trial refused.", {}, []),
    ("interfant-21", "Treated as in AALL15P1. Consent for Interfant-21 signed.", {"consent": "given"}, []),
    ("interfant-21", "Treated as in AALL15P1. CD19+", {"cd19": "positive"}, []),
    # what is planned is not given, and what is planned for later not planned now
    ("interfant-21", "Varicella vaccine planned before B-cell recovery.", {}, ["live_vaccine_planned"]),
    ("interfant-21", "BCG vaccine scheduled", {"live_vaccine_planned": "yes"}, []),
    ("interfant-21", "MMR planned two years after the end of all treatment.", {}, ["live_vaccine_planned"]),
    ("interfant-21", "live vaccines planned once off treatment", {}, ["live_vaccine_planned"]),
    ("interfant-21", "MMR planned at 12 months", {}, ["live_vaccine_planned"]),
    # no relapse so far is no new disease
    ("interfant-21", "no relapse so far, 2 years after treatment", {}, ["disease_phase"]),
    ("interfant-21", "no relapse 18 months after HSCT", {}, ["disease_phase"]),
    ("interfant-21", "in remission, no relapse", {}, ["disease_phase"]),
    ("interfant-21", "no relapse, newly diagnosed", {"disease_phase": "newly_diagnosed"}, []),
    # ages between two
    ("interfant-21", "between 10 and 12 weeks old at dx", {}, ["age_days"]),
    ("interfant-21", "10 or 11 weeks old girl", {}, ["age_days"]),
    # two lineages, and words glued together
    ("interfant-21", "mixed phenotypic congenital acute myeloid leukemia", {}, ["diagnosis"]),
    ("interfant-21", "nosteroids, nochemotherapy", NONE | NO_CHEMO, []),
]  # fmt: skip


@pytest.mark.parametrize(("trial", "note", "proposed", "asked"), TABLE)
def test_what_a_note_takes_back_is_not_proposed(
    trial: str, note: str, proposed: dict[str, Any], asked: list[str]
) -> None:
    """Protects "0 wrong, 0 invented", and plain notes beside them from being asked."""
    assert propose(note, trial) == proposed
    assert sorted(ask(note, trial)) == asked


def test_words_that_are_left_are_told_although_another_fact_has_some_of_them() -> None:
    """Protects "with the words that were not used": those of another time never vanish beside others."""
    reading = reads("Post-blina relapse now CD19 neg")
    assert "CD19 neg" in (*reading.left, *reading.unread)


IDENTIFIERS = {
    "UHID 2026/118844. CD19+": "2026/118844",
    "lab number 2026-11884": "2026-11884",
    "reg no 44218, pro-B": "44218",
    "Dear colleague, thank you for seeing Oliver Brandt today": "Oliver Brandt",
    "girl, mother Eva Klein 29y": "Eva Klein",
    "Re our talk: Oliver Brandt, DOB unknown": "Oliver Brandt",
}


@pytest.mark.parametrize(("text", "secret"), IDENTIFIERS.items())
def test_record_numbers_and_names_in_letters_are_identifiers(text: str, secret: str) -> None:
    """Protects a patient's name and record from being shown: "told so, and read without it"."""
    assert secret in [text[start:end] for start, end in find_identifiers(text)]


@pytest.mark.parametrize("text", ["COVID 19", "WBC 45000/µL", "mother Newly Diagnosed", "mother had ALL", "10/12 girl"])
def test_findings_are_no_identifiers(text: str) -> None:
    """Protects what a note says from being hidden as a name or a number."""
    assert find_identifiers(text) == []
