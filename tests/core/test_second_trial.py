"""A second trial, as different as we could think of, runs without a line of Python of its own."""

import random
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from dialogs.definition.document import parse
from dialogs.loading.lint import lint
from dialogs.loading.loading import load
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Answers, Interval, Known
from dialogs.rules.criteria import Effect
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers
from dialogs.verdict.json_verdict import make_full_verdict

pytestmark = pytest.mark.mutants

FILE = Path(__file__).parents[1] / "trials" / "adult-aml.yaml"
TEXT = FILE.read_text(encoding="utf-8")
TRIAL = load(TEXT, FILE.name)
JUDGE = Evaluator(TRIAL)
TODAY = date(2026, 6, 1)

Value = str | int | float

VALUES: dict[str, list[Value]] = {
    "age_years": [17, 18, 54, 55, 69, 70, 75, 76],
    "sex": ["female", "male"],
    "ecog": ["ecog0", "ecog1", "ecog2", "ecog3", "ecog4"],
    "creatinine": [2, 2.01],
    "bilirubin": [2.49, 2.5],
    "gilbert": ["no", "yes"],
    "haemoglobin": [7.49, 7.5, 7.99, 8],
    "pregnancy": ["negative", "positive"],
    "contraception": ["no", "yes"],
    "prior_chemotherapy": ["no", "yes"],
    "washout_days": [27, 28],
    "anthracycline": [300, 300.5],
    "flt3": ["itd", "tkd", "wild_type"],
    "qtc_long": ["no", "yes"],
}
"""Numbers just on either side of every threshold."""

FIT: dict[str, Value] = {
    "age_years": 40, "sex": "male", "ecog": "ecog1", "creatinine": 1.1, "bilirubin": 0.6, "haemoglobin": 9.5,
    "prior_chemotherapy": "no", "flt3": "wild_type", "qtc_long": "no",
}  # fmt: skip
WOMAN: dict[str, Value] = {**FIT, "sex": "female", "pregnancy": "negative", "contraception": "yes"}


def judge_plainly(of: dict[str, Value]) -> tuple[str, str, str]:
    """Says what the made-up trial means for complete values, in plain Python.

    It ignores values of facts that do not apply.
    """
    fertile = of["sex"] == "female" and of["age_years"] < 55  # type: ignore[operator]  # a number
    treated = of["prior_chemotherapy"] == "yes"
    entry = (
        18 <= of["age_years"] <= 75  # type: ignore[operator]
        and of["ecog"] not in ("ecog3", "ecog4")
        and of["haemoglobin"] >= (7.5 if of["sex"] == "female" else 8)  # type: ignore[operator]
        and not (fertile and of["pregnancy"] == "positive")
        and not (fertile and of["contraception"] == "no")
        and of["creatinine"] <= 2  # type: ignore[operator]
        and (of["bilirubin"] < 2.5 or of["gilbert"] == "yes")  # type: ignore[operator]
        and not (treated and of["washout_days"] < 28)  # type: ignore[operator]
    )
    if not entry:
        return "ineligible", "not_applicable", "not_applicable"
    if of["flt3"] != "wild_type" and of["qtc_long"] == "no":
        return "eligible", "suitable", "not_applicable"
    strong = of["ecog"] in ("ecog0", "ecog1") and of["age_years"] < 70  # type: ignore[operator]
    worn = treated and of["anthracycline"] > 300  # type: ignore[operator]
    return "eligible", "not_suitable", "suitable" if strong and not worn else "not_suitable"


def judge(answers: Answers) -> tuple[str, ...]:
    return tuple(decision.code for decision in JUDGE.evaluate(answers, TODAY).decisions)


def make_known(values: dict[str, Value]) -> dict[str, Answer]:
    return {fact: Known(values[fact]) for fact in TRIAL.facts if fact in values}


def list_completions(answers: Answers) -> Iterator[dict[str, Value]]:
    """Yields every way in which the answers can be completed, at the places that some threshold tells apart."""
    open_facts = [[answer.value] if isinstance(answer := answers.get(fact), Known) else VALUES[fact] for fact in VALUES]
    for values in product(*open_facts):
        yield dict(zip(VALUES, values, strict=True))


def draw_partial(rng: random.Random) -> Answers:
    """Returns answers of which some are missing, unknown or pending, without those to facts that do not apply."""
    answers: dict[str, Answer] = {fact: Known(rng.choice(values)) for fact, values in VALUES.items()}
    if rng.random() < 0.7:
        answers |= make_known(rng.choice([FIT, WOMAN]))
    for fact in rng.sample(list(VALUES), rng.randint(0, 4)):
        missing = rng.choice([None, UNKNOWN, PENDING])
        if missing is None:
            del answers[fact]
        else:
            answers[fact] = missing
    return TRIAL.drop_inapplicable(answers)


TABLE: list[tuple[str, dict[str, Value], tuple[str, str, str]]] = [
    ("a fit man without the mutation gets arm B", {}, ("eligible", "not_suitable", "suitable")),
    (
        "with FLT3-TKD he gets arm A, and arm B has no object",
        {"flt3": "tkd"},
        ("eligible", "suitable", "not_applicable"),
    ),
    (
        "with a long QTc the inhibitor is not suitable, arm B is",
        {"flt3": "itd", "qtc_long": "yes"},
        ("eligible", "not_suitable", "suitable"),
    ),
    ("age below 70 years for arm B", {"age_years": 69}, ("eligible", "not_suitable", "suitable")),
    ("70 years is not below", {"age_years": 70}, ("eligible", "not_suitable", "not_suitable")),
    ("75 years, inclusive", {"age_years": 75}, ("eligible", "not_suitable", "not_suitable")),
    ("76 years is too old", {"age_years": 76}, ("ineligible", "not_applicable", "not_applicable")),
    ("ECOG 2 enters but is not fit for arm B", {"ecog": "ecog2"}, ("eligible", "not_suitable", "not_suitable")),
    ("creatinine of exactly 2.0 is allowed", {"creatinine": 2.0}, ("eligible", "not_suitable", "suitable")),
    ("creatinine above 2.0 is not", {"creatinine": 2.1}, ("ineligible", "not_applicable", "not_applicable")),
    ("unless due to Gilbert's syndrome", {"bilirubin": 4, "gilbert": "yes"}, ("eligible", "not_suitable", "suitable")),
    (
        "bilirubin of 2.5 or more",
        {"bilirubin": 2.5, "gilbert": "no"},
        ("ineligible", "not_applicable", "not_applicable"),
    ),
    ("8.0 g/dL (men)", {"haemoglobin": 7.9}, ("ineligible", "not_applicable", "not_applicable")),
    (
        "less than 28 days before the start",
        {"prior_chemotherapy": "yes", "washout_days": 27, "anthracycline": 0},
        ("ineligible", "not_applicable", "not_applicable"),
    ),
    (
        "above 300 mg/m2 of anthracycline",
        {"prior_chemotherapy": "yes", "washout_days": 28, "anthracycline": 300.1},
        ("eligible", "not_suitable", "not_suitable"),
    ),
]


@pytest.mark.parametrize(("sentence", "change", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_a_complete_man_gets_the_verdicts_that_the_trial_says(
    sentence: str, change: dict[str, Value], expected: tuple[str, str, str]
) -> None:
    """Protects every sentence of the made-up trial, each at its threshold."""
    assert judge(make_known(FIT | change)) == expected, sentence


def test_the_limit_of_haemoglobin_depends_on_the_sex() -> None:
    """Protects nested conditions: 7.5 g/dL is enough for women only, and 8 g/dL for everyone, whatever the sex."""
    assert judge(make_known(WOMAN | {"haemoglobin": 7.5}))[0] == "eligible"
    status = {
        each["id"]: each["status"]
        for each in make_full_verdict(TRIAL, JUDGE.evaluate({"haemoglobin": Known(8)}, TODAY))["criteria"]
    }
    assert status["In3"] == "met"


def test_a_pregnant_woman_fails_one_criterion_only() -> None:
    """Protects a criterion that must not fail because a fact (contraception) does not apply."""
    answers = make_known({**WOMAN, "pregnancy": "positive"})
    del answers["contraception"]
    assert [
        each.criterion
        for each in JUDGE.evaluate(answers, TODAY).findings
        if "entry" in each.determinations and each.effect is Effect.FAILS
    ] == ["Ex1"]


@pytest.mark.slow
@pytest.mark.parametrize("count", [400, pytest.param(1_500, marks=pytest.mark.long)])
def test_random_partial_answers_agree_with_every_completion_of_them(count: int) -> None:
    """Protects three-valued logic: a verdict is given exactly if every completion gives it.

    A provisional verdict may only lose its object.
    """
    rng = random.Random(20260601)
    for _ in range(count):
        answers = draw_partial(rng)
        possible = list(zip(*{judge_plainly(each) for each in list_completions(answers)}, strict=True))
        for decision, codes in zip(JUDGE.evaluate(answers, TODAY).decisions, map(set, possible), strict=True):
            where = (decision, codes, answers)
            if decision.provisional:
                assert codes == {decision.code, "not_applicable"}, where
            else:
                assert codes == {decision.code} or (decision.code == "undetermined" and len(codes) > 1), where


@pytest.mark.slow
@pytest.mark.parametrize("count", [60, pytest.param(200, marks=pytest.mark.long)])
def test_the_next_question_is_the_first_that_can_still_change_a_verdict(count: int) -> None:
    """Protects relevance: compared with an enumeration of all completions."""
    rng = random.Random(7)
    for _ in range(count):
        answers = draw_partial(rng)
        changing = {fact for fact in VALUES if fact not in answers and _changes(fact, answers)}
        state = TRIAL.rules.encode_state(answers)
        asked = [fact for fact in TRIAL.facts if fact in changing and TRIAL.rules.applies(fact, state)]
        assert TRIAL.find_next_question(answers) == (asked[0] if asked else None), answers


def _changes(fact: str, answers: Answers) -> bool:
    seen: dict[tuple[Value, ...], set[tuple[str, str, str]]] = {}
    for each in list_completions(answers):
        seen.setdefault(tuple(value for key, value in each.items() if key != fact), set()).add(judge_plainly(each))
    return any(len(verdicts) > 1 for verdicts in seen.values())


APPLIES: list[tuple[str, dict[str, Value], str, bool]] = [
    ("a woman of 54 is asked for the test", {"sex": "female", "age_years": 54}, "pregnancy", True),
    ("a woman of 55 is not", {"sex": "female", "age_years": 55}, "pregnancy", False),
    ("a man is not", {"sex": "male", "age_years": 30}, "pregnancy", False),
    ("while the age is missing nobody is", {"sex": "female"}, "pregnancy", False),
    (
        "contraception follows a negative test",
        {"sex": "female", "age_years": 30, "pregnancy": "negative"},
        "contraception",
        True,
    ),
    ("not a positive one", {"sex": "female", "age_years": 30, "pregnancy": "positive"}, "contraception", False),
    ("the pause is asked for after chemotherapy", {"prior_chemotherapy": "yes"}, "washout_days", True),
    ("and not without", {"prior_chemotherapy": "no"}, "washout_days", False),
    ("Gilbert's syndrome only where bilirubin is high", {"bilirubin": 2.49}, "gilbert", False),
]


@pytest.mark.parametrize(("sentence", "values", "fact", "applies"), APPLIES, ids=[row[0] for row in APPLIES])
def test_a_fact_applies_only_where_the_trial_says(
    sentence: str,
    values: dict[str, Value],
    fact: str,
    applies: bool,  # noqa: FBT001
) -> None:
    """Protects applies_if, with two facts in it, with a threshold in it, and one upon another."""
    assert TRIAL.rules.applies(fact, TRIAL.rules.encode_state(make_known(values))) is applies, sentence


def test_a_changed_sex_drops_the_test_and_what_hangs_on_it() -> None:
    """Protects chains: pregnancy falls with the sex, and contraception with pregnancy."""
    applicable = TRIAL.drop_inapplicable(make_known(WOMAN) | {"sex": Known("male")})
    assert applicable.keys() == FIT.keys()
    assert judge(applicable) == judge(make_known(FIT))


def test_the_dialogue_asks_each_fact_once_and_only_while_it_matters() -> None:
    """Protects the order of the questions, and that what does not apply is never asked."""
    answers: dict[str, Answer] = {}
    asked = []
    while (fact := TRIAL.find_next_question(answers)) is not None:
        asked.append(fact)
        answers[fact] = Known(FIT[fact])
    assert asked == list(FIT)[:-1], "with wild type FLT3 arm A fails, so that nothing hangs on the QTc"


def test_arm_b_waits_for_arm_a() -> None:
    """Protects determinations that depend on one another: who is fit for arm B is not told so while arm A is open."""
    waiting = dict(make_known(FIT)) | {"flt3": PENDING}
    del waiting["qtc_long"]
    assert judge(waiting) == ("eligible", "undetermined", "undetermined")
    assert TRIAL.find_next_question(waiting) == "qtc_long"


def test_a_failing_arm_is_provisional_while_entry_is_open() -> None:
    """Protects careful wording: 'not suitable' may still become 'not applicable', never 'suitable'."""
    answers = dict(make_known(FIT | {"age_years": 72})) | {"creatinine": UNKNOWN}
    verdict = JUDGE.evaluate(answers, TODAY)
    assert [decision.code for decision in verdict.decisions] == ["undetermined", "not_suitable", "not_suitable"]
    assert [decision.provisional for decision in verdict.decisions] == [False, True, True]
    assert verdict.decisions[2].say == "Provisionally arm B is not suitable, should arm A not be given."
    assert not verdict.is_final


def test_a_short_pause_says_when_to_come_back_by_days_or_by_date() -> None:
    """Protects clear_from, delay and clear with another trial's numbers."""
    treated = make_known(FIT | {"prior_chemotherapy": "yes", "anthracycline": 0})
    by_days = JUDGE.evaluate(treated | {"washout_days": Known(20)}, TODAY)
    assert [(each.fact, each.when, each.day) for each in by_days.come_back] == [
        ("washout_days", "start at least 8 days later", None)
    ]
    by_date = JUDGE.evaluate(treated | {"washout_days": Known(20, clear_on=date(2026, 6, 9))}, TODAY)
    assert [(each.when, each.day) for each in by_date.come_back] == [
        ("the pause is over on 9 June 2026", date(2026, 6, 9))
    ]
    assert [finding.told for finding in by_days.findings if finding.criterion == "Ex3"] == [
        ("Waiting may lift this exclusion.",)
    ]


def test_a_pending_result_says_when_to_come_back() -> None:
    """Protects come_back in this trial's own words, and only for what can still change a verdict."""
    verdict = JUDGE.evaluate(make_known(FIT) | {"flt3": PENDING}, TODAY)
    assert [each.when for each in verdict.come_back] == ["when the molecular result is there"]
    too_old = JUDGE.evaluate(make_known(FIT | {"age_years": 90}) | {"flt3": PENDING}, TODAY)
    assert too_old.come_back == ()


def test_decimal_numbers_and_intervals_are_read_and_stand_near_their_thresholds() -> None:
    """Protects decimals: 2.1 mg/dL is not rounded.

    An interval decides only on one side, and `near` is in the fact's own unit.
    """
    answers = read_answers(
        TRIAL, {"creatinine": 2.1, "haemoglobin": {"min": 8, "max": 9}, "bilirubin": {"above": 2, "below": 2.5}}
    )
    assert answers["bilirubin"] == Interval(above=2, below=2.5)
    verdict = make_full_verdict(TRIAL, JUDGE.evaluate(answers, TODAY))
    assert verdict["determinations"]["entry"] == "ineligible"
    assert ("Ex2", "creatinine", 2.1) in [
        (each["criterion"], each["fact"], each["value"]) for each in verdict["near_threshold"]
    ]


def test_the_second_trial_is_lint_clean() -> None:
    """Protects the example that the authoring guide points to."""
    assert lint(TRIAL, parse(TEXT), FILE.name) == []
