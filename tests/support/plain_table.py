"""The clinical contract of Interfant-21, written by hand and plainly, so that the engine can be held against it.

Imports nothing of ours and shares no idea with the engine: no conditions, no trees, no cells. Answers are the plain
values of `trialscreen check`: a code, a number, limits, "unknown", "pending"; a fact that is left out was not asked.
Every docstring is a sentence of the contract. Longer than a page because the whole contract stands in one place, to be
read against the registry's text.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

Plain = str | float | dict[str, Any]
Answers = Mapping[str, Plain]
Status = Literal["met", "not_met", "unknown"]
Effect = Literal["passes", "fails", "open"]


def code(a: Answers, fact: str) -> str | None:
    """`unknown` and `pending` are neither yes nor no: returns the code that is exactly known, else None."""
    answer = a.get(fact)
    return answer if isinstance(answer, str) and answer not in {"unknown", "pending"} else None


def span(a: Answers, fact: str) -> tuple[int, int]:
    """`{above}` and `{below}` are strict ("more than 10"): returns the fewest and most whole days that are possible."""
    answer = a.get(fact)
    if isinstance(answer, int | float):
        return int(answer), int(answer)
    limits = answer if isinstance(answer, dict) else {}
    fewest = limits["above"] + 1 if "above" in limits else limits.get("min", 0)
    most = limits["below"] - 1 if "below" in limits else limits.get("max", MOST_DAYS[fact])
    return fewest, most


def dose_is_surely_above_10(a: Answers) -> bool:
    """An interval decides only where all of it lies on one side; exactly 10 mg/m²/day is allowed."""
    dose = a.get("corticosteroid_dose")
    if isinstance(dose, dict):
        return bool(dose.get("min", 0) > 10 or dose.get("above", 0) >= 10)
    return isinstance(dose, int | float) and dose > 10


def dose_is_surely_at_most_10(a: Answers) -> bool:
    """An interval decides only where all of it lies on one side; exactly 10 mg/m²/day is allowed."""
    dose = a.get("corticosteroid_dose")
    if isinstance(dose, dict):
        return bool(dose.get("max", 1000) <= 10 or dose.get("below", 1000) <= 10)
    return isinstance(dose, int | float) and dose <= 10


def applies(a: Answers, fact: str) -> bool:
    """A fact asked "if" another has a value applies only then: any other answer to that one, or `unknown`, drops it."""
    if fact in {"corticosteroid_dose", "corticosteroid_days"}:
        return code(a, "corticosteroids") == "systemic"
    if fact == "live_vaccine_days":
        return code(a, "live_vaccine") == "given"
    return True


def i1(a: Answers) -> Status:
    """I1: `diagnosis` is `b_precursor_all` or `b_mpal`, and the other two are as follows.

    `disease_phase` is `newly_diagnosed`, and `kmt2a` is `rearranged`.
    """
    diagnosis, phase, kmt2a = code(a, "diagnosis"), code(a, "disease_phase"), code(a, "kmt2a")
    if diagnosis in {"t_all", "other"} or phase == "relapsed" or kmt2a == "germline":
        return "not_met"
    return "unknown" if None in {diagnosis, phase, kmt2a} else "met"


def i2(a: Answers) -> Status:
    """I2: `age_days` ≤ 365."""
    youngest, oldest = span(a, "age_days")
    if oldest <= 365:
        return "met"
    return "not_met" if youngest > 365 else "unknown"


def i3(a: Answers) -> Status:
    """I3: `consent` is `given`; not yet asked for is `pending`."""
    return {"given": MET, "refused": NOT_MET, None: UNKNOWN}[code(a, "consent")]


def e1(a: Answers) -> Status:
    """E1: `kmt2a` is `germline`."""
    return {"germline": MET, "rearranged": NOT_MET, None: UNKNOWN}[code(a, "kmt2a")]


def e2(a: Answers) -> Status:
    """E2: `diagnosis` is `t_all`."""
    return {"t_all": MET, "b_precursor_all": NOT_MET, "b_mpal": NOT_MET, "other": NOT_MET, None: UNKNOWN}[
        code(a, "diagnosis")
    ]


def e3(a: Answers) -> Status:
    """E3: `age_days` > 365."""
    youngest, oldest = span(a, "age_days")
    if youngest > 365:
        return "met"
    return "not_met" if oldest <= 365 else "unknown"


def e4(a: Answers) -> Status:
    """E4: `disease_phase` is `relapsed`."""
    return {"relapsed": MET, "newly_diagnosed": NOT_MET, None: UNKNOWN}[code(a, "disease_phase")]


def steroids(a: Answers) -> Status:
    """The second half of E5: `corticosteroids` is `systemic` and dose > 10 and days > 7."""
    given = code(a, "corticosteroids")
    if given != "systemic":
        return "unknown" if given is None else "not_met"
    fewest, most = span(a, "corticosteroid_days")
    if dose_is_surely_at_most_10(a) or most <= 7:
        return "not_met"
    return "met" if dose_is_surely_above_10(a) and fewest > 7 else "unknown"


def e5(a: Answers) -> Status:
    """E5: `chemotherapy` is `yes`, or (`corticosteroids` is `systemic` and dose > 10 and days > 7)."""
    chemotherapy = code(a, "chemotherapy")
    if chemotherapy == "yes" or steroids(a) == "met":
        return "met"
    return "not_met" if chemotherapy == "no" and steroids(a) == "not_met" else "unknown"


def b1(a: Answers) -> Status:
    """B1: `diagnosis` is `b_precursor_all` and `cd19` is `negative`. For a B-cell MPAL the criterion cannot be met."""
    diagnosis, cd19 = code(a, "diagnosis"), code(a, "cd19")
    if diagnosis in {"b_mpal", "t_all", "other"} or cd19 == "positive":
        return "not_met"
    return "unknown" if None in {diagnosis, cd19} else "met"


def b2(a: Answers) -> Status:
    """B2: `cns_eoi` is `cns2` or `cns3`."""
    return {"cns2": MET, "cns3": MET, "cns1": NOT_MET, None: UNKNOWN}[code(a, "cns_eoi")]


def b3(a: Answers) -> Status:
    """B3: `hypersensitivity` is `yes`."""
    return {"yes": MET, "no": NOT_MET, None: UNKNOWN}[code(a, "hypersensitivity")]


def vaccine_given(a: Answers) -> Status:
    """The second half of B4: `live_vaccine` is `given` and `live_vaccine_days` ≤ 28; day 28 is within the 28 days."""
    given = code(a, "live_vaccine")
    if given != "given":
        return "unknown" if given is None else "not_met"
    fewest, most = span(a, "live_vaccine_days")
    if most <= 28:
        return "met"
    return "not_met" if fewest > 28 else "unknown"


def b4(a: Answers) -> Status:
    """B4: `live_vaccine_planned` is `yes`, or (`live_vaccine` is `given` and `live_vaccine_days` ≤ 28)."""
    planned = code(a, "live_vaccine_planned")
    if planned == "yes" or vaccine_given(a) == "met":
        return "met"
    return "not_met" if planned == "no" and vaccine_given(a) == "not_met" else "unknown"


def effect(criterion: str, status: Status) -> Effect:
    """It `passes`, `fails` or is `open` (an exclusion that is met fails; an inclusion that is not met fails)."""
    if status == "unknown":
        return "open"
    return "fails" if status == ("not_met" if criterion in INCLUSIONS else "met") else "passes"


def protocol(effects: Mapping[str, Effect]) -> str:
    """`protocol` is `ineligible` as soon as one of I1-I3, E1-E5 fails, `eligible` when all pass."""
    of_protocol = {effects[each] for each in PROTOCOL_CRITERIA}
    if "fails" in of_protocol:
        return "ineligible"
    return "eligible" if of_protocol == {"passes"} else "undetermined"


def blinatumomab(effects: Mapping[str, Effect]) -> str:
    """`not_applicable` when `protocol` is `ineligible`, and `excluded` as soon as one of B1-B4 is met.

    `eligible` only with `protocol`.
    """
    of_blinatumomab = {effects[each] for each in BLINATUMOMAB_CRITERIA}
    if protocol(effects) == "ineligible":
        return "not_applicable"
    if "fails" in of_blinatumomab:
        return "excluded"
    return "eligible" if protocol(effects) == "eligible" and of_blinatumomab == {"passes"} else "undetermined"


def final_verdicts(a: Mapping[str, Any]) -> tuple[str, str]:
    """Both verdicts where every fact that applies has an exact value: there is no three-valued logic here."""
    steroids_exclude = (
        a["corticosteroids"] == "systemic" and a["corticosteroid_dose"] > 10 and a["corticosteroid_days"] > 7
    )
    may_enter = (
        a["diagnosis"] in {"b_precursor_all", "b_mpal"}
        and a["disease_phase"] == "newly_diagnosed"
        and a["kmt2a"] == "rearranged"
        and a["age_days"] <= 365
        and a["consent"] == "given"
        and a["chemotherapy"] == "no"
        and not steroids_exclude
    )
    if not may_enter:
        return "ineligible", "not_applicable"
    excluded = (
        (a["diagnosis"] == "b_precursor_all" and a["cd19"] == "negative")
        or a["cns_eoi"] in {"cns2", "cns3"}
        or a["hypersensitivity"] == "yes"
        or a["live_vaccine_planned"] == "yes"
        or (a["live_vaccine"] == "given" and a["live_vaccine_days"] <= 28)
    )
    return "eligible", "excluded" if excluded else "eligible"


MET: Status = "met"
NOT_MET: Status = "not_met"
UNKNOWN: Status = "unknown"

MOST_DAYS = {"age_days": 6575, "corticosteroid_days": 28, "live_vaccine_days": 6575}

CODES: dict[str, tuple[str, ...]] = {
    "diagnosis": ("b_precursor_all", "b_mpal", "t_all", "other"),
    "disease_phase": ("newly_diagnosed", "relapsed"),
    "kmt2a": ("rearranged", "germline"),
    "corticosteroids": ("none", "aerosol_only", "systemic"),
    "chemotherapy": ("no", "yes"),
    "consent": ("given", "refused"),
    "cd19": ("positive", "negative"),
    "cns_eoi": ("cns1", "cns2", "cns3"),
    "hypersensitivity": ("no", "yes"),
    "live_vaccine": ("none", "given"),
    "live_vaccine_planned": ("no", "yes"),
}

# "Asked in this order."
FACTS = (
    "age_days", "diagnosis", "disease_phase", "kmt2a", "corticosteroids", "corticosteroid_dose", "corticosteroid_days",
    "chemotherapy", "consent", "cd19", "cns_eoi", "hypersensitivity", "live_vaccine", "live_vaccine_days",
    "live_vaccine_planned",
)  # fmt: skip

CRITERIA: dict[str, Callable[[Answers], Status]] = {
    "I1": i1, "I2": i2, "I3": i3, "E1": e1, "E2": e2, "E3": e3, "E4": e4, "E5": e5, "B1": b1, "B2": b2, "B3": b3,
    "B4": b4,
}  # fmt: skip
INCLUSIONS = ("I1", "I2", "I3")
PROTOCOL_CRITERIA = ("I1", "I2", "I3", "E1", "E2", "E3", "E4", "E5")
BLINATUMOMAB_CRITERIA = ("B1", "B2", "B3", "B4")

CRITERION_FACTS: dict[str, tuple[str, ...]] = {
    "I1": ("diagnosis", "disease_phase", "kmt2a"),
    "I2": ("age_days",),
    "I3": ("consent",),
    "E1": ("kmt2a",),
    "E2": ("diagnosis",),
    "E3": ("age_days",),
    "E4": ("disease_phase",),
    "E5": ("corticosteroids", "corticosteroid_dose", "corticosteroid_days", "chemotherapy"),
    "B1": ("diagnosis", "cd19"),
    "B2": ("cns_eoi",),
    "B3": ("hypersensitivity",),
    "B4": ("live_vaccine", "live_vaccine_days", "live_vaccine_planned"),
}
