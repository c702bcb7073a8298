"""Tours: a small set of scripts that reaches what the atlas of a trial's dialogue holds, one behaviour in each.

First come the results, as screenings would come to them, and the early ends. Then come the questions, each with the
answers and what is asked back or refused there, and last what holds for all of them. On request each kind of event in
each state follows, and each way between two states. The scripts expect what the dialogue says. The same definition
always gives the same scripts, to the letter.
"""

from datetime import datetime

from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.crossings import script_crossings
from dialogs.testing.coverage.every_event import script_events, script_late_events
from dialogs.testing.coverage.itinerary import Itinerary
from dialogs.testing.coverage.outcomes import script_early_ends, script_results, script_waiting
from dialogs.testing.coverage.questions import script_questions
from dialogs.testing.coverage.scenes import script_scenes
from dialogs.testing.scripts.format.blocks import Script

ALWAYS = (script_results, script_waiting, script_early_ends, script_questions, script_scenes)
ON_REQUEST = (script_events, script_crossings, script_late_events)

IN_FULL = ("states", "answers", "statuses", "commands", "phrases", "ends")
"""The dimensions of a map of which the tours reach all without a request."""


def script_tours(dialogue: Dialogue, now: datetime, *, every_way: bool = False) -> tuple[Script, ...]:
    """Returns the scripts; `source` of each is its text, and `file` the name that it should have.

    `now` is when they are played. With `every_way` they reach all that the atlas holds.
    """
    itinerary = Itinerary(dialogue, now)
    parts = (*ALWAYS, *ON_REQUEST) if every_way else ALWAYS
    return tuple(script for part in parts for script in part(itinerary))
