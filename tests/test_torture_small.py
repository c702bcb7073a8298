"""The torture in small, for every run of the tests: real processes that die, repeat themselves, and race."""

import os
import subprocess
import sys

import pytest
from stores import ROOT

ATTACKS = {
    "kills": "no acknowledged answer is lost, doubled or half kept, whenever a process is killed",
    "postgres_kills": "the same, whenever a PostgreSQL server is killed under load",
    "deliveries": "an event delivered several times, in any order and to two processes, has one effect",
    "telegram_kills": "no acknowledged answer is lost when a whole bot is killed, and everybody sees the open question again",
    "telegram_taps": "a stale, foreign, forged or doubled tap changes nothing, and is told",
    "telegram_mutations": "no update, however mutilated, stops the intake, and nothing of it is logged",
    "races": "of two devices on one question, one is accepted and the other told what is recorded",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_must_hold_under_attack_does(name: str) -> None:
    """Protects "whoever pulls the plug in the middle of a screening changes nothing"; `make torture` does all of it."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "torture" / f"{name}.py"), "--small"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, f"{ATTACKS[name]}:\n{run.stdout}{run.stderr[-2_000:]}"
    assert "held" in run.stdout
