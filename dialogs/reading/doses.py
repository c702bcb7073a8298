"""Daily doses per body surface, as the equivalent of a fact's reference drug: from one message, or from the parts of several."""

import re
from dataclasses import replace

from dialogs.definition.facts import DosePerAreaFact
from dialogs.definition.wording import words
from dialogs.reading.conversions import ONE, find_equivalence
from dialogs.reading.dose_figures import compute_dose
from dialogs.reading.dose_parts import PER_AREA, PER_DAY, Parts, split_parts
from dialogs.reading.dose_wording import simplify_dose
from dialogs.reading.doubts import add_doubts
from dialogs.reading.figures import read_figure
from dialogs.reading.intervals import Ends
from dialogs.reading.kept_parts import NOTHING, add_kept_parts, join_parts, keep_parts, read_kept_parts, read_shape
from dialogs.reading.outcome import AskBackReading, KeptParts, Misread, Read, Reading
from dialogs.reading.plain_words import DAILY, NEGATIONS, RATES, SINGLE_DOSE


def read_dose(fact: DosePerAreaFact, text: str, kept: KeptParts = ()) -> Reading:
    """Reads a dose in mg/m²/day, or made of drug, mg/day (or mg/kg/day), weight and length, in one message or over several.

    `kept` are the parts that were given before; a part that `text` gives anew replaces the earlier one. Of a text with
    words that are not understood nothing is kept. The days on which a dose was given are passed over, and a single dose
    is the total of its day.
    """
    plain, doubt = simplify_dose(_DAYS_GIVEN.sub(" ", text.casefold()).strip(), continues=bool(kept))
    return add_doubts(_read(fact, plain, kept), (doubt,) if doubt else ())


def _read(fact: DosePerAreaFact, plain: str, kept: KeptParts) -> Reading:
    before = read_kept_parts(fact, kept) if kept else NOTHING
    lowered = _with_unit(before, plain)
    if _SURFACE.search(lowered):
        return AskBackReading("surface", kept=_kept_beside(fact, before, _SURFACE.sub(" ", lowered)))
    if _SEVERAL_DOSES.search(lowered):
        return _several(fact, before, lowered)
    if _OTHER_MASS.search(lowered):
        return AskBackReading("mass", kept=_kept_beside(fact, before, _MASSED.sub(" ", lowered)))
    if _BARE_DECIMALS.search(lowered):
        return Misread("not_an_answer")
    bare = _ONCE_A_DAY.sub(" ", _SINGLE.sub(" ", lowered))
    is_total = bare != lowered or _is_daily_only(lowered)
    given = split_parts(fact, "" if _is_daily_only(lowered) else bare)
    if is_strange(given):
        return _not_understood(before, given, lowered)
    if kept and (asked := _strange_to(fact, before, given)):
        return asked
    parts = join_parts(before, given) if kept and not _is_anew(before, given) else given
    parts = replace(parts, is_daily=True) if is_total else parts
    shape = read_shape(parts.amount)
    return _of_parts(fact, parts, shape) if shape else _not_a_dose(parts, given, lowered)


def _several(fact: DosePerAreaFact, before: Parts, text: str) -> AskBackReading:
    """Asks for the total per day; of a dose per area nothing else is missing."""
    given = split_parts(fact, _SINGLE.sub(" ", _SEVERAL_DOSES.sub(" ", text)))
    reason = "doses_per_area" if PER_AREA in given.units else "doses"
    kept = before if is_strange(given) else join_parts(before, replace(given, amount="", units=()))
    return AskBackReading(reason, kept=keep_parts(replace(kept, amount="", units=())))


def _kept_beside(fact: DosePerAreaFact, before: Parts, text: str) -> KeptParts:
    """Returns what is kept of a text without the measure that does not fit."""
    given = split_parts(fact, text)
    return keep_parts(before if is_strange(given) else join_parts(before, given))


def is_strange(given: Parts) -> bool:
    """Whether a text holds more than the parts of a dose: words that are not understood, or an interval where none is read."""
    return any(read_shape(each) is None for each in given.amount.split(" , ") if each)


def _is_daily_only(text: str) -> bool:
    return _IT_IS.sub("", text) in _DAILY_WORDS


def _not_understood(before: Parts, given: Parts, text: str) -> Reading:
    """Asks for a dose without other words; one word that can be a drug's name may be a drug that is not known here."""
    if not any(each.isdecimal() for each in text) and not given.drugs:
        return Misread("not_an_answer")
    if len(given.drugs) > 1:
        return AskBackReading("drugs", kept=keep_parts(before))
    if len(given.units) > 1 or (not given.units and "mg" in text):
        return AskBackReading("dose_unit", kept=keep_parts(before))
    if not given.drugs and _without_name(given.amount):
        return AskBackReading("drug", kept=keep_parts(before))
    has_words = (
        (_WORD.search(given.amount) and _DIGIT.search(given.amount)) or given.drugs or given.weights or given.lengths
    )
    fault = read_figure(given.amount, whole=False)
    if isinstance(fault, Misread) and not has_words and not before.amount:
        return fault
    return AskBackReading("unclear_dose", kept=keep_parts(before))


def _of_parts(fact: DosePerAreaFact, parts: Parts, shape: Ends) -> Reading:
    """Returns what parts with a readable amount come to."""
    return _incomplete(parts) or add_kept_parts(compute_dose(fact, parts, shape), parts)


def _strange_to(fact: DosePerAreaFact, before: Parts, given: Parts) -> Reading | None:
    """Asks back what may mean two things beside the parts before: a number without a unit, a dose per m² of the drug or its equivalent."""
    shape = read_shape(given.amount)
    if shape is None:
        return None
    is_lone = not (given.drugs or given.weights or given.lengths)
    if (
        is_lone
        and given.units == (PER_AREA,)
        and before.drugs
        and find_equivalence(fact, before.drugs[0]) != (ONE, ONE)
    ):
        readings = [_of_parts(fact, replace(given, drugs=drugs), shape) for drugs in ((), before.drugs)]
        offers = tuple(each.answer for each in readings if isinstance(each, Read))
        return AskBackReading("equivalent", offers, keep_parts(join_parts(before, given))) if offers else readings[0]
    held = read_shape(before.amount)
    if given.units or held is None or _is_anew(before, given):
        return None
    known = join_parts(before, replace(given, amount=""))
    missing = _missing(known)
    if not missing:
        return None
    if missing not in {("weight",), ("length",)}:
        return AskBackReading(f"unitless:{'+'.join(missing)}", kept=keep_parts(known))
    body = (given.amount,)
    whole = replace(known, weights=body) if missing == ("weight",) else replace(known, lengths=body)
    reading = _of_parts(fact, whole, held)
    return (
        AskBackReading(f"bare_part:{missing[0]}", (reading.answer,), keep_parts(whole))
        if isinstance(reading, Read)
        else reading
    )


def _is_anew(before: Parts, given: Parts) -> bool:
    """Whether a lone number is a dose of its own: nothing else was given before, or nothing is missing."""
    is_lone = not (given.units or given.drugs or given.weights or given.lengths)
    has_more = before.units or before.drugs or before.weights or before.lengths
    return is_lone and bool(given.amount) and (not has_more or not _missing(before))


def _not_a_dose(parts: Parts, given: Parts, text: str) -> Reading:
    """Says what is missing in a message without an amount, or with two."""
    if not any(each.isdecimal() for each in text) and not given.drugs:
        return Misread("not_an_answer")
    if parts.amount or len(parts.drugs) > 1:
        return AskBackReading("drugs" if len(parts.drugs) > 1 else "dose_unit", kept=keep_parts(parts))
    asked = _incomplete(parts) if parts.units != (PER_AREA,) or parts.drugs else None
    return asked or Misread("not_an_answer")


def _without_name(amount: str) -> str:
    """Returns an amount without the one word beside it that can be a drug's name; empty where there is another one, or none."""
    names = _NAME.findall(amount)
    if len(names) != 1 or names[0] in RATES or names[0] in NEGATIONS:
        return ""
    bare = " ".join(amount.replace(names[0], " ").split())
    return bare if read_shape(bare) else ""


def _incomplete(parts: Parts) -> AskBackReading | None:
    """Asks back a message with a part too many, or one too few to compute a dose from."""
    if len(parts.drugs) > 1:
        return AskBackReading("drugs", kept=keep_parts(parts))
    if max(len(parts.units), len(parts.weights), len(parts.lengths)) > 1:
        return AskBackReading("dose_unit", kept=keep_parts(parts))
    is_bare = not parts.units and not parts.drugs and not parts.weights and not parts.lengths
    if parts.amount and (is_bare or parts.units == (PER_AREA,)):
        return None
    missing = _missing(parts)
    return AskBackReading(f"missing:{'+'.join(missing)}", kept=keep_parts(parts)) if missing else None


def _missing(parts: Parts) -> tuple[str, ...]:
    has = {
        "drug": parts.drugs,
        "dose": parts.amount,
        "unit": parts.units or not parts.amount,
        "weight": parts.weights,
        "length": parts.lengths,
    }
    needed = ("drug", "dose") if parts.units == (PER_AREA,) else tuple(has)
    return tuple(part for part in needed if not has[part])


def _with_unit(before: Parts, text: str) -> str:
    """Returns 'mg/kg' for 'per kg' where the number before has no unit, or was in mg."""
    match = _PER.fullmatch(text) if before.amount and before.units in {(), (PER_DAY,)} else None
    if match is None:
        return text
    return f"mg/{'kg' if match[1].startswith('k') else 'm2'}{'/day' if match[2] or (before.units and before.is_daily) else ''}"


_SEVERAL_DOSES = re.compile(
    r"\b(?:bd|bid|b\.i\.d|tds|tid|t\.i\.d|qds|qid|(?:twice|thrice|(?:\d )?times)(?: (?:a day|per day|daily))?"
    r"|doses?/|q\d+h|every(?: \d+ ?(?:hours?|hrs?|h))?|per (?:single )?dose|hourly)\b"
    r"|/ ?(?:single )?dose|\d ?[x×*] ?\d|\d[x×]\b"
)
_OTHER_MASS = re.compile(
    r"(?<![^\W\d_])(?:mcg|µg|μg|ug|g|gr|gm|micrograms?|grams?|ng)(?![\w])|\d ?(?:lbs?|oz|pounds?|inch(?:es)?|ft)\b"
)
_MASSED = re.compile(
    r"(?:(?<![\w.,])\d{1,3} (?=\d{3} ?[a-z]))?\d[\d.,]* ?"
    r"(?:mcg|µg|μg|ug|g|gr|gm|micrograms?|grams?|ng|lbs?|oz|pounds?|inch(?:es)?|ft)(?![\w])(?: ?(?:/|per)"
    r" ?(?:day|d)\b)?"
)
_BARE_DECIMALS = re.compile(r"(?<![\w)]),\d")
"""',5' may be 0.5: only behind a word, as in '4 kg,36 cm', does the comma part one figure from another."""
_DAYS_GIVEN = re.compile(
    r"(?:\bx|×|\bfor) ?\d{1,2}(?:[ -]?(?:days?|d|weeks?|wks?)\b|/(?:7|52)\b)|^\d{1,2} (?:days?|weeks?) of (?=[^\W\d_])"
)
"""How long a dose was given says nothing about it: 'x3 days', 'for 2 weeks', '5 days of'."""
_SINGLE = re.compile(
    rf"(?<![\w/-])(?<!per )(?<!each )(?:{'|'.join(sorted(map(re.escape, words(SINGLE_DOSE)), key=len, reverse=True))})"
    r"(?![\w-]|[.,]\d)(?! (?:daily|a|an|per|every|each|weekly|monthly|in)\b)"
)
_ONCE_A_DAY = re.compile(r"(?<![\w/-])once (?:daily|(?:a|per|each) day)(?![\w-])")
_DAILY_WORDS = frozenset(words(DAILY))
_PER = re.compile(
    r"(?:per |/ ?|mg ?(?:/|per) ?)?(kg|kgs|kilos?|kilograms?|m2|m²|m\^2|sqm|square met(?:er|re)s?)(?: ?(/|per|a)"
    r" ?(?:day|d)| (daily))?"
)
_SURFACE = re.compile(
    r"(?:\b(?:bsa|body surface(?: area)?)\b(?: (?:is|of))?[ :=]*(?:\d[\d.,]*)?(?: ?(?:m2|m²|sqm))?)"
    r"|(?<![\w./])\d[\d.,]* ?(?:m2|m²|sqm)(?![\w/])"
)
"""A body surface of its own: a dose is computed from weight and length only."""
_IT_IS = re.compile(r"^(?:yes,? )?(?:(?:it|that|this)(?: is|'s| was) )?(?:the )?")
_WORD = re.compile(r"[^\W\d_]{3}")
_NAME = re.compile(r"(?<![\w-])[^\W\d_]{3,}(?:-[^\W\d_]+)*(?![\w-])")
_DIGIT = re.compile(r"\d")
