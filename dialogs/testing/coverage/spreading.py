"""Spreads a search from walk to walk, the plainest first."""

from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from itertools import count

from dialogs.rules.answers import UNKNOWN
from dialogs.testing.coverage.notes import Notes
from dialogs.testing.coverage.walking import Walk


def spread(
    notes: Notes,
    walks: list[Walk],
    list_ahead: Callable[[Walk], Iterable[Walk]],
    go_on: Callable[[Walk], Walk],
    most: int,
) -> bool:
    """Goes from walks to those ahead of them and on from there, the walks with the fewest exact answers first.

    Looks at no more than `most` new walks. Returns whether it came to an end, or found all that is wanted.
    """
    order = count()
    known = {notes.walks.make_key(walk) for walk in walks}
    heap = [(_rank(walk), next(order), walk) for walk in walks]
    heapify(heap)
    enough = len(known) + most
    while heap and len(known) < enough and not notes.is_complete:
        for walk in list_ahead(heappop(heap)[2]):
            key = notes.walks.make_key(walk)
            notes.look_at_step(walk)
            if key not in known:
                known.add(key)
                further = go_on(walk)
                heappush(heap, (_rank(further), next(order), further))
    return not heap or notes.is_complete


def _rank(walk: Walk) -> tuple[int, int]:
    """Returns how many answers of a walk are exact, then how many moves it has."""
    return sum(answer != UNKNOWN for answer in walk.answers.values()), len(walk.moves)
