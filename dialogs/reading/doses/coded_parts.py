"""The parts of a dose between two messages, in coded form: they stay until they are given anew."""

from dataclasses import replace

from dialogs.definition.facts import DoseFact
from dialogs.reading.doses.conversions import select_fitting
from dialogs.reading.doses.dose_parts import PER_AREA, PER_DAY, PER_KG, Parts
from dialogs.reading.numbers.figures import Figure, read_figure
from dialogs.reading.numbers.intervals import Ends, make_single, read_ends, write_ends
from dialogs.reading.outcome import DOUBT, CodedParts, Misread, Read, Reading

DRUG, AMOUNT, UNIT, DAILY, WEIGHT, LENGTH = "drug", "amount", "unit", "daily", "weight", "length"
"""The names of coded parts: a drug's code, the figure or interval, the kind of its unit, '1' if per day, kg, cm."""

NOTHING = Parts("", (), is_daily=False, drugs=(), weights=(), lengths=())


def encode_parts(parts: Parts) -> CodedParts:
    """Returns what is certain of the parts of a dose, coded; what was given twice, or cannot be, is left out."""
    shape = read_shape(parts.amount)
    amount = _encode_amount(shape) if shape else ""
    is_clear = bool(amount) and len(parts.units) <= 1
    coded = {
        DRUG: parts.drugs[0] if len(parts.drugs) == 1 else "",
        AMOUNT: amount if is_clear else "",
        UNIT: parts.units[0] if is_clear and parts.units else "",
        DAILY: "1" if is_clear and parts.units and parts.is_daily else "",
        WEIGHT: _encode_body(parts.weights, WEIGHT),
        LENGTH: _encode_body(parts.lengths, LENGTH),
    }
    return tuple((name, part) for name, part in coded.items() if part)


def attach_parts(reading: Reading, parts: Parts) -> Reading:
    """Returns a reading with the parts in it, if it asks back or is computed from a drug."""
    if isinstance(reading, Misread) or (isinstance(reading, Read) and not parts.drugs):
        return reading
    return replace(reading, coded=(*encode_parts(parts), *(each for each in reading.coded if each[0] == DOUBT)))


def decode_parts(fact: DoseFact, coded: CodedParts) -> Parts:
    """Returns the parts that were coded; those that no version of this program writes are left out."""
    said = dict(coded)
    unit, drug = said.get(UNIT, ""), said.get(DRUG, "")
    weights, lengths = ((said[name],) if name in said else () for name in (WEIGHT, LENGTH))
    return Parts(
        amount=said.get(AMOUNT, "") if read_shape(said.get(AMOUNT, "")) else "",
        units=(unit,) if unit in {PER_AREA, PER_KG, PER_DAY} else (),
        is_daily=DAILY in said,
        drugs=(drug,) if drug in fact.drugs else (),
        weights=weights if _encode_body(weights, WEIGHT) else (),
        lengths=lengths if _encode_body(lengths, LENGTH) else (),
    )


def join_parts(before: Parts, given: Parts) -> Parts:
    """Returns the parts of two messages; an amount that is given anew does not take the unit of the one before."""
    has_unit = bool(given.units) or bool(given.amount)
    return Parts(
        amount=given.amount or before.amount,
        units=given.units if has_unit else before.units,
        is_daily=given.is_daily if has_unit else before.is_daily,
        drugs=given.drugs or before.drugs,
        weights=given.weights or before.weights,
        lengths=given.lengths or before.lengths,
    )


def read_shape(amount: str) -> Ends | None:
    """Returns the ends of an amount that is nothing but a figure, or an interval of figures; else None."""
    shape = read_ends(amount) or make_single(amount)
    figures = [read_figure(phrase, whole=False) for phrase in shape.phrases]
    return shape if figures and all(isinstance(each, Figure) for each in figures) else None


def _encode_amount(shape: Ends) -> str:
    """Returns an amount in coded form, one for each kind of interval; empty where it is negative."""
    return "" if any("-" in phrase for phrase in shape.phrases) else write_ends(shape)


def _encode_body(typed: tuple[str, ...], name: str) -> str:
    return typed[0] if len(typed) == 1 and select_fitting(read_figure(typed[0], whole=False), name) else ""
