"""Facts that are answered by a number, made from a few keys, and what is said to them."""

from datetime import date
from typing import Any

import orjson

from dialogs.definition.facts import NumberFact
from dialogs.reading import AskBackReading, Misread, make_sentence, read
from dialogs.reading.outcome import CodedParts
from dialogs.rules.answers import Answer

TODAY = date(2026, 6, 15)


def make_number(*thresholds: float, **keys: Any) -> NumberFact:
    """Returns a decimal number with further keys, whose conditions compare it with the thresholds."""
    plain = {
        "kind": "number",
        "decimals": True,
        "range": {"min": 0, "max": 10**9},
        "fits": {"en": "Give a number."},
        **{key: {"en": "x"} for key in ("name", "ask", "ask_family", "why")},
    }
    fact = NumberFact.model_validate_json(orjson.dumps(plain | keys))
    fact.keep_thresholds(thresholds)
    return fact


GLUCOSE = make_number(100, unit={"en": "mg/dL"}, units={"mmol/L": {"times": 18.016}}, range={"min": 20, "max": 1500})
HBA1C = make_number(
    5.7, unit={"en": "%"}, units={"mmol/mol": {"times": 0.09148, "plus": 2.152}}, range={"min": 2, "max": 25}
)
NEUTROPHILS = make_number(
    1.5,
    unit={"en": "10^9/L"},
    synonyms={"en": ["G/L"]},
    units={"/µL": {"times": 0.001, "synonyms": {"en": ["cells/mm3", "/mm³"]}}},
    range={"min": 0, "max": 500},
)
UPPER = {"name": {"en": "upper limit of normal"}, "words": {"en": ["ULN", "upper limit", "limit"]}}
LOWER = {"name": {"en": "lower limit of normal"}, "words": {"en": ["LLN", "lower limit"]}}
ALT = make_number(2.5, 5, unit={"en": "× ULN"}, ratio_to=UPPER, range={"min": 0, "max": 100})
ALBUMIN = make_number(1, unit={"en": "× LLN"}, ratio_to=LOWER, range={"min": 0, "max": 20})


def ask_back(fact: NumberFact, text: str, earlier: CodedParts = ()) -> AskBackReading:
    """Returns the ask-back that a text leads to."""
    reading = read(fact, text, TODAY, earlier)
    assert isinstance(reading, AskBackReading), (text, reading)
    return reading


def offer(fact: NumberFact, text: str, earlier: CodedParts = ()) -> Answer:
    """Returns the one answer that a text is asked back with."""
    (only,) = ask_back(fact, text, earlier).offers
    return only


def refuse(fact: NumberFact, text: str, earlier: CodedParts = ()) -> str:
    """Returns the sentence with which a text is refused."""
    reading = read(fact, text, TODAY, earlier)
    assert isinstance(reading, Misread), (text, reading)
    return make_sentence(fact, reading)


def say(fact: NumberFact, text: str, earlier: CodedParts = ()) -> str:
    """Returns what is said when a text is asked back."""
    return make_sentence(fact, ask_back(fact, text, earlier))
