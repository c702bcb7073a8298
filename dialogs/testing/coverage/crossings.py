"""Tours from every state straight to every other one that can follow it, grouped by where they set out from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.conversation.state_machine import SETTLED as ENDED_EARLY
from dialogs.conversation.state_machine import find_fact
from dialogs.testing.coverage.doing import follow
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import SUFFIX, Itinerary
from dialogs.testing.coverage.possible import AFTER, ASKED, BOTH, SETTLED
from dialogs.testing.coverage.walking import Walk
from dialogs.testing.scripts.blocks import Script

LONGEST = 150
"""After how many things said the ways go on in another script."""

Crossing = tuple[str, str]


@dataclass(frozen=True, eq=False)
class _Home:
    """Where ways set out from: a walk, and whether it goes on to the review first."""

    walk: Walk
    to_review: bool


def script_crossings(itinerary: Itinerary) -> Iterator[Script]:
    """Yields scripts that go the ways that are left, those with the commonest home first."""
    homes = _Homes(itinerary)
    number = 0
    left = itinerary.left.arrows
    while left:
        of = {arrow: homes.find(arrow) for arrow in sorted(left)}
        (home, _), *_ = Counter(of.values()).most_common(1)
        guide = Guide(itinerary.dialogue, itinerary.now)
        _go(guide, home, [arrow for arrow in of if of[arrow] is home])
        number += 1
        title = f"From question to question, and to the ends ({number})."
        yield itinerary.script(guide, f"ways-{number:02}{SUFFIX}", title)
        left = _find_rest(left, itinerary.left.arrows)


def _find_rest(before: frozenset[Crossing], left: frozenset[Crossing]) -> frozenset[Crossing]:
    """Returns what is left; nothing once a script got no further."""
    return frozenset() if left == before else left


def _go(guide: Guide, home: _Home, arrows: list[Crossing]) -> None:
    """Goes along arrows, next along one that sets out where the guide stands."""
    _come_home(guide, home)
    while arrows and len(guide.steps) < LONGEST:
        here = guide.screening.state
        source, dest = min(arrows, key=lambda arrow: (arrow[0] != here, find_fact(arrow[0]) != find_fact(here)))
        arrows.remove((source, dest))
        if (source, dest) not in guide.reached.arrows:
            guide.go(source)
            follow(guide, dest)


def _come_home(guide: Guide, home: _Home) -> None:
    guide.walk(home.walk)
    if home.to_review:
        guide.finish(every_reason=True)


class _Homes:
    """The homes of one trial's ways; as few as there can be, so that many ways share a script."""

    def __init__(self, itinerary: Itinerary) -> None:
        self._itinerary = itinerary
        self._wide = {name: self._list_widest(name) for name in (BOTH, SETTLED)}
        self._homes: dict[tuple[int, bool], _Home] = {}
        self._of: dict[Crossing, _Home] = {}

    def find(self, arrow: Crossing) -> _Home:
        """Returns where one can go an arrow from."""
        if arrow not in self._of:
            self._of[arrow] = self._find(arrow)
        return self._of[arrow]

    def _find(self, arrow: Crossing) -> _Home:
        """Returns a walk with both facts answered, and to an early end if the arrow begins or ends there."""
        facts = [fact for fact in map(find_fact, arrow) if fact is not None]
        is_early = ENDED_EARLY in arrow
        others = [(AFTER if is_early else ASKED, fact) for fact in facts or self._itinerary.facts]
        wide = (walk for walk in self._wide[SETTLED if is_early else BOTH] if walk.answers.keys() >= set(facts))
        walk = next(wide, None) or self._itinerary.find_home(*others)
        return self._homes.setdefault((id(walk), is_early), _Home(walk, not is_early))

    def _list_widest(self, name: str) -> list[Walk]:
        """Returns the walks that were found to goals of this name, those with the most answers first."""
        walks = {id(walk): walk for goal, walk in self._itinerary.survey.found.items() if goal[0] == name}
        return sorted(walks.values(), key=lambda walk: (-len(walk.answers), len(walk.moves)))
