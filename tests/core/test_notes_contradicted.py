"""What a note takes back, cancels or contradicts in other words, behind what it states: never proposed."""

import pytest
from noted import ask, propose

pytestmark = pytest.mark.traced

CONTRADICTED = {
    "kmt2a": (
        "KMT2A-r. This was a lab error.", "KMT2A-r. Not reproduced.", "KMT2A-r. Could not be confirmed.",
        "KMT2A-r. Supersedes: germline", "KMT2A-r; disregard", "KMT2A-r, copied from template",
        "KMT2A-r. Interim report.", "KMT2A not rearranged on FISH but RNAseq fusion detected",
        "KMT2A germline but fusion found", "KMT2A-r but FISH normal", "KMT2A not rearranged by FISH, awaiting RNAseq",
        "KMT2A-r; addendum: FISH normal",
    ),
    "cd19": (
        "CD19 pos. EDIT neg.", "CD19 pos, sample swapped", "CD19 neg - mislabelled sample", "CD19 negative on day 29",
    ),
    "diagnosis": ("B-ALL, not certain", "B-ALL, not this child", "T-ALL. Diagnosis revised."),
    "consent": (
        "consent given. Mum rang: doesn't want trial any more.", "consent signed, then parents pulled out",
        "consent given but father wants to think", "consent given, dad wants more time", "consent given. Void.",
        "consent refused - misunderstanding", "parents refused consent but reconsidering",
    ),
    "live_vaccine_planned": (
        "MMR planned, then cancelled", "MMR was planned but we cancelled",
        "MMR planned, now postponed till B cell recovery",
    ),
    "disease_phase": ("newly diagnosed; treated elsewhere x 6 mo then came back",),
    "cns_eoi": (
        "EOI LP booked, dx CNS3", "EOI LP booked, CNS3 dx", "EOI LP organised, dx: CNS2", "d33 LP arranged, dx CNS1",
        "EOI LP in 2/52, presenting CNS3", "day 33 of life, CNS2", "CNS1 day 33 of life",
    ),
    "age_days": ("39w+2",),
}  # fmt: skip

CONTRADICTIONS = [(fact, note) for fact, notes in CONTRADICTED.items() for note in notes]

LEFT = ("CD19 negative on day 29", "day 33 of life, CNS2", "CNS1 day 33 of life")
"""Those of another time: they are left, and not asked."""

STATED = [
    ("kmt2a", "KMT2A rearranged by FISH"),
    ("kmt2a", "KMT2A-r (FISH). Consent given."),
    ("cd19", "CD19 positive at dx, LP day 33 pending"),
    ("cns_eoi", "LP day 33: CNS1. CNS3 at dx"),
    ("live_vaccine_planned", "MMR planned"),
]


@pytest.mark.traced_cases("KMT2A-r but FISH normal")
@pytest.mark.parametrize(("fact", "note"), CONTRADICTIONS)
def test_what_is_contradicted_is_not_proposed(fact: str, note: str) -> None:
    """Protects "0 wrong": whatever else a note says of a fact, in whatever words, makes it asked or leaves it."""
    assert fact not in propose(note)


@pytest.mark.sweep
@pytest.mark.parametrize(("fact", "note"), [each for each in CONTRADICTIONS if each[1] not in LEFT])
def test_what_is_contradicted_is_asked(fact: str, note: str) -> None:
    """Protects a contradiction from passing in silence."""
    assert fact in ask(note)


@pytest.mark.sweep
@pytest.mark.parametrize(("fact", "note"), STATED)
def test_what_is_plain_is_still_proposed(fact: str, note: str) -> None:
    """Protects notes from being asked about for nothing."""
    assert fact in propose(note)
