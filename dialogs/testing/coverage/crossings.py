"""Tours from every state straight to every other one that can follow it, grouped by where they set out from.

They are made only on request.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.conversation.questions import KEEP_KEY
from dialogs.conversation.state_machine import SETTLED as ENDED_EARLY
from dialogs.conversation.state_machine import find_fact
from dialogs.rules.answers import UNKNOWN
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import Errand, Itinerary, name_file
from dialogs.testing.coverage.possible import AFTER, ASKED, BOTH, SETTLED
from dialogs.testing.coverage.walking import Walk
from dialogs.testing.scripts.format.blocks import Script

Crossing = tuple[str, str]


@dataclass(frozen=True, eq=False)
class _Home:
    """Where ways set out from: a walk, and whether it goes on to the review first."""

    walk: Walk
    to_review: bool

    def lead(self, guide: Guide) -> None:
        """Leads a guide there."""
        guide.walk(self.walk)
        if self.to_review:
            guide.finish(every_reason=True)


def script_crossings(itinerary: Itinerary) -> Iterator[Script]:
    """Yields scripts that go the ways that are left, those with the commonest home first."""
    homes = _Homes(itinerary)
    number = 0
    arrows = {arrow: homes.find(arrow) for arrow in sorted(itinerary.left.arrows)}
    for home, _ in Counter(arrows.values()).most_common():
        errands = [_make_errand(arrow) for arrow in _chain([arrow for arrow in arrows if arrows[arrow] is home])]
        for guide, _ in itinerary.pack(errands, home.lead):
            number += 1
            title = f"From one question or end straight to another ({number})."
            yield itinerary.script(guide, name_file(f"every-way-{number:03}"), title)


def _make_errand(arrow: Crossing) -> Errand:
    source, dest = arrow

    def go(guide: Guide) -> None:
        guide.go(source)
        _follow(guide, dest)

    return Errand(lambda left: arrow in left.arrows, go)


def _follow(guide: Guide, dest: str) -> None:
    """Goes from where the guide stands straight to `dest`: by changing or repeating an answer, or as it goes."""
    fact = find_fact(dest)
    if fact is not None and fact in guide.screening.answers:
        guide.change(fact)
    elif find_fact(guide.screening.state) is not None:
        _repeat_answer(guide)
    else:
        guide.go(dest)


def _repeat_answer(guide: Guide) -> None:
    """Gives the recorded answer once more."""
    fact = find_fact(guide.screening.state)
    assert fact is not None, "only the question of a fact is answered"
    if not guide.tap(KEEP_KEY):
        guide.answer(fact, guide.screening.answers.get(fact, UNKNOWN))


def _chain(arrows: list[Crossing]) -> Iterator[Crossing]:
    """Yields ways so that the next one sets out where the last one led, where there is such a one."""
    here = ""
    while arrows:
        fact = find_fact(here)
        arrow = min(arrows, key=lambda each: (each[0] != here, find_fact(each[0]) != fact))
        arrows.remove(arrow)
        here = arrow[1]
        yield arrow


class _Homes:
    """The homes of one trial's ways; as few as there can be, so that many ways share a script."""

    def __init__(self, itinerary: Itinerary) -> None:
        self._itinerary = itinerary
        self._short = {name: self._list_shortest(name) for name in (BOTH, SETTLED)}
        self._homes: dict[tuple[int, bool], _Home] = {}

    def find(self, arrow: Crossing) -> _Home:
        """Returns a walk with both facts answered, and to an early end if the arrow begins or ends there."""
        facts = [fact for fact in map(find_fact, arrow) if fact is not None]
        is_early = ENDED_EARLY in arrow
        others = [(AFTER if is_early else ASKED, fact) for fact in facts or self._itinerary.facts]
        short = (walk for walk in self._short[SETTLED if is_early else BOTH] if walk.answers.keys() >= set(facts))
        walk = next(short, None) or self._itinerary.find_home(*others)
        to_review = not is_early and len(facts) < len(arrow)
        return self._homes.setdefault((id(walk), to_review), _Home(walk, to_review))

    def _list_shortest(self, name: str) -> list[Walk]:
        """Returns the walks that were found to goals of this name, the shortest first."""
        walks = {id(walk): walk for goal, walk in self._itinerary.survey.found.items() if goal[0] == name}
        return sorted(walks.values(), key=lambda walk: walk.length)
