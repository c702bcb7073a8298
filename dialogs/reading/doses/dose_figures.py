"""From the parts of a dose to the daily dose of the reference drug, in the fact's own unit.

All is computed from the typed digits in decimals of 50 places and compared unrounded, so that a dose of exactly 10
stays 10.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Context, Decimal, localcontext

from dialogs.definition import small_words
from dialogs.definition.facts import DoseFact
from dialogs.reading import wording
from dialogs.reading.doses.conversions import ONE, Factor, compute_factors, read_body, span_factors
from dialogs.reading.doses.dose_parts import PER_AREA, Parts, get_own_unit
from dialogs.reading.doubts import add_doubts
from dialogs.reading.numbers.exact import EXACT
from dialogs.reading.numbers.figures import Figure, find_doubt, read_figure
from dialogs.reading.numbers.intervals import Ends
from dialogs.reading.numbers.limits import Quantity, QuantityPair, list_pairs, settle
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.rules.answers import Interval, Known
from dialogs.verdict.answer_words import format_figures, word_unit


def compute_dose(fact: DoseFact, parts: Parts, shape: Ends) -> Reading:
    """Returns the dose that complete parts come to, where `shape` is that of the amount.

    An amount without a unit is asked back, and so is one that is not said to be per day.
    """
    amounts = {phrase: each for phrase in shape.phrases if isinstance(each := read_figure(phrase, whole=False), Figure)}
    if not parts.units:
        doubt = "bare_dose" if get_own_unit(fact) == PER_AREA else "bare_daily_dose"
        return settle(fact, shape, _make_pairs(shape, amounts, [(ONE, ONE)]), doubt)
    factors = compute_factors(fact, parts)
    if isinstance(factors, Misread):
        return AskBackReading(factors.reason)
    bodies = [each for each in read_body(fact, parts).values() if isinstance(each, Figure)]
    doubt = find_doubt((*amounts.values(), *bodies))
    settled = settle(fact, shape, _make_pairs(shape, amounts, map(span_factors, factors)), doubt)
    is_of_no_drug = not parts.drugs and get_own_unit(fact) != PER_AREA
    doubts = (("per_day", not parts.is_daily), ("equivalent", is_of_no_drug))
    reading = add_doubts(settled, (each for each, is_so in doubts if is_so))
    if not isinstance(reading, Read) or not bodies:
        return reading
    doubt = find_doubt(amounts.values())
    by_formula = [settle(fact, shape, _make_pairs(shape, amounts, each), doubt) for each in zip(*factors, strict=True)]
    return replace(reading, remark=_word_by_formula(fact, by_formula))


def _word_by_formula(fact: DoseFact, readings: list[Reading]) -> str:
    """Returns the sentence that names the dose by each formula of body surface, empty where they agree."""
    answers = [each.answer for each in readings if isinstance(each, Read)]
    said = [format_figures(each) for each in answers if isinstance(each, Known | Interval)]
    if len(set(said)) < 2:  # noqa: PLR2004 - where two do not differ
        return ""
    templates = (wording.FIRST_FORMULA, *(wording.NEXT_FORMULA for _ in said[1:]))
    doses = [
        template.format(formula=formula.name, dose=dose)
        for template, formula, dose in zip(templates, fact.body_surface, said, strict=True)
    ]
    return wording.BY_FORMULA.format(doses=small_words.COMMA.join(doses), unit=word_unit(fact))


def _make_pairs(shape: Ends, amounts: dict[str, Figure], factors: Iterable[Factor]) -> list[QuantityPair]:
    """Returns the doses at both ends, for every reading of the amounts and every factor."""
    doses: list[QuantityPair] = []
    for least, most in factors:
        low, high = (
            [_multiply(each, least, most) for each in amounts[phrase].readings] if phrase else []
            for phrase in (shape.low, shape.high)
        )
        doses += list_pairs(shape, low, high)
    return doses


def _multiply(amount: Decimal, least: Decimal, most: Decimal) -> Quantity:
    with localcontext(EXACT):
        low, high = amount * least, amount * most
    with localcontext(_TOLD):
        return Quantity(+low, +high, +high)


_TOLD = Context(prec=40)
"""The last places of a quotient are noise."""
