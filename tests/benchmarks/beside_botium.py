"""Our replay beside stock Botium, on the same files in one run: the scripts a second of each.

Each runs as one process, and its start is not counted.

Both check the same: botium.json makes Botium as strict as we are. Its time holds that of the bot that it asks,
`trialscreen serve`, as ours holds that of the dialogue.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from stock_botium import ROOT, SCRIPTS, Endpoint, Missing, run, serving, set_up

from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import Player

ROUNDS = 3
TRIAL = ROOT / "dialogs" / "trials" / "interfant-21.yaml"

Say = Callable[[str, float, str], None]


def measure_beside_botium(say: Say) -> None:
    """Prints how many times as many scripts a second we play; one clear line where stock Botium cannot run."""
    try:
        set_up()
        with serving() as endpoint:
            _measure(say, endpoint)
    except Missing as missing:
        print(f"beside stock Botium: not measured, since {missing}")


def _measure(say: Say, endpoint: Endpoint) -> None:
    files = sorted(SCRIPTS.rglob("*.convo.txt"))
    player = Player(Dialogue(load(TRIAL.read_text(encoding="utf-8"), TRIAL.name)))
    assert _play(player, files) == len(files), "every script passes in our replay"
    ratios, wholes = [], []
    for _ in range(ROUNDS):
        before = _time(lambda: _play(player, files))
        start = time.perf_counter()
        report = run([SCRIPTS], endpoint)
        theirs_whole = time.perf_counter() - start
        after = _time(lambda: _play(player, files))
        assert len(report.passed) == len(files), "every script passes in stock Botium"
        ratios.append(report.seconds / statistics.mean([before, after]))
        wholes.append(theirs_whole / _time(_replay))
    say(
        f"{len(files)} scripts, times as fast as stock Botium, without starts", statistics.median(ratios), "at least 50"
    )
    say("the same as whole processes, starts included", statistics.median(wholes), "")


def _play(player: Player, files: list[Path]) -> int:
    """Reads and plays every script, and returns how many passed."""
    return sum(player.play(parse_script(file.read_text(encoding="utf-8"), file.name)).failure is None for file in files)


def _replay() -> None:
    subprocess.run([sys.executable, "-m", "bot", "replay", str(SCRIPTS)], cwd=ROOT, check=True, capture_output=True)


def _time(work: Callable[[], object]) -> float:
    """Returns how long one call takes, by the clock on the wall: stock Botium's time is told so too."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    measure_beside_botium(lambda what, figure, promised: print(f"{what:<70} {figure:>10,.2f}   {promised}"))
