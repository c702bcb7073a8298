"""Daily doses per body surface, as the equivalent of a fact's reference drug.

All is computed from the typed digits in decimals of 50 places and compared unrounded, so that a dose of exactly 10 stays 10.
"""

import re
from collections.abc import Iterable
from decimal import Context, Decimal, localcontext
from itertools import product

from dialogs.definition.facts import DosePerAreaFact, Span, SurfaceFormula
from dialogs.reading.amounts import pairs
from dialogs.reading.dose_parts import PER_AREA, PER_DAY, PER_KG, Parts, parts_of
from dialogs.reading.figures import Figure, figure
from dialogs.reading.intervals import Ends, ends, single
from dialogs.reading.limits import Quantity, exactly, settle
from dialogs.reading.outcome import AskBack, Misread, Reading


def read_dose(fact: DosePerAreaFact, text: str) -> Reading:
    """Reads a dose in mg/m²/day, or made of drug, mg/day (or mg/kg/day), weight and length, in one message."""
    lowered = text.casefold()
    if _SEVERAL_DOSES.search(lowered):
        return AskBack("doses")
    if _OTHER_MASS.search(lowered):
        return AskBack("mass")
    parts = parts_of(fact, lowered)
    shape = ends(parts.amount) or single(parts.amount)
    amounts = {phrase: figure(phrase, whole=False) for phrase in shape.phrases}
    if any(isinstance(each, Misread) for each in amounts.values()) or not amounts:
        return _not_a_dose(parts, lowered)
    if asked := _incomplete(parts):
        return asked
    figures = {phrase: each for phrase, each in amounts.items() if isinstance(each, Figure)}
    if not parts.units:
        return settle(fact, shape, _pairs(shape, figures, [(_ONE, _ONE)]), "bare_dose")
    factors = _factors(fact, parts)
    if isinstance(factors, Misread):
        return factors
    doubts = [each.doubt for each in (*figures.values(), *_body(parts)) if isinstance(each, Figure) and each.doubt]
    return settle(fact, shape, _pairs(shape, figures, factors), next(iter(doubts), "" if parts.is_daily else "per_day"))


def _not_a_dose(parts: Parts, text: str) -> Reading:
    """Says what is missing, or strange, in a message whose amount cannot be read."""
    if not any(each.isdecimal() for each in text) and not parts.drugs:
        return Misread("not_an_answer")
    if len(parts.drugs) > 1:
        return AskBack("drugs")
    if not parts.amount:
        return _incomplete(parts) or AskBack(_missing(parts))
    fault = figure(parts.amount, whole=False)
    if isinstance(fault, Misread) and fault.reason != "not_an_answer":
        return fault
    if not parts.units and "mg" in text:
        return AskBack("dose_unit")
    if _WORD.search(parts.amount) and _DIGIT.search(parts.amount):
        return AskBack("drug")
    return AskBack("dose_unit") if " , " in parts.amount else Misread("not_an_answer")


def _incomplete(parts: Parts) -> AskBack | None:
    """Asks back a message with a part too many, or one too few to compute a dose from."""
    if len(parts.drugs) > 1:
        return AskBack("drugs")
    if max(len(parts.units), len(parts.weights), len(parts.lengths)) > 1:
        return AskBack("dose_unit")
    is_bare = not parts.units and not parts.drugs and not parts.weights and not parts.lengths
    if parts.amount and (is_bare or parts.units == (PER_AREA,)):
        return None
    missing = _missing(parts)
    return AskBack(missing) if missing != "missing:" else None


def _missing(parts: Parts) -> str:
    has = {"drug": parts.drugs, "dose": parts.amount and parts.units, "weight": parts.weights, "length": parts.lengths}
    return "missing:" + "+".join(part for part, given in has.items() if not given)


def _body(parts: Parts) -> tuple[Figure | Misread, ...]:
    """Returns the weight (kg) and the length (cm) as figures; none where the dose needs none."""
    if parts.units == (PER_AREA,):
        return ()
    return figure(parts.weights[0], whole=False), figure(parts.lengths[0], whole=False)


def _factors(fact: DosePerAreaFact, parts: Parts) -> list[tuple[Decimal, Decimal]] | Misread:
    """Returns by what the amount is to be multiplied, at least and at most, for every reading of weight and length."""
    drug = _equivalence(fact, parts.drugs[0]) if parts.drugs else (_ONE, _ONE)
    bodies = _body(parts)
    if not bodies:
        return [drug]
    possible: list[list[Decimal]] = []
    for body, (name, least, most) in zip(bodies, _BODY_RANGES, strict=True):
        fitting = [each for each in body.readings if least <= each <= most] if isinstance(body, Figure) else []
        if not fitting:
            return Misread(name)
        possible.append(fitting)
    factors = []
    with localcontext(_EXACT):
        for kg, cm in product(*possible):
            surfaces = [_surface(formula, kg, cm) for formula in fact.body_surface]
            per_day = kg if parts.units == (PER_KG,) else _ONE
            factors.append((drug[0] * per_day / max(surfaces), drug[1] * per_day / min(surfaces)))
    return factors


def _equivalence(fact: DosePerAreaFact, drug: str) -> tuple[Decimal, Decimal]:
    """Returns how many mg of the reference drug 1 mg of `drug` equals, at least and at most."""
    if drug == fact.reference:
        return _ONE, _ONE
    reference, given = (_span(fact.drugs[each].equivalent_mg) for each in (fact.reference, drug))
    with localcontext(_EXACT):
        return reference[0] / given[1], reference[1] / given[0]


def _span(figures: float | Span) -> tuple[Decimal, Decimal]:
    least, most = (figures.min, figures.max) if isinstance(figures, Span) else (figures, figures)
    return Decimal(str(least)), Decimal(str(most))


def _surface(formula: SurfaceFormula, kg: Decimal, cm: Decimal) -> Decimal:
    """Returns the body surface in m² by one formula."""
    weight, length = formula.weight_exponent, formula.length_exponent
    powers = _power(kg * cm, weight) if weight == length else _power(kg, weight) * _power(cm, length)
    return powers * Decimal(str(formula.coefficient)) / Decimal(str(formula.divisor))


def _power(base: Decimal, exponent: float) -> Decimal:
    return base.sqrt() if exponent == _HALF else base ** Decimal(str(exponent))


def _pairs(
    shape: Ends, figures: dict[str, Figure], factors: Iterable[tuple[Decimal, Decimal]]
) -> list[tuple[Quantity | None, Quantity | None]]:
    """Returns the doses at both ends, for every reading of the figures and every factor; the last places of a quotient are noise."""
    doses: list[tuple[Quantity | None, Quantity | None]] = []
    for least, most in factors:
        low, high = (
            [_dose(each, least, most) for each in figures[phrase].readings] if phrase else [] for phrase in (shape.low, shape.high)
        )
        doses += pairs(shape, low, high)
    return doses


def _dose(amount: Decimal, least: Decimal, most: Decimal) -> Quantity:
    if least == most == _ONE:
        return exactly(amount)
    with localcontext(_EXACT):
        low, high = amount * least, amount * most
    with localcontext(_TOLD):
        return Quantity(+low, +high, +high)


_ONE = Decimal(1)
_HALF = 0.5
_EXACT = Context(prec=50)
_TOLD = Context(prec=40)
_BODY_RANGES = (("weight", Decimal("0.3"), Decimal(200)), ("length", Decimal(20), Decimal(250)))
"""kg and cm within which a person can be; beyond them the units were mixed up."""

_SEVERAL_DOSES = re.compile(
    r"\b(?:bd|bid|b\.i\.d|tds|tid|t\.i\.d|qds|qid|twice|thrice|times|doses?/|q\d+h|every|per dose|hourly)\b|/ ?dose|\d ?[x×*] ?\d|\d[x×]\b"
)
_OTHER_MASS = re.compile(r"(?<![^\W\d_])(?:mcg|µg|μg|ug|g|gr|gm|micrograms?|grams?|ng)(?![\w])|\d ?(?:lbs?|oz|pounds?|inch(?:es)?|ft)\b")
_WORD = re.compile(r"[^\W\d_]{3}")
_DIGIT = re.compile(r"\d")
