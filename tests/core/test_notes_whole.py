"""Notes of several facts as clinicians write them: what is proposed of each, what is asked, and what is left."""

# ruff: noqa: E501 - notes stand as they were written

import pytest
from noted import NoteRow, say

pytestmark = pytest.mark.traced

TABLE: list[NoteRow] = [
    # a note, what it gives beyond doubt, the facts to ask, the words about others and other times
    (
        "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids, LP day 33 pending",
        {
            "age_days": {"min": 70, "max": 76},
            "diagnosis": "b_precursor_all",
            "kmt2a": "rearranged",
            "corticosteroids": "none",
            "cd19": "positive",
            "cns_eoi": "pending",
        },
        [],
        [],
    ),
    (
        "5 mo M, newly diagnosed BCP-ALL, KMT2A-r by FISH, CD19 positive, no prior chemo or steroids, consent signed, NKDA, no live vaccines, none planned",
        {
            "age_days": {"min": 150, "max": 183},
            "diagnosis": "b_precursor_all",
            "disease_phase": "newly_diagnosed",
            "kmt2a": "rearranged",
            "corticosteroids": "none",
            "chemotherapy": "no",
            "consent": "given",
            "cd19": "positive",
            "hypersensitivity": "no",
            "live_vaccine": "none",
            "live_vaccine_planned": "no",
        },
        [],
        [],
    ),
    (
        "no steroids, no chemo, no live vaccine",
        {"corticosteroids": "none", "chemotherapy": "no", "live_vaccine": "none"},
        [],
        [],
    ),
    (
        "no steroids, chemo or live vaccines",
        {"corticosteroids": "none", "chemotherapy": "no", "live_vaccine": "none"},
        [],
        [],
    ),
    (
        "10-week-old twin girl with pro-B ALL",
        {"age_days": {"min": 70, "max": 76}, "diagnosis": "b_precursor_all"},
        [],
        [],
    ),
    ("born 2026-01-31, diagnosed 2026-05-31, pro-B ALL", {"age_days": 120, "diagnosis": "b_precursor_all"}, [], []),
    (
        "Name: Anna Smith, MRN 123456, 10-wk girl, CD19+",
        {"age_days": {"min": 70, "max": 76}, "cd19": "positive"},
        [],
        [],
    ),
    (
        "A 4-month-old girl presented with fever and was diagnosed with pro-B ALL with t(4;11)(q21;q23).",
        {"age_days": {"min": 120, "max": 152}, "diagnosis": "b_precursor_all", "kmt2a": "rearranged"},
        [],
        [],
    ),
    ("DOL 12 neonate with congenital leukemia", {"age_days": {"min": 11, "max": 12}}, ["diagnosis"], []),
    (
        "4 m.o. female w/ B-ALL KMT2A::AFF1+",
        {"age_days": {"min": 120, "max": 152}, "diagnosis": "b_precursor_all", "kmt2a": "rearranged"},
        [],
        [],
    ),
    ("relapsed B-ALL, 14 mo", {"diagnosis": "b_precursor_all", "disease_phase": "relapsed"}, ["age_days"], []),
    (
        "age: 120 days; dx: B-ALL; MLL rearranged; CD19 pos; steroids: no; chemo: no; consent: yes; allergies: none; CNS EOI: pending; live vaccine: none; planned: no",
        {
            "age_days": 120,
            "diagnosis": "b_precursor_all",
            "kmt2a": "rearranged",
            "corticosteroids": "none",
            "chemotherapy": "no",
            "consent": "given",
            "cd19": "positive",
            "cns_eoi": "pending",
            "hypersensitivity": "no",
            "live_vaccine": "none",
        },
        [],
        [],
    ),
    (
        "12-wk-old boy, T-ALL, CD19 neg",
        {"age_days": {"min": 84, "max": 90}, "diagnosis": "t_all", "cd19": "negative"},
        [],
        [],
    ),
    (
        "pro B ALL in a 3 month old, MLL+, CD10-/CD19+",
        {"age_days": {"min": 89, "max": 122}, "diagnosis": "b_precursor_all", "cd19": "positive"},
        ["kmt2a"],
        [],
    ),
    ("KMT2A rearranged no prior chemotherapy", {"chemotherapy": "no"}, ["kmt2a"], []),
    ("CD19 positive no previous steroids", {"corticosteroids": "none", "cd19": "positive"}, [], []),
    ("no steroids before LP", {"corticosteroids": "none"}, ["cns_eoi"], []),
    (
        "first relapse of B-ALL, age at dx 5 months",
        {"age_days": {"min": 150, "max": 183}, "diagnosis": "b_precursor_all", "disease_phase": "relapsed"},
        [],
        [],
    ),
    (
        "3-month-old infant boy with congenital B-ALL, KMT2A::MLLT3 fusion, CD19 positive, CNS1 at EOI",
        {
            "age_days": {"min": 89, "max": 122},
            "diagnosis": "b_precursor_all",
            "kmt2a": "rearranged",
            "cd19": "positive",
            "cns_eoi": "cns1",
        },
        [],
        [],
    ),
    (
        "11 wk F. B precursor ALL. MLL-AF4 pos. CD19 +ve. no prior steroid or chemotherapy exposure. Parents consented. No known drug allergies. No live vaccines given, none planned",
        {
            "age_days": {"min": 77, "max": 83},
            "diagnosis": "b_precursor_all",
            "kmt2a": "rearranged",
            "corticosteroids": "none",
            "chemotherapy": "no",
            "consent": "given",
            "cd19": "positive",
            "hypersensitivity": "no",
            "live_vaccine": "none",
            "live_vaccine_planned": "no",
        },
        [],
        [],
    ),
    (
        "6/12 old M w/ relapsed B-ALL, prev treated w chemo",
        {"diagnosis": "b_precursor_all", "disease_phase": "relapsed"},
        ["age_days", "chemotherapy"],
        [],
    ),
    (
        "2mo F new dx pro-B ALL KMT2Ar CD19 pos LP d33 awaited",
        {
            "age_days": {"min": 59, "max": 91},
            "diagnosis": "b_precursor_all",
            "disease_phase": "newly_diagnosed",
            "kmt2a": "rearranged",
            "cd19": "positive",
            "cns_eoi": "pending",
        },
        [],
        [],
    ),
    (
        "Newly diagnosed. KMT2A: rearranged. Consent: pending.",
        {"disease_phase": "newly_diagnosed", "kmt2a": "rearranged", "consent": "pending"},
        [],
        [],
    ),
    (
        "pre-B ALL, KMT2A germline by FISH, consent refused",
        {"diagnosis": "b_precursor_all", "kmt2a": "germline", "consent": "refused"},
        [],
        [],
    ),
    ("No allergies. No live vax.", {"hypersensitivity": "no", "live_vaccine": "none"}, [], []),
    ("MRD at day 33 negative, CD19 neg", {}, ["cd19", "cns_eoi"], []),
    (
        "steroids: none\nchemo: none\nCNS EOI: CNS1\nConsent: signed",
        {"corticosteroids": "none", "chemotherapy": "no", "consent": "given", "cns_eoi": "cns1"},
        [],
        [],
    ),
    ("Hx: no steroids. PMH nil. Allergies nil.", {"corticosteroids": "none", "hypersensitivity": "no"}, [], []),
    (
        "5 m.o. with KMT2A-rearranged B-ALL; no steroids, no chemo, CD19 98 % pos",
        {
            "age_days": {"min": 150, "max": 183},
            "diagnosis": "b_precursor_all",
            "kmt2a": "rearranged",
            "corticosteroids": "none",
            "chemotherapy": "no",
            "cd19": "positive",
        },
        [],
        [],
    ),
    (
        "3mo M w B-ALL. Consent from mother & father signed.",
        {"age_days": {"min": 89, "max": 122}, "diagnosis": "b_precursor_all", "consent": "given"},
        [],
        [],
    ),
    ("5 months of age, no chemo", {"age_days": {"min": 150, "max": 183}, "chemotherapy": "no"}, [], []),
    (
        "diagnosed at 4 months of age with B-ALL, now 11 months",
        {"age_days": {"min": 120, "max": 152}, "diagnosis": "b_precursor_all"},
        [],
        [],
    ),
    ("Infant (7 weeks) with B-ALL", {"age_days": {"min": 49, "max": 55}, "diagnosis": "b_precursor_all"}, [], []),
    (
        "Identical twin sister diagnosed with ALL 2 weeks ago, treated with steroids. Our patient: 9 weeks, B-ALL, no steroids.",
        {"age_days": {"min": 63, "max": 69}, "diagnosis": "b_precursor_all", "corticosteroids": "none"},
        [],
        ["Identical twin sister diagnosed with ALL 2 weeks ago", "treated with steroids"],
    ),
    (
        "The mother received chemotherapy for breast cancer. The baby is 8 weeks old and has B-ALL.",
        {"age_days": {"min": 56, "max": 62}, "diagnosis": "b_precursor_all"},
        [],
        ["The mother received chemotherapy for breast cancer"],
    ),
    ("No known hx of steroid exposure; consent: yes", {"consent": "given"}, ["corticosteroids"], []),
    (
        "weight 5 kg; CD19: 99%; age: 10 weeks; dx: pro-B",
        {"age_days": {"min": 70, "max": 76}, "diagnosis": "b_precursor_all"},
        ["cd19"],
        [],
    ),
    (
        "A 4-month-old female infant presented with a 2-week history of fever. Bone marrow showed 95% blasts expressing CD19, CD34 and HLA-DR but not CD10. Cytogenetics revealed t(4;11)(q21;q23). She was started on the Interfant-06 protocol.",
        {"age_days": {"min": 120, "max": 152}, "kmt2a": "rearranged", "cd19": "positive"},
        [],
        [],
    ),
    (
        "We report a 2-month-old boy with congenital acute lymphoblastic leukemia. Immunophenotype: CD19+, CD10-. FISH showed KMT2A rearrangement. At day 33 he was in remission. He relapsed 6 months later with CD19-negative disease after blinatumomab.",
        {"kmt2a": "rearranged", "cd19": "positive"},
        ["age_days", "cns_eoi", "diagnosis", "disease_phase"],
        [],
    ),
    ("A 10-day-old newborn with leukemia cutis was diagnosed with AML M5.", {"age_days": 10}, ["diagnosis"], []),
    (
        "An 8-month-old infant with KMT2A-rearranged B-ALL relapsed with lineage switch to AML.",
        {"kmt2a": "rearranged"},
        ["age_days", "diagnosis", "disease_phase"],
        [],
    ),
    (
        "A 7-month-old girl with B-ALL, CNS3 at diagnosis, received dexamethasone prephase, vincristine and daunorubicin.",
        {"age_days": {"min": 212, "max": 244}, "diagnosis": "b_precursor_all"},
        ["chemotherapy"],
        ["CNS3 at diagnosis", "received dexamethasone prephase"],
    ),
    (
        "The patient was born at 38 weeks and diagnosed at 3 weeks of life with pro-B ALL",
        {"age_days": {"min": 21, "max": 27}, "diagnosis": "b_precursor_all"},
        [],
        [],
    ),
    (
        "5-month-old with T-ALL; his twin brother, also 5 months old, is healthy",
        {"age_days": {"min": 150, "max": 183}, "diagnosis": "t_all"},
        [],
        ["5 months old"],
    ),
    (
        "She received a single dose of dexamethasone for croup 5 days before the diagnosis of leukemia.",
        {},
        ["corticosteroids", "diagnosis"],
        [],
    ),
    (
        "no CNS involvement, no steroids, no allergies except penicillin",
        {"corticosteroids": "none"},
        ["cns_eoi", "hypersensitivity"],
        [],
    ),
    ("consent signed for chemotherapy", {}, ["chemotherapy", "consent"], []),
    ("consent for lumbar puncture signed", {}, ["cns_eoi", "consent"], []),
    ("allergic reaction to asparaginase", {}, ["chemotherapy", "hypersensitivity"], []),
    ("Vaccines at 8 weeks; 12 weeks old now", {"age_days": {"min": 84, "max": 90}}, ["live_vaccine_planned"], []),
    (
        "aged 5 months at relapse, 2 months at diagnosis",
        {"age_days": {"min": 59, "max": 91}, "disease_phase": "relapsed"},
        [],
        [],
    ),
    (
        "B-ALL / 10 weeks / KMT2A-r / CD19+ / no chemo",
        {
            "age_days": {"min": 70, "max": 76},
            "diagnosis": "b_precursor_all",
            "kmt2a": "rearranged",
            "chemotherapy": "no",
            "cd19": "positive",
        },
        [],
        [],
    ),
]


@pytest.mark.sweep
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_a_whole_note_says_so_much_and_no_more(row: NoteRow) -> None:
    """Protects a patient from a wrong answer, and a clinician from typing what the note says already."""
    note, *said = row
    assert say(note) == tuple(said)
