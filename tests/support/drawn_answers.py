"""Sets of answers to Interfant-21 for sweeps: each fact at its boundaries, missing for each cause, or left out."""

import random
from collections.abc import Iterator

AWAITED = {"pending": "2026-12-01"}
OVERDUE = {"pending": "2026-11-01"}
MISSING: tuple[object, ...] = ("unknown", "pending", AWAITED, OVERDUE, None)

BOUNDARIES: dict[str, tuple[object, ...]] = {
    "age_days": (0, 120, 358, 364, 365, 366, 372, 6575, {"min": 334, "max": 365}, {"min": 334, "max": 396}),
    "diagnosis": ("b_precursor_all", "b_mpal", "t_all", "other"),
    "disease_phase": ("newly_diagnosed", "relapsed"),
    "kmt2a": ("rearranged", "germline"),
    "corticosteroids": ("systemic", "none", "aerosol_only"),
    "corticosteroid_dose": (9.5, 10, 10.5, 1000, {"min": 9.92, "max": 10.08}, {"above": 10}),
    "corticosteroid_days": (0, 7, 8, 28, {"min": 5, "max": 9}),
    "chemotherapy": ("no", "yes"),
    "consent": ("given", "refused"),
    "cd19": ("positive", "negative"),
    "cns_eoi": ("cns1", "cns2", "cns3"),
    "hypersensitivity": ("no", "yes"),
    "live_vaccine": ("given", "none"),
    "live_vaccine_days": (0, 20, 28, 29, 31, 6575, {"min": 20, "max": 40}),
    "live_vaccine_planned": ("no", "yes"),
}

ALL_OPEN: dict[str, object] = {
    **dict.fromkeys(BOUNDARIES, OVERDUE),
    "age_days": {"min": 334, "max": 396},
    "corticosteroids": "systemic",
    "corticosteroid_dose": {"min": 9.92, "max": 10.08},
    "corticosteroid_days": {"min": 5, "max": 9},
    "live_vaccine": "given",
    "live_vaccine_days": {"min": 20, "max": 40},
}
"""The longest that a report becomes: nothing is settled, and each gap has a sentence of its own."""


def draw_answers(count: int, seed: int) -> Iterator[dict[str, object]]:
    """Yields sets of answers that apply together; a fact is missing the more often, the later a set comes."""
    drawn = random.Random(seed)
    for number in range(count):
        answers = {
            fact: drawn.choice(MISSING if drawn.random() < number / count else values)
            for fact, values in BOUNDARIES.items()
        }
        yield {fact: answer for fact, answer in answers.items() if answer is not None and _applies(answers, fact)}


def _applies(answers: dict[str, object], fact: str) -> bool:
    if fact == "live_vaccine_days":
        return answers["live_vaccine"] == "given"
    if fact in {"corticosteroid_dose", "corticosteroid_days"}:
        return answers["corticosteroids"] == "systemic"
    return True
