"""What the rules say of small definitions, each with the one thing in it that was once said wrongly."""

import pytest
from written_definitions import DAYS_BETWEEN, NUMBER, WASHOUTS, YES_NO, build, write_criterion, write_determination

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Interval, Known, LastDose, LastDoses
from dialogs.rules.assessment import Assessment
from dialogs.rules.determinations import Standing
from dialogs.rules.truth import Truth

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

RUNNING = LastDoses((LastDose("drug", 3, 3),))


def assess(trial: Trial, **answers: Answer) -> Assessment:
    return trial.rules.assess(trial.rules.encode_state(answers))


def compare_two(**first: object) -> Trial:
    """Returns a trial that takes whoever has a first number of at most the second."""
    facts = {"first": DAYS_BETWEEN, "second": DAYS_BETWEEN, "result": YES_NO | first}
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
