"""Recordings: from a screening and the history of its answers, the script that leads to where it stands. Answers only.

A recording is made from what was recorded, never from what was typed: no text of the person gets into it, and no date
but the days on which results are expected. The dialogue itself is walked through, so whatever is recorded replays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from dialogs.conversation.ask_backs import DOUBLED
from dialogs.conversation.buttons import EVERY_REASON
from dialogs.conversation.dialogue import Dialogue, WrongTrial
from dialogs.conversation.questions import OFFER_KEY
from dialogs.conversation.screening import Happened, Screening
from dialogs.conversation.state_machine import ASKING, SETTLED, find_fact
from dialogs.rules.answers import Answer, Known
from dialogs.testing.scripts.doubted import find_doubtful_text
from dialogs.testing.scripts.likeness import is_same
from dialogs.testing.scripts.player import FIXED_NOW
from dialogs.testing.scripts.said import Unsayable, find_text, make_sayable
from dialogs.testing.scripts.walk import SpokenWalk, begin_walk, find_way
from dialogs.testing.scripts.written import write_walk

GivenAnswer = tuple[str, Answer]
"""A fact, and the answer that was given to it."""


class Unrecordable(ValueError):
    """No script leads to a screening; the message says why."""


@dataclass(frozen=True)
class Recording:
    """A script as text. `now` is where its clock stands, and `left_out` says, in sentences, what no script can hold."""

    text: str
    now: datetime
    left_out: tuple[str, ...] = ()


def record(dialogue: Dialogue, history: Iterable[Happened], screening: Screening, title: str) -> Recording:
    """Returns the script that leads from the first question to a screening, through the answers that were taken since it last began.

    `history` is what happened to its answers, from its beginning on and in order. The clock of the script is the fixed
    one of all scripts, unless the question that stands open is only asked on the day on which it was. Raises
    `WrongTrial` for a screening that began with another definition, and `Unrecordable` where the history is not the
    screening's own.
    """
    if screening.digest != dialogue.trial.digest:
        raise WrongTrial(
            f"the screening began with {screening.trial} {screening.digest}, not {dialogue.trial.digest}: load that"
            " definition"
        )
    said = _list_answers(history, screening)
    for goal, doubt, now in _list_goals(dialogue, screening):
        for lists in (False, True):
            walk = _walk_to(begin_walk(dialogue, now), said, goal, doubt, lists=lists)
            if walk is not None:
                return Recording(write_walk(walk, title), now, tuple(_list_left_out(dialogue, screening, goal)))
    raise Unrecordable("the history of the answers does not lead to where the screening stands: nothing was recorded")


def _list_answers(history: Iterable[Happened], screening: Screening) -> list[GivenAnswer]:
    """Returns the answers to give, in order: those taken since none was left, and again the one that was given anew without a change."""
    said: list[GivenAnswer] = []
    held: set[str] = set()
    for each in history:
        if each.after is not None:
            held.add(each.fact)
            said.append((each.fact, each.after))
            continue
        held.discard(each.fact)
        if not held:
            said.clear()
    last = screening.taken
    if last is not None and last in screening.answers and (not said or said[-1][0] != last):
        said.append((last, screening.answers[last]))
    return said


def _list_goals(dialogue: Dialogue, screening: Screening) -> Iterator[tuple[Screening, str, datetime]]:
    """Yields where a script may lead, with the words that are asked back there, and its clock: the screening, then what is nearest."""
    fact = find_fact(screening.state)
    if screening.doubt is None or fact is None:
        yield screening, "", FIXED_NOW
        return
    for day in (FIXED_NOW, *([] if screening.asked_at is None else [_make_midnight(screening.asked_at.date())])):
        words = find_doubtful_text(dialogue.trial.facts[fact], screening.doubt, day.date())
        if words is not None:
            yield screening, words, day
    yield replace(screening, state=ASKING + fact, doubt=None), "", FIXED_NOW


def _make_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _walk_to(
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


def _list_left_out(dialogue: Dialogue, screening: Screening, goal: Screening) -> Iterator[str]:
    """Yields what the script cannot hold, a sentence each."""
    names = {fact: question.name for fact, question in dialogue.view.questions.items()}
    if goal is not screening and screening.doubt is not None:
        why = (
            "an answer said twice at once"
            if screening.doubt.reason == DOUBLED
            else "dates, or parts of a dose, that no script holds"
        )
        yield (
            f"{names[find_fact(screening.state) or '']}: it was asked back for {why}; the script ends at the question"
            " itself"
        )
    for fact, answer in screening.answers.items():
        if isinstance(answer, Known) and answer.clear_on is not None:
            yield (
                f"{names[fact]}: the dates are not in the script, so its replay cannot name the day on which the wait"
                " is over"
            )
        elif make_sayable(answer) != answer:
            yield f"{names[fact]}: it was computed, and is in the script with six decimals"
