"""The tour of a trial that compares two numbers, and words for what is no number."""

import re
from datetime import date

import pytest
from commands import ROOT
from wandering import reached_by

from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load
from dialogs.rules.answers import Interval, Known, Selected
from dialogs.rules.standings import Standing
from dialogs.testing.coverage.atlas import draw_atlas
from dialogs.testing.coverage.tours import IN_FULL, script_tours
from dialogs.testing.scripts.playing.player import FIXED_NOW
from dialogs.testing.scripts.recording.said import Unsayable, find_text

pytestmark = pytest.mark.traced

SMALL = (ROOT / "tests" / "trials" / "small.yaml").read_text("utf-8")
WEIGHT = SMALL[SMALL.index("  weight_kg:") : SMALL.index("  consent:")]
COMPARING = SMALL.replace(
    WEIGHT, WEIGHT + WEIGHT.replace("weight_kg", "birth_kg").replace("Weight}", "Birth weight}").replace("kg, wt", "bw")
).replace("{weight_kg: {below: 5.5}}", "{weight_kg: {below: {fact: birth_kg}}}")


def test_a_comparison_is_toured_in_full() -> None:
    """Protects `--generate`: all that such a dialogue can show is toured."""
    dialogue = Dialogue(load(COMPARING, "trial.yaml"))
    reached, feasible = reached_by(dialogue, script_tours(dialogue, FIXED_NOW)), draw_atlas(dialogue, FIXED_NOW)
    assert {each: getattr(reached, each) for each in IN_FULL} == {each: getattr(feasible, each) for each in IN_FULL}


def test_a_least_number_is_compared_too() -> None:
    """'At least 7' lies above 6, and it is open whether above 8."""
    rules = load(COMPARING, "trial.yaml").rules
    standings = []
    for least in (7, 5):
        state = rules.encode_state({"weight_kg": Known(6), "birth_kg": Interval(min=least)})
        standings.append(rules.find_rulings(rules.find_statuses(state))["drug"].possible)
    assert [Standing.PASSES in possible for possible in standings] == [False, True]


def test_a_number_that_was_never_given_has_no_words() -> None:
    """A selection is no answer to a question for a number."""
    fact = load(SMALL, "trial.yaml").facts["weight_kg"]
    assert re.search("[0-9]", find_text(fact, Known(6), date(2026, 1, 1)))
    with pytest.raises(Unsayable):
        find_text(fact, Selected(("weight",)), date(2026, 1, 1))
