"""Facts of the first trial, and the day on which their answers are read."""

from datetime import date
from pathlib import Path
from typing import TypeVar

import orjson

from dialogs.definition.document import parse
from dialogs.definition.facts import AgeFact, ChoiceFact, DaysBetweenFact, DosePerAreaFact, Fact, NumberFact, YesNoFact
from dialogs.definition.trial import Definition
from dialogs.reading import AskBackReading, Misread, make_sentence, read

Kind = TypeVar("Kind", bound=Fact)


TRIAL = Path(__file__).parents[2] / "dialogs" / "trials" / "interfant-21.yaml"


FACTS: dict[str, Fact] = Definition.model_validate_json(
    orjson.dumps(parse(TRIAL.read_text(encoding="utf-8")).value)
).facts


TODAY = date(2026, 6, 15)


def _fact(name: str, kind: type[Kind]) -> Kind:
    fact = FACTS[name]
    assert isinstance(fact, kind)
    return fact


AGE = _fact("age_days", AgeFact)


VACCINE = _fact("live_vaccine_days", DaysBetweenFact)


DOSE = _fact("corticosteroid_dose", DosePerAreaFact)


def said_of(fact: Fact, text: str, today: date) -> str:
    """Returns the sentence for a text that is not taken as an answer."""
    reading = read(fact, text, today)
    assert isinstance(reading, AskBackReading | Misread)
    return make_sentence(fact, reading)


DECIMAL = NumberFact.model_validate_json(
    b'{"kind": "number", "decimals": true, "unit": {"en": "mg/dL"}, "range": {"min": 0, "max": 1000}, "fits": {"en":'
    b' "Give a number."},"name": {"en": "x"}, "ask": {"en": "x"}, "ask_family": {"en": "x"}, "why": {"en": "x"},'
    b' "synonyms": {"en": ["mg%"]}}'
)


SIGNED = DECIMAL.model_copy(update={"range": DECIMAL.range.model_copy(update={"min": -10, "max": 10})})


OPTION_FACTS = {name: fact for name, fact in FACTS.items() if isinstance(fact, ChoiceFact | YesNoFact)}
