"""The tours reach all that the atlas of a trial's dialogue holds, and nothing ever reaches more: from both sides."""

import random
from datetime import UTC, datetime

import pytest
from odd_trials import HEAD, determination, entangled, odd_trial
from wandering import NOW, reached_by, wandered

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said
from dialogs.loading.loading import load
from dialogs.rules.answers import Known
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.possible import Possible
from dialogs.testing.coverage.survey import Budget, survey_dialogue
from dialogs.testing.coverage.tours import IN_FULL, script_tours

pytestmark = pytest.mark.traced

REACHING = (1, 5, 12)
"""Odd trials that reach lines of the tours which no other trial reaches."""

ASKED = "ask: {en: A?}, ask_family: {en: A?}, why: {en: W.}"
CRITERION = "determination: entry, name: {en: N}, quote: Q, plain: {en: P.}, met_when"
SMALL = f"""{HEAD}
facts:
  same: {{kind: yes_no, name: {{en: Other}}, {ASKED}}}
  other:
    {{kind: number, name: {{en: Same}}, {ASKED}, unit: {{en: kg}}, range: {{min: 0, max: 20000000000}},
     fits: {{en: A number.}}}}
  dose:
    {{kind: dose_per_area, name: {{en: Dose}}, {ASKED}, applies_if: {{same: "yes"}}, unit: {{en: mg/m²/day}},
     range: {{min: 0, max: 1000}}, fits: {{en: A dose.}}, reference: prednisone,
     drugs: {{prednisone: {{equivalent_mg: 5}}, cortisone: {{equivalent_mg: 25}}}},
     body_surface: [{{name: Mosteller, divisor: 60, weight_exponent: 0.5, length_exponent: 0.5}}]}}
  sort:
    {{kind: choice, name: {{en: Sort}}, {ASKED},
     options: {{first: {{label: {{en: First}}}}, second: {{label: {{en: Second}}}}}},
     ask_back: [{{words: {{en: [either]}}, say: {{en: "Which of them?"}}, offer: [first, second]}}]}}
criteria:
  C1: {{kind: exclusion, {CRITERION}: {{other: {{at_least: 1, at_most: 2}}}}}}
  C2: {{kind: exclusion, {CRITERION}: {{all: [{{same: "yes"}}, {{dose: {{above: 0.00000001, at_most: 10}}}}]}}}}
  C3: {{kind: inclusion, {CRITERION}: {{sort: first}}}}
determinations:
{determination("entry", "")}
"""
"""A trial in which an answer drops another one, two facts have each other's names, and the widest number cannot be
said."""

NOBODY = SMALL.replace("{sort: first}", "{other: {above: 2, below: 1}}")
"""The same, but nobody can enter."""

TEXTS = {"a small trial": SMALL, "nobody can enter": NOBODY, "one entangled criterion": entangled(2)}
DIALOGUES = {name: Dialogue(load(text, "trial.yaml")) for name, text in TEXTS.items()}
ODD = [Dialogue(odd_trial(random.Random(seed))) for seed in (161, 109, 16, 90, 111, *range(7))]
TOURED = [*ODD, Dialogue(odd_trial(random.Random(15)))]
"""The last one finds an early end that its definition was said to rule out, so it stands apart."""


@pytest.mark.traced_cases("nobody can enter")
@pytest.mark.parametrize("name", DIALOGUES)
def test_the_tours_reach_all_that_the_atlas_holds_and_nothing_else(name: str) -> None:
    """Protects "feasible" from below: each state, event, answer, status, sentence, end and way was reached."""
    dialogue = DIALOGUES[name]
    assert find_undecided(dialogue, NOW) == Map()
    assert reached_by(dialogue, script_tours(dialogue, NOW, every_way=True)) == draw_atlas(dialogue, NOW)


each_odd_trial = pytest.mark.parametrize(
    "seed", [pytest.param(each, marks=[] if each in REACHING else pytest.mark.long) for each in range(len(TOURED))]
)


@pytest.mark.traced_cases("[5]")
@each_odd_trial
def test_of_an_odd_trial_everything_feasible_is_toured(seed: int) -> None:
    """Protects "feasible" from below, for trials that nobody would write."""
    dialogue = TOURED[seed]
    assert find_undecided(dialogue, NOW) == Map()
    assert reached_by(dialogue, script_tours(dialogue, NOW, every_way=True)) == draw_atlas(dialogue, NOW)


@pytest.mark.traced_cases("[1]", "[12]")
@each_odd_trial
def test_without_every_way_all_else_is_toured(seed: int) -> None:
    """Protects the shorter tours: of an odd trial they reach in full what they promise."""
    dialogue = TOURED[seed]
    feasible, plainly = draw_atlas(dialogue, NOW), reached_by(dialogue, script_tours(dialogue, NOW))
    assert [name for name in IN_FULL if getattr(plainly, name) != getattr(feasible, name)] == []


@pytest.mark.sweep
@each_odd_trial
def test_of_an_odd_trial_nothing_else_is_ever_reached(seed: int) -> None:
    """Protects "feasible" from above, for trials that nobody would write."""
    beyond = wandered(TOURED[seed], random.Random(seed), 120) - draw_atlas(TOURED[seed], NOW)
    assert (beyond.states, beyond.pairs, beyond.answers, beyond.statuses, beyond.ends, beyond.arrows) == (
        frozenset(),
    ) * 6


@pytest.mark.parametrize("name", DIALOGUES)
def test_whatever_is_said_and_tapped_nothing_is_reached_that_is_not_on_the_map(name: str) -> None:
    """Protects "feasible" from above, where the search ended early because all was found."""
    beyond = wandered(DIALOGUES[name], random.Random(name), 200) - draw_atlas(DIALOGUES[name], NOW)
    assert (beyond.states, beyond.pairs, beyond.answers, beyond.statuses, beyond.ends, beyond.arrows) == (
        frozenset(),
    ) * 6


@pytest.mark.sweep
@pytest.mark.parametrize("dialogue", [*DIALOGUES.values(), *ODD])
def test_nothing_is_found_that_was_ruled_out(dialogue: Dialogue) -> None:
    """Protects the shortcuts: a goal that the definition is said to rule out is one that no walk shows."""
    found = survey_dialogue(dialogue, NOW.date()).found
    assert set(found) <= Possible(dialogue.trial).list_goals()


def test_what_the_budget_does_not_decide_is_named() -> None:
    """Protects against silence: places that were not found, and not proven impossible, stand on a map of their own."""
    dialogue = ODD[9]
    left = find_undecided(dialogue, NOW, Budget(changes=0, every_way=0))
    assert left.ends
    assert left.arrows
    assert draw_atlas(dialogue, NOW) - (draw_atlas(dialogue, NOW, Budget(changes=0, every_way=0)) | left) == Map()
    assert find_undecided(dialogue, NOW, Budget(changes=0, every_way=100_000)) == Map(), (
        "a small trial is looked at in every way"
    )


def test_one_criterion_alone_never_ends_the_questions_early() -> None:
    """Protects the map from a state that no screening reaches: what decides the only criterion leaves no list."""
    feasible = draw_atlas(DIALOGUES["one entangled criterion"], NOW)
    assert "settled" not in feasible.states
    assert not feasible.ends
    assert not any(kind is EventKind.STOP_HERE for _, kind in feasible.pairs)


def test_a_trial_that_nobody_can_enter_can_be_started_over_from_anywhere() -> None:
    """Protects "never raises": where the questions end before the first one, starting over leads there again."""
    dialogue = DIALOGUES["nobody can enter"]
    turn = dialogue.begin(NOW)
    for text in ("/start over", "Stop here", "/start over", "Stop here", "Show the result", "/start over"):
        turn = dialogue.take_turn(turn.screening, Said(text), NOW)
    assert turn.screening.state == "settled"


def test_a_plain_yes_is_offered_and_taken_where_it_would_confirm_something_else() -> None:
    """Protects tours that answer under an ask-back: there a yes means what was asked back, so it is said in doubt."""
    guide = Guide(DIALOGUES["a small trial"], NOW)
    guide.say("maybe no")
    assert guide.screening.doubt is not None
    guide.answer("same", Known("yes"))
    assert guide.screening.answers["same"] == Known("yes")


def test_scripts_for_another_time_say_when_to_replay_them() -> None:
    """Protects expectations that hold dates: a set that was made for another day holds on that day."""
    dialogue = ODD[0]
    then = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
    scripts = script_tours(dialogue, then)
    assert all("Replay it with --now 2031-03-04T09:30" in script.title for script in scripts)
    assert reached_by(dialogue, scripts, then).phrases == draw_atlas(dialogue, then).phrases
