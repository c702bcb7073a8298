"""Decision diagrams against plain enumeration of small random functions."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules import diagrams as module
from dialogs.rules.diagrams import NO, YES, Diagrams, DiagramTooLarge, make_outcome
from dialogs.rules.outlook import find_relevant, make_outlook

pytestmark = pytest.mark.mutants

Table = dict[tuple[int, ...], int]
"""A function as the list of all its values: cells of the facts, in the order of the levels, to an outcome."""

OFTEN = settings(max_examples=60, deadline=None, database=None)


@st.composite
def draw_shape(draw: st.DrawFn) -> tuple[int, ...]:
    """Draws how many cells each of up to five facts has; one cell is a fact that no condition tells apart."""
    return tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=5)))


def draw_tables(shape: tuple[int, ...], outcomes: int) -> st.SearchStrategy[Table]:
    """Draws functions; some depend on a few facts only, so that relevance has something to leave out."""
    places = list(product(*map(range, shape)))
    full = st.lists(st.integers(0, outcomes - 1), min_size=len(places), max_size=len(places)).map(
        lambda values: dict(zip(places, values, strict=True))
    )
    blind = st.tuples(full, st.lists(st.booleans(), min_size=len(shape), max_size=len(shape)))
    return blind.map(
        lambda drawn: {
            place: drawn[0][tuple(c if sees else 0 for c, sees in zip(place, drawn[1], strict=True))]
            for place in places
        }
    )


def build(store: Diagrams, table: Table, shape: Sequence[int], before: tuple[int, ...] = ()) -> int:
    """Returns the diagram of a table."""
    if len(before) == len(shape):
        return make_outcome(table[before])
    return store.test(
        len(before), tuple(build(store, table, shape, (*before, cell)) for cell in range(shape[len(before)]))
    )


def find_outcome(store: Diagrams, diagram: int, place: Sequence[int]) -> int:
    """Returns the outcome of a diagram at one place, walked by hand."""
    while diagram >= 0:
        level, children = store.nodes[diagram]
        diagram = children[place[level]]
    return -1 - diagram


Settled = dict[int, tuple[tuple[int, int], ...]]


def enumerate_completions(table: Table, cells: Sequence[Sequence[int]]) -> tuple[set[int], Settled]:
    """Returns, by every completion, the relevant levels and what is decisive.

    Decisive are levels with the cells that settle the outcome, each with the outcome that it settles.
    """
    places = list(product(*cells))
    relevant = {
        level
        for level, possible in enumerate(cells)
        if any(len({table[(*place[:level], cell, *place[level + 1 :])] for cell in possible}) > 1 for place in places)
    }
    decisive = {}
    for level in relevant:
        left = {cell: {table[place] for place in places if place[level] == cell} for cell in cells[level]}
        settled = tuple((cell, *outcomes) for cell, outcomes in left.items() if len(outcomes) == 1)
        if settled:
            decisive[level] = settled
    return relevant, decisive  # type: ignore[return-value]  # the starred pairs are of two


@pytest.mark.slow
@OFTEN
@given(st.data())
def test_the_outlook_is_what_every_completion_says(data: st.DataObject) -> None:
    """Protects relevance and what settles: exact for any function and any answers, not only those of one trial."""
    shape = data.draw(draw_shape())
    table = data.draw(draw_tables(shape, outcomes=3))
    cells = [sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=1))) for size in shape]
    store = Diagrams()
    root = build(store, table, shape)
    view = make_outlook(store, root, cells)
    assert (set(view.relevant), view.decisive) == enumerate_completions(table, cells)
    narrowed = [level for level, size in enumerate(shape) if len(cells[level]) < size]
    assert find_relevant(store, root, cells, max(narrowed, default=-1)) == view.relevant
    possible = {table[place] for place in product(*cells)}
    assert [view.can_be(number) for number in range(3)] == [number in possible for number in range(3)]


@pytest.mark.slow
@OFTEN
@given(st.data())
def test_select_takes_one_or_the_other_at_every_place(data: st.DataObject) -> None:
    """Protects how conditions are joined: "then" where the condition is yes, "otherwise" where it is no."""
    shape = data.draw(draw_shape())
    condition = data.draw(draw_tables(shape, outcomes=2))
    then, otherwise = data.draw(draw_tables(shape, outcomes=3)), data.draw(draw_tables(shape, outcomes=3))
    store = Diagrams()
    joined = store.select(*(build(store, each, shape) for each in (condition, then, otherwise)))
    for place in condition:
        assert find_outcome(store, joined, place) == (
            then[place] if make_outcome(condition[place]) == YES else otherwise[place]
        )


@pytest.mark.slow
@OFTEN
@given(st.data())
def test_renamed_changes_outcomes_and_nothing_else(data: st.DataObject) -> None:
    """Protects `requires`: which outcomes count as "has an object" is read off place by place."""
    shape = data.draw(draw_shape())
    table = data.draw(draw_tables(shape, outcomes=3))
    names = data.draw(st.fixed_dictionaries({make_outcome(number): st.sampled_from((NO, YES)) for number in range(3)}))
    store = Diagrams()
    renamed = store.rename(build(store, table, shape), names)
    for place in table:
        assert make_outcome(find_outcome(store, renamed, place)) == names[make_outcome(table[place])]


@pytest.mark.slow
@OFTEN
@given(st.data())
def test_equal_functions_are_the_same_number(data: st.DataObject) -> None:
    """Protects "a function depends on a fact exactly if one of its nodes tests it": nothing is stored twice."""
    shape = data.draw(draw_shape())
    table = data.draw(draw_tables(shape, outcomes=2))
    store = Diagrams()
    diagram = build(store, table, shape)
    nodes = len(store.nodes)
    assert store.select(diagram, YES, NO) == diagram
    assert store.select(store.select(diagram, NO, YES), NO, YES) == diagram
    assert build(store, table, shape) == diagram
    assert all(len(set(children)) > 1 for _, children in store.nodes[:nodes])


def test_a_diagram_that_grows_without_end_is_refused() -> None:
    """Protects the loader: a definition too entangled to be decided exactly is refused, and memory stays bounded."""
    store = Diagrams()
    store.nodes = [(0, (NO, YES))] * module.MAX_NODES
    with pytest.raises(DiagramTooLarge):
        store.test(1, (NO, YES))


def test_a_full_store_still_knows_what_it_holds() -> None:
    """Protects the guard's edge: what was stored before the store was full is still found."""
    store = Diagrams()
    known = store.test(0, (NO, YES))
    store.nodes += [(0, (NO, YES))] * (module.MAX_NODES - 1)
    assert store.test(0, (NO, YES)) == known
