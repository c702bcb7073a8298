"""How long a definition takes to load, or to be refused, beside Interfant-21, which is loaded in turn with it."""

import statistics
import time
from collections.abc import Callable

import large_trials as large
from large_turns import measure_large_turns
from odd_trials import INTERFANT, entangled
from sane_trial import sane

from dialogs.definition.document import parse
from dialogs.definition.faults import DefinitionError
from dialogs.loading.lint import lint
from dialogs.loading.loading import load

ROUNDS = 9

Say = Callable[[str, float, str], None]

REFUSED: dict[str, Callable[[], str]] = {
    "pairs in bad order": lambda: entangled(30),
    "equal pairs of choices": lambda: large.pair_equal(12, 5),
    "numbers far apart": lambda: large.interleave(40),
    "clauses drawn at random": lambda: large.draw_clauses(40, 200),
    "a hundred options each": lambda: large.wide(12, 100),
    "exactly 4 of 12": lambda: large.exactly(4, 12),
    "facts that depend on two": lambda: large.gates(200),
}


def measure_refusing(say: Say) -> None:
    """Prints what the worst of some definitions takes until it is refused, and what a large one that is sane takes."""
    refused = max(find_ratio(make(), try_loading) for make in REFUSED.values())
    say("the worst refusal of an entangled definition, in loads of Interfant-21", refused, "at most 10")
    largest = max(find_ratio(sane(seed=seed), try_loading) for seed in range(6))
    say("60 facts, 45 criteria, 7 determinations, in loads of Interfant-21", largest, "at most 5")
    measure_large_turns(say)
    looked_through = find_ratio(large.exactly(4, 10), look_through)
    say("lint of exactly 4 of 10 written out, in Interfant-21's lint", looked_through, "at most 10")


def find_ratio(text: str, work: Callable[[str], None]) -> float:
    """Returns the median of how long some work on a text takes, in that of Interfant-21, which is done in turn."""
    return statistics.median(time_work(work, text) / time_work(work, INTERFANT) for _ in range(ROUNDS))


def time_work(work: Callable[[str], None], text: str) -> float:
    """Returns seconds of processor time."""
    start = time.process_time()
    work(text)
    return time.process_time() - start


def try_loading(text: str) -> None:
    """Loads a text, or has it refused."""
    try:
        load(text, "large.yaml")
    except DefinitionError:
        return


def look_through(text: str) -> None:
    """Loads a text, and lints it."""
    lint(load(text, "large.yaml"), parse(text), "large.yaml")
