"""Speed and size of the screening log, as the command makes it, and of its pictures. The tally has 1,000,000 rows."""

import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from stores import KEY, NOW, python
from tallies import TRIAL, fill, some

from bot.cli.log_options import PICTURES
from bot.config.store_location import locate_store
from bot.config.trial_catalogue import find_trial
from bot.documents.screening_log.making import LogRequest, make_log
from storage.crypto.keys import write_key_file
from storage.opening.opening import open_store

ROWS = 1_000_000
CHUNK = 50_000
MONTHS = 60

Say = Callable[[str, float, str], None]


def measure_tallying(say: Say) -> None:
    """Prints what the log takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = _make_full_store(folder)
        seconds, megabytes = _measure_command(folder, url)
        say(f"the log over {ROWS:,} rows, start of the program included (s of processor)", seconds, "under 5")
        say(f"the log over {ROWS:,} rows, the whole process (MB)", megabytes, "under 300")
        _measure_pictures(say, url)


def _make_full_store(folder: Path) -> str:
    """Makes a store with a full tally, and returns its URL."""
    url = f"sqlite:///{folder / 'screenings.db'}"
    write_key_file(folder / "key", KEY)
    store = open_store(locate_store(url), KEY, NOW)
    drawn = some(ROWS, MONTHS)
    while rows := list(islice(drawn, CHUNK)):
        fill(store, rows)
    store.close()
    return url


def _measure_command(folder: Path, url: str) -> tuple[float, float]:
    """Returns the seconds of processor time and the megabytes that `trialscreen log` takes, as a process of its own."""
    with python(_LOG, url, TRIALSCREEN_KEY_FILE=str(folder / "key")) as process:
        _, told = process.communicate()
    assert process.returncode == 0, told
    seconds, kilobytes = told.split()
    return float(seconds), float(kilobytes) / 1024


def _measure_pictures(say: Say, url: str) -> None:
    """A picture of each kind, once matplotlib is there; its import is told by itself."""
    store = open_store(locate_store(url), KEY, NOW)
    log = make_log(store, LogRequest(TRIAL, exact=True), find_trial, NOW)
    store.close()
    first = _time(lambda: PICTURES["flow"](log, log.trials[0], "png"))
    say("the first picture, matplotlib imported (s of processor)", first, "under 1, but for a machine's first time")
    for name, draw in PICTURES.items():
        for form in ("png", "svg"):
            seconds = _time(lambda draw=draw, form=form: draw(log, log.trials[0], form))  # type: ignore[misc]
            say(f"{name} as {form} (s of processor)", seconds, "under 1")


def _time(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


_LOG = """
import re, sys, time
from pathlib import Path
from bot.cli.app import run
assert run(["log", "--database", sys.argv[1], "--exact", "--format", "csv"]) == 0
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(time.process_time(), most[1] if most else "nan", file=sys.stderr)
"""
"""What a process was forked from counts into the usage of resources; the high-water mark of its own memory is Linux's
to tell."""


if __name__ == "__main__":
    measure_tallying(lambda what, figure, promised: print(f"{what:<80} {figure:>10,.3f}   {promised}", flush=True))
