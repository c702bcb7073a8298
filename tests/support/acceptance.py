"""A script as `--accept` rewrites it, where it is the only one of its file."""

from dialogs.testing.scripts.accepting import hearing, rewritten
from dialogs.testing.scripts.played import Played
from dialogs.testing.scripts.transcript import transcript


def accepted(played: Played) -> str:
    """Returns the script with its expectations rewritten: those that held stay, the others become what was said.

    Raises `ByHandError` as `rewritten` does.
    """
    return rewritten([hearing(played)]) if played.script.source else transcript(played)
