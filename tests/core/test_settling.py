"""What would settle a verdict, and to what.

It is held against every completion of small trials, and in the words that people read.
"""

import random
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from odd_trials import odd_trial
from proof_examples import FIT
from reported import infant

from bot.documents.report import text
from dialogs.conversation.every_criterion import list_result_texts
from dialogs.definition.facts import NumericFact, OptionFact, list_option_codes
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.rules.number_domain import NumberDomain
from dialogs.rules.standings import Standing
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers
from dialogs.verdict.json_verdict import format_value_key

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

TODAY = date(2026, 6, 1)
FILE = Path(__file__).parents[2] / "dialogs/trials/interfant-21.yaml"
TRIAL = load(FILE.read_text(encoding="utf-8"), FILE.name)

Total = dict[str, Answer]


def list_values(trial: Trial, fact_id: str) -> list[Known]:
    """Returns values of a fact between which every threshold of a small trial lies, ends of the range included."""
    fact = trial.facts[fact_id]
    if isinstance(fact, OptionFact):
        return [Known(code) for code in list_option_codes(fact)]
    assert isinstance(fact, NumericFact)
    whole = [0, 2, 3, 4, 5, 6, 7, 8, 10] if fact.range.max == 10 else [0, 27, 28, 365, 366, 900]
    return [Known(each) for each in ([0, 1, 1.5, 1.75, 2, 2.5, 4] if fact.range.max == 4 else whole)]


def is_within(value: Known, answer: Answer) -> bool:
    if isinstance(answer, Known):
        return value.value == answer.value
    assert isinstance(answer, Interval)
    number, limits = value.value, answer
    assert not isinstance(number, str)
    return not (
        (limits.min is not None and number < limits.min)
        or (limits.above is not None and number <= limits.above)
        or (limits.max is not None and number > limits.max)
        or (limits.below is not None and number >= limits.below)
    )


def list_completions(trial: Trial, answers: Total) -> Iterator[Total]:
    of = [[answers[fact]] if fact in answers else list_values(trial, fact) for fact in trial.facts]
    for each in product(*of):
        yield dict(zip(trial.facts, each, strict=True))


def find_final(trial: Trial, total: Total) -> dict[str, Standing]:
    rules = trial.rules
    return {
        each: ruling.standing
        for each, ruling in rules.find_rulings(rules.find_statuses(rules.encode_state(total))).items()
    }


@pytest.mark.sweep
def test_the_single_answers_are_those_that_every_completion_names() -> None:
    """Protects `by` for any trial: each value that leaves one way out only, with that way, and no other value.

    Numbers lie within their limits.
    """
    rng, seen = random.Random(7), set[str]()
    for _ in range(120):
        trial = odd_trial(rng, most=3)
        given = {fact: rng.choice(list_values(trial, fact)) for fact in trial.facts if rng.random() < 0.3}
        answers: Total = dict(trial.drop_inapplicable(given))
        totals = [(total, find_final(trial, total)) for total in list_completions(trial, answers)]
        for determination, settling in trial.rules.assess(trial.rules.encode_state(answers)).settling.items():
            if len({standing[determination] for _, standing in totals}) == 1:
                # every completion agrees, and only Kleene's logic does not see it: no answer settles more than another
                continue
            for fact in settling.needed:
                by = settling.by.get(fact, ())
                for value in list_values(trial, fact):
                    ways = {standing[determination] for total, standing in totals if total[fact] == value}
                    told = [standing for answer, standing in by if is_within(value, answer)]
                    assert told == (list(ways) if len(ways) == 1 else []), (
                        trial.definition.criteria,
                        answers,
                        fact,
                        value,
                    )
                seen |= {format_value_key(answer).split(" ")[0] for answer, _ in by}
    assert {"yes", "red", "at", "above", "exactly", "below"} <= seen, "a kind of value never came up"


KEYS = {
    "a code": (Known("germline"), "germline"),
    "exactly": (Known(10), "exactly 10"),
    "at most": (Interval(max=365), "at most 365"),
    "above": (Interval(above=365), "above 365"),
    "below": (Interval(below=2.5), "below 2.5"),
    "whole numbers between": (Interval(min=6, max=9), "at least 6, at most 9"),
    "decimals between": (Interval(above=10, below=12.5), "above 10, below 12.5"),
}


@pytest.mark.parametrize(("answer", "key"), KEYS.values(), ids=KEYS)
def test_values_are_keys_in_words(answer: Known | Interval, key: str) -> None:
    """Protects programs that read `by`: for numeric facts the keys are words, as the thresholds part the numbers."""
    assert format_value_key(answer) == key


CELLS = {
    "whole numbers": (
        NumberDomain(0, 20, whole=True, cuts=((5, 1), (9, 1), (10, 1))),
        (Interval(max=5), Interval(min=6, max=9), Known(10), Interval(above=10)),
    ),
    "decimals": (
        NumberDomain(0, 20, whole=False, cuts=((5, 0), (9, 0), (9, 1), (12.5, 0))),
        (Interval(below=5), Interval(min=5, below=9), Known(9), Interval(above=9, below=12.5), Interval(min=12.5)),
    ),
}


@pytest.mark.parametrize(("domain", "answers"), CELLS.values(), ids=CELLS)
def test_cells_are_told_by_their_limits(domain: NumberDomain, answers: tuple[Answer, ...]) -> None:
    """Protects every limit: what is told of a cell leaves exactly that cell possible."""
    assert tuple(answer for answer, _ in domain.list_answers([(cell, cell) for cell in range(domain.size)])) == answers
    assert [domain.make_mask(answer) for answer in answers] == [1 << cell for cell in range(domain.size)]


def test_neighbours_that_lead_the_same_way_are_told_as_one() -> None:
    """Protects short answers: 'above 5' and not one line for each threshold; a gap between them keeps them apart."""
    domain = CELLS["whole numbers"][0]
    assert domain.list_answers([(0, 1), (1, 0), (2, 0), (3, 0)]) == ((Interval(max=5), 1), (Interval(above=5), 0))
    assert domain.list_answers([(1, 0), (3, 0)]) == ((Interval(min=6, max=9), 0), (Interval(above=10), 0))


def show_result(**changes: object) -> str:
    answers = {fact: answer for fact, answer in {**FIT, **changes}.items() if answer is not None}
    return "\n\n".join(list_result_texts(TRIAL, Evaluator(TRIAL).evaluate(read_answers(TRIAL, answers), TODAY)))


LINES = {
    "the answer and the way": (
        show_result(kmt2a="pending"),
        "- Trial entry: KMT2A status: Rearranged settles it: eligible; Germline: not eligible\n",
    ),
    "for what depends on it": (
        show_result(kmt2a="pending"),
        "- Blinatumomab: KMT2A status: Rearranged settles it: eligible\n",
    ),
    "several values": (
        show_result(cns_eoi=None),
        "- Blinatumomab: CNS status at the end of induction: CNS1 settles it: eligible; CNS2 or CNS3: excluded\n",
    ),
    "several facts": (
        show_result(kmt2a="unknown", age_days={"min": 365, "max": 396}),
        (
            "- Trial entry: Age at diagnosis: more than 365 days settles it: not eligible\n"
            "- Trial entry: KMT2A status: Germline settles it: not eligible\n"
        ),
    ),
    "what comes to apply": (
        show_result(corticosteroids=None),
        (
            "- Trial entry: If Corticosteroids in the 28 days before diagnosis is Systemic, also Highest corticosteroid"
            " dose, Days above 10 mg/m²/day\n"
        ),
    ),
}


@pytest.mark.parametrize(("page", "line"), LINES.values(), ids=LINES)
def test_the_screen_names_the_answer_and_to_which_verdict(page: str, line: str) -> None:
    """Protects the sentences, and `needed_if` on the screen.

    'A sentence such as "one answer can settle it" says which answer, and to which verdict'.
    """
    assert line in page


def test_that_blinatumomab_has_no_object_is_told_of_the_entry_only() -> None:
    """Protects short pages: what settles the entry is not repeated for what depends on it."""
    assert show_result(kmt2a="pending").count("\n- Trial entry: KMT2A status: Rearranged settles it") == 1
    assert "not applicable" not in show_result(kmt2a="pending")


def test_no_fact_is_named_twice_for_a_verdict() -> None:
    """Protects the page behind the result: what settles a verdict stands beside the fact, once."""
    settling = show_result(kmt2a="pending").partition("\nWhat would settle it:\n")[2].partition("\n\n")[0]
    assert settling.count("KMT2A status") == settling.count("\n") + 1 == 2


def test_the_report_names_the_answer_too() -> None:
    """Protects the report: beside each missing answer what it would settle, and what comes to be missing with it."""
    written = text.format_text(infant(kmt2a="pending", corticosteroids=None, cns_eoi=None, live_vaccine=None))
    assert "KMT2A status Germline would settle it: not eligible for Interfant-21 as answered." in written
    assert (
        "- If Corticosteroids in the 28 days before diagnosis is Systemic, also Highest corticosteroid dose, Days above"
        in written
    )
    assert written.count("is Systemic, also") == 1
    assert (
        "- If Live vaccine before blinatumomab is Given, also Days from the last live vaccine to blinatumomab."
        in written
    )


def test_a_missing_answer_reads_as_its_fact_words_it() -> None:
    """Protects 'A consent that was not asked for yet reads so, never "awaited"'."""
    page = show_result(consent="pending", cns_eoi={"pending": "2026-07-01"}, kmt2a="pending")
    assert "- Informed consent: not asked for yet\n" in page
    assert "- CNS status at the end of induction: not done yet, expected 1 July 2026\n" in page
    assert "- KMT2A status: awaited\n" in page
