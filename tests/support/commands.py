"""Runs the command `trialscreen` in tests: in this process for tables, as a process for pipes and signals."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from quick_processes import start

from bot.cli.app import run

ROOT = Path(__file__).parents[2]
AML = ROOT / "tests" / "trials" / "adult-aml.yaml"
ESCAPE = "\x1b"

PATIENCE = 120
"""Seconds for which a process is waited for, on a machine that does much else; only a failing test waits so long."""

ELIGIBLE: Mapping[str, object] = {
    "age_days": 120, "diagnosis": "b_precursor_all", "disease_phase": "newly_diagnosed", "kmt2a": "rearranged",
    "corticosteroids": "none", "chemotherapy": "no", "consent": "given", "cd19": "positive", "cns_eoi": "cns1",
    "hypersensitivity": "no", "live_vaccine": "none", "live_vaccine_planned": "no",
}  # fmt: skip
"""An infant who may enter Interfant-21 and be given blinatumomab."""


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    def refused(self) -> str:
        """Returns the line of a refusal, once it is proved to be one: exit 2, one line on stderr, no stdout."""
        assert (self.code, self.out) == (2, "")
        assert self.err.startswith("trialscreen: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        return self.err.removeprefix("trialscreen: ").removesuffix("\n")

    def printed(self) -> str:
        """Returns what was printed, having made sure that all went well."""
        assert (self.code, self.err) == (0, "")
        return self.out


def trialscreen(*arguments: str | Path, stdin: bytes | str = b"", **more: str) -> Ran:
    """Runs the command in this process, with `stdin` as its standard input, and with `more` in its environment."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patched:
            for name in _LEFT_OUT:
                patched.delenv(name, raising=False)
            for name, value in more.items():
                patched.setenv(name, value)
            code = run([str(each) for each in arguments])
    finally:
        sys.stdin = before
    return Ran(code, _text(out), _text(err))


def process(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """Starts the command as a process with pipes."""
    pipe = subprocess.PIPE
    return start(command(*arguments), environment(), stdin=pipe, stdout=pipe, stderr=pipe)


def command(*arguments: str | Path) -> list[str]:
    """Returns the command as a process of its own takes it."""
    return [sys.executable, "-m", "bot", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """Returns a process's environment, with `more`.

    Output is buffered, so that what is never flushed is missing. Where the tests themselves run makes no difference.
    """
    return {name: value for name, value in os.environ.items() if name not in _LEFT_OUT} | more


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


_LEFT_OUT = ("PYTHONUNBUFFERED", "CI", "GITHUB_STEP_SUMMARY")
