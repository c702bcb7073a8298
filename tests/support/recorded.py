"""Screenings that are recorded and replayed."""

from dataclasses import dataclass
from datetime import datetime

from any_dialogue import DIALOGUES, NOW

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Happened, Said, Screening
from dialogs.conversation.state_machine import ASKING, find_fact
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.recording.recording import Recording, record
from dialogs.testing.scripts.recording.said import make_sayable

TITLE = "A recorded screening."


DATES = (
    "2026-01-31 to 2026-05-31",
    "2026-02-01 2026-05-13",
    "pending 2026-12-01",
    "pending 2020-03-04",
    "pending 2031-12-30",
)


ASKED_BACK = (
    "45",
    "7 days?",
    "about 20",
    "11 m",
    "3-4 m",
    "08",
    "1,250",
    "7.0",
    "5-12",
    "birth",
    "2 weeks 3 days",
    "1.5 weeks",
    "5 mg/day",
)


@dataclass
class Sitting:
    """Somebody at a dialogue, who says and taps; what happened to the answers is noted as a channel would."""

    dialogue: Dialogue
    screening: Screening
    history: tuple[Happened, ...] = ()
    now: datetime = NOW

    def happens(self, event: Event) -> None:
        """Takes a turn."""
        turn = self.dialogue.take_turn(self.screening, event, self.now)
        self.screening, self.history = turn.screening, (*self.history, *turn.happened)

    def says(self, *texts: str) -> None:
        """Takes a turn for each text."""
        for text in texts:
            self.happens(Said(text))

    def recorded(self) -> Recording:
        """Returns the recording of where the screening stands."""
        return record(self.dialogue, self.history, self.screening, TITLE)


def sitting(*texts: str, trial: str = "interfant-21", now: datetime = NOW) -> Sitting:
    dialogue = DIALOGUES[trial]
    begun = Sitting(dialogue, dialogue.begin(now).screening, now=now)
    begun.says(*texts)
    return begun


def replayed(dialogue: Dialogue, recording: Recording) -> Sitting:
    """Replays a recording, having made sure that all that it expects holds, and returns where it led."""
    played = Player(dialogue, recording.now).play(parse_script(recording.text, "recorded.convo.txt"))
    assert played.failure is None, played.failure
    happened = tuple(each for exchange in played.exchanges for step in exchange.steps for each in step.turn.happened)
    return Sitting(dialogue, played.exchanges[-1].turn.screening, happened)


def leads_nearby(replay: Sitting, real: Sitting) -> bool:
    """Says whether a replay holds the answers of what was recorded and stands at its question, as far as a script can.

    What was asked back, a note's page and the order of a note's answers may be left out.
    """
    there, screening = replay.screening, real.screening
    answers = [{fact: make_sayable(answer) for fact, answer in each.answers.items()} for each in (there, screening)]
    asked = f"{ASKING}{find_fact(screening.state)}"
    return answers[0] == answers[1] and there.state in (screening.state, asked)
