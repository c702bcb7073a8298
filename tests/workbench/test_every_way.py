"""Every kind of event in every state of Interfant-21, and every way between two states: made here, and played.

These scripts are too many to be reviewed, so none of them is kept. What they all have in common is held by a table.
"""

import pytest
from dialogue import DIALOGUE

from dialogs.conversation.screening import Screening, Turn
from dialogs.conversation.state_machine import CLARIFYING, CONCLUDED, STOPPED, find_fact
from dialogs.testing.coverage.atlas import draw_atlas
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.kinds import classify_interpretation, interpret_step
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.coverage.tours import script_tours
from dialogs.testing.scripts.playing.played import PlayedScriptRun
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player


@pytest.fixture(scope="module")
def all_played() -> list[PlayedScriptRun]:
    player = Player(DIALOGUE, FIXED_NOW)
    return [player.play(script) for script in script_tours(DIALOGUE, FIXED_NOW, every_way=True)]


@pytest.mark.slow
def test_every_kind_of_event_in_every_state_and_every_way_is_reached(all_played: list[PlayedScriptRun]) -> None:
    """Protects "every kind of event in every state": each can be brought about, and nothing beyond them."""
    reached = Map()
    for played in all_played:
        assert played.failure is None, (played.script.file, played.failure)
        reached |= map_reached(DIALOGUE, played, FIXED_NOW)
    assert reached == draw_atlas(DIALOGUE, FIXED_NOW)


def test_in_every_state_an_event_does_what_its_kind_does(all_played: list[PlayedScriptRun]) -> None:
    """Protects answers and places in each state: what only asks or is refused changes nothing, and so on."""
    wrong = [
        (played.script.file, step.before.state, kind.value, step.turn.screening.state)
        for played in all_played
        for exchange in played.exchanges
        for step in exchange.steps
        if step.before is not None
        and (kind := classify_interpretation(step, interpret_step(DIALOGUE, step, FIXED_NOW.date()))) is not None
        and not does_its_kind(kind, step.before, step.turn)
    ]
    assert wrong == []


def does_its_kind(kind: EventKind, before: Screening, turn: Turn) -> bool:
    after, fact = turn.screening, find_fact(before.state)
    if kind in NOTHING_CHANGES:
        return (after.state, after.answers, after.menu, after.doubt) == (
            before.state,
            before.answers,
            before.menu,
            before.doubt,
        )
    if kind in ANSWERS:
        return fact in after.answers and (CLARIFYING + str(fact) != after.state)
    if kind in ASKED_BACK:
        return after.state == CLARIFYING + str(fact) and after.answers == before.answers
    if kind is EventKind.UNFIT:
        return (find_fact(after.state), after.answers) == (fact, before.answers)
    if kind is EventKind.STOP:
        return after.state == (CONCLUDED if before.state == CONCLUDED else STOPPED) and after.answers == before.answers
    if kind is EventKind.STARTED_OVER:
        return not after.answers
    return after.answers == before.answers


NOTHING_CHANGES = {EventKind.STATUS, EventKind.PAGE, EventKind.PAUSE, EventKind.WHY, EventKind.REFUSED}
ANSWERS = {EventKind.TYPED, EventKind.TAPPED, EventKind.UNKNOWN, EventKind.PENDING, EventKind.KEPT, EventKind.OFFER}
ASKED_BACK = {EventKind.UNCLEAR, EventKind.DOUBLED, EventKind.IMPRECISE}
