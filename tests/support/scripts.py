"""Scripts that pass and that fail, in folders."""

from pathlib import Path

from bot.config.trial_catalogue import find_trial
from bot.phrases import PRIVACY_KEPT
from dialogs.conversation.dialogue import Dialogue
from storage.model.retention import Retention

ASKED = "#me\n/start\n\n#bot\nHow old was the infant when the leukaemia was diagnosed?\n\n"


AGE = "#me\n120 days\n\n#bot\nRecorded: Age at diagnosis: 120 days.\nBUTTONS T-ALL|Why?\nJSON_PATH $.state|"


PASSING = f"The age is recorded.\n\n{ASKED}{AGE}asking_diagnosis\n"


FAILING = f"Another state is expected.\n\n{ASKED}{AGE}asking_kmt2a\n"


UNREADABLE = "A title without blocks.\n"


def write_script(folder: Path, text: str | bytes, name: str = "it.convo.txt") -> Path:
    """Returns a new script with this text."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def in_memory() -> Dialogue:
    """Returns the core, whose page about privacy says what a stored screening's does."""
    retention = Retention()
    return Dialogue(
        find_trial("interfant-21"), PRIVACY_KEPT.format(idle=retention.idle_days, finished=retention.finished_days)
    )
