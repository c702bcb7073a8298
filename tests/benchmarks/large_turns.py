"""What a turn of a large trial costs, in turns of Interfant-21: whole dialogues of both, played in turn."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from odd_trials import INTERFANT
from sane_trial import sane

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Screening
from dialogs.conversation.state_machine import ASKING, SETTLED, find_fact
from dialogs.definition.facts import Fact, NumberFact, OptionFact, SeveralFact, WashoutsFact, get_option_label
from dialogs.definition.facts import list_option_codes as list_codes
from dialogs.definition.wording import say as say_in
from dialogs.loading.loading import load

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROUNDS = 7
COURSES = 12

Say = Callable[[str, float, str], None]
Courses = Sequence[list[str]]

TYPED = {
    "age": ("120 days", "11 months", "born 1 May 2026, seen 20 May 2026"),
    "days_between": ("20", "6 weeks", "120 days", "1 March 2026 to 1 May 2026"),
    "months_between": ("2 months", "70 days", "7"),
    "gestation": ("2+6", "10+1", "36+6"),
    "dose_per_area": ("12 mg/m2/day", "prednisone 20 mg/day, 6 kg, 60 cm"),
    "daily_dose": ("prednisone 20 mg/day", "prednisone 90 mg daily"),
    "cockcroft_gault": ("62", "54 years, 70 kg, creatinine 1.1 mg/dL, female"),
    "corrected_calcium": ("9.5", "calcium 8.2 mg/dL, albumin 3.1 g/dL"),
    "units": ("84", "84 {unit}", "5200 {unit}"),
    "ratio": ("3 x ULN", "120 U/L, ULN 40", "2.5"),
    "number": ("2", "7.0", "33", "61", "95", "5-7", "more than 10"),
}
"""What is typed, by the kind of the fact, or by how its number is given."""


def measure_large_turns(say: Say) -> None:
    """Prints a turn of whole dialogues that ask as many questions as they can, the result shown, in such turns.

    Once as a turn is measured elsewhere, with dialogues that were played before. Once with answers that are new to the
    trial, so that nothing is remembered.
    """
    texts = (sane(), INTERFANT)
    drawn = [[list(draw_course(_open(text), seed)) for seed in range(COURSES)] for text in texts]
    served = [_open(text) for text in texts]
    known, new = [], []
    for _ in range(ROUNDS + 1):
        pairs = list(zip(served, drawn, strict=True))
        known.append(_compare(pairs))
        fresh = [(_warm(_open(text), courses[0]), courses[1:]) for text, courses in zip(texts, drawn, strict=True)]
        new.append(_compare(fresh))
    turns = statistics.mean(map(len, drawn[0]))
    say(
        f"a turn of its dialogues of {turns:.0f} turns, in turns of Interfant-21",
        statistics.median(known[1:]),
        "at most 1.5",
    )
    say("  the quickest round", min(known[1:]), "")
    say("  the slowest round", max(known[1:]), "")
    say("  with answers that are new to the trial", statistics.median(new[1:]), "")


def _compare(dialogues: Sequence[tuple[Dialogue, Courses]]) -> float:
    """Returns a turn of the first of two dialogues in turns of the second; they play their courses by turns."""
    taken: list[list[float]] = [[], []]
    for number in range(COURSES):
        for times, (dialogue, courses) in zip(taken, dialogues, strict=True):
            if number < len(courses):
                times.append(time_turn(dialogue, courses[number]))
    large, small = map(statistics.mean, taken)
    return large / small


def _open(text: str) -> Dialogue:
    return Dialogue(load(text, "large.yaml"))


def _warm(dialogue: Dialogue, course: list[str]) -> Dialogue:
    """Returns the dialogue once it has served another screening, and all that is made at the first one is made."""
    time_turn(dialogue, course)
    return dialogue


def time_turn(dialogue: Dialogue, course: list[str]) -> float:
    """Returns seconds of processor time that a turn of a course takes, its result included."""
    turn = dialogue.begin(NOW)
    start = time.process_time()
    for text in course:
        turn = dialogue.take_turn(turn.screening, Said(text), NOW)
    taken = time.process_time() - start
    assert turn.verdict is not None, "a whole dialogue ends with its result"
    return taken / len(course)


def draw_course(dialogue: Dialogue, seed: int) -> Iterator[str]:
    """Yields what is said in a dialogue from its first question to its result; answers leave questions open."""
    dice = random.Random(seed)
    screening = dialogue.begin(NOW).screening
    while (fact := find_fact(screening.state)) is not None:
        said = _choose_said(dialogue, screening, dialogue.trial.facts[fact], dice)
        yield from said
        screening = _go_on(dialogue, screening, said)
    if screening.state == SETTLED:
        yield "stop here"
    yield "show the result"


def _choose_said(dialogue: Dialogue, screening: Screening, fact: Fact, dice: random.Random) -> list[str]:
    """Returns the answer that leaves most questions to ask, with the yes that it may take; else "don't know"."""
    order = dialogue.question_order
    texts = list_texts(fact)
    dice.shuffle(texts)
    best, most = ["don't know"], 0
    for said in ([text, *more] for text in texts for more in ((), ("yes",))):
        after = _go_on(dialogue, screening, said)
        left = len(order.assess(after.answers).assessment.relevant)
        if after.state.startswith(ASKING) and len(after.answers) > len(screening.answers) and left > most:
            best, most = said, left
    return best


def _go_on(dialogue: Dialogue, screening: Screening, said: list[str]) -> Screening:
    for text in said:
        screening = dialogue.take_turn(screening, Said(text), NOW).screening
    return screening


def list_texts(fact: Fact) -> list[str]:
    """Returns what may be typed to a fact."""
    if isinstance(fact, OptionFact):
        return [get_option_label(fact, code) for code in list_codes(fact)]
    if isinstance(fact, SeveralFact):
        labels = [say_in(option.label) for option in fact.options.values()]
        return ["none of these", *(f"{one}, {other}" for one, other in pairwise(labels))]
    if isinstance(fact, WashoutsFact):
        first, *_, last = (say_in(drug.label) for drug in fact.drugs.values())
        return ["none of these", f"{first} 40 days, {last} 60 days"]
    if not isinstance(fact, NumberFact):
        return list(TYPED[fact.kind])
    if fact.computed is not None:
        return list(TYPED.get(fact.computed.formula, TYPED["number"]))
    if fact.units:
        return [text.format(unit=next(iter(fact.units))) for text in TYPED["units"]]
    return list(TYPED["ratio" if fact.ratio_to is not None else "number"])
