"""Screenings of the shipped definition, one for each kind of result."""

from collections.abc import Iterator
from datetime import UTC, datetime

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Turn

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

SCREENINGS = {
    "eligible for both": "360 days|1|1|1|1|1|1|1|CNS1|1|1|1|1",
    "blinatumomab still open": "120 days|1|1|1|1|1|1|1|not done yet|no|none|no|1",
    "blinatumomab not yet": "120 days|1|1|1|1|1|1|1|CNS1|no|given|2026-05-20 to 2026-06-10|no|1",
    "blinatumomab excluded": "120 days|1|1|1|1|1|1|negative|1",
    "too old": "400 days|stop here|1",
    "several reasons": "400 days|list every reason|t-all|relapsed|germline|none|yes|refused|1",
    "an exclusion while the trial is open": "120 days|1|1|waiting|1|1|1|negative|list every reason|1|1|1|1|1",
    "all unknown": "|".join(["don't know"] * 15) + "|show the result",
}


def play(dialogue: Dialogue, name: str) -> Iterator[Turn]:
    """Yields the turns of a screening, up to its result."""
    turn = dialogue.begin(NOW)
    yield turn
    for text in SCREENINGS[name].split("|"):
        turn = dialogue.take_turn(turn.screening, Said(text), NOW)
        yield turn
        if turn.verdict is not None:
            return
    raise AssertionError(f"{name} does not conclude, but stands at {turn.screening.state}")


def conclude(dialogue: Dialogue, name: str) -> Turn:
    """Returns the turn that shows the result of a screening."""
    *_, concluded = play(dialogue, name)
    return concluded
