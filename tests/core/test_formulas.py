"""The formulas: published and hand-computed examples, and that each rises or falls with each of its parts."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.computed.formulas import FEMALE, FORMULAS, MALE

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

EXAMPLES = [
    # each computed by hand from the published formula, or taken from a published example
    ("body_mass_index", {"weight": 70, "height": 175}, "", 22.857142857),
    ("body_mass_index", {"weight": 80, "height": 180}, "", 24.691358025),
    ("body_mass_index", {"weight": "3.2", "height": 50}, "", 12.8),
    ("body_surface", {"weight": 80, "height": 180}, "", 2),
    ("body_surface", {"weight": 70, "height": 170}, "", 1.818118686),
    ("body_surface", {"weight": "3.2", "height": 49}, "", math.sqrt(3.2 * 49 / 3600)),
    ("cockcroft_gault", {"age": 54, "weight": 70, "creatinine": "1.1"}, FEMALE, 64.608585859),
    ("cockcroft_gault", {"age": 40, "weight": 70, "creatinine": "1.2"}, MALE, 81.018518519),
    ("cockcroft_gault", {"age": 60, "weight": 72, "creatinine": 1}, MALE, 80),
    ("cockcroft_gault", {"age": 60, "weight": 72, "creatinine": 1}, FEMALE, 68),
    ("ckd_epi_2021", {"age": 50, "creatinine": 1}, MALE, 142 * (1 / 0.9) ** -1.2 * 0.9938**50),
    ("ckd_epi_2021", {"age": 55, "creatinine": "0.9"}, FEMALE, 142 * (0.9 / 0.7) ** -1.2 * 0.9938**55 * 1.012),
    ("ckd_epi_2021", {"age": 30, "creatinine": "0.6"}, FEMALE, 142 * (0.6 / 0.7) ** -0.241 * 0.9938**30 * 1.012),
    ("ckd_epi_2021", {"age": 70, "creatinine": "0.8"}, MALE, 142 * (0.8 / 0.9) ** -0.302 * 0.9938**70),
    ("ckd_epi_2021", {"age": 0, "creatinine": "0.7"}, FEMALE, 143.704),
    ("bedside_schwartz", {"height": 120, "creatinine": "0.6"}, "", 82.6),
    ("bedside_schwartz", {"height": 100, "creatinine": "0.413"}, "", 100),
    ("bedside_schwartz", {"height": 50, "creatinine": "0.4"}, "", 51.625),
    ("corrected_calcium mg/dL", {"calcium": 8, "albumin": "2.5"}, "", 9.2),
    ("corrected_calcium mg/dL", {"calcium": "9.5", "albumin": 3}, "", 10.3),
    ("corrected_calcium mg/dL", {"calcium": 10, "albumin": 4}, "", 10),
    ("corrected_calcium mmol/L", {"calcium": "1.83", "albumin": "2.6"}, "", 2.11),
    ("corrected_calcium mmol/L", {"calcium": "2.4", "albumin": 3}, "", 2.6),
    ("corrected_calcium mmol/L", {"calcium": "2.5", "albumin": "4.5"}, "", 2.4),
]


@pytest.mark.parametrize(("name", "parts", "sex", "result"), EXAMPLES)
def test_an_example_comes_to_what_was_published(
    name: str, parts: dict[str, int | str], sex: str, result: float
) -> None:
    """Protects coefficients, units and sexes: every formula on at least three examples."""
    low, high = FORMULAS[name]({part: Fraction(number) for part, number in parts.items()}, sex)
    assert math.isclose(float(low), result, rel_tol=1e-9)
    assert 0 <= high - low <= abs(low) / 10**40


ROUNDED = [
    # as calculators that hospitals publish show them
    ({"age": 50, "creatinine": 1}, MALE, 92),
    ({"age": 55, "creatinine": "0.9"}, FEMALE, 75),
]


@pytest.mark.parametrize(("parts", "sex", "shown"), ROUNDED)
def test_ckd_epi_rounds_to_what_calculators_show(parts: dict[str, int | str], sex: str, shown: int) -> None:
    """Protects the 2021 coefficients against those of 2009."""
    low, _ = FORMULAS["ckd_epi_2021"]({part: Fraction(number) for part, number in parts.items()}, sex)
    assert round(low) == shown


RISING = {
    "body_mass_index": {"weight": 1, "height": -1},
    "body_surface": {"weight": 1, "height": 1},
    "cockcroft_gault": {"age": -1, "weight": 1, "creatinine": -1},
    "ckd_epi_2021": {"age": -1, "creatinine": -1},
    "bedside_schwartz": {"height": 1, "creatinine": -1},
    "corrected_calcium mg/dL": {"calcium": 1, "albumin": -1},
    "corrected_calcium mmol/L": {"calcium": 1, "albumin": -1},
}
LIMITS = {
    "age": (0, 120), "weight": (1, 300), "height": (20, 250), "creatinine": (0.125, 30), "calcium": (1, 20),
    "albumin": (1, 7),
}  # fmt: skip


@pytest.mark.sweep
@given(data=st.data())
@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in RISING.items() for part in parts])
def test_a_formula_rises_or_falls_with_each_part(name: str, part: str, data: st.DataObject) -> None:
    """Protects the ends of results whose parts are known only within limits: they lie at the ends of the parts."""
    parts = {each: Fraction(data.draw(st.floats(*LIMITS[each]), label=each)) for each in RISING[name]}
    sex = data.draw(st.sampled_from([FEMALE, MALE]))
    step = Fraction(data.draw(st.floats(0.001, 5), label="step"))
    (_, before), (after, _) = FORMULAS[name](parts, sex), FORMULAS[name](parts | {part: parts[part] + step}, sex)
    if RISING[name][part] > 0:
        assert after > before
    else:
        (before, _), (_, after) = FORMULAS[name](parts, sex), FORMULAS[name](parts | {part: parts[part] + step}, sex)
        assert after < before or (name == "cockcroft_gault" and parts["age"] >= 140)


def test_every_formula_says_its_source() -> None:
    """Protects: 'formula and source in docstrings'."""
    for formula in FORMULAS.values():
        assert "doi:10." in (formula.__doc__ or "")
