"""What the tours of one trial's dialogue share: what is left to be reached, and the walks that lead there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.state_machine import SETTLED as ENDED_EARLY
from dialogs.conversation.state_machine import find_fact
from dialogs.testing.coverage.atlas import draw_atlas
from dialogs.testing.coverage.doing import do
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.possible import ASKED, SETTLED, Goal
from dialogs.testing.coverage.survey import survey_dialogue
from dialogs.testing.coverage.telling import write_script
from dialogs.testing.coverage.walking import Walk, Walks
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.format.script import parse_script

SUFFIX = ".convo.txt"

MOST = 25
"""How many things are said in one script, unless the way to what it shows is longer."""


@dataclass(frozen=True)
class Errand:
    """One thing that a script brings about, where that `is_left` of what is to be reached. `shown` is for its title."""

    is_left: Callable[[Map], bool]
    do: Callable[[Guide], None]
    shown: tuple[str, str] = ("", "")


class Itinerary:
    """The plan of the tours.

    `left` is what no script has reached so far; a script takes away from it what its guide reached.
    """

    def __init__(self, dialogue: Dialogue, now: datetime) -> None:
        self.dialogue = dialogue
        self.trial = dialogue.trial
        self.now = now
        self.walks = Walks(self.trial, dialogue.question_order)
        self.survey = survey_dialogue(dialogue, now.date())
        self.left = draw_atlas(dialogue, now)
        self.states = dialogue.state_machine.states
        self.facts = [fact for fact in self.trial.facts if (ASKED, fact) in self.survey.found]

    def script(self, guide: Guide, file: str, title: str) -> Script:
        """Returns the script of what a guide said."""
        self.left -= guide.reached
        return parse_script(write_script(guide, title), file)

    def pack(self, errands: Iterable[Errand], begin: Callable[[Guide], None]) -> Iterator[tuple[Guide, list[Errand]]]:
        """Yields guides who have run the errands that are left, each after it has begun, and those errands.

        The next guide sets out only when the script of the one before was made.
        """
        guide, done = None, list[Errand]()
        for errand in errands:
            if not errand.is_left(self.left if guide is None else self.left - guide.reached):
                continue
            if guide is not None and self._run(guide, errand):
                done.append(errand)
                continue
            if guide is not None:
                yield guide, done
            guide, done = Guide(self.dialogue, self.now), [errand]
            begin(guide)
            errand.do(guide)
        if guide is not None:
            yield guide, done

    def _run(self, guide: Guide, errand: Errand) -> bool:
        """Runs an errand if the script has room for it; else what the guide said for it is left out."""
        said, reached = len(guide.steps), guide.reached
        errand.do(guide)
        if len(guide.steps) <= MOST:
            return True
        del guide.steps[said:]
        guide.reached = reached
        return False

    def find_home(self, *goals: Goal) -> Walk:
        """Returns the walk to the first of the goals that was found, or else the beginning."""
        return next((self.survey.found[goal] for goal in goals if goal in self.survey.found), self.survey.begun)

    def begin_guide(self, *goals: Goal) -> Guide:
        """Returns a guide who has gone the walk to the first of the goals."""
        guide = Guide(self.dialogue, self.now)
        guide.walk(self.find_home(*goals))
        return guide

    def bring_about(self, guide: Guide, state: str, kind: EventKind) -> None:
        """Brings about an event at a state; where there is no way there, the guide begins anew."""
        if not guide.go(state):
            self.begin_at(guide, state)
        do(guide, kind)

    def begin_at(self, guide: Guide, state: str) -> None:
        """Leads a guide to a state from the beginning."""
        fact = find_fact(state)
        early = [(SETTLED, each) for each in self.facts]
        guide.walk(self.find_home(*(early if fact is None else [(ASKED, fact)])))
        if fact is None and state != ENDED_EARLY:
            guide.finish(every_reason=not any(goal in self.survey.found for goal in early))
        guide.go(state)


def name_file(*parts: str, number: int = 1, suffix: str = SUFFIX) -> str:
    """Returns the name of a script's file; `number` counts the scripts that go on with the same."""
    counted = [] if number == 1 else [str(number)]
    return "-".join([part.replace("_", "-") for part in parts] + counted) + suffix
