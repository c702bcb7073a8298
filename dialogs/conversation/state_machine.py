"""The state machine of a dialogue: which state may follow which.

One machine per trial definition, shared by all of its screenings.

It knows nothing of answers: the dialogue decides where to go, and the machine refuses a way that does not exist.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from transitions import Machine

SETTLED = "settled"
REVIEW = "review"
CONCLUDED = "concluded"
STOPPED = "stopped"

ASKING = "asking_"
CLARIFYING = "clarifying_"


@dataclass
class _Place:
    """The light model that the machine moves: a state and nothing else."""

    state: str


@dataclass(frozen=True)
class Transition:
    """One permitted way from a state to another, by its trigger."""

    trigger: str
    source: str
    dest: str


class StateMachine:
    """The ways between the states of one trial's dialogue.

    Its triggers are `ask_<fact>`, `clarify_<fact>` and those of the end states.
    """

    def __init__(self, facts: Iterable[str]) -> None:
        asking = [ASKING + fact for fact in facts]
        clarifying = [CLARIFYING + fact for fact in facts]
        questions = [*asking, *clarifying]
        ends = [SETTLED, REVIEW, CONCLUDED, STOPPED]
        self._machine = Machine(
            model=None, states=[*questions, *ends], initial=None, auto_transitions=False, send_event=False
        )
        add = self._machine.add_transition
        for fact in facts:
            add("ask_" + fact, [*questions, *ends], ASKING + fact)
            add("clarify_" + fact, [ASKING + fact, CLARIFYING + fact], CLARIFYING + fact)
        add("settle", [*questions, *ends], SETTLED)
        add("review", [*questions, *ends], REVIEW)
        add("conclude", REVIEW, CONCLUDED)
        add("stop", [*questions, SETTLED, REVIEW], STOPPED)
        self._triggers = {name: event.trigger for name, event in self._machine.events.items()}

    @property
    def states(self) -> tuple[str, ...]:
        """The names of all states."""
        return tuple(self._machine.states)

    def follow(self, state: str, trigger: str) -> str:
        """Returns the state that `trigger` leads to from `state`.

        Raises `transitions.MachineError` where there is no such way.
        """
        place = _Place(state)
        self._triggers[trigger](place)
        return place.state

    def list_transitions(self) -> list[Transition]:
        """Returns every permitted way."""
        return [
            Transition(trigger, way.source, str(way.dest))
            for trigger, event in self._machine.events.items()
            for ways in event.transitions.values()
            for way in ways
        ]


@lru_cache(1_000)
def find_fact(state: str) -> str | None:
    """Returns the fact that a state asks for or clarifies, or None."""
    for prefix in (ASKING, CLARIFYING):
        if state.startswith(prefix):
            return state[len(prefix) :]
    return None
