"""`trialscreen replay --through matrix`: a person in an encrypted room reads what the core says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from commands import trialscreen
from scripts import in_memory

from bot.workbench.layers.isolated_matrix import make_matrix_device
from bot.workbench.layers.matrix_layer import open_room
from bot.workbench.layers.shared_matrix_device import SharedMatrixDevice
from bot.workbench.layers.shared_program import PEOPLE_AT_ONCE
from dialogs import phrases
from dialogs.conversation.screening import Event, Said, Screening, Turn
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.layer import Layer
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from dialogs.testing.scripts.playing.transcript import write_transcript

ROOT = Path(__file__).parents[2]
ALL = sorted((ROOT / "tests/scripts").glob("**/*.convo.txt"))
ABUSE = sorted((ROOT / "tests/abuse").glob("*.abuse.txt"))
NUMBERED = "a-number-said-twice"
"""Where numbers stand before the choices, one that is said twice is asked back. Without them it is no choice."""

IN_A_CHAT = ("start-during-a-screening-resumes", "help", "privacy", "age-from-two-dates")
SOME = [file for at, file in enumerate(ALL) if at % 24 == 0 or file.name.startswith(IN_A_CHAT)]
"""Every 24th script, and those where a chat differs most from the core; all of them are played by `make sweeps`."""

ASKED = "#me\n/start\n\n#bot\nHow old was the infant when the leukaemia was diagnosed?\n\n"
AGE = "#me\n120 days\n\n#bot\nRecorded: Age at diagnosis: 120 days.\nJSON_PATH $.state|"


@pytest.fixture(scope="module")
def device() -> Iterator[SharedMatrixDevice]:
    """A device with a store, and a stand-in for a homeserver."""
    with ExitStack() as stack:
        yield make_matrix_device("interfant-21", stack, FIXED_NOW)


class NumberedCore:
    """The core with numbers beside the choices, as a terminal and a room show them: a typed number may choose one."""

    def __init__(self, core: Layer) -> None:
        self.core, self.trial = core, core.trial

    def begin(self, now: datetime) -> Turn:
        """See `Layer`."""
        return self.core.begin(now)

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """See `Layer`."""
        shown = replace(event, sees_numbers=True) if isinstance(event, Said) else event
        return self.core.take_turn(screening, shown, now)


def said(layer: Layer, file: Path) -> str:
    """Returns all that is said when a script is played."""
    return write_transcript(Player(layer).play(parse_script(file.read_text(encoding="utf-8"), str(file))))


def assert_alike(device: SharedMatrixDevice, files: list[Path]) -> None:
    """Holds that a room reads word for word as the core that shows numbers."""
    core = NumberedCore(in_memory())
    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as pool:
        seen = list(pool.map(lambda file: said(open_room(device), file), files))
    for file, read in zip(files, seen, strict=True):
        expected = said(core, file)
        if "/start-during" in str(file):  # the session service says in its own words that one goes on
            expected = expected.replace(f"{phrases.RESUMED}\n", "")
        assert read == expected, f"{file.name} reads otherwise in a room"


def test_a_room_reads_word_for_word_as_the_core(device: SharedMatrixDevice) -> None:
    """Protects "every script: the same words as the core": texts and choices, through encryption's whole way."""
    assert_alike(device, SOME)


@pytest.mark.long
def test_a_room_reads_all_scripts_word_for_word_as_the_core(device: SharedMatrixDevice) -> None:
    """Protects the same, for every script that there is."""
    assert_alike(device, ALL)


@pytest.mark.parametrize(
    "file",
    [each for each in ABUSE if not each.name.startswith(NUMBERED)][::9],
    ids=lambda file: file.name.partition(".")[0],
)
def test_abuse_scripts_hold_in_a_room(device: SharedMatrixDevice, file: Path) -> None:
    """Protects rooms from hasty people, slow devices, restarts and networks that drop."""
    played = Player(open_room(device)).play(parse_script(file.read_text(encoding="utf-8"), file.name))
    assert played.failure is None, f"{file.name}:{played.failure.line}: {played.failure.message}"


def test_a_number_said_twice_reads_as_in_the_core_where_numbers_are_shown(device: SharedMatrixDevice) -> None:
    """Protects a choice from a number that was meant for the question before: a room asks back, as a terminal does."""
    file = next(each for each in ABUSE if each.name.startswith(NUMBERED))
    in_a_room = said(open_room(device), file)
    assert in_a_room == said(NumberedCore(in_memory()), file)
    assert phrases.DOUBLED in in_a_room
    assert phrases.DOUBLED not in said(in_memory(), file), "without numbers beside the choices it is no choice"


def test_the_command_plays_scripts_through_matrix(tmp_path: Path) -> None:
    """Protects `--through matrix` and its exit codes. An expectation that does not hold is told as elsewhere."""
    (tmp_path / "a.convo.txt").write_text(f"The age is recorded.\n\n{ASKED}{AGE}asking_diagnosis\n", encoding="utf-8")
    (tmp_path / "b.convo.txt").write_text(f"Another state is expected.\n\n{ASKED}{AGE}asking_kmt2a\n", encoding="utf-8")
    assert trialscreen("replay", "--through", "matrix", tmp_path / "a.convo.txt").code == 0
    ran = trialscreen("replay", "--through", "matrix", tmp_path)
    assert ran.code == 1
    assert "b.convo.txt" in ran.out + ran.err
