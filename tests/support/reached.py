"""What scripts reach of a trial."""

from datetime import datetime

from dialogue import DIALOGUE, NOW

from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import Player

TRIAL = DIALOGUE.trial


def reached(*texts: str, name: str = "it.convo.txt", at: datetime = NOW) -> Map:
    """Returns what a script reaches that begins with /start and says `texts`."""
    script = parse_script("It says.\n\n" + "".join(f"#me\n{text}\n\n#bot\n\n" for text in ("/start", *texts)), name)
    return map_reached(DIALOGUE, Player(DIALOGUE, at).play(script), at)
