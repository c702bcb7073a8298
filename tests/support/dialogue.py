"""The dialogue of the first trial, and a screening in any state of it."""

from datetime import UTC, datetime
from pathlib import Path

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Event, Said, Screening, Turn
from dialogs.loading.loading import load

DEFINITION = Path(__file__).parents[2] / "dialogs" / "trials" / "interfant-21.yaml"


DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))


NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def screening_after(*texts: str) -> Screening:
    """Returns a screening in which the texts were typed, one after the other."""
    screening = DIALOGUE.begin(NOW).screening
    for text in texts:
        screening = DIALOGUE.take_turn(screening, Said(text), NOW).screening
    return screening


def do(screening: Screening, event: Event, now: datetime = NOW) -> Turn:
    return DIALOGUE.take_turn(screening, event, now)


def buttons(screening: Screening) -> tuple[Button, ...]:
    return DIALOGUE.show_again(screening).messages[0].buttons


FIT = ("120", "B-ALL", "new", "t(4;11)", "none", "no", "given", "positive", "CNS1", "no", "none", "no")
"""What fits, in the order of the questions."""
