"""A thousand different screenings, each a script of its own."""

import random
from collections.abc import Callable
from time import perf_counter

import pytest
from dialogue import DIALOGUE

from dialogs.conversation.state_machine import CONCLUDED
from dialogs.testing.scripts.format.blocks import MeBlock, Script
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.playing.saying import START
from dialogs.testing.scripts.playing.transcript import write_transcript


def generated(seed: int) -> Script:
    """Returns a script of 15 questions whose answers depend on `seed`: no two are the same."""
    choose = random.Random(seed)
    said = [
        START,
        f"{seed % 366} days",
        choose.choice(["B-ALL", "pro-B", "1"]),
        "new",
        "t(4;11)",
        "oral",
        f"{11 + seed % 80} mg/m²/day",
    ]
    said += [str(choose.randrange(8)), "no", choose.choice(["yes", "pending"]), choose.choice(["pos", "pending"])]
    said += [choose.choice(["CNS1", "pending"]), "no", "BCG", str(29 + seed // 366), "no", "Show the result"]
    return Script(
        f"generated-{seed}",
        f"Generated script {seed}.",
        tuple(MeBlock(line, text) for line, text in enumerate(said, 2)),
    )


@pytest.mark.parametrize("many", [100, pytest.param(1_000, marks=pytest.mark.long)])
def test_a_thousand_generated_scripts_are_played(many: int, record_property: Callable[[str, object], None]) -> None:
    """Protects speed and independence: a thousand different screenings of 15 questions.

    The time is measured, not asserted.
    """
    scripts = [generated(seed) for seed in range(many)]
    player = Player(DIALOGUE)
    began = perf_counter()
    played = [player.play(script) for script in scripts]
    record_property(f"seconds_for_{many}_scripts", round(perf_counter() - began, 2))
    assert {each.exchanges[-1].turn.screening.state for each in played} == {CONCLUDED}
    assert {len(each.exchanges[-1].turn.screening.answers) for each in played} == {15}
    assert len({write_transcript(each) for each in played}) == many
