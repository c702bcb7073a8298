"""What walks show: for each goal the walk that is the plainest to read."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import combinations

from dialogs.testing.coverage.possible import AFTER, ASKED, BOTH, DROPPED, END, SETTLED, STATED, UNASKED, Goal
from dialogs.testing.coverage.reached import find_failing_criteria
from dialogs.testing.coverage.walking import Walk, Walks
from dialogs.verdict.json_verdict import STATUS


class Notes:
    """Notes on walks through one trial's questions.

    `found` has a walk to each goal, `stops` the walks to early ends. `wanted` are the goals that are looked for.
    """

    def __init__(self, walks: Walks, wanted: AbstractSet[Goal]) -> None:
        self.walks = walks
        self.wanted = wanted
        self.trial = walks.trial
        self.found: dict[Goal, Walk] = {}
        self.stops: list[Walk] = []
        self._looked_at: dict[tuple[object, ...], tuple[int, int]] = {}
        self._shortest: dict[frozenset[str], tuple[int, int]] = {}

    @property
    def missing(self) -> AbstractSet[Goal]:
        """The wanted goals that no walk has shown."""
        return self.wanted - self.found.keys()

    @property
    def is_complete(self) -> bool:
        """Whether a walk to each wanted goal was found."""
        return self.found.keys() >= self.wanted

    def look(self, walk: Walk) -> Walk:
        """Notes what a walk shows. Two walks to the same place may differ in their last step only."""
        self.look_at_step(walk)
        key = self.walks.make_key(walk)
        if self._looked_at.get(key, _FAR) > walk.length:
            self._looked_at[key] = walk.length
            for goal in self._list_goals(walk):
                self._note(goal, walk)
            if walk.is_settled:
                self.stops.append(walk)
                listed = self.walks.list_reasons(walk)
                self._note((AFTER, listed.asked or ""), listed)
        return walk

    def look_at_step(self, walk: Walk) -> None:
        """Notes what only the last step of a walk shows."""
        if walk.drops:
            self._note((DROPPED,), walk)

    def _note(self, goal: Goal, walk: Walk) -> None:
        if goal not in self.found or walk.length < self.found[goal].length:
            self.found[goal] = walk

    def _list_goals(self, walk: Walk) -> Iterator[Goal]:
        if walk.asked is not None:
            yield (ASKED, walk.asked)
        yield from ((BOTH, *pair) for pair in self._list_pairs(walk))
        rules = self.trial.rules
        state = rules.encode_state(walk.answers)
        for rule, status in zip(rules.criteria, rules.find_statuses(state), strict=True):
            yield (STATED, rule.id, STATUS[status.truth])
        if walk.is_settled:
            yield from ((name, fact) for fact in walk.answers for name in (SETTLED, AFTER))
            yield from ((END, criterion) for criterion in find_failing_criteria(self.trial, walk.answers))
        unanswered = (fact for fact in self.trial.facts if fact not in walk.answers)
        if walk.asked is None and any(rules.applies(fact, state) for fact in unanswered):
            yield (UNASKED,)

    def _list_pairs(self, walk: Walk) -> Iterator[tuple[str, str]]:
        """Yields the pairs of answered facts, once for each set of them and length of walk."""
        answered = frozenset(walk.answers)
        if self._shortest.get(answered, _FAR) <= walk.length:
            return
        self._shortest[answered] = walk.length
        yield from combinations([fact for fact in self.trial.facts if fact in answered], 2)


_FAR = (1 << 30, 0)
