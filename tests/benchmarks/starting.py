"""How long commands take to start, beside a bare import of the libraries that they cannot do without.

A chat is timed up to its first question, with a store that is there already. Each round starts every process once, and
the medians of the ratios count: by the clock, and in processor time. A busy machine disturbs the latter less.
"""

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 15
CHAT = ("-m", "bot", "chat")
CHECK = ("-m", "bot", "check", "interfant-21", "-a", "age_days=120", "--json")
QUESTION = b"How old was the infant"

Say = Callable[[str, float, str], None]
Taken = tuple[float, float]
"""Seconds by the clock, and of processor time."""


def measure_starting(say: Say) -> None:
    """Prints what the start of a chat and of a check takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chat_libraries = ("-c", "import sqlalchemy, rich, prompt_toolkit")
        works: dict[str, Callable[[], Taken]] = {
            "chat": lambda: time_whole(folder, chat_libraries),
            "chat on a terminal": lambda: time_on_terminal(folder),
            "chat through a pipe": lambda: time_through_pipe(folder),
            "check": lambda: time_whole(folder, ("-c", "import yaml, pydantic")),
            "check as a whole process": lambda: time_whole(folder, CHECK),
        }
        for work in (works["chat through a pipe"], *works.values()):
            work()  # makes the store, and compiles what was not yet compiled
        rounds = [{what: work() for what, work in works.items()} for _ in range(ROUNDS)]
    for what, most in (("chat on a terminal", 1.5), ("chat through a pipe", 1.5), ("check as a whole process", 2.5)):
        beside = what.partition(" ")[0]
        wall, processor = (statistics.median(each[what][i] / each[beside][i] for each in rounds) for i in (0, 1))
        say(f"{what}, in bare imports of its libraries", wall, f"at most {most}")
        say("  in processor time", processor, "")


def time_whole(folder: Path, arguments: Sequence[str]) -> Taken:
    """Returns what a whole process takes."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, cwd=ROOT, env=make_environment(folder)
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def time_on_terminal(folder: Path) -> Taken:
    """Returns what a chat on a terminal takes up to its first question."""
    here, there = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *CHAT],
        stdin=there,
        stdout=there,
        stderr=there,
        start_new_session=True,
        cwd=ROOT,
        env=make_environment(folder),
    )
    os.close(there)
    taken = await_question(here, process, start)
    process.kill()
    process.wait()
    os.close(here)
    return taken


def time_through_pipe(folder: Path) -> Taken:
    """Returns what a chat through a pipe takes up to its first question."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *CHAT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=make_environment(folder),
    ) as process:
        assert process.stdout is not None
        taken = await_question(process.stdout.fileno(), process, start)
        process.kill()
    return taken


def await_question(output: int, process: "subprocess.Popen[bytes]", start: float) -> Taken:
    """Returns what a process has taken when the first question is on its output."""
    got = b""
    while QUESTION not in got:
        more = os.read(output, 65_536)
        assert more, got.decode()
        got += more
    seconds = time.perf_counter() - start
    threads = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return seconds, sum(int(each.read_text().split()[0]) for each in threads) / 1e9


def make_environment(folder: Path) -> dict[str, str]:
    """Returns the environment of a process: a data folder of its own, and modules that stay compiled."""
    left_out = ("TRIALSCREEN_", "PYTHONDONTWRITEBYTECODE")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**plain, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "TERM": "xterm-256color"}


if __name__ == "__main__":
    measure_starting(lambda what, figure, promised: print(f"{what:<70} {figure:>10,.2f}   {promised}", flush=True))
