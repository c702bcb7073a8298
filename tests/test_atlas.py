"""What the atlas of a trial's dialogue holds is reached by the tours, and nothing else is ever reached: from both sides."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from odd_trials import odd_trial
from test_unusual_definitions import INTERFANT, entangled
from wandering import NOW, wandered

from dialogs.coverage.atlas import atlas, undecided
from dialogs.coverage.kinds import Kind
from dialogs.coverage.map import Map
from dialogs.coverage.possible import Possible
from dialogs.coverage.reached import reached_in
from dialogs.coverage.survey import Budget, survey
from dialogs.coverage.tours import tours
from dialogs.definition.loading import load
from dialogs.dialogue import Dialogue
from dialogs.screening import Said
from dialogs.scripts.blocks import Script
from dialogs.scripts.player import Player

HERE = Path(__file__).parent
TEXTS = {
    "a second trial": (HERE / "trials" / "adult-aml.yaml").read_text("utf-8"),
    "the skeleton": (HERE.parent / "dialogs" / "trials" / "skeleton.txt").read_text("utf-8"),
    "one entangled criterion": entangled(3),
    "a condition that always holds": INTERFANT.replace(
        "met_when: {consent: given}", "met_when: {any: [{consent: given}, {consent: refused}]}", 1
    ),
    "a criterion that never holds": INTERFANT.replace("met_when: {age_days: {at_most: 365}}", "met_when: {age_days: {above: 5, below: 4}}", 1),
}
DIALOGUES = {name: Dialogue(load(text, "trial.yaml")) for name, text in TEXTS.items()}
ODD = [Dialogue(odd_trial(random.Random(seed))) for seed in range(40)]


def reached_by(dialogue: Dialogue, scripts: tuple[Script, ...], now: datetime = NOW) -> Map:
    """Plays scripts, each of which must hold, and returns what they reached."""
    reached = Map()
    for script in scripts:
        played = Player(dialogue, now).play(script)
        assert played.failure is None, (script.file, played.failure)
        reached |= reached_in(dialogue, played, now)
    return reached


@pytest.mark.parametrize("name", DIALOGUES)
def test_the_tours_reach_all_that_the_atlas_holds_and_nothing_else(name: str) -> None:
    """Protects "feasible" from below: each state, event, answer, status, sentence, end and way on the map was gone to."""
    dialogue = DIALOGUES[name]
    assert undecided(dialogue, NOW) == Map()
    assert reached_by(dialogue, tours(dialogue, NOW)) == atlas(dialogue, NOW)


@pytest.mark.parametrize("seed", range(len(ODD)))
def test_of_an_odd_trial_everything_feasible_is_toured_and_nothing_else_is_ever_reached(seed: int) -> None:
    """Protects "feasible" from both sides, for trials that nobody would write."""
    dialogue = ODD[seed]
    feasible = atlas(dialogue, NOW)
    assert undecided(dialogue, NOW) == Map()
    assert reached_by(dialogue, tours(dialogue, NOW)) == feasible
    beyond = wandered(dialogue, random.Random(seed), 120) - feasible
    assert (beyond.states, beyond.pairs, beyond.answers, beyond.statuses, beyond.ends, beyond.arrows) == (frozenset(),) * 6


@pytest.mark.parametrize("name", DIALOGUES)
def test_whatever_is_said_and_tapped_nothing_is_reached_that_is_not_on_the_map(name: str) -> None:
    """Protects "feasible" from above, where the search ended early because all was found."""
    beyond = wandered(DIALOGUES[name], random.Random(name), 500) - atlas(DIALOGUES[name], NOW)
    assert (beyond.states, beyond.pairs, beyond.answers, beyond.statuses, beyond.ends, beyond.arrows) == (frozenset(),) * 6


@pytest.mark.parametrize("dialogue", [*DIALOGUES.values(), *ODD[:10]])
def test_nothing_is_found_that_was_ruled_out(dialogue: Dialogue) -> None:
    """Protects the shortcuts: a goal that the definition is said to rule out is one that no walk shows."""
    found = survey(dialogue, NOW.date()).found
    assert set(found) <= Possible(dialogue.trial).goals()


def test_what_the_budget_does_not_decide_is_named() -> None:
    """Protects against silence: places that were not found, and not proven impossible, stand on a map of their own."""
    dialogue = DIALOGUES["the skeleton"]
    few = Budget(changes=0, every_way=0)
    left = undecided(dialogue, NOW, few)
    assert left.arrows
    assert atlas(dialogue, NOW, few) | left == atlas(dialogue, NOW)
    assert undecided(ODD[0], NOW, Budget(changes=0, every_way=100_000)) == Map(), "a small trial is looked at in every way"


def test_one_criterion_alone_never_ends_the_questions_early() -> None:
    """Protects the map from a state that no screening comes to: what decides the only criterion leaves nothing to list."""
    feasible = atlas(DIALOGUES["one entangled criterion"], NOW)
    assert "settled" not in feasible.states
    assert not feasible.ends
    assert not any(kind is Kind.STOP_HERE for _, kind in feasible.pairs)


def test_a_trial_that_nobody_can_enter_can_be_started_over_from_anywhere() -> None:
    """Protects "never raises": where the questions end before the first one, starting over leads there again."""
    dialogue = DIALOGUES["a criterion that never holds"]
    turn = dialogue.begin(NOW)
    for text in ("/start over", "Stop here", "/start over", "Stop here", "Show the result", "/start over"):
        turn = dialogue.turn(turn.screening, Said(text), NOW)
    assert turn.screening.state == "settled"


def test_scripts_for_another_time_say_when_to_replay_them() -> None:
    """Protects expectations that hold dates: a set that was made for another day holds on that day."""
    dialogue = ODD[0]
    then = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
    scripts = tours(dialogue, then)
    assert all("Replay it with --now 2031-03-04T09:30" in script.title for script in scripts)
    assert reached_by(dialogue, scripts, then) == atlas(dialogue, then)
