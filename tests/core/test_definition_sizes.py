"""Definitions that are too large or too entangled are refused before they cost time; large ones that are sane load.

Work is counted, never timed: `make bench` has the seconds.
"""

from collections.abc import Callable

import large_trials as large
import pytest
from odd_trials import INTERFANT, entangled
from sane_trial import sane

from dialogs.definition.document import MAX_VALUES, parse
from dialogs.definition.faults import DefinitionError
from dialogs.loading import lint as linting
from dialogs.loading.lint import lint
from dialogs.loading.loading import load
from dialogs.loading.size_checks import MOST_FACTS
from dialogs.rules.diagrams import MAX_WORK, Diagrams, DiagramTooLarge
from dialogs.rules.engine import Rules

pytestmark = pytest.mark.traced

ENTANGLED = "the conditions are too entangled to be decided exactly"
VALUES = f"the text has more than {MAX_VALUES:,} values"
DEPENDS = "comes to more than 5,000 comparisons"

REFUSED: list[tuple[str, Callable[[], str], str]] = [
    ("pairs of facts in bad order", lambda: entangled(16), ENTANGLED),
    ("equal pairs of choices", lambda: large.pair_equal(8, 5), ENTANGLED),
    ("numbers that stand far apart", lambda: large.interleave(40), ENTANGLED),
    ("criteria over facts drawn at random", lambda: large.draw_clauses(40, 80), ENTANGLED),
    ("choices with a hundred options", lambda: large.wide(12, 100), ENTANGLED),
    ("exactly 4 of 12, written out", lambda: large.exactly(4, 12), DEPENDS),
    ("exactly 5 of 12, written out", lambda: large.exactly(5, 12), VALUES),
    ("facts that depend on two above", lambda: large.gates(60), DEPENDS),
    (
        "more facts than can be decided together",
        lambda: large.chain(MOST_FACTS + 1),
        "201 facts, and options of which several may be so, are more than the 200",
    ),
]


@pytest.mark.traced_cases(
    "pairs of facts in bad order",
    "exactly 4 of 12, written out",
    "facts that depend on two above",
    "more facts than can be decided together",
)
@pytest.mark.parametrize(("what", "make", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_would_take_long_is_refused_in_one_sentence(what: str, make: Callable[[], str], words: str) -> None:
    """Protects the author's patience, and whoever starts a service with such a file."""
    with pytest.raises(DefinitionError) as error:
        load(make(), "large.yaml")
    (fault,) = error.value.faults
    assert words in fault.message, what
    assert ": " in fault.message


def test_a_fact_that_depends_on_too_much_is_told_where_it_stands() -> None:
    """Protects the author from looking for the fault in a criterion, and the loader from ways without end."""
    with pytest.raises(DefinitionError) as error:
        load(large.gates(60), "large.yaml")
    (fault,) = error.value.faults
    assert fault.key == "facts.f27.applies_if"


def count_work(text: str) -> float:
    """Returns the steps of work that the rules of a definition take."""
    rules = Rules(load(text, "large.yaml").definition)
    return MAX_WORK - rules.diagrams.work_left


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(6))
def test_a_large_trial_that_is_sane_is_far_from_the_limit(seed: int) -> None:
    """Protects trials of 60 facts, 45 criteria and 7 determinations: half of what is allowed is enough for them."""
    trial = load(sane(seed=seed), "large.yaml")
    assert (len(trial.facts), len(trial.rules.criteria), len(trial.rules.determinations)) == (60, 45, 7)
    assert count_work(sane(seed=seed)) < MAX_WORK / 2


def test_the_limit_is_near_what_is_promised() -> None:
    """Protects both ends: Interfant-21 takes next to nothing, and nothing is let in that takes 130 times as much."""
    assert MAX_WORK / 150 < count_work(INTERFANT) < MAX_WORK / 100


def test_as_many_facts_as_can_be_decided_together_load() -> None:
    """Protects the edge, and functions that call themselves once for each fact. A row of facts takes little work."""
    assert count_work(large.chain(MOST_FACTS)) < MAX_WORK / 20


def test_a_text_may_have_as_many_values_as_the_limit_says() -> None:
    """Protects the edge: the document itself is a value."""
    assert len(parse("\n".join("- a" for _ in range(MAX_VALUES - 1))).lines) == MAX_VALUES
    with pytest.raises(ValueError, match=VALUES):
        parse("\n".join("- a" for _ in range(MAX_VALUES + 1)))


def test_work_is_bounded_where_nothing_is_stored() -> None:
    """Protects against work that makes no node: the same question, asked again and again."""
    store = Diagrams()
    known = store.test(0, (-1, -2))
    assert store.select(known, -2, -1) == known
    nodes = len(store.nodes)
    store.work_left = 3
    assert [store.select(known, -2, -1) for _ in range(3)] == [known] * 3
    with pytest.raises(DiagramTooLarge):
        store.select(known, -2, -1)
    assert len(store.nodes) == nodes


def test_a_trial_that_was_let_in_can_be_looked_through_without_end() -> None:
    """Protects testers: coverage asks the diagrams of a loaded trial as often as it likes."""
    diagrams = load(INTERFANT, "interfant-21.yaml").rules.diagrams
    for _ in range(2):
        diagrams.work_left -= MAX_WORK
        assert diagrams.test(0, (-1, -2)) >= 0


def test_lint_does_no_endless_work_and_still_says_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the author of conditions that just about load: one line says so, and all else is told."""
    text = large.exactly(2, 6)
    trial = load(text, "large.yaml")
    before = [fault.message for fault in lint(trial, parse(text), "large.yaml")]
    assert "the conditions are too entangled" not in " ".join(before)
    monkeypatch.setattr(linting, "LINT_WORK", 100)
    after = [fault.message for fault in lint(trial, parse(text), "large.yaml")]
    assert [each for each in after if each not in before] == [
        "the conditions are too entangled for all of them to be looked through: split the longest ones"
    ]
    assert "no cue would ever fill" in " ".join(after)
