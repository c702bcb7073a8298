"""Steroids, chemotherapy and vaccines in notes: what was given, what was denied, and when."""

# ruff: noqa: E501 - notes stand as they were written

import pytest
from noted import NoteRow, say

pytestmark = pytest.mark.traced

TABLE: list[NoteRow] = [
    # a note, what it gives beyond doubt, the facts to ask, the words about others and other times
    ("No steroids or chemo.", {"corticosteroids": "none", "chemotherapy": "no"}, [], []),
    ("Denies steroids and chemotherapy.", {"corticosteroids": "none", "chemotherapy": "no"}, [], []),
    ("steroids/chemo: none", {"corticosteroids": "none", "chemotherapy": "no"}, [], []),
    (
        "prednisolone 40 mg/m2/day for 10 days before diagnosis",
        {"corticosteroids": "systemic", "corticosteroid_dose": 40, "corticosteroid_days": 10},
        [],
        [],
    ),
    ("dex 0.6 mg/kg single dose for croup", {}, ["corticosteroids"], []),
    ("steriods none, chemo none", {"corticosteroids": "none", "chemotherapy": "no"}, [], []),
    ("No history of steroids. Never had chemo.", {"corticosteroids": "none", "chemotherapy": "no"}, [], []),
    ("inhaled budesonide only, no systemic steroids", {"corticosteroids": "aerosol_only"}, [], []),
    ("steroid cream for eczema", {"corticosteroids": "none"}, [], []),
    ("vincristine 10 days before diagnosis", {}, ["chemotherapy"], []),
    ("started prednisone prephase yesterday, no chemo so far", {}, ["chemotherapy"], []),
    (
        "prednisolone 1 mg/kg for 3 days for croup 2 weeks before diagnosis",
        {"corticosteroids": "systemic"},
        ["corticosteroid_days", "corticosteroid_dose"],
        [],
    ),
    ("nebulised budesonide for bronchiolitis", {"corticosteroids": "aerosol_only"}, [], []),
    ("no systemic steroids; inhaled budesonide", {"corticosteroids": "aerosol_only"}, [], []),
    ("received dexamethasone IV once at outside hospital 3 days before diagnosis", {}, ["corticosteroids"], []),
    ("hydroxyurea 2 days prior to diagnosis", {}, ["chemotherapy"], []),
    ("Mum denies any steroids or chemo", {"corticosteroids": "none", "chemotherapy": "no"}, [], []),
    ("wt 6.2 kg, len 62 cm, prednisolone 2 mg/day", {}, ["corticosteroids"], []),
    ("prednisolone 12 mg/m²/d x 5d", {}, ["corticosteroids"], []),
    ("hydrocortisone cream only", {}, ["corticosteroids"], []),
    ("Steroids given as premed for transfusion", {}, ["corticosteroids"], []),
    ('"no steroids"', {"corticosteroids": "none"}, [], []),
    ("glucocorticoids: none", {"corticosteroids": "none"}, [], []),
    ("steroids yes", {}, ["corticosteroids"], []),
    ("on prednisolone since 2 days", {}, ["corticosteroids"], []),
    ("methylpred 2 mg/kg iv", {}, ["corticosteroids"], []),
    ("had a course of oral prednisolone for wheeze last month", {"corticosteroids": "systemic"}, [], []),
    ("inhaled steroids via spacer", {"corticosteroids": "aerosol_only"}, [], []),
    ("dexamethasone eye drops", {"corticosteroids": "none"}, [], []),
    ("no chemotherapy given before diagnosis", {"chemotherapy": "no"}, [], []),
    ("received cytarabine", {}, ["chemotherapy"], []),
    ("received vincristine and daunorubicin elsewhere", {}, ["chemotherapy"], []),
    ("no reaction to vincristine", {}, ["chemotherapy"], []),
    ("no chemo for 4 weeks before dx", {"chemotherapy": "no"}, [], []),
    ("intrathecal MTX with diagnostic LP", {}, ["chemotherapy"], []),
    ("no steroids other than topical hydrocortisone", {}, ["corticosteroids"], []),
    ("stopped prednisolone 6 weeks before diagnosis", {}, ["corticosteroids"], []),
    ("prednisolone given, dose unknown", {}, ["corticosteroids"], []),
    ("no steroids or vincristine", {"corticosteroids": "none"}, ["chemotherapy"], []),
    ("steroids / chemo: none", {"corticosteroids": "none", "chemotherapy": "no"}, [], []),
    ("prednisolone, mg/m2/day not known", {}, ["corticosteroids"], []),
    (
        "live vaccine (rotavirus) 3 weeks before planned blina",
        {"live_vaccine": "given", "live_vaccine_days": {"min": 21, "max": 27}},
        [],
        [],
    ),
    ("vaccinated at 6 weeks, symptoms for 2 weeks", {}, ["live_vaccine_planned"], []),
    ("rotavirus at 6 weeks, BCG at birth, MMR planned", {"live_vaccine": "given"}, ["live_vaccine_planned"], []),
    ("no live vaccines, none planned", {"live_vaccine": "none", "live_vaccine_planned": "no"}, [], []),
    ("no live vaccine planned", {"live_vaccine_planned": "no"}, [], []),
    ("no live vaccines given or planned", {"live_vaccine_planned": "no"}, [], []),
    ("MMR given 4 weeks before blina", {"live_vaccine": "given", "live_vaccine_days": {"min": 28, "max": 34}}, [], []),
    ("rotavirus vaccine 20/1/26", {"live_vaccine": "given"}, [], []),
    (
        "Had rotavirus vaccine at 8 weeks; no further live vaccines planned",
        {"live_vaccine": "given", "live_vaccine_planned": "no"},
        [],
        [],
    ),
    ("BCG at birth", {"live_vaccine": "given"}, [], []),
    ("vaccines up to date", {}, ["live_vaccine_planned"], []),
    ("no vaccines yet", {"live_vaccine": "none"}, [], []),
    ("MMR due at 12 months", {}, ["live_vaccine_planned"], []),
    ("no live vaccines until B-cell recovery", {}, ["live_vaccine"], []),
    ("vaccinated: yes", {}, ["live_vaccine_planned"], []),
    (
        "vaccinated per schedule; last rotavirus 30 days before blinatumomab",
        {"live_vaccine": "given", "live_vaccine_days": 30},
        ["live_vaccine_planned"],
        [],
    ),
    (
        "Rotarix 20 days before start of blina, no MMR planned",
        {"live_vaccine": "given", "live_vaccine_days": 20},
        ["live_vaccine_planned"],
        [],
    ),
    ("no live vaccines are planned before B-cell recovery", {"live_vaccine_planned": "no"}, [], []),
    ("live vaccines: none given, none planned", {"live_vaccine": "none", "live_vaccine_planned": "no"}, [], []),
    ("vaccines: BCG at birth, none since", {"live_vaccine": "given"}, [], []),
    ("blinatumomab was given after consolidation; live vaccines were withheld", {}, ["live_vaccine"], []),
    ("immunised with rotavirus at 8 wks, 12 wks; blina planned in 3 weeks", {"live_vaccine": "given"}, [], []),
    ("live vaccine contraindicated", {}, ["live_vaccine"], []),
    ("no live vaccines, blina planned", {"live_vaccine": "none"}, [], []),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_a_treatment_is_read_with_its_time(row: NoteRow) -> None:
    """Protects a patient from what was given after the diagnosis, or to somebody else, and from denials that reach too far."""
    note, *said = row
    assert say(note) == tuple(said)
