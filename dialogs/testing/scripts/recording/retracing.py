"""The walk that leads to where a screening stands: its answers are given again, one after the other."""

from collections.abc import Sequence

from dialogs.conversation.buttons import EVERY_REASON
from dialogs.conversation.note_interpreting import name_note
from dialogs.conversation.questions import OFFER_KEY
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import ASKING, SETTLED, find_fact
from dialogs.definition.wording import say
from dialogs.rules.answers import Answer
from dialogs.testing.scripts.recording.likeness import is_same
from dialogs.testing.scripts.recording.said import Unsayable, find_text, list_texts, make_sayable
from dialogs.testing.scripts.recording.walk import SpokenWalk, find_way

GivenAnswer = tuple[str, Answer]
"""A fact, and the answer that was given to it."""


def walk_to(
    walk: SpokenWalk | None,
    said: Sequence[GivenAnswer],
    goal: Screening,
    doubt: str,
    *,
    lists: bool,
    by_notes: bool = False,
) -> SpokenWalk | None:
    """Returns the walk that gives the answers and ends where `goal` stands, or None.

    With `lists`, every reason is listed as soon as it can be. That matters where nothing is left to list: then only the
    way there tells whether reasons were listed. With `by_notes`, each answer whose question does not stand open is
    given in a note, in words of the trial. So it was where that question cannot be come to yet.
    """
    for fact, answer in said:
        noted = None if walk is None or not by_notes else _note_answer(walk, fact, answer)
        walk = None if walk is None else noted or _answer_question(walk, fact, answer)
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


def _note_answer(walk: SpokenWalk, fact: str, answer: Answer) -> SpokenWalk | None:
    """Returns the walk after a note that says just this answer was taken.

    None where its question stands open, or no words of the trial say it in a note.
    """
    if find_fact(walk.screening.state) == fact:
        return None
    asked = walk.dialogue.trial.facts[fact]
    for words in list_texts(asked, answer, walk.now.date(), under_ask_back=False):
        for text in (f"{say(asked.name)}: {words}", words, f"{words}: {say(asked.name)}"):
            there = walk.say(name_note(text))
            note = there.screening.note
            if note is not None and note.answers == {fact: make_sayable(answer)}:
                return there.say(there.turn.messages[-1].buttons[0].label)
    return None


def _end_walk(walk: SpokenWalk, goal: Screening, doubt: str) -> SpokenWalk | None:
    """Returns the walk on to where `goal` stands; `doubt` are words that are asked back there."""
    fact = find_fact(goal.state)
    if doubt:
        asked = find_way(walk, fact, lambda screening: screening.state == f"{ASKING}{fact}")
        if asked is None:
            return None
        walk = asked.say(doubt)
    return find_way(walk, fact, lambda screening: is_same(screening, goal))
