"""What is asked back about the parts of a dose: one too many or too few, a strange word, a number with two meanings."""

import re
from dataclasses import replace

from dialogs.definition.facts import DoseFact
from dialogs.reading.doses.coded_parts import attach_parts, encode_parts, join_parts, read_shape
from dialogs.reading.doses.conversions import ONE, find_equivalence, list_body_parts
from dialogs.reading.doses.dose_figures import compute_dose
from dialogs.reading.doses.dose_parts import PER_AREA, Parts, get_own_unit
from dialogs.reading.doses.dose_words import RATES
from dialogs.reading.numbers.figures import read_figure
from dialogs.reading.numbers.intervals import Ends
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.plain_words import NEGATIONS


def is_strange(given: Parts) -> bool:
    """Whether a text holds more than the parts of a dose: strange words, or an interval where none is read."""
    return any(read_shape(each) is None for each in given.amount.split(" , ") if each)


def ask_without_words(before: Parts, given: Parts, text: str) -> Reading:
    """Asks for a dose without other words; one word that can be a drug's name may be a drug that is not known here."""
    if not any(each.isdecimal() for each in text) and not given.drugs:
        return Misread("not_an_answer")
    if len(given.drugs) > 1:
        return AskBackReading("drugs", coded=encode_parts(before))
    if len(given.units) > 1 or (not given.units and "mg" in text):
        return AskBackReading("dose_unit", coded=encode_parts(before))
    if not given.drugs and _drop_name(given.amount):
        return AskBackReading("drug", coded=encode_parts(before))
    has_words = (
        (_WORD.search(given.amount) and _DIGIT.search(given.amount)) or given.drugs or given.weights or given.lengths
    )
    fault = read_figure(given.amount, whole=False)
    if isinstance(fault, Misread) and not has_words and not before.amount:
        return fault
    return AskBackReading("unclear_dose", coded=encode_parts(before))


def compute_parts(fact: DoseFact, parts: Parts, shape: Ends) -> Reading:
    """Returns what parts with a readable amount come to."""
    return _ask_for_missing(fact, parts) or attach_parts(compute_dose(fact, parts, shape), parts)


def ask_about_lone_part(fact: DoseFact, before: Parts, given: Parts) -> Reading | None:
    """Asks back a lone number that may mean two things beside the parts before; None where there is no such doubt.

    It may lack its unit, or be a dose per m² of the drug itself or of its equivalent.
    """
    shape = read_shape(given.amount)
    if shape is None:
        return None
    is_lone = not (given.drugs or given.weights or given.lengths)
    is_per_area = is_lone and given.units == (PER_AREA,)
    if is_per_area and before.drugs and find_equivalence(fact, before.drugs[0]) != (ONE, ONE):
        readings = [compute_parts(fact, replace(given, drugs=drugs), shape) for drugs in ((), before.drugs)]
        offers = tuple(each.answer for each in readings if isinstance(each, Read))
        return AskBackReading("equivalent", offers, encode_parts(join_parts(before, given))) if offers else readings[0]
    held = read_shape(before.amount)
    if given.units or held is None or is_anew(fact, before, given):
        return None
    known = join_parts(before, replace(given, amount=""))
    missing = _list_missing(fact, known)
    if not missing:
        return None
    if missing not in {("weight",), ("length",)}:
        return AskBackReading(f"unitless:{'+'.join(missing)}", coded=encode_parts(known))
    body = (given.amount,)
    whole = replace(known, weights=body) if missing == ("weight",) else replace(known, lengths=body)
    reading = compute_parts(fact, whole, held)
    if not isinstance(reading, Read):
        return reading
    return AskBackReading(f"bare_part:{missing[0]}", (reading.answer,), encode_parts(whole))


def is_anew(fact: DoseFact, before: Parts, given: Parts) -> bool:
    """Whether a lone number is a dose of its own: nothing else was given before, or nothing is missing."""
    is_lone = not (given.units or given.drugs or given.weights or given.lengths)
    has_more = before.units or before.drugs or before.weights or before.lengths
    return is_lone and bool(given.amount) and (not has_more or not _list_missing(fact, before))


def ask_for_amount(fact: DoseFact, parts: Parts, given: Parts, text: str) -> Reading:
    """Says what is missing in a message without an amount, or with two."""
    if not any(each.isdecimal() for each in text) and not given.drugs:
        return Misread("not_an_answer")
    if parts.amount or len(parts.drugs) > 1:
        return AskBackReading("drugs" if len(parts.drugs) > 1 else "dose_unit", coded=encode_parts(parts))
    asked = _ask_for_missing(fact, parts) if parts.units != (get_own_unit(fact),) or parts.drugs else None
    return asked or Misread("not_an_answer")


def _drop_name(amount: str) -> str:
    """Returns an amount without the one word beside it that can be a drug's name; empty without just one such word."""
    names = _NAME.findall(amount)
    if len(names) != 1 or names[0] in RATES or names[0] in NEGATIONS:
        return ""
    bare = " ".join(amount.replace(names[0], " ").split())
    return bare if read_shape(bare) else ""


def _ask_for_missing(fact: DoseFact, parts: Parts) -> AskBackReading | None:
    """Asks back a message with a part too many, or one too few to compute a dose from."""
    if len(parts.drugs) > 1:
        return AskBackReading("drugs", coded=encode_parts(parts))
    if max(len(parts.units), len(parts.weights), len(parts.lengths)) > 1:
        return AskBackReading("dose_unit", coded=encode_parts(parts))
    own = get_own_unit(fact)
    if PER_AREA in parts.units and own != PER_AREA and not fact.body_surface:
        return AskBackReading("dose_unit", coded=encode_parts(replace(parts, amount="", units=())))
    is_bare = not parts.units and not parts.drugs and not parts.weights and not parts.lengths
    if parts.amount and (is_bare or parts.units == (own,)):
        return None
    missing = _list_missing(fact, parts)
    return AskBackReading(f"missing:{'+'.join(missing)}", coded=encode_parts(parts)) if missing else None


def _list_missing(fact: DoseFact, parts: Parts) -> tuple[str, ...]:
    has = {
        "drug": parts.drugs,
        "dose": parts.amount,
        "unit": parts.units or not parts.amount,
        "weight": parts.weights,
        "length": parts.lengths,
    }
    needed = ("drug", "dose", "unit", *list_body_parts(fact, *(parts.units or ("",))))
    return tuple(part for part in needed if not has[part])


_WORD = re.compile(r"[^\W\d_]{3}")
_NAME = re.compile(r"(?<![\w-])[^\W\d_]{3,}(?:-[^\W\d_]+)*(?![\w-])")
_DIGIT = re.compile(r"\d")
