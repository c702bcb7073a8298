"""The atlas: everything that a dialogue of one trial can reach, whatever is said to it, derived from its definition."""

from collections.abc import Collection, Iterator
from datetime import datetime

from dialogs.conversation.commands import DEPENDS_ON_KEEPING, Command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.state_machine import ASKING, CLARIFYING, CONCLUDED, REVIEW, STOPPED
from dialogs.conversation.state_machine import SETTLED as SETTLED_STATE
from dialogs.definition.facts import SeveralFact, has_options
from dialogs.testing.coverage.codes import list_codes
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.possible import AFTER, ASKED, BOTH, END, SETTLED, STATED, Goal
from dialogs.testing.coverage.reachable_sentences import list_reachable_sentences
from dialogs.testing.coverage.samples import can_leave_open, list_samples
from dialogs.testing.coverage.survey import BUDGET, Budget, survey_dialogue


def draw_atlas(dialogue: Dialogue, now: datetime, budget: Budget = BUDGET) -> Map:
    """Returns all that is known to be reachable; `undecided` names what may be, but was not found."""
    found = survey_dialogue(dialogue, now.date(), budget)
    return _Drawing(dialogue, now, found.found.keys(), found.begun.ahead).draw()


def find_undecided(dialogue: Dialogue, now: datetime, budget: Budget = BUDGET) -> Map:
    """Returns what the budget of the search did not decide. It is empty for most trials."""
    found = survey_dialogue(dialogue, now.date(), budget)
    everything = _Drawing(dialogue, now, found.found.keys() | found.undecided, found.begun.ahead).draw()
    return everything - draw_atlas(dialogue, now, budget)


class _Drawing:
    """The map of a trial's dialogue, drawn from what was found on walks through its questions."""

    def __init__(self, dialogue: Dialogue, now: datetime, found: Collection[Goal], begun: str) -> None:
        self.dialogue = dialogue
        self.trial = dialogue.trial
        self.today = now.date()
        self.found = found
        self.facts = [fact for fact in self.trial.facts if (ASKED, fact) in found]
        self.late = [fact for fact in self.facts if (SETTLED, fact) in found]
        self.first = dialogue.state_machine.follow(REVIEW, begun)
        self.can_settle = self.first == SETTLED_STATE or any(goal[0] == END for goal in found)

    def draw(self) -> Map:
        states = frozenset(self._list_states())
        sentences = list_reachable_sentences(self.dialogue, self.today, self.found, can_settle=self.can_settle)
        arrows = ((source, dest) for source in states for dest in self._list_next_states(source))
        return Map(
            states=states,
            pairs=frozenset((state, kind) for state in states for kind in self._list_kinds(state)),
            answers=frozenset((fact, code) for fact in self.facts for code in self._list_codes(fact)),
            statuses=frozenset((parts[0], parts[1]) for name, *parts in self.found if name == STATED),
            commands=frozenset(each.value for each in Command if each not in DEPENDS_ON_KEEPING),
            phrases=frozenset(sentences),
            ends=frozenset(parts[0] for name, *parts in self.found if name == END),
            arrows=frozenset((source, dest) for source, dest in arrows if source != dest),
        )

    def _list_states(self) -> Iterator[str]:
        for fact in self.facts:
            yield from (ASKING + fact, CLARIFYING + fact)
        yield from (REVIEW, CONCLUDED, STOPPED, *([SETTLED_STATE] if self.can_settle else []))

    def _list_codes(self, fact: str) -> list[str]:
        said = list_samples(self.trial, fact, self.today)
        return [code for code in list_codes(self.trial, fact) if code in said]

    def _list_kinds(self, state: str) -> Iterator[EventKind]:
        yield from _ALWAYS
        yield from _OF_STATE.get(state, ())
        if self.late if state == SETTLED_STATE else self.facts:
            yield from _WITH_ANSWERS
        for prefix, kinds in _OF_QUESTION.items():
            if state.startswith(prefix):
                yield from kinds
                fact = state.removeprefix(prefix)
                if can_leave_open(self.trial, fact, self.today):
                    yield EventKind.IMPRECISE
                has_several = isinstance(self.trial.facts[fact], SeveralFact)
                if prefix == ASKING and (has_several or has_options(self.trial.facts[fact])):
                    yield EventKind.TAPPED
                if prefix == ASKING and has_several:
                    yield EventKind.PICKED

    def _list_next_states(self, source: str) -> Iterator[str]:
        """Yields the states that can follow a state; starting over leads to the first from everywhere."""
        yield self.first
        if source in _ENDS:
            yield from _ENDS[source]
            is_settled = source == SETTLED_STATE
            yield from (ASKING + fact for fact in self.facts if not is_settled or (AFTER, fact) in self.found)
            if source == STOPPED and self.can_settle:
                yield SETTLED_STATE
            return
        fact = source.removeprefix(ASKING).removeprefix(CLARIFYING)
        yield from (ASKING + fact, CLARIFYING + fact, STOPPED, REVIEW)
        if fact in self.late:
            yield SETTLED_STATE
        yield from (ASKING + other for other in self.facts if self._can_be_both(fact, other))

    def _can_be_both(self, fact: str, other: str) -> bool:
        return (BOTH, fact, other) in self.found or (BOTH, other, fact) in self.found


_ALWAYS = (
    EventKind.UNFIT, EventKind.REFUSED, EventKind.WHY, EventKind.BACK, EventKind.CHANGE, EventKind.STATUS,
    EventKind.PAGE, EventKind.PAUSE, EventKind.RESUME, EventKind.STOP, EventKind.START_OVER, EventKind.RESULT,
)  # fmt: skip
_WITH_ANSWERS = (EventKind.CHOSEN_TO_CHANGE, EventKind.LEFT, EventKind.STARTED_OVER)
"""Events in a menu, which needs answers to open."""

_ANSWERED = (EventKind.TYPED, EventKind.UNKNOWN, EventKind.PENDING, EventKind.UNCLEAR)
_OF_QUESTION = {
    ASKING: (*_ANSWERED, EventKind.KEPT, EventKind.DOUBLED),
    CLARIFYING: (*_ANSWERED, EventKind.OFFER),
}
_OF_STATE = {SETTLED_STATE: (EventKind.STOP_HERE, EventKind.EVERY_REASON), REVIEW: (EventKind.SHOW_RESULT,)}

_ENDS = {SETTLED_STATE: (REVIEW, STOPPED), REVIEW: (CONCLUDED, STOPPED), CONCLUDED: (), STOPPED: (REVIEW,)}
