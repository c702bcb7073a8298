"""Coverage of the dialogue by our own scripts: whatever a screening can come to, one of them has been there."""

import json
from pathlib import Path

import pytest
from dialogue import DIALOGUE

from bot.workbench.coverage.report import report_coverage
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.coverage import Coverage, CoverageShare
from dialogs.testing.coverage.map import DIMENSIONS, Map
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.coverage.tours import IN_FULL
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.format.collection import collect
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player

HERE = Path(__file__).parents[1]
FOLDERS = ("scripts", "abuse")


@pytest.fixture(scope="module")
def reached() -> Map:
    """What all our scripts have reached together."""
    files = {str(file): file.read_bytes() for folder in FOLDERS for file in sorted((HERE / folder).rglob("*.txt"))}
    player = Player(DIALOGUE)
    reached = Map()
    for script in collect(files):
        assert isinstance(script, Script)
        reached |= map_reached(DIALOGUE, player.play(script), FIXED_NOW)
    return reached


@pytest.fixture(scope="module")
def shares(reached: Map) -> dict[str, CoverageShare]:
    """The same, against all that can be reached."""
    assert find_undecided(DIALOGUE, FIXED_NOW) == Map()
    return Coverage(DIALOGUE.trial, draw_atlas(DIALOGUE, FIXED_NOW), reached).shares


@pytest.mark.parametrize("dimension", IN_FULL)
def test_our_scripts_reach_all_of_it(dimension: str, shares: dict[str, CoverageShare]) -> None:
    """Protects the reviewed scripts: none of a dialogue's content falls out of them.

    Kinds of event in states, and ways between states, are reached by scripts that test_every_way.py makes.
    """
    assert shares[dimension].of > 0
    assert shares[dimension].missing == (), (
        f"write scripts that reach these {dimension}, or generate them: trialscreen replay --generate"
    )


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_our_scripts_reach_nothing_that_the_atlas_denies(dimension: str, shares: dict[str, CoverageShare]) -> None:
    """Protects the 100 %: what can be reached is all on the atlas."""
    assert shares[dimension].beyond == ()


def test_a_report_is_printed_and_written(
    reached: Map, shares: dict[str, CoverageShare], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Protects `--coverage` and `--coverage-json`: one count, in both."""
    json_file = tmp_path / "coverage.json"
    report_coverage(DIALOGUE, reached, FIXED_NOW, json_file, with_table=True)
    states = shares["states"]
    assert f" states {states.reached} {states.of} " in " ".join(capsys.readouterr().out.split())
    assert json.loads(json_file.read_bytes())["coverage"]["pairs"]["of"] == shares["pairs"].of
    assert json.loads(json_file.read_bytes())["coverage"]["states"]["reached"] == states.reached
    report_coverage(DIALOGUE, reached, FIXED_NOW, with_table=False)
    assert capsys.readouterr().out == ""
