"""A walk through a dialogue: what was said so far and what came of it, and the shortest way on without an answer."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.conversation.buttons import (
    CHANGE,
    CHANGE_KEY,
    EVERY_REASON,
    LEAVE,
    RESUME,
    SHOW_RESULT,
    START_OVER,
    STOP_HERE,
)
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening, Turn
from dialogs.testing.scripts.playing.saying import START, make_event


@dataclass(frozen=True)
class SpokenWalk:
    """What was said in a dialogue whose clock stands still, each with its turn; the first text begins the screening."""

    dialogue: Dialogue
    now: datetime
    steps: tuple[tuple[str, Turn], ...]

    @property
    def turn(self) -> Turn:
        """What came of the last thing said."""
        return self.steps[-1][1]

    @property
    def screening(self) -> Screening:
        """Where the walk stands."""
        return self.turn.screening

    def say(self, text: str) -> "SpokenWalk":
        """Returns the walk after one more thing is said; a text that is a button's label is a tap."""
        turn = self.dialogue.take_turn(self.screening, make_event(text, self.turn.messages), self.now)
        return replace(self, steps=(*self.steps, (text, turn)))


def begin_walk(dialogue: Dialogue, now: datetime) -> SpokenWalk:
    """Returns a walk that stands at the first question."""
    return SpokenWalk(dialogue, now, ((START, dialogue.begin(now)),))


def find_way(walk: SpokenWalk, fact: str | None, is_there: Callable[[Screening], bool]) -> SpokenWalk | None:
    """Returns the shortest walk on to where `is_there`, which gives and loses no answer; None where there is no way.

    Of the answers that can be changed only that to `fact` is asked for.
    """
    waiting = deque([walk])
    seen: set[object] = set()
    while waiting:
        here = waiting.popleft()
        if is_there(here.screening):
            return here
        for text in _list_ways_on(here, fact):
            further = here.say(text)
            place = _identify_place(further.screening)
            if place not in seen and further.screening.answers == walk.screening.answers:
                seen.add(place)
                waiting.append(further)
    return None


def _list_ways_on(walk: SpokenWalk, fact: str | None) -> Iterator[str]:
    """Yields what can be said where a walk stands: the shown buttons first, then commands for what no button does."""
    keys = _KEYS if fact is None else _KEYS | {CHANGE_KEY + fact}
    yield from (button.label for button in walk.dialogue.view.make_buttons(walk.screening) if button.key in keys)
    if fact is not None:
        yield f"/change {fact}"
    yield from ("/stop", "/resume", "/change", "/start_over")


def _identify_place(screening: Screening) -> object:
    return screening.state, screening.menu, screening.doubt, screening.listing


_KEYS = frozenset(button.key for button in (STOP_HERE, EVERY_REASON, SHOW_RESULT, CHANGE, START_OVER, RESUME, LEAVE))
