"""Sentences of real registries: that each is carried as it stands, and dialogues in which more than one matters."""

from pathlib import Path

import pytest
from any_dialogue import DIALOGUES, FILES
from ask_back_walk import asking
from sentences import NOW, Typed, answer, judge, show

from dialogs.conversation.screening import Said, Turn
from dialogs.definition.document import parse
from dialogs.loading.lint import lint
from dialogs.loading.loading import load
from dialogs.verdict.json_verdict import make_full_verdict

pytestmark = pytest.mark.traced

SENTENCES: dict[str, list[tuple[str, str]]] = {
    "Serum total bilirubin ≤ 1.5 × ULN, (≤ 3.0 mg/dL for patients with Gilbert's syndrome)": [("laboratory", "I1")],
    "Aspartate aminotransferase (AST) and alanine aminotransferase (ALT) ≤ 2.5 × ULN (≤ 5.0 × ULN for patients with"
    " hepatic metastasis)": [("laboratory", "I2")],
    "Serum creatinine < 1.5 x ULN or creatinine clearance (calculated or measured value) ≥ 50 mL/min": [
        ("sentences_values", "I1")
    ],
    "Fasting plasma glucose (FPG) ≤ 100 mg/dL (6.1 mmol/L) and Glycosylated Hemoglobin (HbA1c) ≤ 5.7% (both criteria"
    " have to be met)": [("laboratory", "I3")],
    "Serum HBsAg positive and HBV DNA > 200 IU/ml or 1000 copies/mL": [("sentences_values", "I2")],
    "within 28 days or 5 times of half-lives (whichever is shorter) prior to the first dose of the study treatment": [
        ("sentences_waiting", "E1")
    ],
    "≥ 7 days post last chemotherapy […]; ≥ 7 days post last corticosteroid therapy; ≥ 3 days post Tyrosine Kinase"
    " Inhibitor (TKI) use; ≥ 1 day post hydroxyurea; 30 days post most recent CAR T cell infusion": [("basket", "I5")],
    "Radical radiation therapy […] within 4 weeks prior to the first dose […] or received local palliative radiation"
    " therapy for bone metastases within 2 weeks": [("sentences_waiting", "E2")],
    "no more than dexamethasone 4 mg daily or an equivalent": [("sentences_values", "I3")],
    "Cohort 1: Advanced solid tumors with any selected DDR gene mutation / Cohort 2: […] PIK3CA hotspot mutation "
    "(E545X, H1047X, E542K)": [("sentences_cohorts", "I1"), ("sentences_cohorts", "I2")],
    "Patients who had prior treatment with PARP inhibitor […] (Part 2 dose expansion cohort 1 & 2 only)": [
        ("sentences_cohorts", "E1")
    ],
    "off prior PARPi for at least 3 weeks or 5 half-lives, whichever is shorter": [("sentences_cohorts", "I3")],
    "For patients in China, confirmed HIV antibody positive. For patients in the US, patients with a history of HIV but"
    " no history of AIDS […] are allowed": [("sentences_values", "E1"), ("sentences_values", "E2")],
    "Calcium (corrected for serum albumin) and magnesium within normal limits or ≤ grade 1 according to NCI-CTCAE "
    "version 5.0": [("sentences_values", "I4")],
    "Platelets ≥ 100 x 10⁹/L; Hemoglobin ≥ 10 g/dL; ANC ≥ 1.5 x 10⁹/L": [("laboratory", "I5")],
    "International normalized ratio (INR) < 1.5 (or < 3.0 if on anticoagulation)": [("laboratory", "I6")],
    "CD19 and/or CD22-positivity confirmed within 2 months and after receipt of any CD19 or CD22-directed therapy": [
        ("sentences_waiting", "I1")
    ],
    "at least 100 days from stem cell transplant at the time of enrollment and off of immunosuppressive medications for"
    " at least 4 weeks": [("sentences_waiting", "I2")],
    "Karnofsky or Lansky (age-dependent) performance score ≥ 50": [("sentences_children", "I1")],
    "creatinine clearance or radioisotope GFR > 50 mL/min/1.73m² (GFR > 40 mL/min/1.73m² if < 2 years of age)": [
        ("sentences_children", "I2")
    ],
    "forced vital capacity (FVC) > 50% of predicted value; or pulse oximetry > 92% on room air": [
        ("sentences_children", "I3")
    ],
    "infants must be > 36 weeks gestational age at the time of enrollment": [("sentences_children", "I4")],
    "sample collected no more than 42 days prior": [("sentences_waiting", "I3")],
    "Second or greater relapse / Any relapse after allogeneic HCT / Refractory disease": [("sentences_waiting", "I4")],
}
"""Each sentence, and the criteria of tests/trials that carry it; the tables of their limits are beside this file."""


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_is_quoted_as_it_stands(sentence: str) -> None:
    """Protects the source's wording: a criterion has all of it, or several have its parts in order."""
    quotes = [DIALOGUES[trial].trial.definition.criteria[criterion].quote for trial, criterion in SENTENCES[sentence]]
    assert sentence in {*quotes, " / ".join(quotes)}


@pytest.mark.parametrize(
    "file", [each for each in FILES if each.stem.startswith("sentences_")], ids=lambda file: file.stem
)
def test_lint_has_nothing_to_say_of_their_trials(file: Path) -> None:
    """Protects authors: a fact that only limits another, and one that only dates a result, are in use."""
    text = file.read_text("utf-8")
    assert lint(load(text, file.name), parse(text), file.name) == []


FIT: dict[str, Typed] = {
    "sentences_values": {
        "creatinine_uln": "1", "hbsag": "positive", "hbv_dna": "5000", "steroid_dose": "none",
        "calcium": "corrected 9.5", "magnesium": "2", "hiv": "negative",
    },
    "sentences_waiting": {
        "prior_hct": "yes", "disease": "refractory, none else", "hct_days": "100", "immunosuppression_days": "28",
        "prior_treatment": "imatinib 4 days", "radiation": "none of these", "markers": "CD22, none else",
        "marker_months": "1", "directed_therapy": "yes", "marker_days": "20", "therapy_days": "21",
        "infection_tests": "negative", "sample_days": "42",
    },
    "sentences_children": {
        "age_months": "1", "gestation_at_enrollment": ("36+1", "yes"), "performance": "50", "gfr": "41", "fvc": "51",
    },
    "sentences_cohorts": {"genes": "BRCA1, none else", "prior_parp": "yes", "parp": "olaparib 4 days"},
}  # fmt: skip
"""A patient who may just enter, as it is typed."""


@pytest.mark.parametrize("trial", FIT)
def test_who_fits_every_sentence_may_enter(trial: str) -> None:
    """Protects the trials themselves: all of their sentences can be met at once."""
    verdict = judge(trial, FIT[trial])
    assert make_full_verdict(DIALOGUES[trial].trial, verdict)["determinations"]["entry"] == "eligible"
    assert "Eligible as answered" in show(trial, verdict)


def show_changed(trial: str, **typed: str) -> str:
    return show(trial, judge(trial, {**FIT[trial], **typed}))


WAITS = [
    ({"hct_days": "99"}, "Trial entry: Not yet eligible: enroll at least 1 day later."),
    ({"hct_days": "99", "immunosuppression_days": "still taking"}, "Not yet eligible: enroll at least 28 days later."),
    ({"hct_days": "60", "immunosuppression_days": "27"}, "Not yet eligible: enroll at least 40 days later."),
    ({"hct_days": "99", "prior_treatment": "chemo 2 days"},
     "Not yet eligible: chemotherapy 27 days to wait: put the first dose off by 27 days."),
    ({"hct_days": "60", "immunosuppression_days": "27", "sample_days": "43"},
     "Trial entry: Not yet: enroll at least 40 days later. Not yet determined."),
    ({"hct_days": "99", "disease": "none of these"}, "Trial entry: Not eligible as answered."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "told"), WAITS)
def test_the_longest_wait_decides_when_to_come_back(typed: dict[str, str], told: str) -> None:
    """Protects "not yet" from a day on which another waiting time still runs, and from those who never fit."""
    assert told in show_changed("sentences_waiting", **typed)


def test_words_in_place_of_days_are_told_with_what_they_are_about() -> None:
    """Protects from "Still taken after the last medication"."""
    shown = show_changed("sentences_waiting", hct_days="99", immunosuppression_days="still taking")
    assert "- I2 99 days after the transplant; Days off immunosuppression: Still taken" in shown


def test_a_site_decides_about_hiv_and_no_patient_is_asked_for_a_country() -> None:
    """Protects a rule of the site: each country has its own verdict, and entry needs one that is possible."""
    codes = {
        hiv: " ".join(make_full_verdict(DIALOGUES["sentences_values"].trial, verdict)["determinations"].values())
        for hiv in ("negative", "no AIDS", "AIDS", "don't know")
        for verdict in [judge("sentences_values", {**FIT["sentences_values"], "hiv": hiv})]
    }
    assert codes == {
        "negative": "open open eligible",
        "no AIDS": "closed open eligible",
        "AIDS": "closed closed no_site",
        "don't know": "undetermined undetermined undetermined",
    }
    assert "Sites in China: Not possible." in show_changed("sentences_values", hiv="no AIDS")


COHORTS = [
    ({}, "closed closed open eligible"),
    ({"prior_parp": "no"}, "open closed open eligible"),
    ({"genes": "BRCA1 and E542K", "prior_parp": "no"}, "open open open eligible"),
    ({"genes": "E542K, none else"}, "closed closed closed no_cohort"),
    ({"parp": "olaparib 3 days"}, "closed closed open not_yet"),
    ({"genes": "E542K; BRCA1 not tested", "prior_parp": "no"}, "undetermined open undetermined eligible"),
]


@pytest.mark.parametrize(("typed", "codes"), COHORTS)
def test_each_cohort_has_its_verdict_and_entry_needs_an_open_one(typed: dict[str, str], codes: str) -> None:
    """Protects "Part 2 dose expansion cohort 1 & 2 only", and entry without a cohort."""
    given = {**FIT["sentences_cohorts"], **typed}
    applying = {fact: text for fact, text in given.items() if fact != "parp" or given["prior_parp"] == "yes"}
    verdict = make_full_verdict(DIALOGUES["sentences_cohorts"].trial, judge("sentences_cohorts", applying))
    assert " ".join(verdict["determinations"].values()) == codes


def type_texts(trial: str, fact: str, *texts: str) -> Turn:
    dialogue = DIALOGUES[trial]
    turn = dialogue.begin(NOW)
    screening = asking(dialogue, fact)
    for text in texts:
        turn = dialogue.take_turn(screening, Said(text, sees_numbers=False), NOW)
        screening = turn.screening
    return turn


ASKED_BACK = [
    ("sentences_waiting", "prior_treatment", ("dasatinib 10 days before",), "name it as another treatment"),
    ("sentences_waiting", "prior_treatment", ("imatinib and chemo 29 days",), "the last dose of imatinib?"),
    ("sentences_waiting", "radiation", ("radiotherapy 3 weeks before",), "Only these two kinds count here."),
    ("sentences_waiting", "disease", ("relapse",), "A first relapse counts only after a transplant. Which of these"),
    ("sentences_waiting", "hct_days", ("3 months",), "89 to 122 days can lie on either side of the limit, 100 days"),
    ("sentences_waiting", "marker_months", ("60 days",), "can lie on either side of the limit, 2 months"),
    ("sentences_values", "creatinine_uln", ("1.4 mg/dL",), "Still needed: the upper limit of normal, in the same unit"),
    ("sentences_values", "creatinine_uln", ("1.4 mg/dL, ULN 84 µmol/L",), "must be in the same unit as the value"),
    ("sentences_values", "creatinine_clearance", ("54 y, 70 kg",), "Still needed: the serum creatinine in mg/dL or"),
    ("sentences_values", "hiv", ("positive",), "In the US it matters whether there was ever AIDS."),
    ("sentences_values", "hbv_dna", ("1000 copies/mL",), "1000 copies/mL comes to 200 IU/mL. Did you mean 200 IU/mL?"),
    ("sentences_values", "calcium", ("9.2 mg/dL",), "That may be the total calcium in mg/dL or mmol/L, or the result"),
    ("sentences_values", "calcium", ("9-10",), "That may be the total calcium in mg/dL or mmol/L, or the result"),
    ("sentences_values", "calcium", (">9 mg/dL",), "That may be the total calcium in mg/dL or mmol/L, or the result"),
    ("sentences_values", "steroid_dose", ("4 mg",), "whether that is the drug itself or its dexamethasone-equivalent"),
    ("sentences_children", "gestation_at_enrollment", ("36+6",), "That may be the gestation at birth, or the result"),
    ("sentences_children", "age_months", ("2 years",), "Which of these: 24 months or at least 24 and less than 36"),
    ("sentences_children", "gfr", ("62 mL/min",), "That unit is not known here: give mL/min/1.73 m²"),
    ("sentences_children", "spo2", ("93% on 2 L oxygen",), "That unit is not known here"),
    (
        "sentences_cohorts",
        "genes",
        ("BRCA1 and TP53",),
        "Part of that was not understood. Did you mean BRCA1?",
    ),
]


@pytest.mark.parametrize(("trial", "fact", "texts", "told"), ASKED_BACK)
def test_what_is_not_certain_is_asked_back_and_not_recorded(
    trial: str, fact: str, texts: tuple[str, ...], told: str
) -> None:
    """Protects every limit from an answer that nobody gave."""
    turn = type_texts(trial, fact, *texts)
    assert turn.screening.answers == {}
    assert told in " ".join(message.text for message in turn.messages)


def test_a_relapse_after_a_transplant_that_never_was_is_asked_back() -> None:
    """Protects "Any relapse after allogeneic HCT" from an answer that contradicts another."""
    dialogue = DIALOGUES["sentences_waiting"]
    screening = dialogue.begin(NOW).screening
    for text in ("no", "relapse after allogeneic HCT, none else"):
        turn = dialogue.take_turn(screening, Said(text), NOW)
        screening = turn.screening
    assert "disease" not in screening.answers
    assert "A relapse after a transplant needs a transplant." in turn.messages[-1].text


NOTES = [
    ("sentences_values", {"calcium": ("corrected 2.9 mmol/L", "yes")}, "By the 2.9 mmol/L of the same grade"),
    (
        "sentences_waiting",
        {"prior_treatment": "another treatment 20 days", "infection_tests": "positive", "sample_days": "42"},
        "ask for its half-life",
    ),
    ("laboratory", {"glucose": ("6 mmol/L", "yes"), "hba1c": "5.5"}, "By 6.1 mmol/L this glucose would be low enough"),
]


@pytest.mark.parametrize(("trial", "typed", "told"), NOTES)
def test_where_a_sentence_is_doubtful_the_result_says_so(trial: str, typed: Typed, told: str) -> None:
    """Protects from a doubt that is settled by guess: the note is told beside the verdict."""
    assert answer(trial, typed)
    assert told in show(trial, judge(trial, typed))
