"""What must hold for every answer and every infant, whatever the trial's criteria are.

When more becomes known, no verdict turns round.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_table import CODES, FACTS, MOST_DAYS, Plain, applies
from proof_engine import Judged, Result, engine
from proof_random import EXACT_GRID, FITTING
from proof_result import is_missing

pytestmark = pytest.mark.mutants

JUDGED: list[Judged] = []
OFTEN = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

PlainAnswers = dict[str, Plain]


def judge(a: Mapping[str, Plain]) -> Result:
    """Returns the engine's result; the engine is built with the first."""
    if not JUDGED:
        JUDGED.append(engine())
    return JUDGED[0](a)


@st.composite
def draw_partial_answers(draw: st.DrawFn) -> PlainAnswers:
    """Draws answers of which about a third are missing; of the rest most fit the trial."""
    a: PlainAnswers = {}
    for fact in FACTS:
        if applies(a, fact):
            answer = draw(
                st.one_of(
                    st.sampled_from(FITTING[fact]),
                    st.sampled_from(EXACT_GRID[fact]),
                    st.sampled_from((None, "unknown", "pending")),
                )
            )
            if answer is not None:
                a[fact] = answer
    return a


@st.composite
def fill_in(draw: st.DrawFn) -> tuple[PlainAnswers, PlainAnswers]:
    """Draws answers, and the same with one missing answer filled in."""
    a = draw(
        draw_partial_answers().filter(
            lambda each: any(is_missing(each, fact) and applies(each, fact) for fact in FACTS)
        )
    )
    fact = draw(st.sampled_from([fact for fact in FACTS if is_missing(a, fact) and applies(a, fact)]))
    answer = draw(st.sampled_from(EXACT_GRID[fact]) if fact not in CODES else st.sampled_from(CODES[fact]))
    return a, a | {fact: answer}


@st.composite
def leave_out(draw: st.DrawFn) -> tuple[PlainAnswers, PlainAnswers]:
    """Draws answers, and the same with one of them left out, and with it what applies only beside it."""
    a = draw(draw_partial_answers().filter(bool))
    fact = draw(st.sampled_from(list(a)))
    fewer = {each: answer for each, answer in a.items() if each != fact}
    return {each: answer for each, answer in fewer.items() if applies(fewer, each)}, a


@st.composite
def narrowed(draw: st.DrawFn) -> tuple[PlainAnswers, PlainAnswers]:
    """Draws answers with an interval for one number, and the same with an interval or a figure within it."""
    a = draw(draw_partial_answers().filter(lambda each: any(applies(each, fact) for fact in NUMBERS)))
    fact = draw(st.sampled_from([fact for fact in NUMBERS if applies(a, fact)]))
    threshold, most = NUMBERS[fact]
    near = st.integers(max(0, threshold - 12), min(most, threshold + 12))
    number = near if fact in MOST_DAYS else near | near.map(lambda each: each + 0.5 if each < most else each)
    low, inner_low, inner_high, high = sorted(draw(st.lists(number, min_size=4, max_size=4)))
    wide = draw(st.sampled_from([{"min": low, "max": high}, {"min": low}, {"max": high}]))
    return a | {fact: wide}, a | {fact: {"min": inner_low, "max": inner_high}}


def find_turned(before: Result, after: Result) -> list[str]:
    """Returns which decided criteria and settled verdicts read otherwise once more is known."""
    statuses = {each["id"]: each["status"] for each in after["criteria"]}
    criteria = [each["id"] for each in before["criteria"] if each["status"] not in {"unknown", statuses[each["id"]]}]
    verdicts = [
        name
        for name, code in before["determinations"].items()
        if not _may_become(before, name, code, after["determinations"][name])
    ]
    return criteria + verdicts


def _may_become(before: Mapping[str, Any], name: str, code: str, later: str) -> bool:
    provisional = name == "blinatumomab" and before["determinations"]["protocol"] == "undetermined"
    return code in {"undetermined", later} or (provisional and (code, later) == ("excluded", "not_applicable"))


@pytest.mark.slow
@OFTEN
@given(fill_in())
def test_filling_in_a_missing_answer_never_changes_a_settled_verdict(pair: tuple[PlainAnswers, PlainAnswers]) -> None:
    """Protects "settled": only a provisional `excluded` may still become `not_applicable`."""
    fewer, more = pair
    assert find_turned(judge(fewer), judge(more)) == []


@pytest.mark.slow
@OFTEN
@given(leave_out())
def test_leaving_an_answer_out_never_makes_anyone_eligible_or_ineligible(
    pair: tuple[PlainAnswers, PlainAnswers],
) -> None:
    """Protects "no missing answer ever helps a patient in or out": with less known, a verdict can only open."""
    fewer, more = pair
    assert find_turned(judge(fewer), judge(more)) == []
    assert judge(fewer)["determinations"]["protocol"] in {"undetermined", judge(more)["determinations"]["protocol"]}


@pytest.mark.slow
@OFTEN
@given(narrowed())
def test_narrowing_an_interval_never_reverses_a_decision(pair: tuple[PlainAnswers, PlainAnswers]) -> None:
    """Protects "an interval decides only where all of it lies on one side"."""
    wide, narrow = pair
    assert find_turned(judge(wide), judge(narrow)) == []


@pytest.mark.slow
@OFTEN
@given(draw_partial_answers(), st.data())
def test_an_unknown_or_pending_answer_decides_no_more_than_none(a: PlainAnswers, data: st.DataObject) -> None:
    """Protects "not asked", "unknown" and "pending" as one value of the logic: verdicts and criteria are the same."""
    missing = [fact for fact in FACTS if is_missing(a, fact) and applies(a, fact)]
    words = data.draw(
        st.lists(st.sampled_from((None, "unknown", "pending")), min_size=len(missing), max_size=len(missing))
    )
    others = {fact: answer for fact, answer in a.items() if fact not in missing}
    reworded = others | {fact: word for fact, word in zip(missing, words, strict=True) if word is not None}
    assert judge(reworded)["brief"] == judge(a)["brief"]
    assert judge(reworded)["settling"] == judge(a)["settling"]


@pytest.mark.slow
@OFTEN
@given(draw_partial_answers(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_were_given_means_nothing(a: PlainAnswers, random: Any) -> None:
    """Protects going back and changing any answer: the result depends on what is answered, not on when."""
    facts = list(a)
    random.shuffle(facts)
    assert judge({fact: a[fact] for fact in facts}) == judge(a)


NUMBERS = {
    "age_days": (365, 6575),
    "corticosteroid_dose": (10, 1000),
    "corticosteroid_days": (7, 28),
    "live_vaccine_days": (28, 6575),
}
