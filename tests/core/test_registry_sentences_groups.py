"""Sentences of registries on children, infants and cohorts, from what is typed to what the result says."""

import pytest
from sentences import FAILS, OPEN, PASSES, Row, check, check_in_full, describe

pytestmark = pytest.mark.traced

CHILDREN = [
    # Karnofsky or Lansky (age-dependent) performance score ≥ 50
    Row("I1", {"performance": "49"}, FAILS, "Karnofsky or Lansky score: 49 (criterion: at least 50)"),
    Row("I1", {"performance": "50"}, PASSES, "Karnofsky or Lansky score: 50 (criterion: at least 50)"),
    Row("I1", {"performance": "don't know"}, OPEN, "Karnofsky or Lansky score: not known (criterion: at least 50)"),
    Row("I1", {"performance": "pending"}, OPEN, "Karnofsky or Lansky score: awaited (criterion: at least 50)"),
    Row("I1", {}, OPEN, "Karnofsky or Lansky score: not asked (criterion: at least 50)"),
    # creatinine clearance or radioisotope GFR > 50 mL/min/1.73m² (GFR > 40 mL/min/1.73m² if < 2 years of age)
    Row("I2", {"age_months": "born 1 June 2024, enrollment 1 June 2026", "gfr": "50"}, FAILS,
        "Creatinine clearance or GFR: 50 mL/min/1.73 m² (criterion: more than 50 mL/min/1.73 m²); Age: 24 months"),
    Row("I2", {"age_months": "born 1 June 2024, enrollment 1 June 2026", "gfr": "50.1"}, PASSES,
        "Creatinine clearance or GFR: 50.1 mL/min/1.73 m² (criterion: more than 50 mL/min/1.73 m²); Age: 24 months"),
    Row("I2", {"age_months": "born 2 June 2024, enrollment 1 June 2026", "gfr": "40"}, FAILS,
        "Age: more than 23 and less than 24 months"),
    Row("I2", {"age_months": "born 2 June 2024, enrollment 1 June 2026", "gfr": "40.1 mL/min/1.73m²"}, PASSES,
        "Age: more than 23 and less than 24 months"),
    Row("I2", {"age_months": ("2 years", "24 months"), "gfr": "45"}, FAILS,
        "Creatinine clearance or GFR: 45 mL/min/1.73 m² (criterion: more than 50 mL/min/1.73 m²); Age: 24 months"),
    Row("I2", {"age_months": "23 months", "gfr": ("80 cm, creatinine 0.8 mg/dL", "yes")}, PASSES,
        "Creatinine clearance or GFR: 41.3 mL/min/1.73 m² (criterion: more than 40 mL/min/1.73 m²); Age: 23 months"),
    Row("I2", {"age_months": "23 months", "gfr": ("80 cm", "creatinine 0.9 mg/dL", "yes")}, FAILS,
        "Creatinine clearance or GFR: 36.7 mL/min/1.73 m² (criterion: more than 40 mL/min/1.73 m²); Age: 23 months"),
    Row("I2", {"age_months": ("730 days", "keep"), "gfr": "45"}, OPEN,
        "Age: more than 23 and at most 24 months, undecided"),
    Row("I2", {"age_months": "don't know", "gfr": "45"}, OPEN, "Age: not known"),
    Row("I2", {"age_months": "don't know", "gfr": "51"}, PASSES,
        "Age: not known"),
    Row("I2", {"age_months": "don't know", "gfr": "40"}, FAILS,
        "Age: not known"),
    Row("I2", {"age_months": "20 months", "gfr": "pending"}, OPEN,
        "Creatinine clearance or GFR: awaited (criterion: more than 40 mL/min/1.73 m²); Age: 20 months"),
    Row("I2", {"gfr": "45"}, OPEN, "Age: not asked"),
    # forced vital capacity (FVC) > 50% of predicted value; or pulse oximetry > 92% on room air
    Row("I3", {"fvc": "50", "spo2": "92"}, FAILS,
        "Forced vital capacity: 50% (criterion: more than 50%); Pulse oximetry: 92% (criterion: more than 92%)"),
    Row("I3", {"fvc": "50.1% of predicted", "spo2": "92"}, PASSES,
        "Forced vital capacity: 50.1% (criterion: more than 50%)"),
    Row("I3", {"fvc": "50", "spo2": "93% on room air"}, PASSES, "Pulse oximetry: 93% (criterion: more than 92%)"),
    Row("I3", {"fvc": "don't know", "spo2": "93"}, PASSES, "Pulse oximetry: 93% (criterion: more than 92%)"),
    Row("I3", {"fvc": "don't know", "spo2": "92"}, OPEN, "Forced vital capacity: not known (criterion: more than 50%)"),
    Row("I3", {"fvc": "50", "spo2": "pending"}, OPEN, "Pulse oximetry: awaited (criterion: more than 92%)"),
    Row("I3", {"fvc": "50"}, OPEN, "Pulse oximetry: not asked (criterion: more than 92%)"),
    # infants must be > 36 weeks gestational age at the time of enrollment
    Row("I4", {"age_months": "1", "gestation_at_enrollment": ("36+0", "yes")}, FAILS,
        "Gestational age at enrollment: 36+0 weeks (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "1", "gestation_at_enrollment": ("36+1", "yes")}, PASSES,
        "Gestational age at enrollment: 36+1 weeks (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "1", "gestation_at_enrollment": ("36+6", "yes")}, PASSES,
        "Gestational age at enrollment: 36+6 weeks (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "1", "gestation_at_enrollment": ("31+0 at birth, 35 days old", "yes")}, FAILS,
        "Gestational age at enrollment: 36+0 weeks (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "1", "gestation_at_enrollment": ("31+1 at birth", "35 days old", "yes")}, PASSES,
        "Gestational age at enrollment: 36+1 weeks (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "2", "gestation_at_enrollment": ("40+0 at birth, 60 days old", "yes")}, PASSES,
        "Gestational age at enrollment: 48+4 weeks (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "1", "gestation_at_enrollment": ("36 weeks", "yes", "keep")}, OPEN,
        "Gestational age at enrollment: 36+0 to 36+6 weeks, undecided (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "12"}, PASSES, "Age: 12 months (criterion: at least 12 months)"),
    Row("I4", {"age_months": "11", "gestation_at_enrollment": "don't know"}, OPEN,
        "Gestational age at enrollment: not known (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "11", "gestation_at_enrollment": "pending"}, OPEN,
        "Gestational age at enrollment: awaited (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "11"}, OPEN, "Gestational age at enrollment: not asked (criterion: more than 36+0 weeks)"),
    Row("I4", {"age_months": "don't know"}, OPEN,
        "Gestational age at enrollment: not asked (criterion: more than 36+0 weeks)"),
]  # fmt: skip
COHORTS = [
    # Cohort 1: Advanced solid tumors with any selected DDR gene mutation
    Row("I1", {"genes": "BRCA1, none else"}, PASSES,
        "Genes with a mutation: BRCA1 (criterion: any of BRCA1, BRCA2, ATM, PALB2)"),
    Row("I1", {"genes": "E545K, none else"}, FAILS,
        "Genes with a mutation: PIK3CA E545X (criterion: any of BRCA1, BRCA2, ATM, PALB2)"),
    Row("I1", {"genes": "E545K; ATM not tested"}, OPEN,
        "Genes with a mutation: PIK3CA E545X; ATM not tested, undecided"),
    Row("I1", {"genes": "none of these"}, FAILS,
        "Genes with a mutation: None of these (criterion: any of BRCA1, BRCA2, ATM, PALB2)"),
    Row("I1", {"genes": "PALB2; BRCA1 not tested"}, PASSES,
        "Genes with a mutation: PALB2; BRCA1 not tested (criterion: any of BRCA1, BRCA2, ATM, PALB2)"),
    Row("I1", {"genes": "don't know"}, OPEN,
        "Genes with a mutation: not known (criterion: any of BRCA1, BRCA2, ATM, PALB2)"),
    Row("I1", {"genes": "pending"}, OPEN,
        "Genes with a mutation: awaited (criterion: any of BRCA1, BRCA2, ATM, PALB2)"),
    Row("I1", {}, OPEN, "Genes with a mutation: not asked (criterion: any of BRCA1, BRCA2, ATM, PALB2)"),
    # Cohort 2: […] PIK3CA hotspot mutation (E545X, H1047X, E542K)
    Row("I2", {"genes": "H1047R, none else"}, PASSES,
        "Genes with a mutation: PIK3CA H1047X (criterion: any of PIK3CA E545X, PIK3CA H1047X, PIK3CA E542K)"),
    Row("I2", {"genes": "BRCA2 and E542K"}, PASSES,
        "Genes with a mutation: BRCA2, PIK3CA E542K (criterion: any of PIK3CA E545X, PIK3CA H1047X, PIK3CA E542K)"),
    Row("I2", {"genes": "BRCA2, none else"}, FAILS,
        "Genes with a mutation: BRCA2 (criterion: any of PIK3CA E545X, PIK3CA H1047X, PIK3CA E542K)"),
    Row("I2", {"genes": "BRCA2; E545X not tested"}, OPEN,
        "Genes with a mutation: BRCA2; PIK3CA E545X not tested, undecided"),
    Row("I2", {"genes": "pending"}, OPEN,
        "Genes with a mutation: awaited (criterion: any of PIK3CA E545X, PIK3CA H1047X, PIK3CA E542K)"),
    # Patients who had prior treatment with PARP inhibitor […] (Part 2 dose expansion cohort 1 & 2 only)
    Row("E1", {"prior_parp": "yes"}, FAILS, "Prior PARP inhibitor: Yes (criterion: Yes)"),
    Row("E1", {"prior_parp": "no"}, PASSES, "Prior PARP inhibitor: No (criterion: Yes)"),
    Row("E1", {"prior_parp": "don't know"}, OPEN, "Prior PARP inhibitor: not known (criterion: Yes)"),
    Row("E1", {}, OPEN, "Prior PARP inhibitor: not asked (criterion: Yes)"),
    # off prior PARPi for at least 3 weeks or 5 half-lives, whichever is shorter
    Row("I3", {"prior_parp": "yes", "parp": "olaparib 3 days"}, FAILS,
        "Last PARP inhibitor: Olaparib 3 days (criterion: olaparib at least 4 days)"),
    Row("I3", {"prior_parp": "yes", "parp": "olaparib 4 days"}, PASSES,
        "Last PARP inhibitor: Olaparib 4 days (criterion: olaparib at least 4 days)"),
    Row("I3", {"prior_parp": "yes", "parp": "niraparib 9 days"}, FAILS,
        "Last PARP inhibitor: Niraparib 9 days (criterion: niraparib at least 10 days)"),
    Row("I3", {"prior_parp": "yes", "parp": "niraparib 10 days"}, PASSES,
        "Last PARP inhibitor: Niraparib 10 days (criterion: niraparib at least 10 days)"),
    Row("I3", {"prior_parp": "yes", "parp": "another PARP inhibitor 20 days"}, FAILS,
        "Last PARP inhibitor: Another PARP inhibitor 20 days (criterion: another PARP inhibitor at least 21 days)"),
    Row("I3", {"prior_parp": "yes", "parp": "another PARP inhibitor 21 days"}, PASSES,
        "Last PARP inhibitor: Another PARP inhibitor 21 days (criterion: another PARP inhibitor at least 21 days)"),
    Row("I3", {"prior_parp": "yes", "parp": "olaparib 4 days, niraparib 9 days"}, FAILS,
        "Prior PARP inhibitor: Yes (criterion: No)"),
    Row("I3", {"prior_parp": "no"}, PASSES, "Prior PARP inhibitor: No (criterion: No)"),
    Row("I3", {"prior_parp": "yes", "parp": "don't know"}, OPEN,
        "Last PARP inhibitor: not known (criterion: waiting times over)"),
    Row("I3", {"prior_parp": "yes", "parp": "pending"}, OPEN,
        "Last PARP inhibitor: awaited (criterion: waiting times over)"),
    Row("I3", {"prior_parp": "yes"}, OPEN, "Last PARP inhibitor: not asked (criterion: waiting times over)"),
]  # fmt: skip


@pytest.mark.parametrize("row", CHILDREN, ids=describe)
def test_what_depends_on_the_age_is_held_against_its_limit(row: Row) -> None:
    """Protects each sentence at its limit, just below, just above, and with every part that is missing."""
    check("sentences_children", row)


def test_every_criterion_of_children_is_tried_in_full() -> None:
    """Protects the table: each of its sentences passes, fails, and is open in more than one way."""
    check_in_full(CHILDREN)


@pytest.mark.parametrize("row", COHORTS, ids=describe)
def test_a_cohort_is_open_to_its_patients(row: Row) -> None:
    """Protects each sentence at its limit, just below, just above, and with every part that is missing."""
    check("sentences_cohorts", row)


def test_every_criterion_of_cohorts_is_tried_in_full() -> None:
    """Protects the table: each of its sentences passes, fails, and is open in more than one way."""
    check_in_full(COHORTS)
