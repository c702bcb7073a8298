"""A small trial with facts that are computed or counted in a way of their own, and its dialogue."""

from datetime import UTC, date, datetime

import ask_back_walk
from odd_trials import HEAD, determination

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Screening, Turn
from dialogs.definition.facts import Fact
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.reading import AskBackReading, CodedParts, Reading, read

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

ASKED = "ask: {en: A?}, ask_family: {en: A?}, why: {en: W.}"
DRUGS = """drugs: {dexamethasone: {equivalent_mg: 0.75, synonyms: {en: [dexa]}}, prednisone: {equivalent_mg: 5},
      methylprednisolone: {equivalent_mg: 4}}"""
SURFACE = "body_surface: [{name: Mosteller, divisor: 60, weight_exponent: 0.5, length_exponent: 0.5}]"
FACTS = f"""
  steroids:
    {{kind: daily_dose, per: day, name: {{en: Corticosteroids}}, {ASKED}, unit: {{en: mg/day}},
     cues: {{en: [steroids]}}, range: {{min: 0, max: 1000}}, fits: {{en: "Give drug and dose."}},
     reference: dexamethasone, {DRUGS}}}
  steroids_per_kg:
    {{kind: daily_dose, per: kg, name: {{en: Steroids by weight}}, {ASKED}, unit: {{en: mg/kg/day}},
     range: {{min: 0, max: 100}}, fits: {{en: "Give drug and dose, such as prednisone 1 mg/kg/day."}},
     reference: prednisone, {DRUGS}, {SURFACE}}}
  gestation:
    {{kind: gestation, name: {{en: Gestational age}}, {ASKED}, unit: {{en: weeks}}, cues: {{en: [GA]}},
     range: {{min: 140, max: 320}}, near: 3, fits: {{en: "Give weeks and days, such as 36+6."}}}}
  clearance:
    {{kind: number, decimals: true, name: {{en: Creatinine clearance}}, {ASKED}, unit: {{en: mL/min}}, near: 1,
     cues: {{en: [clearance]}}, range: {{min: 0, max: 300}}, fits: {{en: "Give mL/min, or its parts."}},
     computed: {{formula: cockcroft_gault}}}}
  calcium:
    {{kind: number, decimals: true, name: {{en: Corrected calcium}}, {ASKED}, cues: {{en: [calcium]}},
     unit: {{en: mg/dL}}, range: {{min: 1, max: 30}}, fits: {{en: "Give mg/dL, or calcium and albumin."}},
     computed: {{formula: corrected_calcium}}}}
  postmenstrual:
    {{kind: gestation, name: {{en: Age from conception}}, {ASKED}, unit: {{en: weeks}}, range: {{min: 140, max: 320}},
     fits: {{en: "Give weeks and days, or the gestation at birth and the age."}},
     computed: {{formula: sum, parts: {{
       at_birth: {{name: {{en: the gestation at birth}}, words: {{en: [at birth, born at]}}, notation: weeks+days,
                  range: {{min: 140, max: 315}}}},
       age: {{name: {{en: the age}}, words: {{en: [old, age]}}, notation: days, range: {{min: 0, max: 180}}}}}}}}}}
"""
CRITERIA = {
    "steroids": "{at_most: 4}",
    "steroids_per_kg": "{at_most: 1}",
    "gestation": "{above: 252}",
    "clearance": "{at_least: 50}",
    "calcium": "{at_most: 11.5}",
    "postmenstrual": "{above: 252}",
}


def make_text(facts: str = FACTS, criteria: dict[str, str] = CRITERIA) -> str:
    """Returns the definition as a file holds it."""
    rules = "\n".join(
        f"  C{number}: {{kind: inclusion, determination: entry, name: {{en: N}}, quote: Q, plain: {{en: P.}}, "
        f"met_when: {{{fact}: {wanted}}}}}"
        for number, (fact, wanted) in enumerate(criteria.items())
    )
    return (
        f"{HEAD}\nfacts:\n{facts.strip(chr(10))}\ncriteria:\n{rules}\ndeterminations:\n{determination('entry', '')}\n"
    )


DIALOGUE = Dialogue(load(make_text(), "computed.yaml"))


def get_fact(fact_id: str) -> Fact:
    """Returns a fact of the trial."""
    return DIALOGUE.trial.facts[fact_id]


def load_text(facts: str = FACTS, criteria: dict[str, str] | None = None) -> Trial:
    """Returns the trial with other facts or criteria."""
    return load(make_text(facts, CRITERIA if criteria is None else criteria), "computed.yaml")


def asking(fact_id: str) -> Screening:
    """Returns a screening in which the plain question of a fact stands open, and nothing else was answered."""
    return ask_back_walk.asking(DIALOGUE, fact_id)


def take_texts(fact_id: str, *texts: str) -> Turn:
    """Returns the turn after texts at the plain question of a fact."""
    screening = asking(fact_id)
    for text in texts:
        turn = DIALOGUE.take_turn(screening, Said(text), NOW)
        screening = turn.screening
    return turn


def read_chain(fact: Fact, *texts: str) -> Reading:
    """Returns what the last of several texts is read as, each with the parts of those before."""
    earlier: CodedParts = ()
    for text in texts:
        reading = read(fact, text, TODAY, earlier)
        earlier = reading.coded if isinstance(reading, AskBackReading) else earlier
    return reading
