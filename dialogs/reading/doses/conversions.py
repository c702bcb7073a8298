"""By what a typed amount is multiplied to become the reference drug's dose in the fact's own unit."""

from decimal import Decimal, localcontext
from itertools import product

from dialogs.definition.facts import DoseFact, Span, SurfaceFormula
from dialogs.reading.doses.dose_parts import PER_AREA, PER_DAY, PER_KG, Parts, get_own_unit
from dialogs.reading.numbers.exact import EXACT
from dialogs.reading.numbers.figures import Figure, read_figure
from dialogs.reading.outcome import Misread

Factor = tuple[Decimal, Decimal]
"""The least and the greatest factor: sources differ on some drugs, and the formulas of body surface differ."""

ONE = Decimal(1)


def list_body_parts(fact: DoseFact, unit: str) -> tuple[str, ...]:
    """Returns what of the body turns a dose of this kind of unit into the fact's own; `unit` is empty if not known."""
    own = get_own_unit(fact)
    if unit == own:
        return ()
    if PER_AREA in {unit, own}:
        return tuple(BODY_RANGES)
    return ("weight",) if unit else ()


def read_body(fact: DoseFact, parts: Parts) -> dict[str, Figure | Misread]:
    """Returns the weight (kg) and the length (cm) as figures, as far as the dose needs them."""
    typed = {"weight": parts.weights, "length": parts.lengths}
    return {name: read_figure(typed[name][0], whole=False) for name in list_body_parts(fact, *parts.units)}


def compute_factors(fact: DoseFact, parts: Parts) -> list[list[Factor]] | Misread:
    """Returns by what the amount is to be multiplied: for each reading of weight and length, a factor by each formula.

    A weight or length that no person has is misread.
    """
    drug = find_equivalence(fact, parts.drugs[0]) if parts.drugs else (ONE, ONE)
    bodies = read_body(fact, parts)
    if not bodies:
        return [[drug]]
    possible = {name: select_fitting(body, name) for name, body in bodies.items()}
    for name, fitting in possible.items():
        if not fitting:
            return Misread(name)
    with localcontext(EXACT):
        return [
            [_convert(fact, parts, drug, kg, surface) for surface in _list_surfaces(fact, kg, cm)]
            for kg, cm in product(possible["weight"], possible.get("length", [None]))
        ]


def _list_surfaces(fact: DoseFact, kg: Decimal, cm: Decimal | None) -> list[Decimal]:
    """Returns the body surface in m² by each formula; without a length, which is then not needed, any."""
    return [ONE] if cm is None else [_compute_surface(formula, kg, cm) for formula in fact.body_surface]


def _convert(fact: DoseFact, parts: Parts, drug: Factor, kg: Decimal, surface: Decimal) -> Factor:
    measures = {PER_DAY: ONE, PER_KG: kg, PER_AREA: surface}
    given, own = measures[parts.units[0]], measures[get_own_unit(fact)]
    return drug[0] * given / own, drug[1] * given / own


def span_factors(factors: list[Factor]) -> Factor:
    """Returns the least and the greatest of the factors by several formulas."""
    return min(least for least, _ in factors), max(most for _, most in factors)


def select_fitting(body: Figure | Misread, name: str) -> list[Decimal]:
    """Returns the readings of a weight or a length, by `name`, that a person can have."""
    least, most = BODY_RANGES[name]
    return [each for each in body.readings if least <= each <= most] if isinstance(body, Figure) else []


def find_equivalence(fact: DoseFact, drug: str) -> Factor:
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
