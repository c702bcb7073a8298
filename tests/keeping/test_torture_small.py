"""The torture in small: real processes that die, repeat themselves, and race."""

import os
import sys

import pytest
from commands import ROOT, environment
from quick_processes import PATHS, run

TORTURE = ROOT / "tests" / "torture"

MUST_HOLD = {
    "kills": "no acknowledged answer is lost, doubled or half kept, whenever a process is killed",
    "postgres_kills": "the same, whenever a PostgreSQL server is killed under load",
    "deliveries": "an event delivered several times, in any order and to two processes, has one effect",
    "deep_rotation": "a deep rotation that is killed leaves a store that opens, and after it the old key reads nothing",
    "races": "of two devices on one question, one is accepted and the other told what is recorded",
    "clocks": "no screening is forgotten, however the clock is set: in 1970, in 2099, back and forth",
    "restores": "a restore that races with a chat, or is killed, loses no answer and no anchor, and leaves nothing",
    "columns": "whatever is changed in the database is found and named, or stands in the threat model",
    "rollbacks": "an older state that was put back is found by everybody who looks",
    "telegram_kills": (
        "no acknowledged answer is lost when a whole bot is killed, and everybody sees the open question again"
    ),
    "telegram_taps": "a stale, foreign, forged or doubled tap changes nothing, and is told",
    "telegram_mutations": "no update, however mutilated, stops the intake, and nothing of it is logged",
    "web_kills": "no acknowledged answer is lost or doubled when the page's server is killed, and everybody goes on",
    "web_pre_checks": "nothing of an open pre-check is on the disk when the page's server is killed, and people go on",
    "web_forms": "a forged, foreign, stale, replayed or doubled form of the page changes nothing, and tells nothing",
    "two_devices": "a phone and a desk that hammer one screening: each answer counts once, and none was given unseen",
}
OFTEN = ("races", "telegram_taps", "web_kills")
"""What `make test` does; `make sweeps` does all."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "attack", [each if each in OFTEN else pytest.param(each, marks=pytest.mark.long) for each in MUST_HOLD]
)
def test_what_must_hold_under_attack_does(attack: str) -> None:
    """Protects "whoever pulls the plug in the middle of a screening changes nothing"; `make torture` does all of it."""
    paths = environment(PYTHONPATH=os.pathsep.join([*PATHS, str(TORTURE)]))
    ran = run([sys.executable, "-m", attack, "--small"], paths, cwd=TORTURE, text=True)
    assert ran.returncode == 0, f"{MUST_HOLD[attack]}:\n{ran.stdout}{ran.stderr[-2_000:]}"
