"""What complete parts come to by a formula: one number, or what lies between the ends that the parts leave."""

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import product

from dialogs.definition.facts import Computed, GestationFact, NumberFact
from dialogs.definition.formulas import find_calcium_unit
from dialogs.reading.computed.formula_parts import SEX, FormulaPart
from dialogs.reading.computed.formulas import FORMULAS, Enclosure
from dialogs.reading.computed.part_values import PartValues, measure_part
from dialogs.reading.numbers.intervals import make_single
from dialogs.reading.numbers.limits import Quantity, settle
from dialogs.reading.outcome import Reading

ComputedFact = NumberFact | GestationFact
"""The kinds of facts whose number can be computed."""


def compute_result(
    fact: ComputedFact, computed: Computed, parts: tuple[FormulaPart, ...], values: PartValues
) -> Reading:
    """Returns the number that a formula makes of all its parts, as an ask-back; out of its range it is misread.

    A result that is not itself a number of six decimals, but as good as one, stays an interval around it. So no
    threshold is decided by how it was rounded.
    """
    counted = [part for part in parts if part.code != SEX]
    spans = [measure_part(part, values[part.code]) for part in counted]
    corners = [
        _evaluate(fact, computed, dict(zip((part.code for part in counted), ends, strict=True)), values.get(SEX, ""))
        for ends in product(*(dict.fromkeys((span.low, span.high)) for span in spans))
    ]
    low, high = (_round(least, most) for least, most in (min(corners), max(corners)))
    quantity = Quantity(low[0], high[1], high[1])
    return settle(fact, make_single("result"), [(quantity, quantity)], "computed")


def _evaluate(fact: ComputedFact, computed: Computed, parts: dict[str, Fraction], sex: str) -> Enclosure:
    if computed.formula in _SIGNS:
        first, second = parts.values()
        total = first + _SIGNS[computed.formula] * second
        return total, total
    unit = find_calcium_unit((fact.unit or {}).values()) if computed.formula == "corrected_calcium" else None
    if unit == "mmol/L":
        parts = parts | {"calcium": parts["calcium"] / _MG_PER_MMOL}
    return FORMULAS[f"{computed.formula} {unit or ''}".strip()](parts, sex)


def _round(low: Fraction, high: Fraction) -> tuple[Decimal, Decimal]:
    """Returns the ends of a result in decimals: one number, or an interval around one that it may only seem to be."""
    with localcontext(_TOLD):
        number = Decimal(low.numerator) / Decimal(low.denominator)
        plain = number.quantize(_STEP)
        if low <= Fraction(plain) <= high:
            return plain, plain
        if abs(number - plain) <= _SEEMING * max(abs(plain), Decimal(1)):
            return plain - _AROUND, plain + _AROUND
    return number, number


_SIGNS = {"sum": 1, "difference": -1}
_MG_PER_MMOL = Fraction("4.0078")
_TOLD = Context(prec=40)
_STEP = Decimal("0.000001")
"""A threshold has no more decimals than a typed number."""
_SEEMING, _AROUND = Decimal("1e-12"), Decimal("0.000001")
"""How near, in parts of the number, is as good as equal in what is kept; and how wide the interval then is."""
