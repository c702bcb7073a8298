"""The closed list of formulas by which a number is computed, each with the parts that it takes."""

from collections.abc import Iterable
from typing import Literal

FormulaName = Literal[
    "body_mass_index",
    "body_surface",
    "cockcroft_gault",
    "ckd_epi_2021",
    "bedside_schwartz",
    "corrected_calcium",
    "sum",
    "difference",
]
FORMULA_PARTS: dict[str, tuple[str, ...]] = {
    "body_mass_index": ("weight", "height"),
    "body_surface": ("weight", "height"),
    "cockcroft_gault": ("age", "weight", "creatinine", "sex"),
    "ckd_epi_2021": ("age", "creatinine", "sex"),
    "bedside_schwartz": ("height", "creatinine"),
    "corrected_calcium": ("calcium", "albumin"),
}
"""The parts of the formulas of medicine; a sum and a difference have the parts that their author gives them."""


def find_calcium_unit(units: Iterable[str]) -> str | None:
    """Returns in which unit calcium is corrected, 'mg/dL' or 'mmol/L', by a fact's wording of its unit."""
    named = {_CALCIUM_UNITS.get(unit.casefold().replace(" ", "")) for unit in units}
    return named.pop() if len(named) == 1 else None


_CALCIUM_UNITS = {"mg/dl": "mg/dL", "mmol/l": "mmol/L"}
