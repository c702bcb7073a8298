"""What tells whether a trial definition means what the contract means. It stops at the first fault."""

from collections.abc import Iterator
from functools import cache

from plain_table import CRITERIA, Answers
from proof_engine import Judged, Result, differences, engine
from proof_examples import EXAMPLES, FIT, Example
from proof_grid import cases
from proof_random import random_cases

from dialogs.definition.faults import DefinitionError
from dialogs.verdict.json_amounts import AnswerError

Probe = tuple[Answers, Example | None]


def first_fault(text: str) -> str:
    """Returns the first thing that is wrong with a definition, or nothing: then it means what the contract means."""
    try:
        judged = engine(text)
    except DefinitionError as error:
        return f"refused: {error.faults[0].message}"
    taken = next((f"takes {a}" for a in REFUSED if not _refuses(judged, a)), "")
    return taken or _first_fault(judged)


def _first_fault(judged: Judged) -> str:
    probes = _probes()
    for i, (a, example) in enumerate(probes):
        try:
            fault = next(_faults(a, judged(a), example), "")
        except AnswerError as error:
            fault = f"answers refused: {error}"
        if fault:
            probes.insert(0, probes.pop(i))
            return fault
    return ""


def _faults(a: Answers, result: Result, example: Example | None) -> Iterator[str]:
    yield from differences(a, result)
    if example is not None:
        yield from example.faults(result)
    provisional = (
        result["determinations"]["protocol"] == "undetermined"
        and result["determinations"]["blinatumomab"] == "excluded"
    )
    if provisional != ("if eligible for the trial" in result["said"]["blinatumomab"]):
        yield "a provisional exclusion does not read as one"


def _refuses(judged: Judged, a: Answers) -> bool:
    try:
        judged(a)
    except AnswerError:
        return True
    return False


@cache
def _probes() -> list[Probe]:
    """Returns what every definition is tried on: examples, random cases, the grid.

    The ones that found most come to stand first.
    """
    random = random_cases(seed=7, chunk=0, count=400)
    grid = (a for name in CRITERIA for a in list(cases(name))[:: THINNED.get(name, 1)])
    return [(example.answers, example) for example in EXAMPLES] + [(a, None) for a in (*TAKEN, {}, *random, *grid)]


THINNED = {"E5": 23}

# "Impossible answers (a negative age, diagnosis before birth, CNS4) are refused":
# each range ends where the contract says.
REFUSED: tuple[Answers, ...] = (
    {"age_days": -1},
    {"age_days": 6576},
    {"cns_eoi": "cns4"},
    {"corticosteroids": "systemic", "corticosteroid_dose": -0.5},
    {"corticosteroids": "systemic", "corticosteroid_dose": 1000.5},
    {"corticosteroids": "systemic", "corticosteroid_days": -1},
    {"corticosteroids": "systemic", "corticosteroid_days": 29},
    {"corticosteroids": "systemic", "corticosteroid_days": 7.5},
    {"live_vaccine": "given", "live_vaccine_days": -1},
    {"live_vaccine": "given", "live_vaccine_days": 6576},
    {"corticosteroids": "none", "corticosteroid_dose": 5},
    {"corticosteroids": "aerosol_only", "corticosteroid_dose": 5},
    {"corticosteroids": "unknown", "corticosteroid_dose": 5},
    {"corticosteroids": "none", "corticosteroid_days": 5},
    {"corticosteroids": "aerosol_only", "corticosteroid_days": 5},
    {"corticosteroids": "unknown", "corticosteroid_days": 5},
    {"live_vaccine": "none", "live_vaccine_days": 5},
    {"live_vaccine": "unknown", "live_vaccine_days": 5},
)
TAKEN: tuple[Answers, ...] = (
    FIT | {"corticosteroids": "systemic", "corticosteroid_dose": 0, "corticosteroid_days": 0},
    FIT | {"corticosteroids": "systemic", "corticosteroid_dose": 1000, "corticosteroid_days": 28},
)
