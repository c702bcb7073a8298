"""Daily doses as the equivalent of a fact's reference drug: from one message, or from several."""

import re
from dataclasses import replace

from dialogs.definition.facts import DoseFact
from dialogs.definition.wording import words
from dialogs.reading.doses.coded_parts import NOTHING, decode_parts, encode_parts, join_parts, read_shape
from dialogs.reading.doses.dose_parts import PER_AREA, PER_DAY, Parts, split_parts
from dialogs.reading.doses.dose_questions import (
    ask_about_lone_part,
    ask_for_amount,
    ask_without_words,
    compute_parts,
    is_anew,
    is_strange,
)
from dialogs.reading.doses.dose_wording import simplify_dose
from dialogs.reading.doses.dose_words import DAILY, SINGLE_DOSE
from dialogs.reading.doubts import add_doubts
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread, Read, Reading


def read_dose(fact: DoseFact, text: str, earlier: CodedParts = ()) -> Reading:
    """Reads a dose in the fact's unit, or in its parts: drug, mg/day or mg/kg/day, weight and length.

    The parts may come in several messages: `earlier` are those that were given before. A part that `text` gives anew
    replaces the earlier one. Of a text with words that are not understood no part is used. The days on which a dose was
    given are passed over, and a single dose is the total of its day.
    """
    plain, doubt = simplify_dose(_DAYS_GIVEN.sub(" ", text.casefold()).strip(), continues=bool(earlier))
    return add_doubts(_rename(fact, _read(fact, plain, earlier)), (doubt,) if doubt else ())


def _rename(fact: DoseFact, reading: Reading) -> Reading:
    """Returns a reading whose reason names only what the fact can be given in: no body surface where it has none."""
    if fact.body_surface or isinstance(reading, Read):
        return reading
    return replace(reading, reason=_WITHOUT_SURFACE.get(reading.reason, reading.reason))


def _read(fact: DoseFact, plain: str, earlier: CodedParts) -> Reading:
    before = decode_parts(fact, earlier) if earlier else NOTHING
    lowered = _complete_unit(before, plain)
    if _SURFACE.search(lowered):
        return AskBackReading("surface", coded=_encode_beside(fact, before, _SURFACE.sub(" ", lowered)))
    if _SEVERAL_DOSES.search(lowered):
        return _ask_for_total(fact, before, lowered)
    if _OTHER_MASS.search(lowered):
        return AskBackReading("mass", coded=_encode_beside(fact, before, _MASSED.sub(" ", lowered)))
    if _BARE_DECIMALS.search(lowered):
        return Misread("not_an_answer")
    bare = _ONCE_A_DAY.sub(" ", _SINGLE.sub(" ", lowered))
    is_total = bare != lowered or _is_daily_only(lowered)
    given = split_parts(fact, "" if _is_daily_only(lowered) else bare)
    if is_strange(given):
        return ask_without_words(before, given, lowered)
    if earlier and (asked := ask_about_lone_part(fact, before, given)):
        return asked
    parts = join_parts(before, given) if earlier and not is_anew(fact, before, given) else given
    parts = replace(parts, is_daily=True) if is_total else parts
    shape = read_shape(parts.amount)
    return compute_parts(fact, parts, shape) if shape else ask_for_amount(fact, parts, given, lowered)


def _ask_for_total(fact: DoseFact, before: Parts, text: str) -> AskBackReading:
    """Asks for the total per day; of a dose per area nothing else is missing."""
    given = split_parts(fact, _SINGLE.sub(" ", _SEVERAL_DOSES.sub(" ", text)))
    reason = "doses_per_area" if PER_AREA in given.units else "doses"
    parts = before if is_strange(given) else join_parts(before, replace(given, amount="", units=()))
    return AskBackReading(reason, coded=encode_parts(replace(parts, amount="", units=())))


def _encode_beside(fact: DoseFact, before: Parts, text: str) -> CodedParts:
    """Returns the parts of a text without the measure that does not fit, together with those before."""
    given = split_parts(fact, text)
    return encode_parts(before if is_strange(given) else join_parts(before, given))


def _is_daily_only(text: str) -> bool:
    return _IT_IS.sub("", text) in _DAILY_WORDS


def _complete_unit(before: Parts, text: str) -> str:
    """Returns 'mg/kg' for 'per kg' where the number before has no unit, or was in mg."""
    match = _PER.fullmatch(text) if before.amount and before.units in {(), (PER_DAY,)} else None
    if match is None:
        return text
    is_daily = match[2] or (before.units and before.is_daily)
    return f"mg/{'kg' if match[1].startswith('k') else 'm2'}{'/day' if is_daily else ''}"


_WITHOUT_SURFACE = {"dose_unit": "daily_dose_unit", "surface": "daily_dose_unit"}
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
    r"(?:mcg|µg|μg|ug|g|gr|gm|micrograms?|grams?|ng|lbs?|oz|pounds?|inch(?:es)?|ft)(?![\w])"
    r"(?: ?(?:/|per) ?(?:day|d)\b)?"
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
    r"(?:per |/ ?|mg ?(?:/|per) ?)?(kg|kgs|kilos?|kilograms?|m2|m²|m\^2|sqm|square met(?:er|re)s?)"
    r"(?: ?(/|per|a) ?(?:day|d)| (daily))?"
)
_SURFACE = re.compile(
    r"(?:\b(?:bsa|body surface(?: area)?)\b(?: (?:is|of))?[ :=]*(?:\d[\d.,]*)?(?: ?(?:m2|m²|sqm))?)"
    r"|(?<![\w./])\d[\d.,]* ?(?:m2|m²|sqm)(?![\w/])"
)
"""A body surface of its own: a dose is computed from weight and length only."""
_IT_IS = re.compile(r"^(?:yes,? )?(?:(?:it|that|this)(?: is|'s| was) )?(?:the )?")
