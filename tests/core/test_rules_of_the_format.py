"""What the rules say of small definitions, each with the one thing in it that was once said wrongly."""

import pytest
import written_definitions as written
from written_definitions import NUMBER, WASHOUTS, YES_NO, build, write_criterion, write_determination

from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Interval, Known, LastDose, LastDoses
from dialogs.rules.assessment import Assessment
from dialogs.rules.standings import Standing
from dialogs.rules.truth import Truth

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

RUNNING = LastDoses((LastDose("drug", 3, 3),))


def assess(trial: Trial, **answers: Answer) -> Assessment:
    return trial.rules.assess(trial.rules.encode_state(answers))


def compare_two(**first: object) -> Trial:
    """Returns a trial that takes whoever has a first number of at most the second."""
    facts = {"first": written.DAYS_BETWEEN, "second": written.DAYS_BETWEEN, "result": YES_NO | first}
    criteria = {"C": write_criterion({"first": {"at_most": {"fact": "second"}}}, "entry")}
    return build(facts, criteria, {"entry": write_determination()})


def test_a_number_that_does_not_count_is_compared_with_nothing() -> None:
    """Protects `valid_for`: the days of an expired result are as if unanswered, also against another number."""
    trial = compare_two(valid_for=2, dated_by="first")
    known = assess(trial, first=Known(4), second=Known(3))
    expired = assess(trial, result=Known("yes"), first=Known(4), second=Known(3))
    assert known.statuses[0].truth is Truth.NO
    assert expired.statuses[0].truth is Truth.UNKNOWN
    assert expired.settling["entry"].needed == ("first",)


@pytest.mark.parametrize(
    ("fact", "answer", "is_open"),
    [
        (NUMBER, Interval(below=1), False),
        (NUMBER, Interval(above=3, max=4), False),
        (NUMBER, Interval(min=3, max=4), True),
        (written.DECIMALS, Interval(min=4, max=4), False),
        (written.DECIMALS, Interval(below=1), True),
        (written.DECIMALS, Interval(max=0), False),
    ],
)
def test_limits_that_leave_one_number_are_no_open_answer(fact: written.Plain, answer: Answer, *, is_open: bool) -> None:
    """Protects "needed": what "less than 1" leaves of whole numbers is 0, so nobody is asked for it again."""
    criteria = {"C": write_criterion({"first": {"at_most": {"fact": "second"}}}, "entry")}
    trial = build({"first": fact, "second": fact}, criteria, {"entry": write_determination()})
    needed = assess(trial, first=Interval(min=0, max=8), second=answer).settling["entry"].needed
    assert needed == (("first", "second") if is_open else ("first",))


def test_what_decides_between_not_yet_and_failing_is_asked_too() -> None:
    """Protects against a dead end.

    Every completion says "not yet", and no criterion carries it before the consent is known.
    """
    either = {"any": [{"consent": "yes"}, {"consent": "no"}]}
    criteria = {"C": write_criterion({"all": [{"washouts": "over"}, either]}, "entry")}
    trial = build({"washouts": WASHOUTS, "consent": YES_NO}, criteria, {"entry": write_determination("not_yet")})
    waiting = assess(trial, washouts=RUNNING)
    assert waiting.rulings["entry"].standing is Standing.OPEN
    assert waiting.settling["entry"].needed == ("consent",)
    assert trial.find_next_question({"washouts": RUNNING}) == "consent"
    assert assess(trial, washouts=RUNNING, consent=Known("no")).rulings["entry"].standing is Standing.NOT_YET


def test_a_wait_names_what_it_holds_up_and_nothing_else() -> None:
    """Protects `waiting`: a fact stands there only for determinations that it can change once the wait is over."""
    criteria = {
        "C1": write_criterion({"washouts": "over"}, "first", "second"),
        "C2": write_criterion({"dose": {"at_most": 3}}, "third"),
    }
    determinations = {
        "first": write_determination(),
        "second": write_determination(),
        "third": write_determination(requires={"first": ["passes"]}),
        "fourth": write_determination(requires={"third": ["passes"]}),
    }
    trial = build({"washouts": WASHOUTS, "dose": NUMBER}, criteria, determinations)
    assert assess(trial, washouts=RUNNING).waiting == {"first": ("dose",), "second": ()}


def test_what_fails_once_the_wait_is_over_can_not_be_not_yet() -> None:
    """Protects what requires it: "fails or passes" is then so, whatever is still to be answered."""
    criteria = {"C": write_criterion({"washouts": "running"}, "first")}
    requires = {"first": ["fails", "passes"]}
    determinations = {"first": write_determination("not_yet"), "second": write_determination(requires=requires)}
    rulings = assess(build({"washouts": WASHOUTS}, criteria, determinations)).rulings
    assert rulings["first"].possible == {Standing.PASSES, Standing.FAILS}
    assert rulings["second"].standing is Standing.PASSES


def test_what_required_determinations_lack_is_left_alone_once_they_fail() -> None:
    """Protects short screenings: the wait of one determination never asks for what another has settled."""
    criteria = {
        "C1": write_criterion({"washouts": "over"}, "second"),
        "C2": write_criterion({"dose": {"at_most": 3}}, "first"),
        "C3": write_criterion({"consent": "yes"}, "first"),
    }
    determinations = {
        "first": write_determination(),
        "second": write_determination(requires={"any": [{"first": ["fails"]}]}),
    }
    facts = {"washouts": WASHOUTS, "dose": NUMBER, "consent": YES_NO}
    found = assess(build(facts, criteria, determinations), washouts=RUNNING, dose=Known(4))
    assert (found.relevant, found.waiting) == ((), {"second": ()})


def test_what_dates_a_result_does_not_decide_whether_it_applies() -> None:
    """Protects against a question without end.

    A result too old makes its days count as unanswered. The fact then no longer applies, and is asked again.
    """
    facts: written.Plain = {
        "days": {**written.DAYS_BETWEEN},
        "between": YES_NO | {"applies_if": {"days": {"above": 2}}},
        "result": NUMBER | {"applies_if": {"between": "yes"}, "valid_for": 3, "dated_by": "days"},
    }
    criteria = {"C": write_criterion({"result": {"at_most": 3}}, "entry")}
    with pytest.raises(DefinitionError, match="'days' decides whether this fact applies, and dates it: a result"):
        build(facts, criteria, {"entry": write_determination()})
    facts["days"]["applies_if"] = facts["between"]["applies_if"] = {"result": {"above": 2}}
    with pytest.raises(DefinitionError, match="'result' stands below this fact"):
        build(facts, criteria, {"entry": write_determination()})
    del facts["between"]["applies_if"], facts["days"]["applies_if"]
    assert assess(build(facts, criteria, {"entry": write_determination()})).relevant == ("between", "result")


def test_what_decides_whether_a_fact_applies_is_asked_though_every_answer_makes_it_apply() -> None:
    """Protects against a dead end: the dose is needed, and no other question leads to it."""
    either = {"any": [{"consent": "yes"}, {"consent": "no"}]}
    criteria = {"C": write_criterion({"dose": {"at_most": 3}}, "entry")}
    facts = {"consent": YES_NO, "dose": NUMBER | {"applies_if": either}}
    trial = build(facts, criteria, {"entry": write_determination()})
    assert trial.find_next_question({}) == "consent"
    settling = assess(trial).settling["entry"]
    assert (settling.needed, settling.needed_if) == (("consent",), ("dose",))
    assert assess(trial, consent=Known("no")).settling["entry"].needed == ("dose",)
