"""Scripts as `--accept-verdicts` rewrites them, where no file needs a person."""

from collections.abc import Sequence

from dialogs.testing.scripts.accepting.mending import mend
from dialogs.testing.scripts.playing.observation import observe
from dialogs.testing.scripts.playing.played import PlayedScriptRun
from dialogs.testing.scripts.playing.transcript import write_transcript


class ChangeByHandError(Exception):
    """A file cannot be rewritten by itself; the message says why."""


def accept(played: PlayedScriptRun) -> str:
    """Returns the script with its expectations rewritten: those that held stay, the others become what was said."""
    return accept_together([played]) if played.script.source else write_transcript(played)


def accept_together(played: Sequence[PlayedScriptRun]) -> str:
    """Returns the file that all of the scripts were made of, rewritten. Raises `ChangeByHandError` for a person."""
    mended = mend(played[0].script.source, [observe(each) for each in played])
    for each in mended.by_hand:
        raise ChangeByHandError(str(each))
    return mended.text
