"""The walk that leads to where a screening stands: its answers are given again, one after the other."""

from collections.abc import Sequence

from dialogs.conversation.buttons import EVERY_REASON
from dialogs.conversation.questions import OFFER_KEY
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import ASKING, SETTLED, find_fact
from dialogs.rules.answers import Answer
from dialogs.testing.scripts.recording.likeness import is_same
from dialogs.testing.scripts.recording.said import Unsayable, find_text, make_sayable
from dialogs.testing.scripts.recording.walk import SpokenWalk, find_way

GivenAnswer = tuple[str, Answer]
"""A fact, and the answer that was given to it."""


def walk_to(
    walk: SpokenWalk | None, said: Sequence[GivenAnswer], goal: Screening, doubt: str, *, lists: bool
) -> SpokenWalk | None:
    """Returns the walk that gives the answers and ends where `goal` stands, or None.

    With `lists`, every reason is listed as soon as it can be. That matters where nothing is left to list: then only the
    way there tells whether reasons were listed.
    """
    for fact, answer in said:
        walk = None if walk is None else _answer_question(walk, fact, answer)
        if walk is not None and lists and walk.screening.state == SETTLED:
            walk = walk.say(EVERY_REASON.label)
    return None if walk is None else _end_walk(walk, goal, doubt)


def _answer_question(walk: SpokenWalk, fact: str, answer: Answer) -> SpokenWalk | None:
    """Returns the walk after an answer was given to its question; what is asked back is affirmed."""
    there = find_way(walk, fact, lambda screening: screening.state == ASKING + fact)
    try:
        words = find_text(walk.dialogue.trial.facts[fact], answer, walk.now.date())
    except (Unsayable, KeyError):
        return None
    there = None if there is None else there.say(words)
    wanted = make_sayable(answer)
    while there is not None and there.screening.doubt is not None and wanted in there.screening.doubt.offers:
        key = f"{OFFER_KEY}{there.screening.doubt.offers.index(wanted)}"
        there = there.say(next(button.label for button in there.turn.messages[-1].buttons if button.key == key))
    return there


def _end_walk(walk: SpokenWalk, goal: Screening, doubt: str) -> SpokenWalk | None:
    """Returns the walk on to where `goal` stands; `doubt` are words that are asked back there."""
    fact = find_fact(goal.state)
    if doubt:
        asked = find_way(walk, fact, lambda screening: screening.state == f"{ASKING}{fact}")
        if asked is None:
            return None
        walk = asked.say(doubt)
    return find_way(walk, fact, lambda screening: is_same(screening, goal))
