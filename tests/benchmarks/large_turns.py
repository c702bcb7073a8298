"""What a turn of a large trial costs, in turns of Interfant-21: whole dialogues of both in turn, each with new answers."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

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
ROUNDS = 15
WARMING = 5

Say = Callable[[str, float, str], None]

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
    """Prints the median turn, and the mean one with the result, of dialogues that ask as many questions as they can.

    A dialogue serves other screenings before, as in a bot that has been up for a while, but never with these answers.
    """
    texts = (sane(), INTERFANT)
    drawn = [[list(draw_course(_open(text), seed)) for seed in range(ROUNDS + WARMING)] for text in texts]
    dialogues = [_open(text) for text in texts]
    for courses, dialogue in zip(drawn, dialogues, strict=True):
        for course in courses[:WARMING]:
            time_turns(dialogue, course)
    medians, means = [], []
    for large, small in zip(*(courses[WARMING:] for courses in drawn), strict=True):
        taken, beside = time_turns(dialogues[0], large), time_turns(dialogues[1], small)
        medians.append(statistics.median(taken) / statistics.median(beside))
        means.append(statistics.mean(taken) / statistics.mean(beside))
    turns = statistics.median(map(len, drawn[0]))
    say(f"the median of its {turns:.0f} turns, in turns of Interfant-21", statistics.median(medians), "at most 1.5")
    say("  the quickest round", min(medians), "")
    say("  the slowest round", max(medians), "")
    say("  the mean turn, the result included", statistics.median(means), "")


def _open(text: str) -> Dialogue:
    return Dialogue(load(text, "large.yaml"))


def time_turns(dialogue: Dialogue, course: list[str]) -> list[float]:
    """Returns seconds of processor time, of each turn of a course."""
    turn, taken = dialogue.begin(NOW), []
    for text in course:
        start = time.process_time()
        turn = dialogue.take_turn(turn.screening, Said(text), NOW)
        taken.append(time.process_time() - start)
    assert turn.verdict is not None, "a whole dialogue ends with its result"
    return taken


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
        return ["none of these", *(f"{one}, {other}" for one, other in zip(labels, labels[1:], strict=False))]
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
