"""What recording costs a turn, as a ratio in one run, and what a recording costs at the end of a conversation."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.session.conversation import InMemoryConversation
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Said, Turn
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.scripts.recording.recording import record

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROUNDS = 15

Say = Callable[[str, float, str], None]


class Forgetful(InMemoryConversation):
    """A conversation that notes nothing of what happens, as if there were no recording.

    A conversation that is stored has its audit trail anyway.
    """

    def _note(self, turn: Turn) -> tuple[Message, ...]:
        self.screening = turn.screening
        return turn.messages


def measure_recordings(say: Say, trial: Trial, courses: list[list[str]]) -> None:
    """Prints both figures, over courses of answers."""
    dialogue = Dialogue(trial)

    def time_course(kind: type[InMemoryConversation]) -> float:
        start = time.process_time()
        for course in courses:
            conversation = kind(dialogue, lambda: NOW)
            conversation.begin(may_choose=False)
            for text in course:
                conversation.take_event(Said(text))
        return time.process_time() - start

    ratios = []
    for turn in range(ROUNDS):
        kinds = (InMemoryConversation, Forgetful) if turn % 2 else (Forgetful, InMemoryConversation)
        taken = {kind: time_course(kind) for kind in kinds}
        ratios.append(taken[InMemoryConversation] / taken[Forgetful])
    say("a turn that can be recorded, in turns that cannot", statistics.median(ratios), "at most 1.02")
    say(
        "a recording of a whole screening (ms)",
        1000 * statistics.median(_time_recording(dialogue, course) for course in courses),
        "under 20",
    )


def _time_recording(dialogue: Dialogue, course: list[str]) -> float:
    conversation = InMemoryConversation(dialogue, lambda: NOW)
    conversation.begin(may_choose=False)
    for text in course:
        conversation.take_event(Said(text))
    assert conversation.screening is not None
    start = time.process_time()
    record(dialogue, conversation.history, conversation.screening, "A benchmark.")
    return time.process_time() - start
