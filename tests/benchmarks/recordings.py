"""What recording costs a turn, as a ratio in one run, and what a recording costs at the end of a conversation."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.session.conversation import InMemory, Shown
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Turn
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.scripts.recording import recorded

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROUNDS = 15

Say = Callable[[str, float, str], None]


class Forgetful(InMemory):
    """A conversation that notes nothing of what happens, as if there were no recording. A kept one has its audit trail anyway."""

    def _shown(self, turn: Turn) -> Shown:
        self.screening = turn.screening
        return Shown(turn.messages, self.dialogue.trial, turn.verdict)


def recordings(say: Say, trial: Trial, courses: list[list[str]]) -> None:
    """Prints both figures, over courses of answers."""
    dialogue = Dialogue(trial)

    def seconds(kind: type[InMemory]) -> float:
        start = time.process_time()
        for course in courses:
            conversation = kind(dialogue, lambda: NOW)
            conversation.begin(may_choose=False)
            for text in course:
                conversation.hear(Said(text))
        return time.process_time() - start

    ratios = []
    for turn in range(ROUNDS):
        kinds = (InMemory, Forgetful) if turn % 2 else (Forgetful, InMemory)
        taken = {kind: seconds(kind) for kind in kinds}
        ratios.append(taken[InMemory] / taken[Forgetful])
    say("a turn that can be recorded, in turns that cannot", statistics.median(ratios), "at most 1.02")
    say("a recording of a whole screening (ms)", 1000 * statistics.median(_recording(dialogue, course) for course in courses), "under 20")


def _recording(dialogue: Dialogue, course: list[str]) -> float:
    conversation = InMemory(dialogue, lambda: NOW)
    conversation.begin(may_choose=False)
    for text in course:
        conversation.hear(Said(text))
    assert conversation.screening is not None
    start = time.process_time()
    recorded(dialogue, conversation.history, conversation.screening, "A benchmark.")
    return time.process_time() - start
