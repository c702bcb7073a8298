"""`trialscreen replay --generate`, and the set that it made for Interfant-21 in tests/scripts/generated."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT, trialscreen
from odd_trials import entangled
from wandering import reached_by, wandered

from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.tours import script_tours
from dialogs.testing.scripts.blocks import BotBlock, MeBlock, Script
from dialogs.testing.scripts.player import FIXED_NOW
from dialogs.testing.scripts.saying import START
from dialogs.testing.scripts.script import parse_script

DEFINITION = ROOT / "dialogs" / "trials" / "interfant-21.yaml"
GENERATED = ROOT / "tests" / "scripts" / "generated"
DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))
SMALL = (ROOT / "tests" / "trials" / "small.yaml").read_text("utf-8")
SCRIPTS = tuple(parse_script(file.read_text("utf-8"), file.name) for file in sorted(GENERATED.iterdir()))


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """The file of a small trial."""
    file = tmp_path / "small.yaml"
    file.write_text(entangled(2), "utf-8")
    return file


def test_the_generated_set_is_what_the_command_writes_now() -> None:
    """Protects the reviewed set: what changes in the dialogue shows here.

    Generate it anew, and review the difference.
    """
    kept = {file.name: file.read_text("utf-8") for file in GENERATED.iterdir()}
    assert kept == {script.file: script.source for script in script_tours(DIALOGUE, FIXED_NOW)}


def test_the_generated_set_reaches_all_of_the_dialogue_and_nothing_else() -> None:
    """Protects full coverage of Interfant-21's dialogue by scripts that a person can review."""
    assert find_undecided(DIALOGUE, FIXED_NOW) == Map()
    assert reached_by(DIALOGUE, SCRIPTS) == draw_atlas(DIALOGUE, FIXED_NOW)
    assert len(SCRIPTS) <= 60


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.file)
def test_a_generated_script_begins_with_start_and_expects_something_of_every_message(script: Script) -> None:
    """Protects the generated scripts as tests, by the rules of those that were written by hand."""
    assert script.title.endswith(".")
    blocks = script.blocks
    assert isinstance(blocks[0], MeBlock)
    assert blocks[0].text == START
    assert [
        block.line
        for block in blocks
        if isinstance(block, BotBlock) and not (block.text or block.buttons or block.paths)
    ] == []


TEXTS = {
    "the skeleton": (ROOT / "dialogs" / "trials" / "skeleton.txt").read_text("utf-8"),
    "a condition that always holds": SMALL.replace('{consent: "yes"}', '{any: [{consent: "yes"}, {consent: "no"}]}', 1),
    "entangled conditions": entangled(5),
}


@pytest.mark.parametrize("name", TEXTS)
def test_any_trial_can_be_toured_in_full(name: str) -> None:
    """Protects `--generate` for others' trials, from both sides: all that is feasible is toured, and nothing else."""
    dialogue = Dialogue(load(TEXTS[name], "trial.yaml"))
    feasible = draw_atlas(dialogue, FIXED_NOW)
    assert find_undecided(dialogue, FIXED_NOW) == Map()
    assert reached_by(dialogue, script_tours(dialogue, FIXED_NOW)) == feasible
    beyond = wandered(dialogue, random.Random(name), 300) - feasible
    assert (beyond.states, beyond.pairs, beyond.answers, beyond.statuses, beyond.ends, beyond.arrows) == (
        frozenset(),
    ) * 6


def test_no_two_generated_scripts_say_the_same() -> None:
    """Protects the set: each script adds something."""
    assert len({script.title for script in SCRIPTS}) == len(SCRIPTS)
    assert len({tuple(each.text for each in script.blocks if isinstance(each, MeBlock)) for script in SCRIPTS}) == len(
        SCRIPTS
    )


def test_a_set_is_the_same_in_every_process(tmp_path: Path, trial: Path) -> None:
    """Protects reviews: with other hashes the same definition gives the same bytes."""
    sets = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        command = [sys.executable, "-m", "bot", "replay", "--generate", str(folder), "--trial", str(trial)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
        sets.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert sets[0] == sets[1]
    assert sets[0]


def test_a_set_is_written_anew_over_itself_and_says_how_much_it_reaches(tmp_path: Path, trial: Path) -> None:
    """Protects `--generate FOLDER`: it may be run again, and it names what a person has to do."""
    folder = tmp_path / "some" / "folder"
    first = trialscreen("replay", "--generate", folder, "--trial", trial).printed()
    written = {file.name: file.read_text("utf-8") for file in folder.iterdir()}
    next(folder.glob("question-*")).write_text("changed by hand", "utf-8")
    assert trialscreen("replay", "--generate", folder, "--trial", trial).printed() == first
    assert {file.name: file.read_text("utf-8") for file in folder.iterdir()} == written
    assert "11 of 11 states" in first
    assert "a person must review them" in first
    assert "Not decided" not in first


def test_a_folder_with_anything_else_is_refused_and_left_as_it_was(tmp_path: Path, trial: Path) -> None:
    """Protects other people's files: nothing is written beside them."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", "utf-8")
    refusal = trialscreen("replay", "--generate", folder, "--trial", trial).refused()
    assert refusal == f"{folder}: notes.txt is not one of these scripts; name a new or empty folder, or remove it"
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path, trial: Path) -> None:
    """Protects a file from being taken for a folder."""
    assert (
        trialscreen("replay", "--generate", trial, "--trial", trial).refused()
        == f"{trial}: this is a file; name a new or empty folder"
    )


def test_a_folder_that_cannot_be_written_is_named(trial: Path) -> None:
    """Protects the plain sentence: no traceback where the disk refuses."""
    folder = trial / "below-a-file"
    assert (
        trialscreen("replay", "--generate", folder, "--trial", trial).refused()
        == f"{folder}: cannot be written (not a directory)"
    )
