"""Coverage: how much was reached of what can be reached in a trial's dialogue, by dimension, in the trial's order."""

from dataclasses import dataclass, field
from functools import cached_property

from dialogs.conversation.commands import DEPENDS_ON_KEEPING, Command
from dialogs.conversation.state_machine import StateMachine
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.coverage.codes import INTERVAL, PENDING, UNKNOWN, list_codes
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.map import DIMENSIONS, Map
from dialogs.testing.coverage.phrasebook import Phrasebook
from dialogs.verdict.json_verdict import STATUS

CoveragePlace = str | tuple[str, str | EventKind]
"""What is counted: a name, or a pair of them, as a `Map` holds it."""


@dataclass(frozen=True)
class CoverageShare:
    """One dimension: how many places were reached `of` those that can be; which were, and which were not.

    `covered` are the places that were, and `missing` those that were not. `beyond` were reached although the atlas
    denies it, which is a fault of the atlas; `undecided` were not, and perhaps cannot be.
    """

    dimension: str
    reached: int
    of: int
    covered: tuple[CoveragePlace, ...]
    missing: tuple[CoveragePlace, ...]
    beyond: tuple[CoveragePlace, ...]
    undecided: tuple[CoveragePlace, ...]

    @property
    def percent(self) -> int:
        """The share in percent, rounded down: 100 is all of it. Of nothing all is reached."""
        return 100 * self.reached // self.of if self.of else 100


@dataclass(frozen=True)
class Coverage:
    """What of one trial's dialogue was reached. What the atlas leaves `undecided` counts only where it was reached."""

    trial: Trial
    feasible: Map
    reached: Map
    undecided: Map = field(default_factory=Map)

    @cached_property
    def shares(self) -> dict[str, CoverageShare]:
        """Each dimension's share, by its name."""
        return {dimension: self._measure(dimension) for dimension in DIMENSIONS}

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every state that the machine knows, in its order."""
        return StateMachine(self.trial.facts).states

    @cached_property
    def sentences(self) -> dict[str, str]:
        """The template of each phrase, by its name."""
        return Phrasebook(self.trial).sentences

    def order_places(self, places: frozenset[CoveragePlace]) -> tuple[CoveragePlace, ...]:
        """Returns places in the order of the trial and of the tables that they come from."""
        return tuple(sorted(places, key=self._make_key))

    def _measure(self, dimension: str) -> CoverageShare:
        reached, undecided = getattr(self.reached, dimension), getattr(self.undecided, dimension)
        feasible = getattr(self.feasible, dimension) | (undecided & reached)
        covered = self.order_places(feasible & reached)
        missing, beyond = self.order_places(feasible - reached), self.order_places(reached - feasible)
        open_places = self.order_places(undecided - reached)
        return CoverageShare(dimension, len(covered), len(feasible), covered, missing, beyond, open_places)

    def _make_key(self, place: CoveragePlace) -> tuple[tuple[int, str], ...]:
        parts = (place,) if isinstance(place, str) else place
        return tuple((self._ranks.get(part, len(self._ranks)), str(part)) for part in parts)

    @cached_property
    def _ranks(self) -> dict[str | EventKind, int]:
        last = (INTERVAL, UNKNOWN, PENDING)
        named = [code for fact in self.trial.facts for code in list_codes(self.trial, fact) if code not in last]
        criteria = [rule.id for rule in self.trial.rules.criteria]
        statuses = [status for status in STATUS.values() if status != UNKNOWN]
        parts = [*self.states, *EventKind, *self.trial.facts, *named, *statuses, *last, *criteria]
        parts += [*_COMMANDS, *self.sentences]
        return {part: rank for rank, part in enumerate(dict.fromkeys(parts))}


_COMMANDS = tuple(each.value for each in Command if each not in DEPENDS_ON_KEEPING)
