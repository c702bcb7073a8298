"""Runs parts of `make test` at once, and says what each took.

Each part is a process of its own that collects only its own tests: what is collected twice is paid for twice.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).parents[2]

AT_ONCE = 4
"""How many parts run at once: some wait more than they compute, but with six each takes a sixth more processor time."""
PYTEST = (sys.executable, "-m", "pytest", "-q", "--durations=5")
ORDER = ("telegram", "channels", "keeping", "workbench", "others", "commands", "traced", "pages", "types")
"""The parts, those that take longest first."""
WAITING = "telegram"
"""The part that does little else than wait: it runs beside the others, and takes no place of theirs."""
TRACED = "traced and not sweep and not long"
UNTRACED = "(not traced or sweep) and not long"


@dataclass(frozen=True)
class Ended:
    """How a part ended: its exit code, what it printed, and its seconds by the clock and of processor time."""

    name: str
    code: int
    printed: str
    seconds: float
    processor_seconds: float

    def summarize(self) -> str:
        """Returns one line about it."""
        outcome = "passed" if not self.code else f"failed with {self.code}"
        return f"{self.name}: {outcome} in {self.seconds:.0f} s, {self.processor_seconds:.0f} s of processor time"


def list_parts() -> dict[str, Sequence[str]]:
    """Returns the parts by their names. Those of channels wait more than they compute, so they are three.

    Under the tests that are marked `traced`, dialogs/ is covered in full. The tracer of coverage would triple the
    time of the others.
    """
    telegram, pages = _list_files("channels/test_telegram*.py"), _list_files("channels/test_web*.py")
    paths = {
        "channels": [each for each in _list_files("channels/test_*.py") if each not in (*telegram, *pages)],
        "pages": pages,
        "telegram": telegram,
        "workbench": ["tests/workbench"],
        "keeping": ["tests/keeping"],
        "commands": ["tests/commands"],
    }
    folders = dict.fromkeys(str(Path(each).parent) for each in _list_files("*/test_*.py"))
    paths["others"] = [each for each in folders if Path(each).name not in paths]
    commands = {
        "traced": (*PYTEST, "--cov", "--cov-report=term", "-m", TRACED, *list_traced()),
        **{name: (*PYTEST, "-m", UNTRACED, *each_of) for name, each_of in paths.items()},
        "types": (sys.executable, "-m", "mypy"),
    }
    return {name: commands[name] for name in ORDER}


def list_traced() -> Iterator[str]:
    """Yields the files that have tests which run under the tracer: no others need be collected there."""
    for path in _list_files("*/test_*.py"):
        if "mark.traced" in (ROOT / path).read_text(encoding="utf-8"):
            yield path


def _list_files(pattern: str) -> list[str]:
    """Returns the files of tests that match a pattern, by their paths in the project."""
    return [str(each.relative_to(ROOT)) for each in sorted((ROOT / "tests").glob(pattern))]


def run_part(name: str, command: Sequence[str]) -> Ended:
    """Runs a part to its end."""
    began = time.monotonic()
    with TemporaryFile() as printed:  # not a pipe, whose end a server that a test left would hold open
        process = subprocess.Popen(command, cwd=ROOT, stdout=printed, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        text = printed.read().decode(errors="replace")
    return Ended(name, process.returncode, text, time.monotonic() - began, usage.ru_utime + usage.ru_stime)


def run_parts(parts: Mapping[str, Sequence[str]]) -> int:
    """Runs some parts at once; prints each when it has ended, and at the end what all took; returns the exit code."""
    began, all_ended = time.monotonic(), list[Ended]()
    print(f"at once, each printed when it has ended: {', '.join(parts)}", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool, ThreadPoolExecutor(1) as beside:
        pools = {name: beside if name == WAITING else pool for name in parts}
        for future in as_completed([pools[name].submit(run_part, name, command) for name, command in parts.items()]):
            ended = future.result()
            all_ended.append(ended)
            print(f"\n== {ended.name}\n{ended.printed}", flush=True)
    print(*(each.summarize() for each in all_ended), sep="\n")
    used = sum(each.processor_seconds for each in all_ended)
    print(f"all: {time.monotonic() - began:.0f} s, {used:.0f} s of processor time")
    return int(any(each.code for each in all_ended))


if __name__ == "__main__":
    known = list_parts()
    sys.exit(run_parts({name: known[name] for name in sys.argv[1:] or known}))
