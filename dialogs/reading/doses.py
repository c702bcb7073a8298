"""Daily doses per body surface, as the equivalent of a fact's reference drug.

All is computed from the typed digits in decimals of 50 places and compared unrounded, so that a dose of exactly 10 stays 10.
"""

import re
from collections.abc import Iterable
from decimal import Context, Decimal, localcontext

from dialogs.definition.facts import DosePerAreaFact
from dialogs.reading.amounts import pairs
from dialogs.reading.conversions import EXACT, ONE, Factor, body_of, factors_of
from dialogs.reading.dose_parts import PER_AREA, Parts, parts_of
from dialogs.reading.figures import Figure, figure
from dialogs.reading.intervals import Ends, ends, single
from dialogs.reading.limits import Pair, Quantity, settle
from dialogs.reading.outcome import AskBack, Misread, Reading


def read_dose(fact: DosePerAreaFact, text: str) -> Reading:
    """Reads a dose in mg/m²/day, or made of drug, mg/day (or mg/kg/day), weight and length, in one message."""
    lowered = text.casefold()
    if _SEVERAL_DOSES.search(lowered):
        return AskBack("doses")
    if _OTHER_MASS.search(lowered):
        return AskBack("mass")
    if _BARE_DECIMALS.search(lowered):
        return Misread("not_an_answer")
    parts = parts_of(fact, lowered)
    shape = ends(parts.amount) or single(parts.amount)
    amounts = {phrase: figure(phrase, whole=False) for phrase in shape.phrases}
    if any(isinstance(each, Misread) for each in amounts.values()) or not amounts:
        return _not_a_dose(parts, lowered)
    if asked := _incomplete(parts):
        return asked
    figures = {phrase: each for phrase, each in amounts.items() if isinstance(each, Figure)}
    if not parts.units:
        return settle(fact, shape, _pairs(shape, figures, [(ONE, ONE)]), "bare_dose")
    factors = factors_of(fact, parts)
    if isinstance(factors, Misread):
        return factors
    doubts = [each.doubt for each in (*figures.values(), *body_of(parts)) if isinstance(each, Figure) and each.doubt]
    return settle(fact, shape, _pairs(shape, figures, factors), next(iter(doubts), "" if parts.is_daily else "per_day"))


def _not_a_dose(parts: Parts, text: str) -> Reading:
    """Says what is missing, or strange, in a message whose amount cannot be read."""
    if not any(each.isdecimal() for each in text) and not parts.drugs:
        return Misread("not_an_answer")
    if len(parts.drugs) > 1:
        return AskBack("drugs")
    if not parts.amount:
        asked = _incomplete(parts) if parts.units != (PER_AREA,) else None
        return asked or Misread("not_an_answer")
    if not parts.units and "mg" in text:
        return AskBack("dose_unit")
    if _WORD.search(parts.amount) and _DIGIT.search(parts.amount):
        return AskBack("drug")
    fault = figure(parts.amount, whole=False)
    return AskBack("dose_unit") if " , " in parts.amount or isinstance(fault, Figure) else fault


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


def _pairs(shape: Ends, figures: dict[str, Figure], factors: Iterable[Factor]) -> list[Pair]:
    """Returns the doses at both ends, for every reading of the figures and every factor; the last places of a quotient are noise."""
    doses: list[Pair] = []
    for least, most in factors:
        low, high = (
            [_dose(each, least, most) for each in figures[phrase].readings] if phrase else [] for phrase in (shape.low, shape.high)
        )
        doses += pairs(shape, low, high)
    return doses


def _dose(amount: Decimal, least: Decimal, most: Decimal) -> Quantity:
    with localcontext(EXACT):
        low, high = amount * least, amount * most
    with localcontext(_TOLD):
        return Quantity(+low, +high, +high)


_TOLD = Context(prec=40)
_SEVERAL_DOSES = re.compile(
    r"\b(?:bd|bid|b\.i\.d|tds|tid|t\.i\.d|qds|qid|twice|thrice|times|doses?/|q\d+h|every|per dose|hourly)\b|/ ?dose|\d ?[x×*] ?\d|\d[x×]\b"
)
_OTHER_MASS = re.compile(r"(?<![^\W\d_])(?:mcg|µg|μg|ug|g|gr|gm|micrograms?|grams?|ng)(?![\w])|\d ?(?:lbs?|oz|pounds?|inch(?:es)?|ft)\b")
_BARE_DECIMALS = re.compile(r"(?<![\w)]),\d")
"""',5' may be 0.5: only behind a word, as in '4 kg,36 cm', does the comma part one figure from another."""
_WORD = re.compile(r"[^\W\d_]{3}")
_DIGIT = re.compile(r"\d")
