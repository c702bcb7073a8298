"""The torture in small, for every run of the tests: real processes that die, repeat themselves, and race."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest
from stores import ROOT

TORTURE = ROOT / "tests" / "torture"

ON_STORAGE = {
    "kills": "no acknowledged answer is lost, doubled or half kept, whenever a process is killed",
    "postgres_kills": "the same, whenever a PostgreSQL server is killed under load",
    "deliveries": "an event delivered several times, in any order and to two processes, has one effect",
    "deep_rotation": "a deep rotation that is killed leaves a store that opens, and after it the old key reads nothing",
    "races": "of two devices on one question, one is accepted and the other told what is recorded",
    "clocks": "no screening is forgotten, however the clock is set: in 1970, in 2099, back and forth",
}
ON_RESTORES = {
    "restores": "a restore that races with a chat, or is killed, loses no answer and no anchor, and leaves nothing",
}
ON_TRUTH = {
    "columns": "whatever is changed in the database is found and named, or stands in the threat model",
    "rollbacks": "an older state that was put back is found by everybody who looks",
}
ON_TELEGRAM = {
    "telegram_kills": (
        "no acknowledged answer is lost when a whole bot is killed, and everybody sees the open question again"
    ),
    "telegram_taps": "a stale, foreign, forged or doubled tap changes nothing, and is told",
    "telegram_mutations": "no update, however mutilated, stops the intake, and nothing of it is logged",
}


@pytest.mark.parametrize(
    "attacks",
    [ON_STORAGE, ON_RESTORES, ON_TRUTH, ON_TELEGRAM],
    ids=["storage", "restores", "truth", "telegram"],
)
def test_what_must_hold_under_attack_does(attacks: Mapping[str, str]) -> None:
    """Protects "whoever pulls the plug in the middle of a screening changes nothing"; `make torture` does all of it."""
    run = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_THE_OTHER, *attacks],
        cwd=TORTURE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "support", TORTURE)))},
        capture_output=True,
        text=True,
        check=False,
        timeout=170,  # below that of pytest, which would end all tests
    )
    ended = dict(line.split() for line in run.stdout.splitlines() if line.split(" ")[0] in attacks)
    for name, what in attacks.items():
        assert ended.get(name) == "0", f"{what}:\n{run.stdout}{run.stderr[-2_000:]}"


ONE_AFTER_THE_OTHER = """
import runpy, sys

for name in sys.argv[1:]:
    sys.argv = [name, "--small"]
    try:
        runpy.run_path(f"{name}.py", run_name="__main__")
    except SystemExit as ended:
        print(name, int(ended.code), flush=True)
"""
