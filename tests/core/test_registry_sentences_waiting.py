"""Sentences of registries on waiting times and relapses, from what is typed to what the result says."""

import pytest
from sentences import FAILS, OPEN, PASSES, Row, check, check_in_full, describe

pytestmark = pytest.mark.traced

WAITING = [
    # within 28 days or 5 times of half-lives (whichever is shorter) prior to the first dose of the study treatment
    Row("E1", {"prior_treatment": "chemo 28 days"}, FAILS,
        "Last treatments: Chemotherapy 28 days (criterion: chemotherapy less than 29 days)"),
    Row("E1", {"prior_treatment": "chemo 29 days"}, PASSES,
        "Last treatments: Chemotherapy 29 days (criterion: chemotherapy less than 29 days)"),
    Row("E1", {"prior_treatment": "imatinib 3 days"}, FAILS,
        "Last treatments: Imatinib 3 days (criterion: imatinib less than 4 days)"),
    Row("E1", {"prior_treatment": "imatinib 4 days"}, PASSES,
        "Last treatments: Imatinib 4 days (criterion: imatinib less than 4 days)"),
    Row("E1", {"prior_treatment": "bevacizumab 28 days, imatinib 4 days"}, FAILS,
        "Last treatments: Imatinib 4 days, bevacizumab 28 days"),
    Row("E1", {"prior_treatment": "bevacizumab 29 days, imatinib 4 days"}, PASSES,
        "Last treatments: Imatinib 4 days, bevacizumab 29 days"),
    Row("E1", {"prior_treatment": "another treatment 28 days"}, FAILS,
        "Last treatments: Another treatment 28 days (criterion: another treatment less than 29 days)"),
    Row("E1", {"prior_treatment": ("imatinib and chemo 29 days", "imatinib 30 days")}, PASSES,
        "Last treatments: Chemotherapy 29 days, imatinib 30 days"),
    Row("E1", {"prior_treatment": ("chemo 4 weeks", "keep")}, OPEN,
        "Last treatments: Chemotherapy 28 to 34 days, undecided (criterion: chemotherapy less than 29 days)"),
    Row("E1", {"prior_treatment": "none of these"}, PASSES,
        "Last treatments: None of these (criterion: a waiting time not over)"),
    Row("E1", {"prior_treatment": "don't know"}, OPEN,
        "Last treatments: not known (criterion: a waiting time not over)"),
    Row("E1", {"prior_treatment": "pending"}, OPEN, "Last treatments: awaited (criterion: a waiting time not over)"),
    Row("E1", {}, OPEN, "Last treatments: not asked (criterion: a waiting time not over)"),
    # Radical radiation therapy […] within 4 weeks prior to the first dose […] or received local palliative ...
    Row("E2", {"radiation": "radical radiation 28 days"}, FAILS,
        "Last radiation therapy: Radical radiation 28 days (criterion: radical radiation less than 29 days)"),
    Row("E2", {"radiation": "radical radiation 29 days"}, PASSES,
        "Last radiation therapy: Radical radiation 29 days (criterion: radical radiation less than 29 days)"),
    Row("E2", {"radiation": "palliative radiation 14 days"}, FAILS,
        "Last radiation therapy: Palliative radiation for bone metastases 14 days"),
    Row("E2", {"radiation": "palliative radiation 15 days"}, PASSES,
        "Last radiation therapy: Palliative radiation for bone metastases 15 days"),
    Row("E2", {"radiation": "radical 28 days, palliative 15 days"}, FAILS,
        "Last radiation therapy: Radical radiation 28 days, palliative radiation for bone metastases 15 days"),
    Row("E2", {"radiation": "none of these"}, PASSES,
        "Last radiation therapy: None of these (criterion: a waiting time not over)"),
    Row("E2", {"radiation": "don't know"}, OPEN,
        "Last radiation therapy: not known (criterion: a waiting time not over)"),
    Row("E2", {"radiation": "pending"}, OPEN, "Last radiation therapy: awaited (criterion: a waiting time not over)"),
    Row("E2", {}, OPEN, "Last radiation therapy: not asked (criterion: a waiting time not over)"),
    # CD19 and/or CD22-positivity confirmed within 2 months and after receipt of any CD19 or CD22-directed therapy
    Row("I1", {"markers": "CD22, none else", "marker_months": "1", "directed_therapy": "no"}, PASSES,
        "CD19- or CD22-directed therapy: No (criterion: No)"),
    Row("I1", {"markers": "CD19 and CD22", "marker_months": "2", "directed_therapy": "no"}, PASSES,
        "CD19- or CD22-directed therapy: No (criterion: No)"),
    Row("I1", {"markers": "CD19 and CD22", "marker_months": "1 April 2026 to 1 June 2026", "directed_therapy": "no"},
        PASSES, "CD19- or CD22-directed therapy: No (criterion: No)"),
    Row("I1", {"markers": "CD19 and CD22", "marker_months": "31 March 2026 to 1 June 2026", "directed_therapy": "no"},
        FAILS,
        "Months since the markers were confirmed: more than 2 and less than 3 months (criterion: at most 2 months)"),
    Row("I1", {"markers": "CD19, CD22", "marker_months": ("60 days", "keep"), "directed_therapy": "no"}, OPEN,
        "Months since the markers were confirmed: more than 1 and less than 3 months, undecided"),
    Row("I1", {"markers": "none of these", "marker_months": "1", "directed_therapy": "no"}, FAILS,
        "Positive markers: None of these (criterion: any of CD19, CD22)"),
    Row("I1", {"markers": ("CD22, CD19 not tested", "CD22; CD19 not tested"), "marker_months": "1",
        "directed_therapy": "no"}, PASSES, "CD19- or CD22-directed therapy: No (criterion: No)"),
    Row("I1", {"markers": "CD19 not tested; CD22 not tested", "marker_months": "1", "directed_therapy": "no"}, OPEN,
        "Positive markers: None of these; CD19, CD22 not tested, undecided (criterion: any of CD19, CD22)"),
    Row("I1", {"markers": "CD22, none else", "marker_months": "1", "directed_therapy": "yes", "marker_days": "20",
        "therapy_days": "21"}, PASSES, "Positive markers: CD22 (criterion: any of CD19, CD22)"),
    Row("I1", {"markers": "CD22, none else", "marker_months": "1", "directed_therapy": "yes", "marker_days": "21",
        "therapy_days": "21"}, FAILS, "CD19- or CD22-directed therapy: Yes (criterion: No)"),
    Row("I1", {"markers": "CD22, none else", "marker_months": "1", "directed_therapy": "yes", "marker_days": "22",
        "therapy_days": "21"}, FAILS, "CD19- or CD22-directed therapy: Yes (criterion: No)"),
    Row("I1", {"markers": "CD22, none else", "marker_months": "1", "directed_therapy": "yes", "marker_days": "20",
        "therapy_days": "don't know"}, OPEN, "Days since the markers were confirmed: 20 days, undecided"),
    Row("I1", {"markers": "CD22, none else", "marker_months": "1", "directed_therapy": "yes", "marker_days": "pending",
        "therapy_days": "21"}, OPEN, "Days since the markers were confirmed: awaited"),
    Row("I1", {"markers": "CD22, none else", "marker_months": "1", "directed_therapy": "yes", "therapy_days": "21"},
        OPEN, "Days since the markers were confirmed: not asked"),
    Row("I1", {"markers": "CD22, none else", "marker_months": "1", "directed_therapy": "don't know"}, OPEN,
        "CD19- or CD22-directed therapy: not known (criterion: No)"),
    Row("I1", {"markers": "CD22, none else", "marker_months": "don't know", "directed_therapy": "no"}, OPEN,
        "Months since the markers were confirmed: not known (criterion: at most 2 months)"),
    # at least 100 days from stem cell transplant at the time of enrollment and off of immunosuppressive ...
    Row("I2", {"prior_hct": "yes", "hct_days": "99", "immunosuppression_days": "28"}, FAILS,
        "Days since the transplant: 99 days (criterion: at least 100 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "100", "immunosuppression_days": "28"}, PASSES,
        "Days off immunosuppression: 28 days (criterion: at least 28 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "100", "immunosuppression_days": "27"}, FAILS,
        "Days off immunosuppression: 27 days (criterion: at least 28 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "100", "immunosuppression_days": "4 weeks"}, PASSES,
        "Days off immunosuppression: 28 to 34 days (criterion: at least 28 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "120", "immunosuppression_days": "never"}, PASSES,
        "Days off immunosuppression: Never given (criterion: at least 28 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "120", "immunosuppression_days": "still taking"}, FAILS,
        "Days off immunosuppression: Still taken (criterion: at least 28 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "2026-02-21 to 2026-06-01", "immunosuppression_days": "never"}, PASSES,
        "Days off immunosuppression: Never given (criterion: at least 28 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "2026-02-22 to 2026-06-01", "immunosuppression_days": "never"}, FAILS,
        "Days since the transplant: 99 days (criterion: at least 100 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": ("3 months", "keep"), "immunosuppression_days": "28"}, OPEN,
        "Days since the transplant: 89 to 122 days, undecided (criterion: at least 100 days)"),
    Row("I2", {"prior_hct": "no"}, PASSES, "Allogeneic transplant: No (criterion: No)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "100", "immunosuppression_days": "don't know"}, OPEN,
        "Days off immunosuppression: not known (criterion: at least 28 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "pending", "immunosuppression_days": "28"}, OPEN,
        "Days since the transplant: awaited (criterion: at least 100 days)"),
    Row("I2", {"prior_hct": "yes", "hct_days": "100"}, OPEN,
        "Days off immunosuppression: not asked (criterion: at least 28 days)"),
    Row("I2", {"prior_hct": "don't know"}, OPEN,
        "Days off immunosuppression: not asked (criterion: at least 28 days)"),
    # sample collected no more than 42 days prior
    Row("I3", {"infection_tests": "negative", "sample_days": "42"}, PASSES,
        "Infection tests: Negative (criterion: Negative)"),
    Row("I3", {"infection_tests": "negative", "sample_days": "43"}, OPEN,
        "Infection tests: Negative, too old, to be repeated (criterion: Negative)"),
    Row("I3", {"infection_tests": "positive", "sample_days": "42"}, FAILS,
        "Infection tests: Positive (criterion: Negative)"),
    Row("I3", {"infection_tests": "positive", "sample_days": "43"}, OPEN,
        "Infection tests: Positive, too old, to be repeated (criterion: Negative)"),
    Row("I3", {"infection_tests": "negative", "sample_days": ("6 weeks", "keep")}, OPEN,
        "Infection tests: Negative, when it was taken is not known (criterion: Negative)"),
    Row("I3", {"infection_tests": "negative", "sample_days": "don't know"}, OPEN,
        "Infection tests: Negative, when it was taken is not known (criterion: Negative)"),
    Row("I3", {"infection_tests": "negative"}, OPEN,
        "Infection tests: Negative, when it was taken is not known (criterion: Negative)"),
    Row("I3", {"infection_tests": "pending"}, OPEN, "Infection tests: awaited (criterion: Negative)"),
    # Second or greater relapse / Any relapse after allogeneic HCT / Refractory disease
    Row("I4", {"disease": "second relapse, none else"}, PASSES,
        "State of the disease: Second or greater relapse"),
    Row("I4", {"disease": "third relapse, none else"}, PASSES,
        "State of the disease: Second or greater relapse"),
    Row("I4", {"disease": ("relapse", "relapse after allogeneic HCT")}, PASSES,
        "State of the disease: Relapse after allogeneic HCT"),
    Row("I4", {"disease": "refractory disease and second relapse"}, PASSES,
        "State of the disease: Second or greater relapse, Refractory disease"),
    Row("I4", {"disease": "first relapse"}, FAILS,
        "State of the disease: None of these"),
    Row("I4", {"disease": "none of these"}, FAILS,
        "State of the disease: None of these"),
    Row("I4", {"disease": "don't know"}, OPEN,
        "State of the disease: not known"),
    Row("I4", {"disease": "pending"}, OPEN,
        "State of the disease: awaited"),
    Row("I4", {}, OPEN,
        "State of the disease: not asked"),
]  # fmt: skip
WASHOUTS = [
    # ≥ 7 days post last chemotherapy; ≥ 7 days post last corticosteroid therapy; ≥ 3 days post Tyrosine Kinase ...
    Row("I5", {"washouts": "chemotherapy 7 days, corticosteroids 7 days, TKI 3 days, hydroxyurea 1 day, CAR-T 30 days"},
        PASSES,
        "chemotherapy at least 7 days, corticosteroids at least 7 days, tyrosine kinase inhibitor at least 3 days"),
    Row("I5", {"washouts": "chemotherapy 6 days, corticosteroids 7 days, TKI 3 days, hydroxyurea 1 day, CAR-T 30 days"},
        FAILS,
        "hydroxyurea at least 1 day, CAR T cells at least 30 days"),
    Row("I5", {"washouts": "chemotherapy 7 days, corticosteroids 6 days"}, FAILS,
        "Last doses: Chemotherapy 7 days, corticosteroids 6 days"),
    Row("I5", {"washouts": "TKI 2 days"}, FAILS,
        "Last doses: Tyrosine kinase inhibitor 2 days (criterion: tyrosine kinase inhibitor at least 3 days)"),
    Row("I5", {"washouts": "hydroxyurea 0 days"}, FAILS,
        "Last doses: Hydroxyurea 0 days (criterion: hydroxyurea at least 1 day)"),
    Row("I5", {"washouts": "CAR-T 29 days, chemo 3 days"}, FAILS,
        "Last doses: Chemotherapy 3 days, CAR T cells 29 days"),
    Row("I5", {"washouts": ("chemo less than 2 weeks before", "keep")}, OPEN,
        "Last doses: Chemotherapy 0 to 13 days, undecided (criterion: chemotherapy at least 7 days)"),
    Row("I5", {"washouts": "don't know"}, OPEN, "Last doses: not known (criterion: waiting times over)"),
    Row("I5", {"washouts": "pending"}, OPEN, "Last doses: awaited (criterion: waiting times over)"),
    Row("I5", {}, OPEN, "Last doses: not asked (criterion: waiting times over)"),
]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize("row", WAITING, ids=describe)
def test_a_waiting_time_is_held_against_its_limit(row: Row) -> None:
    """Protects each sentence at its limit, just below, just above, and with every part that is missing."""
    check("sentences_waiting", row)


def test_every_criterion_of_waiting_is_tried_in_full() -> None:
    """Protects the table: each of its sentences passes, fails, and is open in more than one way."""
    check_in_full(WAITING)


@pytest.mark.parametrize("row", WASHOUTS, ids=describe)
def test_five_waiting_times_stand_in_one_sentence(row: Row) -> None:
    """Protects each sentence at its limit, just below, just above, and with every part that is missing."""
    check("basket", row)


def test_every_criterion_of_five_waits_is_tried_in_full() -> None:
    """Protects the table: each of its sentences passes, fails, and is open in more than one way."""
    check_in_full(WASHOUTS)
