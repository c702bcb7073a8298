"""Reasons say what they mean: a `not` goes into the words, for any nesting.

The words are read here by a reader of their own.
"""

import random
import re
from pathlib import Path

import pytest
from odd_trials import odd_trial

from dialogs.definition.facts import Fact, NumericFact, OptionFact, get_option_label, list_option_codes
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known
from dialogs.rules.domains import is_whole
from dialogs.rules.traces import make_trace
from dialogs.rules.truth import Truth
from dialogs.verdict.condition_words import word_condition
from dialogs.verdict.reasons import make_reason

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

SMALL = (Path(__file__).parents[1] / "trials" / "small.yaml").read_text(encoding="utf-8")
ADULT = load((Path(__file__).parents[1] / "trials" / "adult-aml.yaml").read_text(encoding="utf-8"), "adult-aml.yaml")
HEAD = SMALL.split("\nfacts:\n", 1)[0]

FACTS = """
facts:
  ecog:
    kind: choice
    options:
      {e0: {label: {en: "0"}}, e1: {label: {en: "1"}}, e2: {label: {en: "2"}}, e3: {label: {en: "3"}},
       e4: {label: {en: "4"}}}
    name: {en: ECOG}
    ask: {en: "ECOG?"}
    ask_family: {en: "ECOG?"}
    why: {en: W.}
  nyha:
    kind: choice
    options: {i: {label: {en: I}}, ii: {label: {en: II}}, iii: {label: {en: III}}}
    name: {en: NYHA}
    ask: {en: "NYHA?"}
    ask_family: {en: "NYHA?"}
    why: {en: W.}
  weight: {kind: number, decimals: true, unit: {en: kg}, range: {min: 0, max: 200}, fits: {en: A number of kg.},
    name: {en: Weight},
    ask: {en: "Weight?"}, ask_family: {en: "Weight?"}, why: {en: W.}}
  lean: {kind: number, decimals: true, unit: {en: kg}, range: {min: 0, max: 200}, fits: {en: A number of kg.},
    name: {en: Lean weight}, ask: {en: "Lean weight?"}, ask_family: {en: "Lean weight?"}, why: {en: W.}}
  treated: {kind: yes_no, name: {en: Treated}, ask: {en: "T?"}, ask_family: {en: "T?"}, why: {en: W.}}
  dose: {kind: number, unit: {en: mg}, range: {min: 0, max: 900}, fits: {en: A number of mg.}, name: {en: Dose},
    applies_if: {treated: "yes"},
    ask: {en: "Dose?"}, ask_family: {en: "Dose?"}, why: {en: W.}}
criteria:
  C: {kind: inclusion, determination: entry, name: {en: N}, quote: Q, plain: {en: P.}, met_when: CONDITION}
determinations:
  entry:
    name: {en: Entry}
    asks: {en: "A?"}
    outcomes:
      passes: {code: eligible, say: {en: Yes as answered.}}
      fails: {code: ineligible, say: {en: No as answered.}}
      open: {code: undetermined, say: {en: Not yet determined.}}
"""

ECOG_3: dict[str, Answer] = {"ecog": Known("e3")}
HEAVY: dict[str, Answer] = {"weight": Known(70.5)}

ROWS: dict[str, tuple[str, dict[str, Answer], str]] = {
    "a failed 'ECOG 0 to 2'": ("{not: {ecog: [e3, e4]}}", ECOG_3, "ECOG: 3 (criterion: neither 3 nor 4)."),
    "a met 'not NYHA I'": ("{not: {nyha: i}}", {"nyha": Known("ii")}, "NYHA: II (criterion: not I)."),
    "a list of one": ("{not: {nyha: [i]}}", {"nyha": Known("i")}, "NYHA: I (criterion: not I)."),
    "the same code twice": ("{not: {nyha: [i, i]}}", {"nyha": Known("ii")}, "NYHA: II (criterion: not I)."),
    "three codes": (
        "{not: {ecog: [e2, e3, e4]}}",
        {"ecog": Known("e0")},
        "ECOG: 0 (criterion: neither 2 nor 3 nor 4).",
    ),
    "double negation cancels": ("{not: {not: {ecog: [e3, e4]}}}", ECOG_3, "ECOG: 3 (criterion: 3 or 4)."),
    "three times is once": ("{not: {not: {not: {nyha: i}}}}", {"nyha": Known("i")}, "NYHA: I (criterion: not I)."),
    "'above' turns to 'at most'": (
        "{not: {weight: {above: 70}}}",
        HEAVY,
        "Weight: 70.5 kg (criterion: at most 70 kg).",
    ),
    "'at most' turns to 'more than'": (
        "{not: {weight: {at_most: 70}}}",
        HEAVY,
        "Weight: 70.5 kg (criterion: more than 70 kg).",
    ),
    "'at least' turns to 'less than'": (
        "{not: {weight: {at_least: 70}}}",
        HEAVY,
        "Weight: 70.5 kg (criterion: less than 70 kg).",
    ),
    "'below' turns to 'at least'": (
        "{not: {weight: {below: 70}}}",
        HEAVY,
        "Weight: 70.5 kg (criterion: at least 70 kg).",
    ),
    "two limits": (
        "{not: {weight: {at_least: 3, at_most: 70}}}",
        HEAVY,
        "Weight: 70.5 kg (criterion: less than 3 or more than 70 kg).",
    ),
    "an exact number": ("{not: {weight: 70}}", {"weight": Known(70)}, "Weight: 70 kg (criterion: not exactly 70 kg)."),
    "'not all' holds by the one that is not so": (
        "{not: {all: [{ecog: e3}, {nyha: i}]}}",
        ECOG_3 | {"nyha": Known("ii")},
        "NYHA: II (criterion: not I).",
    ),
    "'not any' holds where neither is so": (
        "{not: {any: [{ecog: e4}, {nyha: i}]}}",
        ECOG_3 | {"nyha": Known("ii")},
        "ECOG: 3 (criterion: not 4); NYHA: II (criterion: not I).",
    ),
    "unknown stays unknown": ("{not: {nyha: i}}", {"nyha": UNKNOWN}, "NYHA: not known (criterion: not I)."),
    "not asked": ("{not: {nyha: i}}", {}, "NYHA: not asked (criterion: not I)."),
    "not asked, and perhaps not applicable": (
        "{not: {dose: {above: 300}}}",
        {"treated": UNKNOWN},
        "Dose: not asked (criterion: at most 300 mg, where it applies).",
    ),
    "undecided": (
        "{not: {weight: {above: 70}}}",
        {"weight": Interval(60, 80)},
        "Weight: 60 to 80 kg, undecided (criterion: at most 70 kg).",
    ),
    "what does not apply is no number": (
        "{not: {dose: {above: 300}}}",
        {"treated": Known("no")},
        "Dose: does not apply (criterion: at most 300 mg, where it applies).",
    ),
    "what does not apply is not above 300 either": (
        "{dose: {above: 300}}",
        {"treated": Known("no")},
        "Dose: does not apply (criterion: more than 300 mg).",
    ),
    "what applies is a number": (
        "{not: {dose: {above: 300}}}",
        {"treated": Known("yes"), "dose": Known(301)},
        "Dose: 301 mg (criterion: at most 300 mg).",
    ),
}


def load_with(condition: str) -> Trial:
    return load(HEAD + FACTS.replace("CONDITION", condition), "small.yaml")


def word_criterion(trial: Trial, answers: dict[str, Answer], criterion: int = 0) -> tuple[str, Truth]:
    rule = trial.rules.criteria[criterion]
    trace = make_trace(rule.condition, trial.rules.encode_state(answers))
    return make_reason(trial, trace, answers), trace.truth


@pytest.mark.sweep
@pytest.mark.parametrize(("condition", "answers", "expected"), ROWS.values(), ids=ROWS)
def test_a_not_is_carried_into_the_words(condition: str, answers: dict[str, Answer], expected: str) -> None:
    """Protects "a condition under `not` is worded as its opposite", for each kind of comparison and nesting."""
    assert word_criterion(load_with(condition), answers)[0] == expected


CLAUSES = {
    "{treated: 'yes'}": "Treated is Yes",
    "{not: {nyha: [i, ii]}}": "NYHA is III",
    "{all: [{treated: 'yes'}, {weight: {below: 70}}]}": "Treated is Yes and Weight is less than 70 kg",
    "{not: {all: [{treated: 'yes'}, {nyha: i}]}}": "Treated is No or NYHA is not I",
    "{not: {any: [{treated: 'yes'}, {nyha: i}]}}": "Treated is No and NYHA is not I",
    "{any: [{treated: 'yes'}, {all: [{nyha: i}, {ecog: e0}]}]}": "Treated is Yes or (NYHA is I and ECOG is 0)",
    "{all: [{treated: 'yes'}, {not: {all: [{nyha: i}, {ecog: e0}]}}]}":
        "Treated is Yes and (NYHA is not I or ECOG is not 0)",
    "{any: [{not: {treated: 'yes'}}, {all: [{nyha: i}]}]}": "Treated is No or NYHA is I",
    "{weight: {at_least: 3, at_most: 70}}": "Weight is at least 3 and at most 70 kg",
    "{not: {weight: {at_least: 3, at_most: 70}}}": "Weight is less than 3 or more than 70 kg",
    "{weight: {at_least: 3, at_most: {fact: lean}}}": "Weight is at least 3 kg and Weight is at most Lean weight",
    "{not: {weight: {at_least: 3, at_most: {fact: lean}}}}":
        "Weight is less than 3 kg or Weight is more than Lean weight",
    "{if: {treated: 'yes'}, then: {nyha: i}, else: {ecog: e0}}": "NYHA is I if Treated is Yes, otherwise ECOG is 0",
    "{not: {if: {treated: 'yes'}, then: {nyha: i}, else: {ecog: e0}}}":
        "NYHA is not I if Treated is Yes, otherwise ECOG is not 0",
    "{count: {at_least: 2, of: [{nyha: i}, {ecog: e0}, {treated: 'yes'}]}}":
        "at least 2 of these: NYHA is I; ECOG is 0; Treated is Yes",
    "{not: {count: {at_least: 1, at_most: 2, of: [{nyha: i}, {ecog: e0}, {treated: 'yes'}]}}}":
        "less than 1 or more than 2 of these: NYHA is I; ECOG is 0; Treated is Yes",
    "{all: [{any: [{nyha: i}, {ecog: e0}]}]}": "NYHA is I or ECOG is 0",
    "{all: [{treated: 'yes'}, {not: {all: [{any: [{nyha: i}, {ecog: e0}]}]}}]}":
        "Treated is Yes and (NYHA is not I and ECOG is not 0)",
}  # fmt: skip


@pytest.mark.parametrize("condition", CLAUSES)
def test_a_condition_reads_as_a_clause(condition: str) -> None:
    """Protects "if Corticosteroids is Systemic, also ...".

    Joined, negated and nested conditions can be read in one way only.
    """
    trial = load_with(condition)
    assert word_condition(trial.facts, trial.definition.criteria["C"].met_when) == CLAUSES[condition]


def test_a_failed_performance_status_of_the_second_trial_reads_right() -> None:
    """Protects the example of the issue in the definition that it was found in."""
    index = list(ADULT.definition.criteria).index("In2")
    assert (
        word_criterion(ADULT, {"ecog": Known("ecog3")}, index)[0]
        == "ECOG performance status: ECOG 3 (criterion: neither ECOG 3 nor ECOG 4)."
    )


@pytest.mark.sweep
def test_the_words_hold_for_the_answer_exactly_if_the_criterion_does() -> None:
    """Protects reasons of any nesting.

    Each worded criterion is true of the answer, false or open, just as the finding says.
    """
    rng, seen = random.Random(12), dict.fromkeys(Truth, 0)
    for _ in range(60):
        trial = odd_trial(rng)
        for _ in range(8):
            answers = draw_answers(trial, rng)
            for index in range(len(trial.rules.criteria)):
                sentence, truth = word_criterion(trial, answers, index)
                assert {holds(trial, part, answers) for part in sentence.removesuffix(".").split("; ")} == {truth}, (
                    sentence,
                    answers,
                )
                seen[truth] += " neither " in sentence or ": not " in sentence or " or more than" in sentence
    assert all(seen.values()), "a negated reason of each truth must come up"


def draw_answers(trial: Trial, rng: random.Random) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for fact_id, fact in trial.facts.items():
        if trial.rules.applies(fact_id, trial.rules.encode_state(answers)) and rng.random() < 0.85:
            answers[fact_id] = draw_answer(fact, rng)
    return answers


def draw_answer(fact: Fact, rng: random.Random) -> Answer:
    if rng.random() < 0.15:
        return rng.choice((UNKNOWN, PENDING))
    if isinstance(fact, OptionFact):
        return Known(rng.choice(list_option_codes(fact)))
    assert isinstance(fact, NumericFact), "the trials of these tests have options and numbers only"
    low, high = sorted(number(fact, rng) for _ in range(2))
    return Known(low) if rng.random() < 0.7 or low == high else Interval(low, high)


def number(fact: NumericFact, rng: random.Random) -> int | float:
    found = rng.choice((0, 1, 1.5, 2, 3, 4, 5, 6, 7, 8, 27, 28, 365, 366, 900))
    return min(int(found) if is_whole(fact) else found, fact.range.max)


PART = re.compile(r"(?P<name>.+?): (?P<answer>.*) \(criterion: (?P<wanted>.*)\)")
COMPARED = {
    "at least": lambda number, limit: number >= limit, "more than": lambda number, limit: number > limit,
    "at most": lambda number, limit: number <= limit, "less than": lambda number, limit: number < limit,
    "exactly": lambda number, limit: number == limit, "not exactly": lambda number, limit: number != limit,
}  # fmt: skip


def holds(trial: Trial, part: str, answers: dict[str, Answer]) -> Truth:
    """Reads one part of a reason as a person would, and says whether what it asks for is so."""
    read = PART.fullmatch(part)
    assert read is not None, part
    fact_id, fact = next((each, fact) for each, fact in trial.facts.items() if fact.name["en"] == read["name"])
    if read["answer"] == "does not apply":
        return (
            Truth.YES
            if read["wanted"].startswith(("not ", "neither ")) or read["wanted"].endswith("where it applies")
            else Truth.NO
        )
    answer = answers.get(fact_id, UNKNOWN)
    wanted = read["wanted"].removesuffix(", where it applies")
    if isinstance(fact, OptionFact):
        values = (
            [get_option_label(fact, str(answer.value))]
            if isinstance(answer, Known)
            else [get_option_label(fact, c) for c in list_option_codes(fact)]
        )
        found = {is_wanted(value, wanted) for value in values}
    else:
        assert isinstance(fact, NumericFact)
        found = {compares(each, wanted) for each in list_numbers(fact, answer)}
    return Truth.UNKNOWN if len(found) > 1 else Truth.YES if True in found else Truth.NO


def is_wanted(label: str, wanted: str) -> bool:
    if wanted.startswith("neither "):
        return label not in wanted.removeprefix("neither ").split(" nor ")
    return label != wanted.removeprefix("not ") if wanted.startswith("not ") else label in wanted.split(" or ")


def list_numbers(fact: NumericFact, answer: Answer) -> list[float]:
    """Returns so many of the numbers that an answer leaves possible that every threshold lies between two of them."""
    if isinstance(answer, Known):
        return [float(answer.value)]
    low, high = (answer.min, answer.max) if isinstance(answer, Interval) else (fact.range.min, fact.range.max)
    assert low is not None
    assert high is not None
    step = 1.0 if is_whole(fact) else 0.25
    return [low + step * each for each in range(int((high - low) / step) + 1)]


def compares(value: float, wanted: str) -> bool:
    words = wanted.rsplit(" ", 1)[0]
    joint, every = (" or ", any) if " or " in words else (" and ", all)
    limits = [part.rsplit(" ", 1) for part in words.split(joint)]
    return every(COMPARED[word](value, float(limit)) for word, limit in limits)
