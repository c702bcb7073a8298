"""Conditions compiled for evaluation: trees over the state, with three-valued truth and a trace."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.definition import conditions as written
from dialogs.rules.domains import Domain
from dialogs.rules.truth import Truth, all_of, any_of


@dataclass(frozen=True, eq=False)
class Leaf:
    """One fact against what is wanted of it.

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

    def make_trace(self, state: int) -> "TraceStep":
        """Returns the leaf with its truth."""
        return TraceStep(self, self.evaluate(state), ())


@dataclass(frozen=True, eq=False)
class Every:
    """All of the parts hold."""

    parts: tuple["CompiledCondition", ...]

    def evaluate(self, state: int) -> Truth:
        """Joins the parts by Kleene's "and"."""
        return all_of(part.evaluate(state) for part in self.parts)

    def make_trace(self, state: int) -> "TraceStep":
        """Returns the condition with its truth and its parts' traces."""
        return TraceStep(self, self.evaluate(state), tuple(part.make_trace(state) for part in self.parts))


@dataclass(frozen=True, eq=False)
class Some:
    """At least one of the parts holds."""

    parts: tuple["CompiledCondition", ...]

    def evaluate(self, state: int) -> Truth:
        """Joins the parts by Kleene's "or"."""
        return any_of(part.evaluate(state) for part in self.parts)

    def make_trace(self, state: int) -> "TraceStep":
        """Returns the condition with its truth and its parts' traces."""
        return TraceStep(self, self.evaluate(state), tuple(part.make_trace(state) for part in self.parts))


@dataclass(frozen=True, eq=False)
class Opposite:
    """The part does not hold."""

    part: "CompiledCondition"

    def evaluate(self, state: int) -> Truth:
        """Turns the part's truth round; unknown stays unknown."""
        return ~self.part.evaluate(state)

    def make_trace(self, state: int) -> "TraceStep":
        """Returns the condition with its truth and its part's trace."""
        return TraceStep(self, self.evaluate(state), (self.part.make_trace(state),))


CompiledCondition = Leaf | Every | Some | Opposite


@dataclass(frozen=True)
class TraceStep:
    """One condition of a trace: what it said, and what its parts said."""

    condition: CompiledCondition
    truth: Truth
    parts: tuple["TraceStep", ...]


@dataclass(frozen=True, slots=True)
class FactPlace:
    """Where the cells of a fact lie in the state (`full`; `others` is the rest of it), and when the fact applies."""

    domain: Domain
    offset: int
    full: int
    others: int
    applies_if: CompiledCondition | None


def compile_condition(condition: written.Condition, places: dict[str, FactPlace]) -> CompiledCondition:
    """Compiles a condition as written over the facts' places in the state."""
    if isinstance(condition, written.All):
        return Every(tuple(compile_condition(part, places) for part in condition.all))
    if isinstance(condition, written.AnyOf):
        return Some(tuple(compile_condition(part, places) for part in condition.any))
    if isinstance(condition, written.Not):
        return Opposite(compile_condition(condition.not_, places))
    place = places[condition.fact]
    allowed = place.domain.allow(condition.wanted) << place.offset
    return Leaf(condition.fact, condition.wanted, place.full, allowed, place.applies_if)


def iterate_leaves(condition: CompiledCondition) -> Iterator[Leaf]:
    """Yields the leaves of a condition, without those that decide whether a fact applies."""
    if isinstance(condition, Leaf):
        yield condition
    elif isinstance(condition, Opposite):
        yield from iterate_leaves(condition.part)
    else:
        for part in condition.parts:
            yield from iterate_leaves(part)


def iterate_written_leaves(condition: written.Condition) -> Iterator[written.FactIs]:
    """Yields the leaves of a condition as written."""
    if isinstance(condition, written.FactIs):
        yield condition
    elif isinstance(condition, written.Not):
        yield from iterate_written_leaves(condition.not_)
    else:
        for part in condition.all if isinstance(condition, written.All) else condition.any:
            yield from iterate_written_leaves(part)
