"""By what a typed amount is multiplied to become the reference drug's dose per body surface."""

from decimal import Decimal, localcontext
from itertools import product

from dialogs.definition.facts import DosePerAreaFact, Span, SurfaceFormula
from dialogs.reading.doses.dose_parts import PER_AREA, PER_KG, Parts
from dialogs.reading.numbers.exact import EXACT
from dialogs.reading.numbers.figures import Figure, read_figure
from dialogs.reading.outcome import Misread

Factor = tuple[Decimal, Decimal]
"""The least and the greatest factor: sources differ on some drugs, and the formulas of body surface differ."""

ONE = Decimal(1)


def read_body(parts: Parts) -> tuple[Figure | Misread, ...]:
    """Returns the weight (kg) and the length (cm) as figures; none where the dose needs none."""
    if parts.units == (PER_AREA,):
        return ()
    return read_figure(parts.weights[0], whole=False), read_figure(parts.lengths[0], whole=False)


def compute_factors(fact: DosePerAreaFact, parts: Parts) -> list[list[Factor]] | Misread:
    """Returns by what the amount is to be multiplied: for each reading of weight and length, a factor by each formula.

    A weight or length that no person has is misread.
    """
    drug = find_equivalence(fact, parts.drugs[0]) if parts.drugs else (ONE, ONE)
    bodies = read_body(parts)
    if not bodies:
        return [[drug]]
    possible: list[list[Decimal]] = []
    for body, name in zip(bodies, BODY_RANGES, strict=True):
        fitting = select_fitting(body, name)
        if not fitting:
            return Misread(name)
        possible.append(fitting)
    factors: list[list[Factor]] = []
    with localcontext(EXACT):
        for kg, cm in product(*possible):
            per_day = kg if parts.units == (PER_KG,) else ONE
            surfaces = [_compute_surface(formula, kg, cm) for formula in fact.body_surface]
            factors.append([(drug[0] * per_day / each, drug[1] * per_day / each) for each in surfaces])
    return factors


def span_factors(factors: list[Factor]) -> Factor:
    """Returns the least and the greatest of the factors by several formulas."""
    return min(least for least, _ in factors), max(most for _, most in factors)


def select_fitting(body: Figure | Misread, name: str) -> list[Decimal]:
    """Returns the readings of a weight or a length, by `name`, that a person can have."""
    least, most = BODY_RANGES[name]
    return [each for each in body.readings if least <= each <= most] if isinstance(body, Figure) else []


def find_equivalence(fact: DosePerAreaFact, drug: str) -> Factor:
    """Returns how many mg of the reference drug 1 mg of `drug` equals, at least and at most."""
    if drug == fact.reference:
        return ONE, ONE
    reference, given = (_find_span(fact.drugs[each].equivalent_mg) for each in (fact.reference, drug))
    with localcontext(EXACT):
        return reference[0] / given[1], reference[1] / given[0]


def _find_span(figures: float | Span) -> tuple[Decimal, Decimal]:
    least, most = (figures.min, figures.max) if isinstance(figures, Span) else (figures, figures)
    return Decimal(str(least)), Decimal(str(most))


def _compute_surface(formula: SurfaceFormula, kg: Decimal, cm: Decimal) -> Decimal:
    """Returns the body surface in m² by one formula."""
    weight, length = formula.weight_exponent, formula.length_exponent
    powers = _raise(kg * cm, weight) if weight == length else _raise(kg, weight) * _raise(cm, length)
    return powers * Decimal(str(formula.coefficient)) / Decimal(str(formula.divisor))


def _raise(base: Decimal, exponent: float) -> Decimal:
    return base.sqrt() if exponent == _HALF else base ** Decimal(str(exponent))


_HALF = 0.5
BODY_RANGES = {"weight": (Decimal("0.3"), Decimal(200)), "length": (Decimal(20), Decimal(250))}
"""kg and cm within which a person can be; beyond them the units were mixed up."""
