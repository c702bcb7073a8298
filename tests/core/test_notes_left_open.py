"""What a note limits to one place or stay, or leaves open in the sentence behind: asked, never proposed."""

import pytest
from noted import ask, propose, reads

pytestmark = pytest.mark.traced

OF_ONE_PLACE = [
    "We gave no steroids",
    "We have not given any chemo",
    "No chemo by us.",
    "No chemo on our ward",
    "No chemo in this hospital",
    "no steroids at this centre",
    "No steroids at our unit so far",
    "No chemo locally",
    "No chemotherapy given here",
    "No steroids in ED",
    "no steroids on PICU",
    "no steroids in the emergency department",
    "No steroids during this stay",
    "no chemo during admission",
    "no chemo since admission",
    "no chemo since arrival",
    "no chemo since transfer",
    "no steroids so far today",
    "no steroids tonight",
    "no steroids this morning",
    "no steroids overnight",
    "no steroids this time",
    "no steroids for this illness",
    "no steroids for this episode",
    "no chemo this cycle",
    "no chemo under our care",
    "no chemo under my care",
    "no steroids from the GP",
    "no steroids from GP",
    "no steroids prescribed by GP",
    "no steroids at home",
    "no steroids in hospital",
    "no steroids while here",
    "no steroids while inpatient",
    "no steroids as inpatient",
    "no steroids as far as we know",
    "no steroids to our knowledge",
    "no steroids that we know of",
    "no steroids on the drug chart",
    "no steroids charted",
    "no steroids in our records",
    "no steroids on file",
    "no steroids in the letter",
    "no steroids documented",
    "No live vaccines here",
    "no live vaccines this month",
    "no live vaccines from us",
    "no live vaccines in our clinic",
    "no live vaccine since birth",
    "KMT2A rearranged - under review",
]

DOUBTED_BEHIND = [
    "CD19 pos. That result is from the twin.",
    "CD19 pos - prelim",
    "no steroids, at least not here",
    "KMT2A rearranged. It is in the report.",
    "No prior chemo. See outside records.",
    "No prior chemo. Outside records pending.",
    "No prior chemo. Records awaited.",
    "No prior chemo. Awaiting outside records.",
    "No prior chemo. Check with referring hospital.",
    "No prior chemo. Needs verification.",
    "No prior chemo. Needs to be verified.",
    "No prior chemo. To be confirmed.",
    "No prior chemo. Unverified.",
    "No prior chemo. Unconfirmed.",
    "No prior chemo. Not verified.",
    "No prior chemo. Please verify.",
    "No prior chemo. Please check.",
    "No prior chemo. Will check.",
    "No prior chemo. Verify!",
    "No prior chemo. History unreliable.",
    "No prior chemo. Parents are unsure.",
    "No prior chemo. Mother is not sure.",
    "No prior chemo. Poor historian.",
    "No prior chemo. History limited.",
    "No prior chemo. History incomplete.",
    "No prior chemo. Or so they say.",
    "No prior chemo. At least not here.",
    "No prior chemo. As far as we know.",
    "No prior chemo. To our knowledge.",
    "No prior chemo. We think.",
    "No prior chemo. I think.",
    "No prior chemo. Hopefully.",
    "No prior chemo. Apparently.",
    "No prior chemo. But unclear what happened abroad.",
    "No prior chemo. Unknown what was given abroad.",
    "No prior chemo. Abroad maybe.",
    "No prior chemo. Maybe abroad.",
    "No prior chemo. But I would double check.",
    "No prior chemo. Double-check.",
    "No prior chemo. Waiting for confirmation.",
    "No prior chemo. Confirmation pending.",
    "No prior chemo. Was treated elsewhere before.",
    "No prior chemo. Was treated elsewhere before, records not here.",
    "No prior chemo. Got something for the WBC though.",
    "No prior chemo. Got something abroad.",
    "CD19 positive. Second opinion pending.",
    "CD19 positive. Central review pending.",
    "CD19 positive. Reference lab disagrees.",
    "CD19 positive. Preliminary.",
    "CD19 positive. Preliminary report.",
    "CD19 positive. Prelim only.",
    "CD19 positive. Final report awaited.",
    "CD19 positive. Repeat requested.",
    "CD19 positive. Repeat awaited.",
    "CD19 positive. Questionable.",
    "CD19 positive. Doubtful.",
    "CD19 positive. Probably.",
    "CD19 positive. Really?",
    "CD19 positive. Sample mix-up possible.",
    "CD19 positive. Sample swapped?",
    "CD19 positive. Wrong patient?",
    "CD19 positive. Wrong sample.",
    "CD19 positive. Old sample.",
    "CD19 positive. That was after blina.",
    "CD19 positive. Lost later.",
    "CD19 positive. Not my patient.",
    "CD19 positive. That is the twin.",
    "CD19 positive. (not this child)",
    "KMT2A rearranged. FISH failed.",
    "KMT2A rearranged. FISH to be repeated.",
    "KMT2A rearranged. Low quality sample.",
    "KMT2A rearranged. Under review.",
    "KMT2A rearranged. Result is being reviewed.",
    "KMT2A rearranged. Discrepant.",
    "Pro-B ALL. Differential T-ALL.",
    "Pro-B ALL. Morphology only.",
    "Pro-B ALL. Final pathology pending.",
    "Pro-B ALL. Or MPAL.",
    "Pro-B ALL. Could also be MPAL.",
    "NKDA. Rash after blina.",
    "10 weeks old. Age corrected.",
    "10 weeks old. To be verified.",
    "10 weeks old. Date of birth unclear.",
    "10 weeks old. Check.",
    "10 weeks old. Or 12.",
]

CONSENT_IN_DOUBT = [
    "Consent given. Custody disputed.",
    "Consent given. Parents divorced.",
    "Consent given. Only by mother.",
    "Consent given. Mother only.",
    "Consent given. Father has not signed.",
    "Consent given. Court decision pending.",
    "Consent given. Dad wants to think about it.",
    "Consent given. Signature illegible.",
    "Consent given. Form outdated.",
    "Consent given. Wrong form.",
    "Consent given. Old form version.",
    "Consent given. For biobank.",
    "Consent given. For surgery.",
    "Consent given. To the transfusion.",
    "Consent given. Needs re-consent.",
    "Consent given. Reconsent needed.",
    "Consent given. To be repeated.",
    "Consent given. Parents under 18.",
    "Consent given. Mother is 16.",
    "Consent given. Foster care.",
    "Consent given. Social services involved.",
    "Consent given. Verbally.",
    "Consent given. By phone.",
    "Consent given. Not in writing.",
    "Consent given. Grandmother signed.",
    "Consent given. Parents have doubts.",
    "Consent given. They might withdraw.",
    "Consent given. Mother regrets it.",
    "Consent signed. Guardian unclear.",
]

STANDING = [
    # a note, and the fact that it states all the same
    ("No prior chemo. Confirmed by mother.", "chemotherapy"),
    ("KMT2A rearranged by FISH. Confirmed by PCR.", "kmt2a"),
    ("Consent given. For this trial.", "consent"),
    ("Consent given by legal guardian.", "consent"),
    ("Consent signed by both parents. Copy in file.", "consent"),
    ("CD19 positive. Please call back.", "cd19"),
    ("CD19 positive. Please confirm eligibility.", "cd19"),
    ("No chemo here or elsewhere.", "chemotherapy"),
    ("CD19 negative in our lab", "cd19"),
    ("No steroids. Currently on antibiotics.", "corticosteroids"),
    ("No prior chemo. Mother well.", "chemotherapy"),
    ("No prior chemo. Seen today.", "chemotherapy"),
    ("No chemo. Fever, possibly viral.", "chemotherapy"),
    ("10 weeks old. Was born at term.", "age_days"),
    ("Pro-B ALL. Was admitted yesterday.", "diagnosis"),
    ("KMT2A-r. What next?", "kmt2a"),
    ("CD19 positive. Is he too old?", "cd19"),
    ("No live vaccines. Next visit in 2 weeks.", "live_vaccine"),
    ("Consent given. Parents married, both present.", "consent"),
    ("Consent given. Mother is 31.", "consent"),
    ("No steroids. Transferred from another hospital.", "corticosteroids"),
    ("No chemo. Diagnosed elsewhere.", "chemotherapy"),
    ("No steroids per chart", "corticosteroids"),
]


@pytest.mark.parametrize("note", [*OF_ONE_PLACE, *DOUBTED_BEHIND, *CONSENT_IN_DOUBT])
def test_what_is_limited_or_left_open_is_never_proposed(note: str) -> None:
    """Protects a patient from a denial that holds for one ward, and from a statement that the next words take back."""
    assert propose(note) == {}


@pytest.mark.parametrize("note", [*DOUBTED_BEHIND, *CONSENT_IN_DOUBT])
def test_what_the_next_sentence_leaves_open_is_asked(note: str) -> None:
    """Protects the statement itself from vanishing: its question is asked, with the words that doubt it."""
    assert len(ask(note)) == 1


@pytest.mark.parametrize(("note", "fact"), STANDING)
def test_a_sentence_behind_that_doubts_nothing_leaves_the_statement(note: str, fact: str) -> None:
    """Protects what a note states from sentences about something else, and from its own confirmation."""
    assert set(propose(note)) == {fact}


def test_words_of_another_time_behind_a_statement_doubt_it() -> None:
    """Protects "at diagnosis": what was found at relapse says so in the next sentence, which names another fact."""
    reading = reads("CD19 positive. That was at relapse.")
    assert [each.fact for each in reading.asked] == ["cd19"]
    assert reading.asked[0].words == "CD19 positive … That was at relapse"


@pytest.mark.parametrize(
    "note",
    [
        "systemic steroids before diagnosis; MTX 12 mg/m2",
        "dex IV before diagnosis. Vincristine 1.5 mg/m2 on day 8",
        "systemic steroids before diagnosis. Amoxicillin 50 mg/m2 for 9 days",
    ],
)
def test_the_dose_of_another_drug_is_none_of_steroids(note: str) -> None:
    """Protects the dose from whatever else is given per square metre."""
    assert "corticosteroid_dose" not in propose(note)
