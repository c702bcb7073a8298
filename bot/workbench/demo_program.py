"""The program as a process for somebody who tries it: a database and a key to be thrown away, and nothing left behind.

Of the program it knows the command line and the settings, and nothing else.
"""

import base64
import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

PROGRAM = (sys.executable, "-m", "bot")
ROOT = Path(__file__).parents[2]
STOP_SECONDS = 15


class DemoError(Exception):
    """Why the demo cannot be shown, in a sentence."""


def make_environment(folder: Path) -> dict[str, str]:
    """Returns the environment of the program: a database in a folder, a new key, and no other setting of ours."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TRIALSCREEN_")}
    path = os.pathsep.join([str(ROOT), *filter(None, [inherited.get("PYTHONPATH")])])
    return inherited | {
        "PYTHONPATH": path,
        "TRIALSCREEN_DATABASE": f"sqlite:///{folder / 'screenings.db'}",
        "TRIALSCREEN_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def make_invitation(settings: Mapping[str, str], folder: Path, shown_as: str, role: str = "clinician") -> str:
    """Returns what an invitation carries that the program's own command made, and that it shows in this way."""
    command = [*PROGRAM, "invite", "--role", role]
    made = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    token = re.search(shown_as, made.stdout)
    if token is None:
        raise DemoError(f"no invitation could be made: {made.stderr.strip()}")
    return token[1]


@contextmanager
def serve_program(settings: Mapping[str, str], folder: Path, command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Lets a command serve until the end of the block."""
    with _log(folder).open("wb") as log:
        program = subprocess.Popen([*PROGRAM, command], cwd=folder, env=settings, stdout=log, stderr=log)
    try:
        yield program
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the program behind
        program.terminate()
        try:
            program.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def read_last_words(folder: Path) -> str:
    """Returns what a command that served said last."""
    return "\n".join(_log(folder).read_text(encoding="utf-8", errors="replace").splitlines()[-5:])


def interrupt(number: int, frame: object) -> NoReturn:
    """Ends the demo as Ctrl-C does: the handler of a signal."""
    del number, frame
    raise KeyboardInterrupt


def _log(folder: Path) -> Path:
    return folder / "program.log"
