"""Sentences of registries on laboratory values, viruses and doses, from what is typed to what the result says."""

import pytest
from sentences import FAILS, OPEN, PASSES, Row, check, check_in_full, describe

pytestmark = pytest.mark.traced

VALUES = [
    # Serum creatinine < 1.5 x ULN or creatinine clearance (calculated or measured value) ≥ 50 mL/min
    Row("I1", {"creatinine_uln": "1.49 x ULN", "creatinine_clearance": "49.9"}, PASSES,
        "Creatinine by its limit: 1.49 × ULN (criterion: less than 1.5 × ULN)"),
    Row("I1", {"creatinine_uln": "1.5 x ULN", "creatinine_clearance": "49.9"}, FAILS,
        "Creatinine clearance: 49.9 mL/min (criterion: at least 50 mL/min)"),
    Row("I1", {"creatinine_uln": ("1.51", "yes"), "creatinine_clearance": "50"}, PASSES,
        "Creatinine clearance: 50 mL/min (criterion: at least 50 mL/min)"),
    Row("I1", {"creatinine_uln": ("1.8 mg/dL, limit 1.2", "yes"), "creatinine_clearance": "measured 49.9 mL/min"},
        FAILS, "Creatinine clearance: 49.9 mL/min (criterion: at least 50 mL/min)"),
    Row("I1", {"creatinine_uln": ("1.8 mg/dL", "1.21", "yes"), "creatinine_clearance": "don't know"}, PASSES,
        "Creatinine by its limit: 1.49 × ULN (criterion: less than 1.5 × ULN)"),
    Row("I1", {"creatinine_uln": "don't know",
        "creatinine_clearance": ("54 y, 70 kg, creatinine 1.1 mg/dL, female", "yes")}, PASSES,
        "Creatinine clearance: 64.6 mL/min (criterion: at least 50 mL/min)"),
    Row("I1", {"creatinine_uln": "2 x ULN",
        "creatinine_clearance": ("74 y, 50 kg, female", "creatinine 1.3 mg/dL", "yes")}, FAILS,
        "Creatinine clearance: 30.0 mL/min (criterion: at least 50 mL/min)"),
    Row("I1", {"creatinine_uln": "1.5", "creatinine_clearance": "don't know"}, OPEN,
        "Creatinine clearance: not known (criterion: at least 50 mL/min)"),
    Row("I1", {"creatinine_uln": "pending", "creatinine_clearance": "49"}, OPEN,
        "Creatinine by its limit: awaited (criterion: less than 1.5 × ULN)"),
    Row("I1", {"creatinine_uln": "1.5"}, OPEN, "Creatinine clearance: not asked (criterion: at least 50 mL/min)"),
    Row("I1", {"creatinine_clearance": "49"}, OPEN,
        "Creatinine by its limit: not asked (criterion: less than 1.5 × ULN)"),
    # Serum HBsAg positive and HBV DNA > 200 IU/ml or 1000 copies/mL
    Row("I2", {"hbsag": "positive", "hbv_dna": "200 IU/mL"}, FAILS,
        "HBV DNA: 200 IU/mL (criterion: more than 200 IU/mL)"),
    Row("I2", {"hbsag": "positive", "hbv_dna": "201 IU/mL"}, PASSES,
        "HBsAg: Positive (criterion: Positive); HBV DNA: 201 IU/mL (criterion: more than 200 IU/mL)"),
    Row("I2", {"hbsag": "positive", "hbv_dna": ("1000 copies/mL", "yes")}, FAILS,
        "HBV DNA: 200 IU/mL (criterion: more than 200 IU/mL)"),
    Row("I2", {"hbsag": "positive", "hbv_dna": ("1001 copies/mL", "yes")}, PASSES,
        "HBsAg: Positive (criterion: Positive); HBV DNA: 200.2 IU/mL (criterion: more than 200 IU/mL)"),
    Row("I2", {"hbsag": "positive", "hbv_dna": "undetectable"}, FAILS,
        "HBV DNA: Undetectable (criterion: more than 200 IU/mL)"),
    Row("I2", {"hbsag": "negative"}, FAILS, "HBsAg: Negative (criterion: Positive)"),
    Row("I2", {"hbsag": "positive", "hbv_dna": "don't know"}, OPEN,
        "HBV DNA: not known (criterion: more than 200 IU/mL)"),
    Row("I2", {"hbsag": "positive", "hbv_dna": "pending"}, OPEN, "HBV DNA: awaited (criterion: more than 200 IU/mL)"),
    Row("I2", {"hbsag": "positive"}, OPEN, "HBV DNA: not asked (criterion: more than 200 IU/mL)"),
    Row("I2", {"hbsag": "pending"}, OPEN,
        "HBsAg: awaited (criterion: Positive); HBV DNA: not asked (criterion: more than 200 IU/mL)"),
    # no more than dexamethasone 4 mg daily or an equivalent
    Row("I3", {"steroid_dose": "dexamethasone 4 mg daily"}, PASSES,
        "Corticosteroids: 4 mg/day dexamethasone-equivalent (criterion: at most 4 mg/day dexamethasone-equivalent)"),
    Row("I3", {"steroid_dose": "dexamethasone 4.01 mg daily"}, FAILS,
        "Corticosteroids: 4.01 mg/day dexamethasone-equivalent"),
    Row("I3", {"steroid_dose": "prednisone 26.6 mg/day"}, PASSES,
        "Corticosteroids: 3.99 mg/day dexamethasone-equivalent"),
    Row("I3", {"steroid_dose": "prednisone 26.7 mg/day"}, FAILS,
        "Corticosteroids: 4.005 mg/day dexamethasone-equivalent"),
    Row("I3", {"steroid_dose": ("hydrocortisone", "120 mg/day")}, FAILS,
        "Corticosteroids: 4.5 mg/day dexamethasone-equivalent"),
    Row("I3", {"steroid_dose": "none"}, PASSES,
        "Corticosteroids: No corticosteroid (criterion: at most 4 mg/day dexamethasone-equivalent)"),
    Row("I3", {"steroid_dose": "don't know"}, OPEN,
        "Corticosteroids: not known (criterion: at most 4 mg/day dexamethasone-equivalent)"),
    Row("I3", {"steroid_dose": "pending"}, OPEN,
        "Corticosteroids: awaited (criterion: at most 4 mg/day dexamethasone-equivalent)"),
    Row("I3", {}, OPEN, "Corticosteroids: not asked (criterion: at most 4 mg/day dexamethasone-equivalent)"),
    # Calcium (corrected for serum albumin) and magnesium within normal limits or ≤ grade 1 according to NCI-CTCAE ...
    Row("I4", {"calcium": "corrected 8.0", "magnesium": "1.2"}, PASSES,
        "Magnesium: 1.2 mg/dL (criterion: at least 1.2 and at most 3 mg/dL)"),
    Row("I4", {"calcium": "corrected 7.99", "magnesium": "1.2"}, FAILS,
        "Corrected calcium: 7.99 mg/dL (criterion: at least 8 and at most 11.5 mg/dL)"),
    Row("I4", {"calcium": "corrected 11.5", "magnesium": "3.0"}, PASSES,
        "Magnesium: 3 mg/dL (criterion: at least 1.2 and at most 3 mg/dL)"),
    Row("I4", {"calcium": "corrected 11.51", "magnesium": "3.0"}, FAILS,
        "Corrected calcium: 11.51 mg/dL (criterion: at least 8 and at most 11.5 mg/dL)"),
    Row("I4", {"calcium": "corrected 9.5", "magnesium": "1.19"}, FAILS,
        "Magnesium: 1.19 mg/dL (criterion: at least 1.2 and at most 3 mg/dL)"),
    Row("I4", {"calcium": "corrected 9.5", "magnesium": "3.01"}, FAILS,
        "Magnesium: 3.01 mg/dL (criterion: at least 1.2 and at most 3 mg/dL)"),
    Row("I4", {"calcium": ("calcium 7.2 mg/dL, albumin 3.0 g/dL", "yes"), "magnesium": ("0.5 mmol/L", "yes")}, PASSES,
        "Magnesium: 1.22 mg/dL (criterion: at least 1.2 and at most 3 mg/dL)"),
    Row("I4", {"calcium": ("calcium 7.1 mg/dL", "albumin 30 g/L", "yes"), "magnesium": "2"}, FAILS,
        "Corrected calcium: 7.9 mg/dL (criterion: at least 8 and at most 11.5 mg/dL)"),
    Row("I4", {"calcium": ("corrected 2.9 mmol/L", "yes"), "magnesium": "2"}, FAILS,
        "Corrected calcium: 11.6 mg/dL (criterion: at least 8 and at most 11.5 mg/dL)"),
    Row("I4", {"calcium": "don't know", "magnesium": "2"}, OPEN,
        "Corrected calcium: not known (criterion: at least 8 and at most 11.5 mg/dL)"),
    Row("I4", {"calcium": "corrected 9.5", "magnesium": "pending"}, OPEN,
        "Magnesium: awaited (criterion: at least 1.2 and at most 3 mg/dL)"),
    Row("I4", {"calcium": "corrected 9.5"}, OPEN, "Magnesium: not asked (criterion: at least 1.2 and at most 3 mg/dL)"),
    Row("I4", {"magnesium": "2"}, OPEN, "Corrected calcium: not asked (criterion: at least 8 and at most 11.5 mg/dL)"),
    # For patients in China, confirmed HIV antibody positive. For patients in the US, patients with a history of ...
    Row("E1", {"hiv": "negative"}, PASSES,
        "HIV: Antibody negative"),
    Row("E1", {"hiv": "antibody positive without a history of AIDS"}, FAILS,
        "HIV: Antibody positive without a history of AIDS"),
    Row("E1", {"hiv": ("positive", "antibody positive with a history of AIDS")}, FAILS,
        "HIV: Antibody positive with a history of AIDS"),
    Row("E1", {"hiv": "don't know"}, OPEN,
        "HIV: not known"),
    Row("E1", {"hiv": "pending"}, OPEN,
        "HIV: awaited"),
    Row("E1", {}, OPEN,
        "HIV: not asked"),
    # For patients in China, confirmed HIV antibody positive. For patients in the US, patients with a history of ...
    Row("E2", {"hiv": "negative"}, PASSES,
        "HIV: Antibody negative (criterion: Antibody positive with a history of AIDS)"),
    Row("E2", {"hiv": "antibody positive without a history of AIDS"}, PASSES,
        "HIV: Antibody positive without a history of AIDS (criterion: Antibody positive with a history of AIDS)"),
    Row("E2", {"hiv": ("positive", "AIDS")}, FAILS,
        "HIV: Antibody positive with a history of AIDS (criterion: Antibody positive with a history of AIDS)"),
    Row("E2", {"hiv": "pending"}, OPEN, "HIV: awaited (criterion: Antibody positive with a history of AIDS)"),
    Row("E2", {"hiv": "don't know"}, OPEN, "HIV: not known (criterion: Antibody positive with a history of AIDS)"),
]  # fmt: skip
LABORATORY = [
    # Serum total bilirubin ≤ 1.5 × ULN, (≤ 3.0 mg/dL for patients with Gilbert's syndrome)
    Row("I1", {"gilbert": "no", "bilirubin_uln": "1.5 x ULN"}, PASSES,
        "Bilirubin by its limit: 1.5 × ULN (criterion: at most 1.5 × ULN); Gilbert's syndrome: No"),
    Row("I1", {"gilbert": "no", "bilirubin_uln": "1.51 x ULN"}, FAILS,
        "Bilirubin by its limit: 1.51 × ULN (criterion: at most 1.5 × ULN); Gilbert's syndrome: No"),
    Row("I1", {"gilbert": "yes", "bilirubin": "3.0"}, PASSES,
        "Bilirubin: 3 mg/dL (criterion: at most 3 mg/dL); Gilbert's syndrome: Yes"),
    Row("I1", {"gilbert": "yes", "bilirubin": "3.01"}, FAILS,
        "Bilirubin: 3.01 mg/dL (criterion: at most 3 mg/dL); Gilbert's syndrome: Yes"),
    Row("I1", {"gilbert": "don't know"}, OPEN,
        "Gilbert's syndrome: not known"),
    Row("I1", {"gilbert": "yes", "bilirubin": "pending"}, OPEN,
        "Bilirubin: awaited (criterion: at most 3 mg/dL); Gilbert's syndrome: Yes"),
    Row("I1", {"gilbert": "no"}, OPEN,
        "Bilirubin by its limit: not asked (criterion: at most 1.5 × ULN); Gilbert's syndrome: No"),
    # Aspartate aminotransferase (AST) and alanine aminotransferase (ALT) ≤ 2.5 × ULN (≤ 5.0 × ULN for patients ...
    Row("I2", {"liver_metastases": "no", "ast": "2.5", "alt": "2.5"}, PASSES,
        "Liver metastases: No; ALT: 2.5 × ULN (criterion: at most 2.5 × ULN)"),
    Row("I2", {"liver_metastases": "no", "ast": "2.5", "alt": "2.51"}, FAILS,
        "ALT: 2.51 × ULN (criterion: at most 2.5 × ULN); Liver metastases: No"),
    Row("I2", {"liver_metastases": "yes", "ast": "5", "alt": "5"}, PASSES,
        "Liver metastases: Yes; ALT: 5 × ULN (criterion: at most 5 × ULN)"),
    Row("I2", {"liver_metastases": "yes", "ast": "5.01 x ULN", "alt": "5"}, FAILS,
        "AST: 5.01 × ULN (criterion: at most 5 × ULN); Liver metastases: Yes"),
    Row("I2", {"liver_metastases": "don't know", "ast": "3", "alt": "1"}, OPEN, "Liver metastases: not known"),
    Row("I2", {"liver_metastases": "don't know", "ast": "2.5", "alt": "1"}, PASSES,
        "ALT: 1 × ULN (criterion: at most 2.5 × ULN)"),
    Row("I2", {"liver_metastases": "no", "ast": "1", "alt": "pending"}, OPEN,
        "ALT: awaited (criterion: at most 2.5 × ULN); Liver metastases: No"),
    Row("I2", {"liver_metastases": "yes", "ast": "1"}, OPEN,
        "ALT: not asked (criterion: at most 5 × ULN); Liver metastases: Yes"),
    # Fasting plasma glucose (FPG) ≤ 100 mg/dL (6.1 mmol/L) and Glycosylated Hemoglobin (HbA1c) ≤ 5.7% (both ...
    Row("I3", {"glucose": "100", "hba1c": "5.7"}, PASSES,
        "Fasting plasma glucose: 100 mg/dL (criterion: at most 100 mg/dL); HbA1c: 5.7% (criterion: at most 5.7%)"),
    Row("I3", {"glucose": "100.1", "hba1c": "5.7"}, FAILS,
        "Fasting plasma glucose: 100.1 mg/dL (criterion: at most 100 mg/dL)"),
    Row("I3", {"glucose": "100", "hba1c": "5.71"}, FAILS, "HbA1c: 5.71% (criterion: at most 5.7%)"),
    Row("I3", {"glucose": "don't know", "hba1c": "5.7"}, OPEN,
        "Fasting plasma glucose: not known (criterion: at most 100 mg/dL)"),
    Row("I3", {"glucose": "100", "hba1c": "pending"}, OPEN, "HbA1c: awaited (criterion: at most 5.7%)"),
    Row("I3", {"glucose": "100"}, OPEN, "HbA1c: not asked (criterion: at most 5.7%)"),
    # Platelets ≥ 100 x 10⁹/L; Hemoglobin ≥ 10 g/dL; ANC ≥ 1.5 x 10⁹/L
    Row("I5", {"platelets": "100 x 10⁹/L", "haemoglobin": "10", "neutrophils": "1.5 x 10^9/L"}, PASSES,
        "Neutrophils: 1.5 × 10⁹/L (criterion: at least 1.5 × 10⁹/L)"),
    Row("I5", {"platelets": "99", "haemoglobin": "10", "neutrophils": "1.5"}, FAILS,
        "Platelets: 99 × 10⁹/L (criterion: at least 100 × 10⁹/L)"),
    Row("I5", {"platelets": "100", "haemoglobin": "9.9", "neutrophils": "1.5"}, FAILS,
        "Haemoglobin: 9.9 g/dL (criterion: at least 10 g/dL)"),
    Row("I5", {"platelets": "100", "haemoglobin": "10", "neutrophils": "1.49"}, FAILS,
        "Neutrophils: 1.49 × 10⁹/L (criterion: at least 1.5 × 10⁹/L)"),
    Row("I5", {"platelets": "100", "haemoglobin": "don't know", "neutrophils": "1.5"}, OPEN,
        "Haemoglobin: not known (criterion: at least 10 g/dL)"),
    Row("I5", {"platelets": "pending", "haemoglobin": "10", "neutrophils": "1.5"}, OPEN,
        "Platelets: awaited (criterion: at least 100 × 10⁹/L)"),
    Row("I5", {"platelets": "100", "haemoglobin": "10"}, OPEN,
        "Neutrophils: not asked (criterion: at least 1.5 × 10⁹/L)"),
    # International normalized ratio (INR) < 1.5 (or < 3.0 if on anticoagulation)
    Row("I6", {"anticoagulation": "no", "inr": "1.49"}, PASSES,
        "INR: 1.49 (criterion: less than 1.5); Anticoagulation: No"),
    Row("I6", {"anticoagulation": "no", "inr": "1.5"}, FAILS,
        "INR: 1.5 (criterion: less than 1.5); Anticoagulation: No"),
    Row("I6", {"anticoagulation": "yes", "inr": "2.99"}, PASSES,
        "INR: 2.99 (criterion: less than 3); Anticoagulation: Yes"),
    Row("I6", {"anticoagulation": "yes", "inr": "3.0"}, FAILS, "INR: 3 (criterion: less than 3); Anticoagulation: Yes"),
    Row("I6", {"anticoagulation": "don't know", "inr": "1.5"}, OPEN, "Anticoagulation: not known"),
    Row("I6", {"anticoagulation": "don't know", "inr": "1.49"}, PASSES,
        "INR: 1.49 (criterion: less than 3); INR: 1.49 (criterion: less than 1.5); Anticoagulation: not known"),
    Row("I6", {"anticoagulation": "yes", "inr": "pending"}, OPEN,
        "INR: awaited (criterion: less than 3); Anticoagulation: Yes"),
    Row("I6", {"inr": "2"}, OPEN, "Anticoagulation: not asked"),
]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize("row", VALUES, ids=describe)
def test_a_value_is_held_against_its_limit(row: Row) -> None:
    """Protects each sentence at its limit, just below, just above, and with every part that is missing."""
    check("sentences_values", row)


def test_every_criterion_of_values_is_tried_in_full() -> None:
    """Protects the table: each of its sentences passes, fails, and is open in more than one way."""
    check_in_full(VALUES)


@pytest.mark.sweep
@pytest.mark.parametrize("row", LABORATORY, ids=describe)
def test_a_limit_that_depends_is_the_right_one(row: Row) -> None:
    """Protects each sentence at its limit, just below, just above, and with every part that is missing."""
    check("laboratory", row)


def test_every_criterion_of_the_laboratory_is_tried_in_full() -> None:
    """Protects the table: each of its sentences passes, fails, and is open in more than one way."""
    check_in_full(LABORATORY)
