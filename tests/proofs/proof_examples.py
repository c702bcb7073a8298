"""The contract's own worked examples.

Each says how it differs from a fitting infant, what must come out, and the sentence that says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plain_table import Plain, applies
from proof_engine import Result

FIT: dict[str, Plain] = {
    "age_days": 120,
    "diagnosis": "b_precursor_all",
    "disease_phase": "newly_diagnosed",
    "kmt2a": "rearranged",
    "corticosteroids": "none",
    "chemotherapy": "no",
    "consent": "given",
    "cd19": "positive",
    "cns_eoi": "cns1",
    "hypersensitivity": "no",
    "live_vaccine": "none",
    "live_vaccine_planned": "no",
}
"""An infant with every fact exactly known and both verdicts eligible."""

STEROIDS: dict[str, Plain | None] = {"corticosteroids": "systemic", "corticosteroid_dose": 30, "corticosteroid_days": 9}
BOTH = {"protocol": "eligible", "blinatumomab": "eligible"}
OUT = {"protocol": "ineligible", "blinatumomab": "not_applicable"}
WITHOUT = {"protocol": "eligible", "blinatumomab": "excluded"}
OPEN = {"protocol": "undetermined", "blinatumomab": "undetermined"}
WAITS_A_DAY = {"waiting": {"blinatumomab": {"days": 1, "date": None}}}


@dataclass(frozen=True)
class Example:
    """One sentence of the contract with an infant for whom it matters; None in `changes` leaves a fact out."""

    sentence: str
    changes: dict[str, Plain | None]
    expected: dict[str, Any]

    @property
    def answers(self) -> dict[str, Plain]:
        """The fitting infant's answers with the changes."""
        a = {fact: answer for fact, answer in (FIT | self.changes).items() if answer is not None}
        return {fact: answer for fact, answer in a.items() if applies(a, fact)}

    def faults(self, result: Result) -> Iterator[str]:
        """Yields what does not come out as the sentence says."""
        plain = readable(result)
        for what, expected in self.expected.items():
            if plain.get(what) != expected:
                yield f"{self.sentence}: {what} is {plain.get(what)!r}, not {expected!r}"


def readable(result: Result) -> dict[str, Any]:
    """Returns the parts of a result by the short names that the examples use."""
    plain: dict[str, Any] = dict(result["determinations"]) | {each["id"]: each["status"] for each in result["criteria"]}
    for name, settling in result["settling"].items():
        plain |= {f"{name} {word}": facts for word, facts in settling.items()}
    plain |= {
        f"{each['id']} wants": re.findall(r"\(criterion: ([^)]*)\)", each["reason"]) for each in result["criteria"]
    }
    plain["missing"] = {each["fact"]: each["cause"] for each in result["missing"]}
    plain["come_back"] = {each["fact"]: each["when"] for each in result["come_back"]}
    plain["near"] = [(each["criterion"], each["threshold"]) for each in result["near_threshold"]]
    plain["waiting"] = result["waiting"]
    plain["next"] = result["next_question"]
    plain["notes"] = [
        note.split(":")[0]
        for each in result["criteria"]
        for note in each["notes"]
        if "as written" in note or "Postpon" in note
    ]
    return plain


EXAMPLES = (
    Example(
        "`blinatumomab` is `eligible` only when `protocol` is `eligible`",
        {},
        BOTH | {"missing": {}, "next": None, "near": []},
    ),
    Example(
        "E2: `diagnosis` is `t_all`", {"diagnosis": "t_all"}, OUT | {"E2": "met", "I1": "not_met", "B1": "not_met"}
    ),
    Example(
        "I1: `diagnosis` is `b_precursor_all` or `b_mpal`",
        {"diagnosis": "other"},
        OUT | {"I1": "not_met", "E2": "not_met"},
    ),
    Example("E1: `kmt2a` is `germline`", {"kmt2a": "germline"}, OUT | {"E1": "met", "I1": "not_met"}),
    Example("E4: `disease_phase` is `relapsed`", {"disease_phase": "relapsed"}, OUT | {"E4": "met", "I1": "not_met"}),
    Example("I3: `consent` is `given`", {"consent": "refused"}, OUT | {"I3": "not_met"}),
    Example("E5: `chemotherapy` is `yes`", {"chemotherapy": "yes"}, OUT | {"E5": "met"}),
    Example(
        "not yet asked for is `pending`",
        {"consent": "pending"},
        OPEN | {"I3": "unknown", "missing": {"consent": "pending"}},
    ),
    Example(
        "no missing answer ever helps a patient in or out",
        {"consent": "unknown", "cns_eoi": "unknown"},
        OPEN | {"missing": {"consent": "unknown", "cns_eoi": "unknown"}, "next": None},
    ),
    Example(
        "I2: `age_days` ≤ 365",
        {"age_days": 365},
        BOTH | {"I2": "met", "E3": "not_met", "near": [("I2", 365), ("E3", 365)]},
    ),
    Example(
        "E3: `age_days` > 365",
        {"age_days": 366},
        OUT | {"I2": "not_met", "E3": "met", "near": [("I2", 365), ("E3", 365)]},
    ),
    Example(
        "within 7 days of age, the threshold included; I2 and E3 both",
        {"age_days": 358},
        {"near": [("I2", 365), ("E3", 365)]},
    ),
    Example("within 7 days of age", {"age_days": 357}, {"near": []}),
    Example("within 7 days of age", {"age_days": 373}, {"near": []}),
    Example(
        "11 months 334-365 (settles I2)",
        {"age_days": {"min": 334, "max": 365}},
        BOTH | {"I2": "met", "E3": "not_met", "missing": {}},
    ),
    Example(
        "12 months 365-396 (settles nothing)",
        {"age_days": {"min": 365, "max": 396}},
        OPEN
        | {
            "I2": "unknown",
            "E3": "unknown",
            "missing": {"age_days": "imprecise"},
            "protocol needed": ["age_days"],
            "near": [],
            "next": None,
        },
    ),
    Example("1 year 365-730", {"age_days": {"min": 365, "max": 730}}, OPEN | {"protocol decisive": ["age_days"]}),
    Example(
        '"12 months" does not settle it: with another reason to fail, the infant is not eligible all the same',
        {"age_days": {"min": 365, "max": 396}, "kmt2a": "germline"},
        OUT | {"I2": "unknown"},
    ),
    Example("`systemic` and dose > 10 and days > 7", dict(STEROIDS), OUT | {"E5": "met"}),
    Example(
        "Exactly 10 mg/m²/day is allowed",
        STEROIDS | {"corticosteroid_dose": 10},
        BOTH | {"E5": "not_met", "near": [("E5", 10)]},
    ),
    Example("more than 10", STEROIDS | {"corticosteroid_dose": 10.01}, OUT | {"near": [("E5", 10)]}),
    Example("more than 10", STEROIDS | {"corticosteroid_dose": {"above": 10}}, OUT),
    Example(
        "1 mg/m² of dose", STEROIDS | {"corticosteroid_dose": 11.01, "corticosteroid_days": 20}, OUT | {"near": []}
    ),
    Example(
        "1 mg/m² of dose",
        STEROIDS | {"corticosteroid_dose": 9, "corticosteroid_days": 20},
        BOTH | {"near": [("E5", 10)]},
    ),
    Example(
        "exactly 7 days, is allowed",
        STEROIDS | {"corticosteroid_days": 7},
        BOTH | {"E5": "not_met", "near": [("E5", 7)]},
    ),
    Example("days > 7", STEROIDS | {"corticosteroid_days": 8}, OUT | {"E5": "met", "near": [("E5", 7)]}),
    Example("1 day of steroids", STEROIDS | {"corticosteroid_days": 6}, BOTH | {"near": [("E5", 7)]}),
    Example("1 day of steroids", STEROIDS | {"corticosteroid_days": 5}, BOTH | {"near": []}),
    Example(
        "9.92 to 10.08 mg/m²: undecided",
        STEROIDS | {"corticosteroid_dose": {"min": 9.92, "max": 10.08}},
        OPEN | {"E5": "unknown", "missing": {"corticosteroid_dose": "imprecise"}},
    ),
    Example(
        "`corticosteroid_days` beside a dose of 10 or less stays, without effect",
        STEROIDS | {"corticosteroid_dose": 8, "corticosteroid_days": "unknown"},
        BOTH | {"E5": "not_met", "missing": {}},
    ),
    Example(
        "if systemic, and the dose may be above 10",
        STEROIDS | {"corticosteroid_days": None},
        OPEN | {"next": "corticosteroid_days"},
    ),
    Example(
        "if systemic, and the dose may be above 10",
        STEROIDS | {"corticosteroid_dose": 10, "corticosteroid_days": None},
        BOTH | {"next": None},
    ),
    Example(
        "`unknown` included, drops it",
        {"corticosteroids": "unknown"},
        OPEN
        | {
            "missing": {"corticosteroids": "unknown"},
            "protocol needed": ["corticosteroids"],
            "protocol decisive": ["corticosteroids"],
        },
    ),
    Example(
        "Patients who received corticosteroids by aerosol are eligible for the study",
        {"corticosteroids": "aerosol_only"},
        BOTH | {"E5 wants": ["Yes", "Systemic"]},
    ),
    Example("topical or nasal only is `none`", {}, BOTH | {"E5": "not_met", "E5 wants": ["Yes", "Systemic"]}),
    Example("`live_vaccine` is `given`", {}, BOTH | {"B4": "not_met", "B4 wants": ["Yes", "Given"]}),
    Example(
        "B1: `diagnosis` is `b_precursor_all` and `cd19` is `negative`",
        {"cd19": "negative"},
        WITHOUT | {"B1": "met", "notes": []},
    ),
    Example(
        "The text names B-precursor ALL only: eligible only as written",
        {"diagnosis": "b_mpal", "cd19": "negative"},
        BOTH | {"B1": "not_met", "notes": ["Eligible only as written"]},
    ),
    Example(
        "so CD19 is not asked for a verdict",
        {"diagnosis": "b_mpal", "cd19": None},
        BOTH | {"missing": {}, "next": None, "notes": ["Eligible only as written"]},
    ),
    Example("unless CD19 is known to be positive", {"diagnosis": "b_mpal"}, BOTH | {"notes": []}),
    Example(
        "or the infant is not eligible",
        {"diagnosis": "b_mpal", "cd19": "negative", "kmt2a": "germline"},
        OUT | {"notes": []},
    ),
    Example("B2: `cns_eoi` is `cns2` or `cns3`", {"cns_eoi": "cns2"}, WITHOUT | {"B2": "met"}),
    Example("B2: `cns_eoi` is `cns2` or `cns3`", {"cns_eoi": "cns3"}, WITHOUT | {"B2": "met"}),
    Example("B3: `hypersensitivity` is `yes`", {"hypersensitivity": "yes"}, WITHOUT | {"B3": "met"}),
    Example(
        "A blinatumomab exclusion NEVER makes an infant ineligible for the trial",
        {
            "cd19": "negative",
            "cns_eoi": "cns3",
            "hypersensitivity": "yes",
            "live_vaccine": "given",
            "live_vaccine_days": 1,
        },
        WITHOUT,
    ),
    Example(
        "`excluded` as soon as one of B1-B4 is met; it is left out of `settling`",
        {"consent": "pending", "hypersensitivity": "yes"},
        {
            "protocol": "undetermined",
            "blinatumomab": "excluded",
            "blinatumomab needed": None,
            "protocol needed": ["consent"],
        },
    ),
    Example("`not_applicable` when `protocol` is `ineligible`", {"diagnosis": "t_all", "hypersensitivity": "yes"}, OUT),
    Example(
        "day 28 itself is read as within the 28 days; postponing may lift the exclusion",
        {"live_vaccine": "given", "live_vaccine_days": 28},
        WITHOUT
        | {
            "B4": "met",
            "near": [("B4", 28)],
            "notes": [
                "Postponing the first blinatumomab dose may lift the exclusion by B4, if no live vaccine is planned."
            ],
        },
    ),
    Example(
        "`live_vaccine_days` ≤ 28",
        {"live_vaccine": "given", "live_vaccine_days": 29},
        BOTH | {"near": [("B4", 28)], "come_back": {}},
    ),
    Example(
        "3 days of vaccine",
        {"live_vaccine": "given", "live_vaccine_days": 31},
        BOTH | {"near": [("B4", 28)], "notes": []},
    ),
    Example("3 days of vaccine", {"live_vaccine": "given", "live_vaccine_days": 32}, BOTH | {"near": []}),
    Example(
        '"delay the first dose by at least 29 - n days" where no date is known',
        {"live_vaccine": "given", "live_vaccine_days": 20},
        WITHOUT | {"come_back": {"live_vaccine_days": "delay the first dose by at least 9 days"}},
    ),
    Example(
        "nothing when ineligible",
        {"live_vaccine": "given", "live_vaccine_days": 20, "kmt2a": "germline"},
        OUT | {"come_back": {}, "notes": []},
    ),
    Example(
        "A vaccine on an unknown date is `given` with days `unknown`",
        {"live_vaccine": "given", "live_vaccine_days": "unknown"},
        {"blinatumomab": "undetermined", "missing": {"live_vaccine_days": "unknown"}, "next": None},
    ),
    Example(
        "unsure whether it was live is `unknown`",
        {"live_vaccine": "unknown"},
        {"B4": "unknown", "blinatumomab decisive": ["live_vaccine"]},
    ),
    Example(
        "B4: `live_vaccine_planned` is `yes`", {"live_vaccine_planned": "yes"}, WITHOUT | {"B4": "met", "come_back": {}}
    ),
    Example(
        "once past, the result says overdue",
        {"cns_eoi": {"pending": "2026-05-31"}},
        {"protocol": "eligible", "blinatumomab": "undetermined"}
        | {
            "come_back": {
                "cns_eoi": "after the lumbar puncture at the end of induction (about day 33): overdue since 31 May 2026"
            }
        },
    ),
    Example(
        "may carry the date it is expected, which changes no logic",
        {"cns_eoi": {"pending": "2026-06-01"}},
        {"blinatumomab": "undetermined", "blinatumomab needed": ["cns_eoi"], "blinatumomab decisive": ["cns_eoi"]}
        | {
            "come_back": {
                "cns_eoi": "after the lumbar puncture at the end of induction (about day 33): expected 1 June 2026"
            }
        },
    ),
    Example(
        "a single answer could settle it alone (KMT2A: germline)",
        {"kmt2a": "pending"},
        OPEN
        | {
            "protocol decisive": ["kmt2a"],
            "protocol by": {"kmt2a": {"rearranged": "eligible", "germline": "ineligible"}},
            "blinatumomab by": {"kmt2a": {"rearranged": "eligible", "germline": "not_applicable"}},
        },
    ),
    Example(
        "for each decisive fact the values that would settle it and to which code",
        {"age_days": {"min": 365, "max": 396}, "cns_eoi": None},
        {"protocol by": {"age_days": {"at most 365": "eligible", "above 365": "ineligible"}}}
        | {"blinatumomab by": {"age_days": {"above 365": "not_applicable"}}},
    ),
    Example(
        "lists the facts that come to apply only after another's answer, each with that fact and value",
        {"live_vaccine": None},
        {
            "blinatumomab needed": ["live_vaccine"],
            "blinatumomab needed_if": [{"fact": "live_vaccine_days", "if": {"live_vaccine": "given"}}],
        },
    ),
    Example(
        "only those that could still be needed",
        {"live_vaccine": "unknown", "consent": None},
        {"protocol needed_if": []},
    ),
    Example(
        "`days` is how long the first dose must still be put off (29 - n for a vaccine n days before)",
        {"live_vaccine": "given", "live_vaccine_days": 9},
        WITHOUT | {"waiting": {"blinatumomab": {"days": 20, "date": None}}},
    ),
    Example(
        "for an interval: from its least",
        {"live_vaccine": "given", "live_vaccine_days": {"above": 19, "below": 28}},
        {"waiting": {"blinatumomab": {"days": 9, "date": None}}},
    ),
    Example(
        "because a waiting time is not over",
        {"live_vaccine": "given", "live_vaccine_days": 28},
        {"next": None} | WAITS_A_DAY,
    ),
    Example("because a waiting time is not over", {"live_vaccine": "given", "live_vaccine_days": 29}, {"waiting": {}}),
    Example(
        "for a determination that fails only because a waiting time is not over",
        {"live_vaccine": "given", "live_vaccine_days": 28, "cns_eoi": "cns2"},
        WITHOUT | {"waiting": {}},
    ),
    Example(
        "If planned = yes too, it is not waiting",
        {"live_vaccine": "given", "live_vaccine_days": 28, "live_vaccine_planned": "yes", "cns_eoi": None},
        WITHOUT | {"waiting": {}, "next": None},
    ),
    Example(
        "its code stays what the definition says; ineligible infants wait for nothing",
        {"live_vaccine": "given", "live_vaccine_days": 28, "kmt2a": "germline"},
        OUT | {"waiting": {}},
    ),
    Example(
        "facts that a later start makes needed again (a planned vaccine) are asked",
        {"live_vaccine": "given", "live_vaccine_days": 20, "live_vaccine_planned": None},
        WITHOUT | {"next": "live_vaccine_planned"},
    ),
    Example(
        "facts that a later start makes needed again (CNS at EOI) are asked",
        {"live_vaccine": "given", "live_vaccine_days": 20, "cns_eoi": None},
        WITHOUT | {"next": "cns_eoi"},
    ),
    Example(
        "when to come back: each relevant pending fact, and after the wait too",
        {"live_vaccine": "given", "live_vaccine_days": 28, "cns_eoi": "pending"},
        {
            "come_back": {
                "cns_eoi": "after the lumbar puncture at the end of induction (about day 33)",
                "live_vaccine_days": "delay the first dose by at least 1 day",
            }
        },
    ),
)
