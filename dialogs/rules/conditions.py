"""Conditions compiled for evaluation: trees over the state, with three-valued truth."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.rules.ordering import Ordering
from dialogs.rules.truth import Truth, all_of, any_of, choose, count_true


@dataclass(frozen=True, eq=False)
class Leaf:
    """One fact, or one option of several, against what is wanted of it.

    Where the fact applies only under a condition (`applies_if`), the leaf holds only while that holds too. A fact that
    does not apply has no value, so no comparison with it holds.
    """

    fact: str
    wanted: object
    full: int
    allowed: int
    applies_if: "CompiledCondition | None"

    def evaluate(self, state: int) -> Truth:
        """Says whether every cell that the answer leaves possible is allowed (YES), none is (NO), or some are."""
        possible = state & self.full
        if not possible & self.allowed:
            return Truth.NO
        own = Truth.UNKNOWN if possible & ~self.allowed else Truth.YES
        return own if self.applies_if is None else self.applies_if.evaluate(state) & own


@dataclass(frozen=True, eq=False)
class SelectedLeaf:
    """What is wanted of a fact of which several options may be so: `inner` compares the options one by one."""

    fact: str
    wanted: object
    inner: "CompiledCondition"
    applies_if: "CompiledCondition | None"

    def evaluate(self, state: int) -> Truth:
        """Says whether the options are as wanted; where the fact does not apply, they are not."""
        own = self.inner.evaluate(state)
        return own if self.applies_if is None else self.applies_if.evaluate(state) & own


@dataclass(frozen=True, eq=False)
class OrderLeaf:
    """One number against that of another fact; `allowed` are the orders, as bits, in which the comparison holds."""

    fact: str
    wanted: object
    ordering: Ordering
    allowed: int
    applies_if: "CompiledCondition | None"

    def evaluate(self, state: int) -> Truth:
        """Says whether every possible order of the two numbers is allowed (YES), none is (NO), or some are."""
        possible = self.ordering.find_orders(state)
        if not possible & self.allowed:
            return Truth.NO
        own = Truth.UNKNOWN if possible & ~self.allowed else Truth.YES
        return own if self.applies_if is None else self.applies_if.evaluate(state) & own


@dataclass(frozen=True, eq=False)
class Every:
    """All of the parts hold."""

    parts: tuple["CompiledCondition", ...]

    def evaluate(self, state: int) -> Truth:
        """Joins the parts by Kleene's "and"."""
        return all_of([part.evaluate(state) for part in self.parts])


@dataclass(frozen=True, eq=False)
class Some:
    """At least one of the parts holds."""

    parts: tuple["CompiledCondition", ...]

    def evaluate(self, state: int) -> Truth:
        """Joins the parts by Kleene's "or"."""
        return any_of([part.evaluate(state) for part in self.parts])


@dataclass(frozen=True, eq=False)
class Opposite:
    """The part does not hold."""

    part: "CompiledCondition"

    @property
    def parts(self) -> tuple["CompiledCondition"]:
        """The part alone."""
        return (self.part,)

    def evaluate(self, state: int) -> Truth:
        """Turns the part's truth round; unknown stays unknown."""
        return ~self.part.evaluate(state)


@dataclass(frozen=True, eq=False)
class Counting:
    """At least `least` and at most `most` of the parts hold."""

    parts: tuple["CompiledCondition", ...]
    least: int
    most: int

    def evaluate(self, state: int) -> Truth:
        """Counts the parts that hold, and those that may."""
        sure, possible = count_true(part.evaluate(state) for part in self.parts)
        if sure > self.most or possible < self.least:
            return Truth.NO
        return Truth.YES if sure >= self.least and possible <= self.most else Truth.UNKNOWN


@dataclass(frozen=True, eq=False)
class Depending:
    """`parts` are a condition, what must hold where it holds, and what must hold where it does not."""

    parts: tuple["CompiledCondition", ...]

    def evaluate(self, state: int) -> Truth:
        """Returns the truth of the part that counts; as long as that is open, what both agree on."""
        condition, then, otherwise = self.parts
        return choose(condition.evaluate(state), then.evaluate(state), otherwise.evaluate(state))


AnyLeaf = Leaf | SelectedLeaf | OrderLeaf
Joined = Every | Some | Opposite | Counting | Depending
CompiledCondition = AnyLeaf | Joined


def iterate_leaves(condition: CompiledCondition) -> Iterator[AnyLeaf]:
    """Yields the leaves of a condition, without those that decide whether a fact applies."""
    if isinstance(condition, AnyLeaf):
        yield condition
    else:
        for part in condition.parts:
            yield from iterate_leaves(part)


def list_leaf_facts(leaf: AnyLeaf) -> tuple[str, ...]:
    """Returns the fact of a leaf, or the two facts of which it compares the numbers."""
    return leaf.ordering.facts if isinstance(leaf, OrderLeaf) else (leaf.fact,)
