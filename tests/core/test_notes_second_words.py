"""What else a note says of a fact, elsewhere or of another time: then the fact is asked with all the words for it."""

import pytest
from noted import ask, propose, reads

pytestmark = pytest.mark.traced

SPOKEN_OF_TWICE: dict[str, tuple[str, ...]] = {
    "chemotherapy": (
        "No chemo. Cytarabine 3 weeks before diagnosis.", "Cytarabine 3 weeks before diagnosis. No chemo.",
        "No chemo. Bleomycin 10 days before diagnosis", "No chemo. Letrozole given 5 days before diagnosis",
        "No chemo. Received cytarabine.", "no chemo; but cytarabine d-10", "No chemo. Vincristine on day -5.",
        "No chemo. MTX 10 days before diagnosis", "No chemo. Intrathecal MTX 10 days before diagnosis",
        "No chemotherapy. One dose of cytarabine before diagnosis", "No chemo. Etoposide for HLH elsewhere",
        "No chemo. Hydroxyurea 2 weeks before diagnosis", "No chemo. Ara-C in the referring hospital",
        "No chemo. One dose of chemotherapy before diagnosis", "no chemo\nCyclophosphamide 12 days before diagnosis",
        "No chemo. Carboplatin 10 days before diagnosis", "No chemo. 6-MP 10 days before diagnosis",
        "No chemo. Given melphalan 2 weeks before diagnosis", "No chemo, no steroids. Received imatinib elsewhere.",
        "Got one dose of busulfan. No chemo.", "chemo: none. rituximab given 2 weeks ago",
        "no chemo; thioguanine 14 days prior to diagnosis", "No chemo. Treated with ruxolitinib elsewhere.",
    ),
    "corticosteroids": (
        "No steroids. Given melphalan 2 weeks before diagnosis", "no steroids. Received ACTH for spasms.",
        "no steroids; treated with budenofalk 2 weeks before diagnosis", "no steroids. deflazacort 10 days before dx",
    ),
    "consent": (
        "Consent given. Parents refuse the trial.", "Father's consent obtained, mother's consent outstanding",
        "Consent obtained from mother, father's still outstanding", "Consent given, signature of second parent missing",
        "Consent signed. Refused later.", "Consent signed. Parents now declined.",
        "Consent given, but for Interfant-06",
        "Verbal consent obtained", "Oral consent given", "consent given by phone",
        "Consent signed. Mother is against it.",
        "Consent signed. Father opposes.", "Consent given. Parents want to think it over.",
        "Consent signed by one parent",
        "consent given; second signature awaited", "Consent given. The grandparents are hesitant; parents reconsider.",
        "Consent given. Mother has doubts.", "Consent signed, page 3 unsigned",
        "Consent signed. The family decided not to take part.",
        "Consent given. Father does not agree.", "Parents decline. Consent given.", "mum consented, dad says no",
    ),
    "cns_eoi": (
        "CNS1 at EOI. CSF at EOI: blasts present", "EOI CNS: CNS1 (d15)", "CNS1 at EOI. EOI LP: 3 blasts",
        "CNS1 at EOI (day 15)", "CNS1 at EOI. CSF day 33 with blasts", "EOI: CNS1. EOI CSF 6 cells with blasts",
        "CNS1 at EOI, blasts in CSF", "CNS1 at EOI. Blasts in the CSF.", "CNS1 at EOI. Traumatic puncture.",
        "CNS1 at EOI; LP bloody", "EOI CNS: CNS1 (day 8)", "CNS1 at EOI (d29)",
        "EOI CNS: CNS1 (d15). CNS1 at EOI (d15)",
    ),
    "cd19": (
        "CD19 pos. 15%", "CD19 pos., 15 %", "CD19 positive (20%)", "CD19+ 30%", "CD19 positive in 40% of blasts",
        "CD19 pos - 12%", "CD19 positive: 5 %", "CD19 positive, 35% of blasts", "CD19 pos; 50%", "CD19+. 10% only",
    ),
    "hypersensitivity": (
        "no known hypersensitivity; rash with blinatumomab",
        "no hypersensitivity to blinatumomab. Anaphylaxis to the drug.",
        "no hypersensitivity to blinatumomab. Urticaria during the infusion.", "NKDA. Rash with blinatumomab.",
        "no allergies; hives after blinatumomab", "no known hypersensitivity. Anaphylactic reaction in May.",
        "no allergies. Angioedema with polysorbate.", "no allergy; wheeze after the first infusion",
        "Blinatumomab: rash. No known hypersensitivity.", "no known hypersensitivity, but rash with blinatumomab",
    ),
    "diagnosis": (
        "Etoposide for HLH 2 weeks before diagnosis", "etoposide for neuroblastoma", "Vincristine for AML",
        "steroids for AML", "chemo for neuroblastoma in March", "MTX for T-ALL", "prednisone for HLH",
        "cytarabine for LCH", "dexamethasone for AML", "asparaginase for T-ALL",
    ),
}  # fmt: skip
LIMITED: dict[str, tuple[str, ...]] = {
    "chemotherapy": (
        "no chemo in last week", "no chemo in the last week", "No chemotherapy in the last week before diagnosis",
        "no chemo in week before diagnosis", "no chemo this week", "No cytotoxics in the previous 14 days",
        "no chemo at present", "no chemo currently", "no chemo in the preceding 10 days", "no chemo this month",
        "no chemo for the last 5 days", "no chemo since Monday", "no chemo, last 2 weeks", "chemo: none this week",
        "no chemo at the moment", "no chemo in the two weeks before diagnosis",
        "no chemo in the fortnight before diagnosis",
        "No further chemo", "no other chemotherapy", "no more chemo", "no additional chemotherapy", "no new chemo",
        "no chemo (last week)", "without further chemotherapy", "no subsequent chemotherapy", "no extra chemo",
    ),
    "corticosteroids": (
        "no steroids in last week", "no steroids in last week before diagnosis", "no steroids this month",
        "no steroids at present", "no steroids presently", "no steroids on admission", "steroids: none this week",
        "no steroids in the previous 14 days", "no steroids since yesterday", "no steroids over the last few days",
        "no further steroids", "no other steroids", "no additional steroids", "no more steroids",
        "no steroids yet today",
        "without further steroids", "no repeat steroids", "denies further steroids",
        "no steroids in the week before diagnosis",
    ),
    "live_vaccine": (
        "no live vaccines last week", "no live vaccines this week", "no live vaccines in the last month",
        "no live vaccine this month", "no live vaccines at present", "no live vaccines in the preceding 2 weeks",
        "no live vaccines recently", "no further live vaccines", "no other live vaccine", "no more live vaccines",
        "no additional live vaccines", "no live vaccines since May", "no live vaccines (this year)",
    ),
}  # fmt: skip
LED = (
    "Exclusion criteria: KMT2A germline, T-ALL, relapsed",
    "Inclusion criteria: KMT2A rearranged, CD19 positive, no chemo",
    "For the trial one needs no steroids, no chemo, consent given",
    "Need to check: no steroids, no chemo, KMT2A rearranged, CD19 positive",
    "We need: KMT2A rearranged, CD19 positive, no steroids",
    "Please confirm: no steroids, KMT2A rearranged; CD19 positive",
    "Please check that no steroids, no chemo, CD19 positive",
    "To be eligible: newly diagnosed, KMT2A rearranged, no chemo",
    "Eligible when: newly diagnosed, KMT2A rearranged, no chemo",
    "Protocol: no steroids, no chemo, CD19 positive",
    "Unclear: no steroids, KMT2A rearranged, CD19 positive",
    "Not known: T-ALL, KMT2A germline, CD19 positive",
    "To do: CNS1 at EOI, CD19 positive",
    "He must have no steroids, no chemo, KMT2A rearranged",
    "Typical infant ALL: KMT2A rearranged, CD19 positive",
    "Trial needs KMT2A rearranged, CD19 positive",
    "Checklist: no steroids, no chemo, consent given",
    "Requirements: KMT2A rearranged, CD19 positive; no chemo",
    "Required: KMT2A rearranged, consent given",
    "Excluded are T-ALL, KMT2A germline, relapsed",
    "Exclusion criteria:\n- KMT2A germline\n- T-ALL\n- relapsed",
    "Please ask about: no steroids; no chemo; no live vaccines",
    "Questions: no steroids, no chemo, CD19 positive",
    "Conditions for entry: KMT2A rearranged, no chemo",
    "sister's data - KMT2A rearranged; CD19 positive; no steroids",
    "mother's results: KMT2A germline; CD19 negative; T-ALL",
    "Results of the twin: KMT2A rearranged; CD19 positive; no chemo",
    "KMT2A-r, CD19+, but these are the twin's results",
    "CD19 positive, KMT2A rearranged: this was the previous patient",
    "46,XX,t(4;11) - mother's karyotype",
    "KMT2A rearranged, CD19 positive. These are the twin's results.",
    "KMT2A rearranged, no chemo, no steroids - these are the criteria",
    "No chemo, CD19 positive; that is what the protocol requires",
    "KMT2A germline, T-ALL (exclusion criteria)",
    "CD19 positive, no chemo: to be checked",
    "CD19 positive, KMT2A rearranged - sister's sample",
    "CD19 positive, no steroids (all this is her brother's)",
    "T-ALL, relapsed, CD19 negative: another patient",
    "no chemo, no steroids; all of this must be confirmed",
    "I would like to know whether: KMT2A rearranged, CD19 positive",
    "Reminder: no live vaccines, no steroids",
    "Twin (unaffected): KMT2A germline; CD19 negative",
    "FYI the twin: KMT2A rearranged, CD19 pos",
    "KMT2A rearranged, CD19 positive (from the sister)",
    "KMT2A rearranged, CD19 positive <- twin",
)  # fmt: skip
LOW_DOSES = (
    "Prednisolone 8 mg/m2/day for 12 days before diagnosis", "prednisone 1 mg/m2/day for 20 days before diagnosis",
    "Prednisolone 10 mg/m2/day for 12 days before diagnosis", "prednisolone 5 mg/m2/day x 9 days before diagnosis",
    "systemic steroids before diagnosis, dose 9.5 mg/m2/day for 14 days",
    "steroids 2 mg/m2/day for 28 days before diagnosis",
    "prednisolone 8-12 mg/m2/day for 12 days before diagnosis",
    "prednisone up to 12 mg/m2/day for 9 days before diagnosis",
    "prednisolone 40 mg/m2/day for 10 days before diagnosis, of which last 4 inside the window",
    "prednisolone 40 mg/m2/day for 10 days before diagnosis, 4 of them in the window",
    "prednisolone 40 mg/m2/day for 10 days before diagnosis (3 of these in the last 28 days)",
    "prednisolone 40 mg/m2/day for 20 days, ending 21 days before diagnosis",
    "prednisolone 40 mg/m2/day for 10 days before diagnosis including taper",
    "prednisolone 40 mg/m2/day for 10 days before diagnosis, then 5 mg/m2/day",
    "prednisolone 40 mg/m2/day for 10 days before diagnosis, tapered",
    "prednisolone before diagnosis: 8 mg/m2/day, 12 days above 10",
    "prednisolone 40 mg/m2/day for 10 days before diagnosis, partly before the window",
    "prednisolone 40 mg/m2/day for 10 days before diagnosis, stopped 25 days before diagnosis",
)  # fmt: skip
OTHER_DIAGNOSES = (
    "She was 2 months at diagnosis of VSD, now 8 months with ALL", "3 months old at diagnosis of hip dysplasia",
    "aged 10 weeks at diagnosis of Down syndrome", "4 months at diagnosis of HLH, B-ALL later",
    "2 months old at dx of VSD", "age at diagnosis of reflux: 3 months", "5 weeks old at diagnosis of pyloric stenosis",
    "120 days at the diagnosis of CMV", "6 weeks at diagnosis of sepsis", "10 weeks old when VSD was diagnosed",
    "VSD diagnosed at 2 months of age",
)  # fmt: skip
STILL_PROPOSED = [
    # what stands beside a statement and does not speak against it
    ("No chemo. Received platelets and antibiotics.", "chemotherapy"),
    ("no chemo in the 28 days before diagnosis", "chemotherapy"),
    ("no chemo in the last 4 weeks", "chemotherapy"),
    ("No chemo. Vincristine started on day 1 of induction.", "chemotherapy"),
    ("Consent given by both parents.", "consent"),
    ("Consent given. CD19 result outstanding.", "consent"),
    ("CNS1 at EOI (day 33)", "cns_eoi"),
    ("CNS1 at EOI. MRD at EOI 0.01%.", "cns_eoi"),
    ("CD19 pos 98%", "cd19"),
    ("CD19+, 80% blasts in marrow", "cd19"),
    ("no known hypersensitivity to blinatumomab; petechial rash at presentation", "hypersensitivity"),
    ("Criteria checked.\nKMT2A rearranged", "kmt2a"),
    ("KMT2A rearranged. Looks well. Seen today; CD19 was wrong.", "kmt2a"),
    ("KMT2A rearranged. CD19 was wrong.", "kmt2a"),
    ("Inclusion criteria: CD19 positive. KMT2A rearranged in our patient.", "kmt2a"),
    ("prednisolone 20 mg/m2/day for 10 days before diagnosis", "corticosteroid_days"),
    ("4 months at diagnosis of leukaemia", "age_days"),
]


def _spread(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(fact, note) for fact, notes in table.items() for note in notes]


@pytest.mark.traced_cases("Etoposide for HLH elsewhere", "Verbal consent obtained", "CNS1 (day 8)", "CNS1 (d15). CNS1")
@pytest.mark.parametrize(("fact", "note"), _spread(SPOKEN_OF_TWICE))
def test_what_is_spoken_of_twice_is_asked(fact: str, note: str) -> None:
    """Protects "no word beside a statement is swallowed": an agent or a refusal elsewhere leaves it to be asked."""
    assert fact not in propose(note)
    assert fact in ask(note)


def test_both_words_are_shown() -> None:
    """Protects the reader who has to decide: what was read, and what speaks against it."""
    (asked,) = (each for each in reads("Consent given. Parents refuse the trial.").asked)
    assert asked.words == "Consent given … Parents refuse the trial"
    (asked,) = (each for each in reads("No chemo. Carboplatin 10 days before diagnosis").asked)
    assert asked.words == "No chemo … Carboplatin 10 days before diagnosis"


@pytest.mark.parametrize(("fact", "note"), _spread(LIMITED))
def test_a_denial_with_a_limit_is_asked(fact: str, note: str) -> None:
    """Protects the whole window: what was not given last week, or not again, may have been given before."""
    assert fact not in propose(note)


@pytest.mark.parametrize("note", LED)
def test_a_lead_holds_for_its_whole_list(note: str) -> None:
    """Protects "words that are not about this patient": criteria, checks and others' results, before and behind."""
    assert propose(note) == {}


@pytest.mark.parametrize("note", LOW_DOSES)
def test_days_count_only_beside_a_dose_that_counts(note: str) -> None:
    """Protects the meaning of the days: those above the threshold, within the window."""
    assert "corticosteroid_days" not in propose(note)


@pytest.mark.sweep
@pytest.mark.parametrize("note", OTHER_DIAGNOSES)
def test_an_age_at_another_diagnosis_is_not_proposed(note: str) -> None:
    """Protects the age: it counts to the diagnosis of the leukaemia."""
    assert "age_days" not in propose(note)


@pytest.mark.traced_cases("CD19 was wrong")
@pytest.mark.parametrize(("note", "fact"), STILL_PROPOSED)
def test_what_speaks_of_nothing_else_is_still_proposed(note: str, fact: str) -> None:
    """Protects the use of notes: a reader that asks everything would be right too."""
    assert fact in propose(note)
