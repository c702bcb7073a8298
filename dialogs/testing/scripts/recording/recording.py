"""Recordings: from a screening and the history of its answers, the script that leads to where it stands. Answers only.

A recording is made from recorded answers, never from typed text: no text of the person gets into it. Nor does any date
but the days on which results are expected. The dialogue itself is walked through, so every recording replays.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import product

from dialogs.conversation.ask_backs import DOUBLED
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Happened, Screening
from dialogs.conversation.selecting import NOTHING
from dialogs.conversation.state_machine import ASKING, find_fact
from dialogs.definition.faults import WrongTrial
from dialogs.rules.answers import Known
from dialogs.testing.scripts.playing.player import FIXED_NOW
from dialogs.testing.scripts.recording.doubted import find_doubtful_text
from dialogs.testing.scripts.recording.retracing import GivenAnswer, walk_to
from dialogs.testing.scripts.recording.said import make_sayable
from dialogs.testing.scripts.recording.walk import begin_walk
from dialogs.testing.scripts.recording.written import write_walk


class Unrecordable(ValueError):
    """No script leads to a screening; the message says why."""


@dataclass(frozen=True)
class Recording:
    """A script as text. `now` is where its clock stands, and `left_out` says, in sentences, what no script can hold."""

    text: str
    now: datetime
    left_out: tuple[str, ...] = ()


def record(dialogue: Dialogue, history: Iterable[Happened], screening: Screening, title: str) -> Recording:
    """Returns the script that leads to a screening, through the answers that were taken since it last began.

    `history` is what happened to its answers, from its beginning on and in order. The clock of the script is
    the fixed one of all scripts, unless the open question is asked only on its own day. Raises `WrongTrial` for a
    screening that began with another definition, and `Unrecordable` where the history is not the screening's own.
    """
    if screening.digest != dialogue.trial.digest:
        began = f"{screening.trial} {screening.digest}"
        raise WrongTrial(f"the screening began with {began}, not {dialogue.trial.digest}: load that definition")
    said, open_ = _list_answers(history, screening), replace(screening, note=None, picked=NOTHING)
    if not dict(said).keys() <= dialogue.trial.facts.keys():
        raise Unrecordable(_NOT_ITS_OWN)
    beneath = open_ if screening.note is None else replace(open_, menu=None)
    goals = [(*each, said) for each in _list_goals(dialogue, beneath)]
    ordered = _put_in_order(dialogue, beneath)
    if dict(said) == ordered.answers and len(said) == len(ordered.answers):
        goals += [(*each, list(ordered.answers.items())) for each in _list_goals(dialogue, ordered)]
    for by_notes, (goal, doubt, now, answers), lists in product((False, True), goals, (False, True)):
        walk = walk_to(begin_walk(dialogue, now), answers, goal, doubt, lists=lists, by_notes=by_notes)
        if walk is not None:
            left_out = (*_list_left_out(dialogue, beneath, goal), *_list_left_of_note(screening, goal))
            left_out = (*left_out, *_list_left_of_selection(screening))
            return Recording(write_walk(walk, title), now, left_out)
    raise Unrecordable(_NOT_ITS_OWN)


def _list_answers(history: Iterable[Happened], screening: Screening) -> list[GivenAnswer]:
    """Returns the answers to give, in order: those taken since none was left.

    The last of them comes again where it was given anew without a change.
    """
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
    """Yields where a script may lead, with the doubtful words and the clock: the screening, or what is nearest."""
    fact = find_fact(screening.state)
    if screening.doubt is None or fact is None:
        yield screening, "", FIXED_NOW
        return
    for day in (FIXED_NOW, *([] if screening.asked_at is None else [_make_midnight(screening.asked_at.date())])):
        words = find_doubtful_text(dialogue.trial.facts[fact], screening.doubt, day.date())
        if words is not None:
            yield screening, words, day
    yield replace(screening, state=ASKING + fact, doubt=None), "", FIXED_NOW


def _put_in_order(dialogue: Dialogue, screening: Screening) -> Screening:
    """Returns a screening whose answers were given in question order: a note may have given them in another one."""
    answers = {fact: screening.answers[fact] for fact in dialogue.trial.facts if fact in screening.answers}
    *_, last = (None, *answers)
    return replace(screening, answers=answers, trail=tuple(answers), taken=last)


def _list_left_of_note(screening: Screening, goal: Screening) -> Iterator[str]:
    """Yields what a script cannot hold of a note, a sentence each."""
    if screening.note is not None:
        yield "the page of a note was open; the script ends at what stood open beneath it"
    if goal.trail != screening.trail:
        yield "a note gave several answers at once; in the script they are given in question order"


def _list_left_of_selection(screening: Screening) -> Iterator[str]:
    """Yields what a script does not hold of a selection that was not done, as a sentence."""
    if screening.picked != NOTHING:
        yield "options were chosen and not recorded yet; the script ends where none is chosen"


def _make_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _list_left_out(dialogue: Dialogue, screening: Screening, goal: Screening) -> Iterator[str]:
    """Yields what the script cannot hold, a sentence each."""
    names = {fact: question.name for fact, question in dialogue.view.questions.items()}
    if goal.doubt != screening.doubt and screening.doubt is not None:
        is_doubled = screening.doubt.reason == DOUBLED
        why = "an answer said twice at once" if is_doubled else "dates, or parts of a dose, that no script holds"
        name = names[find_fact(screening.state) or ""]
        yield f"{name}: it was asked back for {why}; the script ends at the question itself"
    for fact, answer in screening.answers.items():
        if isinstance(answer, Known) and answer.clear_on is not None:
            lost = "its replay cannot name the day on which the wait is over"
            yield f"{names[fact]}: the dates are not in the script, so {lost}"
        elif make_sayable(answer) != answer:
            yield f"{names[fact]}: it was computed, and is in the script with six decimals"


_NOT_ITS_OWN = "the history of the answers does not lead to where the screening stands: nothing was recorded"
