"""Definitions for tests, written as plain data: only what the rules look at."""

from typing import Any

from generated_definitions import TEXTS, as_text, read_head
from generated_facts import DAYS, WINDOW, WORDING

from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load

Plain = dict[str, Any]

YES_NO = WORDING | {"kind": "yes_no"}
NUMBER = WORDING | {"kind": "number", "unit": {"en": "mg"}, "range": {"min": 0, "max": 9}, "fits": {"en": "A number."}}
DECIMALS = NUMBER | {"decimals": True}
DAYS_BETWEEN = NUMBER | {"kind": "days_between", **DAYS}
DRUGS = {"drug": {"label": {"en": "A drug"}, "days": 7}}
WASHOUTS = WORDING | {"kind": "washouts", "drugs": DRUGS, "end": {"en": "the start"}, "unlisted": {"en": "U."}} | WINDOW


def write_criterion(met_when: Plain, *determinations: str, kind: str = "inclusion") -> Plain:
    """Returns a criterion that leads to some determinations."""
    return {"kind": kind, "determination": list(determinations), **TEXTS, "met_when": met_when}


def write_determination(*more: str, requires: Plain | None = None) -> Plain:
    """Returns a determination; `more` are outcomes besides passes, fails and open. Each has its own word as code."""
    words = ("passes", "fails", "open", *(("off",) if requires else ()), *more)
    outcomes = {word: {"code": word, "say": {"en": "It is as answered."}} for word in words}
    required = {"requires": requires} if requires else {}
    return {"name": {"en": "N"}, "asks": {"en": "A?"}, **required, "outcomes": outcomes}


def build(facts: Plain, criteria: Plain, determinations: Plain) -> Trial:
    """Returns the trial of a definition."""
    plain = read_head() | {"facts": facts, "criteria": criteria, "determinations": determinations}
    return load(as_text(plain), "written.yaml")
