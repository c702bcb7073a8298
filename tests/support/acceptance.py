"""A script as `--accept` rewrites it, where it is the only one of its file."""

from dialogs.testing.scripts.accepting import rewrite
from dialogs.testing.scripts.observation import observe
from dialogs.testing.scripts.played import PlayedScriptRun
from dialogs.testing.scripts.transcript import write_transcript


def accept(played: PlayedScriptRun) -> str:
    """Returns the script with its expectations rewritten: those that held stay, the others become what was said.

    Raises `ByHandError` as `rewrite` does.
    """
    return rewrite([observe(played)]) if played.script.source else write_transcript(played)
