"""All that the dialogue says in the scripts: the messages of each exchange, as they are shown at once."""

from functools import cache
from pathlib import Path

from bot.config.trial_catalogue import find_trial
from bot.workbench.fixtures.scripts import ScriptReader
from bot.workbench.replay.result import ScriptResult
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player

SCRIPTS = Path(__file__).parents[1] / "scripts"
TRIAL = "interfant-21"


@cache
def list_exchanges() -> tuple[tuple[Message, ...], ...]:
    """Returns what was said at once, each only once, in all scripts that can be read alone."""
    reader, dialogues = ScriptReader(TRIAL), cache(lambda trial: Dialogue(find_trial(trial)))
    found: dict[tuple[Message, ...], None] = {}
    for file in sorted(SCRIPTS.rglob("*.txt")):
        for script in reader.read(file):
            if not isinstance(script, ScriptResult):
                played = Player(dialogues(script.trial or TRIAL), FIXED_NOW).play(script)
                found |= dict.fromkeys(each.messages for each in played.exchanges if each.messages)
    return tuple(found)
