"""`trialscreen replay --generate`, and the set that it made for Interfant-21 in tests/scripts/generated."""

import os
import random
import subprocess
from pathlib import Path

import pytest
from commands import ROOT, command, environment, trialscreen
from odd_trials import entangled
from several_trial import TEXT as SEVERAL_TEXT
from wandering import reached_by, wandered

from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load
from dialogs.rules.standings import Standing
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.tours import IN_FULL, script_tours
from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock, Script
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import FIXED_NOW
from dialogs.testing.scripts.playing.saying import START

DEFINITION = ROOT / "dialogs" / "trials" / "interfant-21.yaml"
GENERATED = ROOT / "tests" / "scripts" / "generated"
DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))
SMALL = (ROOT / "tests" / "trials" / "small.yaml").read_text("utf-8")
SCRIPTS = tuple(parse_script(file.read_text("utf-8"), file.name) for file in sorted(GENERATED.iterdir()))


MOST = 25
"""How many things are said in one script."""


def count_said(script: Script) -> int:
    return sum(isinstance(block, MeBlock) for block in script.blocks)


def in_full(each: Map) -> dict[str, frozenset[object]]:
    """Returns what the scripts reach all of by default."""
    return {name: getattr(each, name) for name in IN_FULL}


def test_the_generated_set_is_what_the_command_writes_now() -> None:
    """Protects the reviewed set: what changes in the dialogue shows here.

    Generate it anew, review the difference, and delete the line in each script that says that nobody has.
    """
    kept = {file.name: file.read_text("utf-8") for file in GENERATED.iterdir()}
    assert kept == {script.file: script.source for script in script_tours(DIALOGUE, FIXED_NOW)}


def test_the_generated_set_reaches_every_result_answer_and_sentence_and_can_be_read() -> None:
    """Protects reviewers: one behaviour in each script, few things said, and still all of the dialogue's content."""
    assert find_undecided(DIALOGUE, FIXED_NOW) == Map()
    assert in_full(reached_by(DIALOGUE, SCRIPTS)) == in_full(draw_atlas(DIALOGUE, FIXED_NOW))
    assert len(SCRIPTS) <= 40
    assert max(map(count_said, SCRIPTS)) <= MOST
    assert sum(map(count_said, SCRIPTS)) <= 450


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


TRIALS = {
    "a small trial": SMALL,
    "a second trial": (ROOT / "tests" / "trials" / "adult-aml.yaml").read_text("utf-8"),
    "Interfant-21": DEFINITION.read_text("utf-8"),
    "the skeleton": (ROOT / "dialogs" / "trials" / "skeleton.txt").read_text("utf-8"),
}


@pytest.mark.thinned(4)
@pytest.mark.parametrize("name", TRIALS)
def test_every_outcome_is_concluded_in_few_words(name: str) -> None:
    """Protects verdicts: every outcome of every determination has a script, and none is longer than one can read."""
    dialogue = Dialogue(load(TRIALS[name], "trial.yaml"))
    scripts = script_tours(dialogue, FIXED_NOW)
    concluded = {
        (path.path.rpartition(".")[2], path.value)
        for script in scripts
        for block in script.blocks
        if isinstance(block, BotBlock)
        for path in block.paths
        if path.path.startswith("$.determinations.")
    }
    rules, codes = dialogue.trial.rules.determinations, dialogue.trial.outcome_codes
    assert concluded == {
        (each, code)
        for each, of_standing in codes.items()
        for standing, code in of_standing.items()
        if rules[each].criteria or standing is not Standing.FAILS  # without criteria it never fails
    }
    assert max(map(count_said, scripts)) <= MOST


TEXTS = {
    "a condition that always holds": SMALL.replace('{consent: "yes"}', '{any: [{consent: "yes"}, {consent: "no"}]}', 1),
    "the skeleton": (ROOT / "dialogs" / "trials" / "skeleton.txt").read_text("utf-8"),
    "entangled conditions": entangled(5),
}


def read_trial(name: str) -> str:
    return (ROOT / "tests" / "trials" / f"{name}.yaml").read_text("utf-8")


@pytest.mark.traced
@pytest.mark.traced_cases("skeleton")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SEVERAL_TEXT, id="several options"),
        pytest.param(read_trial("sentences_cohorts"), id="cohorts"),
        pytest.param(read_trial("sentences_waiting"), id="waiting times", marks=pytest.mark.long),
        pytest.param(read_trial("basket"), id="a basket", marks=pytest.mark.long),
        pytest.param(TEXTS["the skeleton"], id="the skeleton"),
    ],
)
def test_all_that_a_trial_shows_is_toured(text: str) -> None:
    """Protects `--generate` for every kind of fact: all that is feasible is toured."""
    dialogue = Dialogue(load(text, "trial.yaml"))
    assert in_full(reached_by(dialogue, script_tours(dialogue, FIXED_NOW))) == in_full(draw_atlas(dialogue, FIXED_NOW))


@pytest.mark.thinned(3)
@pytest.mark.parametrize("name", TEXTS)
def test_any_trial_can_be_toured_in_full(name: str) -> None:
    """Protects `--generate` for others' trials, from both sides: all that is feasible is toured, and nothing else.

    Every way that is toured on request comes after the scripts that are always made.
    """
    dialogue = Dialogue(load(TEXTS[name], "trial.yaml"))
    feasible = draw_atlas(dialogue, FIXED_NOW)
    assert find_undecided(dialogue, FIXED_NOW) == Map()
    scripts = script_tours(dialogue, FIXED_NOW)
    assert in_full(reached_by(dialogue, scripts)) == in_full(feasible)
    every_way = script_tours(dialogue, FIXED_NOW, every_way=True)
    assert every_way[: len(scripts)] == scripts
    assert reached_by(dialogue, every_way) == feasible
    assert max(map(count_said, every_way)) <= MOST
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


def test_a_set_is_the_same_in_every_process(tmp_path: Path) -> None:
    """Protects reviews: with other hashes the same definition gives the same bytes."""
    trial, here, there = (tmp_path / each for each in ("small.yaml", "here", "there"))
    trial.write_text(entangled(2), "utf-8")
    options = ("replay", "--every-way", "--trial", trial, "--generate")
    assert trialscreen(*options, here).code == 0
    env = environment(PYTHONHASHSEED="2" if os.environ.get("PYTHONHASHSEED") == "1" else "1")
    subprocess.run(command(*options, there), check=True, capture_output=True, cwd=ROOT, env=env)
    sets = [{file.name: file.read_bytes() for file in folder.iterdir()} for folder in (here, there)]
    assert sets[0] == sets[1]
    assert sets[0]
