"""Tables, lists and abbreviations: a row of two cells is read as a heading with its value, anything wider is asked."""

from typing import Any

import pytest
from noted import ask, propose, reads

pytestmark = pytest.mark.traced

WEEKS, POSITIVE, REARRANGED = {"age_days": {"min": 70, "max": 76}}, {"cd19": "positive"}, {"kmt2a": "rearranged"}
B_ALL, NEW, NONE = {"diagnosis": "b_precursor_all"}, {"disease_phase": "newly_diagnosed"}, {"corticosteroids": "none"}
DOSED = {"corticosteroids": "systemic", "corticosteroid_dose": 40, "corticosteroid_days": 10}

TABLE: list[tuple[str, dict[str, Any], list[str]]] = [
    # a note, what it gives beyond doubt, the facts to ask
    # rows of two cells
    ("| KMT2A | rearranged |", REARRANGED, []),
    ("|KMT2A|rearranged|\n|CD19|pos|", REARRANGED | POSITIVE, []),
    ("|Item|Result|\n|---|:-:|\n|KMT2A|germline|\n|CD19|negative|", {"kmt2a": "germline", "cd19": "negative"}, []),
    ("| Age | 10 wks |\n| Dx | pro-B ALL |\n| Steroids | none |", WEEKS | B_ALL | NONE, []),
    ("CD19 | pos\nKMT2A | rearranged", POSITIVE | REARRANGED, []),
    ("KMT2A\trearranged\nCD19\tpositive\nSteroids\tnone", REARRANGED | POSITIVE | NONE, []),
    ("| CNS at dx | CNS2 |\n| CNS EOI | CNS1 |", {"cns_eoi": "cns1"}, []),
    ("| Mother | ALL as a child |\n| CD19 | pos |", POSITIVE, []),
    ("| Twin sister | CD19 neg |\n| KMT2A | germline |", {"kmt2a": "germline"}, []),
    ("| CD19 pos | CD10 neg |", POSITIVE, []),
    # what a row leaves open, and wider ones
    ("| CD19 | ? |", {}, ["cd19"]),
    ("| CD19 | |", {}, ["cd19"]),
    ("| Steroids? | no |", {}, ["corticosteroids"]),
    ("KMT2A | rearranged", {}, ["kmt2a"]),
    ("| CD19 | KMT2A |\n| pos | rearranged |", {}, ["cd19", "kmt2a"]),
    ("| Test | CD19 |\n| Result | neg |", {}, ["cd19"]),
    ("| Marker | CD19 | CD10 |\n| Result | pos | neg |", {}, ["cd19"]),
    ("| CD10 | neg | CD19 | pos |", {}, ["cd19"]),
    ("CD19\tCD10\tpos\tneg", {}, ["cd19"]),
    ("CD19 CD10 pos neg", {}, ["cd19"]),
    # lists
    ("- Age: 10 wks\n- CD19: pos\n* KMT2A: r", WEEKS | POSITIVE | REARRANGED, []),
    ("1. CD19 pos\n2. KMT2A rearr.", POSITIVE | REARRANGED, []),
    # the unit of an age before it
    ("Age (weeks): 10", WEEKS, []),
    ("age in days = 70, CD19+", {"age_days": 70} | POSITIVE, []),
    ("Age (months) at diagnosis: 5", {"age_days": {"min": 150, "max": 183}}, []),
    ("Age (weeks): 10 (corrected 6)", {}, ["age_days"]),
    ("gestational age (weeks): 32", {}, ["age_days"]),
    ("Corrected age (weeks): 10", {}, ["age_days"]),
    ("FH: age (weeks): 10", {}, []),
    ("Mother's age (years): 31", {}, []),
    # abbreviations
    ("newly dx'd B-ALL, 10 wks", NEW | B_ALL | WEEKS, []),
    ("newly dxd pro-B ALL", NEW | B_ALL, []),
    ("newly dx'ed pro-B ALL", NEW | B_ALL, []),
    ("dx'd w/ pro-B ALL", B_ALL, []),
    ("r/r B-ALL", B_ALL, ["disease_phase"]),
    ("rel/ref BCP-ALL", B_ALL, ["disease_phase"]),
    ("no hx of steroids", NONE, []),
    ("no hx steroids", NONE, []),
    ("w/o steroids or chemo", NONE | {"chemotherapy": "no"}, []),
    ("s/p prednisolone 40 mg/m2 x10d before dx", DOSED, []),
    ("pred 40 mg/m2/d PO x 10d pre-dx", DOSED, []),
    ("s/p steroids x 10 d", {}, ["corticosteroids"]),
    ("s/p chemo 3 wk ago", {}, ["chemotherapy"]),
    ("no PO/IV steroids", {}, ["corticosteroids"]),
    ("no IT MTX", {}, ["chemotherapy"]),
    ("IT MTX at diagnosis", {}, []),
    ("5 m/o F, steroids neg, CD19 pos", {"age_days": {"min": 150, "max": 183}} | NONE | POSITIVE, []),
]


@pytest.mark.parametrize(("note", "proposed", "asked"), TABLE)
def test_a_note_in_a_form_of_its_own_says_so_much(note: str, proposed: dict[str, Any], asked: list[str]) -> None:
    """Protects whoever pastes a table from typing it again, and a patient from two cells that belong apart."""
    assert propose(note) == proposed
    assert sorted(ask(note)) == asked


def test_the_heading_of_what_was_read_is_not_told_as_unused() -> None:
    """Protects the page from noise: 'Dx' and 'before dx' were used by what stands beside them."""
    assert reads("Dx: pro-B ALL, pred PO 40 mg/m2 x 5 d before dx").unread == ()
    assert reads("Dx: purple").unread == ("Dx: purple",)
