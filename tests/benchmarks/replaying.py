"""Speed of `trialscreen replay` as a whole command: the same scripts through storage and Telegram, in two processes."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

JOBS = 2

Say = Callable[[str, float, str], None]


def measure_replaying(say: Say, texts: Sequence[str]) -> None:
    """Prints how long some scripts take through each layer around the core, start of the command included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(texts):
            (folder / f"{number:04}.convo.txt").write_text(text, encoding="utf-8")
        for layer, what in (("storage", "storage, restarted at each turn,"), ("telegram", "Telegram")):
            seconds, processor_seconds = _time_replay(folder, layer)
            say(f"{len(texts):,} scripts through {what} {JOBS} jobs (s)", seconds, "under 60")
            say("  in processor time of all processes, by the jobs", processor_seconds / JOBS, "")


def _time_replay(folder: Path, layer: str) -> tuple[float, float]:
    """Returns the seconds, and the processor seconds, of playing all scripts of a folder.

    Every expectation must hold.
    """
    before, start = _count_processor_seconds(), time.perf_counter()
    call = [sys.executable, "-m", "bot", "replay", "--through", layer, "--jobs", str(JOBS), str(folder)]
    subprocess.run(call, check=True, capture_output=True, cwd=Path(__file__).parents[2])
    return time.perf_counter() - start, _count_processor_seconds() - before


def _count_processor_seconds() -> float:
    """Returns the processor time of all processes that this one has started, and that are over."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
