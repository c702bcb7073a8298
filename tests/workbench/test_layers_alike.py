"""Layers may not differ: through storage, Telegram and the page a script hears what it hears through the core."""

import logging
from contextlib import ExitStack
from pathlib import Path

import pytest
from proof_layers import find_differences

from bot.workbench.layers.isolated_telegram import make_telegram_bot
from bot.workbench.layers.telegram_layer import open_chat
from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from dialogs.testing.scripts.playing.transcript import write_transcript

SMALL = Path(__file__).parents[1] / "trials" / "small.yaml"

LATE = """Somebody comes back when all that is kept for a time would be forgotten.

#me
/start

#bot
How old was the infant

#me
120

#bot
What is the diagnosis?

#me
!restart
!clock 2027-06-01
B-precursor ALL

#bot
JSON_PATH $.state|asking_disease_phase
JSON_PATH $.answers.age_days|120
"""
CUT = """A button whose label no phone has room for.

#me
/start

#bot
How old was the infant

#me
awaited 2026-12-01

#bot
What is the diagnosis?

#me
/change

#bot
BUTTONS Age at diagnosis: diagnosis date not fixed yet, expected 1 December 2026|Leave all as it is

#me
Age at diagnosis: diagnosis date not fixed yet, expected 1 December 2026

#bot
JSON_PATH $.state|asking_age_days
"""


@pytest.mark.long
def test_random_abuse_reads_alike_through_all_layers() -> None:
    """`make proof` plays many more of them."""
    assert list(find_differences(range(8, 9))) == []


def test_a_script_that_outlives_retention_holds_through_telegram(caplog: pytest.LogCaptureFixture) -> None:
    """No layer forgets in the midst of a script, and nobody is told of sweeps."""
    script = parse_script(LATE, "late.abuse.txt")
    with caplog.at_level(logging.WARNING), ExitStack() as stack:
        played = Player(open_chat(make_telegram_bot("interfant-21", stack, FIXED_NOW))).play(script)
    assert played.failure is None
    assert caplog.messages == []


def test_a_label_that_a_phone_cuts_is_named_in_full() -> None:
    """The label is the dialogue's, whatever a chat has room for; and nothing is said beside it."""
    script = parse_script(CUT, "cut.convo.txt")
    with ExitStack() as stack:
        telegram = make_telegram_bot("interfant-21", stack, FIXED_NOW)
        played = Player(open_chat(telegram)).play(script)
        assert played.failure is None, played.failure
        assert write_transcript(played) == write_transcript(Player(telegram.dialogue).play(script))


def test_buttons_that_fill_pages_are_all_there(tmp_path: Path) -> None:
    """A question with more choices than a keyboard holds: each can be expected, and tapped, in a script."""
    last = "      secondary: {label: {en: Secondary form}, synonyms: {en: [secondary, lupus]}}\n"
    text = SMALL.read_text(encoding="utf-8")
    assert text.count(last) == 1
    further = "".join(
        f"      form_{at}: {{label: {{en: Form {chr(97 + at // 26)}{chr(97 + at % 26)}}}}}\n" for at in range(127)
    )
    file = tmp_path / "many.yaml"
    file.write_text(text.replace(last, last + further), encoding="utf-8")
    dialogue = Dialogue(load(file.read_text(encoding="utf-8"), "many.yaml"))
    said = "Many.\n\n#me\n/start\n\n#bot\nBUTTONS Form aa|Form ew\n\n#me\nForm ew\n\n#bot\n"
    script = parse_script(said, "many.convo.txt")
    with ExitStack() as stack:
        played = Player(open_chat(make_telegram_bot(str(file), stack, FIXED_NOW))).play(script)
        assert played.failure is None, played.failure
    assert write_transcript(played) == write_transcript(Player(dialogue).play(script))
