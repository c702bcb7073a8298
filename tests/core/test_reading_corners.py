"""The corners of reading, wording and rules that no test guarded until a mutant survived there."""

from datetime import date

import pytest
from reading import AGE, DOSE, FACTS, TODAY, TRIAL

from dialogs.definition.facts import Fact
from dialogs.loading.loading import load
from dialogs.reading import AskBackReading, Misread, Read, Reading, make_sentence, read
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, Pending
from dialogs.rules.conditions import CompiledCondition, Every, Leaf, Opposite, Some
from dialogs.rules.traces import make_trace
from dialogs.rules.truth import Truth
from dialogs.verdict.answer_words import format_span

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

KMT2A = FACTS["kmt2a"]
RULES = load(TRIAL.read_text("utf-8"), TRIAL.name).rules

WORDS: list[tuple[Fact, str, Reading]] = [
    (KMT2A, "_", Misread("not_an_answer")),
    (AGE, "_", Misread("not_an_answer")),
    # nothing is left of a lone 'x' among days
    (FACTS["corticosteroid_days"], "x", Misread("not_an_answer")),
    # "a slip in the first letter is asked back", also where the fact has no options
    (AGE, "bending", AskBackReading("named", (PENDING,))),
    (AGE, "unknown or pending", AskBackReading("several", (PENDING, UNKNOWN))),
    (KMT2A, "pending or unknown", AskBackReading("several", (PENDING, UNKNOWN))),
    # the longest words are heard first: 'not known yet' is no 'not known'
    (AGE, "as I said not known yet", AskBackReading("named", (PENDING,))),
    (AGE, "pending, 2026-12-01", Read(Pending(date(2026, 12, 1)))),
    (AGE, "not done yet, due on 2026-12-01", Read(Pending(date(2026, 12, 1)))),
    (AGE, "unknown until 2026-12-01", AskBackReading("dates")),
    (
        DOSE,
        "prednisone 2 mg/day, 4 kg, 36.5 cm",
        Read(
            Interval(min=9.396561168246036, max=9.931270663228416),
            "Mosteller gives 9.93, Haycock 9.40 mg/m²/day prednisone-equivalent.",
        ),
    ),
    (
        DOSE,
        "prednisone 2 mg/day, 4 kg, 36 cm, 40 cm",
        AskBackReading(
            "dose_unit",
            coded=(("drug", "prednisone"), ("amount", "2"), ("unit", "mg"), ("daily", "1"), ("weight", "4")),
        ),
    ),
    # "betamethasone 0.6 to 0.75 (sources differ)": the least uses 0.75 and the widest body surface,
    # the most uses 0.6 and the narrowest
    (
        DOSE,
        "betamethasone 1.5 mg/day, 4 kg, 36 cm",
        Read(
            Interval(min=47.24039602287353, max=62.5),
            "Mosteller gives 50 to 62.5, Haycock 47.24 to 59.05 mg/m²/day prednisone-equivalent.",
        ),
    ),
]


@pytest.mark.parametrize(("fact", "text", "reading"), WORDS)
def test_corners_of_reading(fact: Fact, text: str, reading: Reading) -> None:
    """Protects: nothing that is typed raises, offers have a fixed order, and both ends of an interval are computed."""
    assert read(fact, text, TODAY) == reading


SENTENCES: list[tuple[Fact, str, str]] = [
    (AGE, "too_long", "That is longer than an answer can be (500 characters): "),
    (KMT2A, "characters", "That holds characters which cannot be read safely: choose one of: Rearranged or Germline."),
    (DOSE, "drug", "That drug, or word, is not known here. It must be prednisone, "),
    (DOSE, "missing:drug", "Still needed: the drug."),
    (DOSE, "missing:weight+length", "Still needed: the weight in kg and the length in cm."),
    (DOSE, "missing:drug+weight+length", "Still needed: the drug, the weight in kg and the length in cm."),
    (DOSE, "missing:", "Still needed: the rest."),
]


@pytest.mark.parametrize(("fact", "reason", "begin"), SENTENCES)
def test_sentences_are_whole(fact: Fact, reason: str, begin: str) -> None:
    """Protects what people read: every gap of a sentence is filled, in words and in the right case."""
    assert make_sentence(fact, Misread(reason)).startswith(begin)
    assert "{" not in make_sentence(fact, Misread(reason))


SPANS = [
    (Interval(min=1, max=2), "1 to 2"),
    (Interval(min=1), "at least 1"),
    (Interval(max=2), "at most 2"),
    (Interval(above=1), "more than 1"),
    (Interval(below=2), "less than 2"),
    (Interval(above=1, below=2), "more than 1 and less than 2"),
    (Interval(min=1, below=2), "at least 1 and less than 2"),
    (Interval(above=1, max=2), "more than 1 and at most 2"),
]


@pytest.mark.parametrize(("interval", "words"), SPANS)
def test_an_interval_says_which_ends_it_holds(interval: Interval, words: str) -> None:
    """Protects the difference between "more than 10" and "at least 10", at each end."""
    assert format_span(interval) == words


LEAF = Leaf("age_days", 1, 0b11, 0b01, None)


@pytest.mark.parametrize("condition", [LEAF, Every((LEAF,)), Some((LEAF, LEAF)), Opposite(LEAF)])
def test_every_step_of_a_trace_names_its_own_condition(condition: CompiledCondition) -> None:
    """Protects the reasons, which are found by the kind of the condition at each step."""
    step = make_trace(condition, 0b01)
    assert step.condition is condition
    assert step.truth is condition.evaluate(0b01)
    assert all(isinstance(part.condition, Leaf) and part.truth is Truth.YES for part in step.parts)


CELLS: list[tuple[Answer | None, bool]] = [
    (Known(0), True),
    (Known(100), True),
    (Interval(min=100, max=101), True),
    (Interval(min=0, max=400), False),
    (UNKNOWN, False),
    (None, False),
]


@pytest.mark.parametrize(("answer", "is_one"), CELLS)
def test_an_answer_is_exact_where_no_condition_could_tell_more(answer: Answer | None, is_one: bool) -> None:  # noqa: FBT001 - a row
    """Protects the question back.

    An interval on one side of every limit is not asked about. One that straddles a limit is.
    """
    state = RULES.replace_answer(RULES.unanswered, "age_days", answer)
    assert RULES.has_one_cell("age_days", state) is is_one


def test_an_answer_taken_out_leaves_what_none_left() -> None:
    """Protects the state: replaced and taken out again, an answer leaves no trace, and the others stay."""
    alone = RULES.encode_state({"kmt2a": Known("germline")})
    both = RULES.replace_answer(alone, "age_days", Known(400))
    assert both == RULES.encode_state({"kmt2a": Known("germline"), "age_days": Known(400)}) != alone
    assert RULES.replace_answer(both, "age_days", None) == alone


@pytest.mark.parametrize("fact", ["age_days", "kmt2a", "consent", "live_vaccine"])
def test_an_answer_that_is_not_known_touches_no_other(fact: str) -> None:
    """Protects the state: what is not known leaves its own fact open, and the neighbours in the state as they were."""
    answers: dict[str, Answer] = {
        "age_days": Known(120),
        "diagnosis": Known("b_precursor_all"),
        "kmt2a": Known("germline"),
        "consent": Known("given"),
        "live_vaccine": Known("none"),
    }
    others = {each: answer for each, answer in answers.items() if each != fact}
    for missing in (UNKNOWN, PENDING, None):
        assert RULES.replace_answer(RULES.encode_state(answers), fact, missing) == RULES.encode_state(others)
