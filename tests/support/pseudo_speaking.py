"""A process of its own that speaks the pseudo-language, and prints every line that people are shown as JSON.

Its argument is JSON as well: what is planted in which module.
"""

import json
import sys
import tempfile
from pathlib import Path

from pseudo_language import ROOT, Planted, speak_pseudo_language


def speak() -> dict[str, list[str]]:
    """Returns the lines by where they are shown, and what became of scripts that do not hold."""
    from pseudo_scripts import play_scripts  # noqa: PLC0415 - the pseudo-language comes first
    from pseudo_sessions import hold_screen, hold_sessions, hold_terminal, make_files  # noqa: PLC0415 - the same

    from bot.config.trial_catalogue import find_trial  # noqa: PLC0415 - the same
    from dialogs.conversation import glance  # noqa: PLC0415 - the same
    from dialogs.conversation.dialogue import Dialogue  # noqa: PLC0415 - the same
    from dialogs.loading.sites import read_sites  # noqa: PLC0415 - the same

    glance.LINES *= 10  # marks take room that words do not
    dialogue = Dialogue(find_trial("interfant-21"))
    _, sites = read_sites((ROOT / "docs" / "sites.yaml").read_text(encoding="utf-8"), "sites.yaml")
    with_sites = Dialogue(dialogue.trial, contacts=sites.find_contacts(dialogue.trial.id))
    played, failures = play_scripts(dialogue, sorted((ROOT / "tests" / "scripts").rglob("*.convo.txt")))
    with tempfile.TemporaryDirectory() as folder:
        held = hold_sessions(Path(folder))
    shown = {
        "scripts": played,
        "session service": held,
        "terminal": hold_terminal(with_sites),
        "screen": hold_screen(with_sites),
        "files": make_files(with_sites),
        "failures": failures,
    }
    return {where: sorted(lines) for where, lines in shown.items()}


if __name__ == "__main__":
    speak_pseudo_language(Planted(*each) for each in json.loads(sys.argv[1]))
    sys.stdout.write(json.dumps(speak()))
