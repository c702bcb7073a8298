"""Whole bots, and pages, as processes, which can be killed at any time.

They are started by the command, or forked from one that imported everything.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from attacks import Broken
from stores import KEY, ROOT, place

from bot.workbench.telegram_standin import TOKEN
from storage.opening.location import StoreLocation

COMMAND = (sys.executable, "-c", "from bot.cli.app import main; main()")
CRADLE = "import sys, telegram_bots; telegram_bots.rock(int(sys.argv[1]), sys.argv[2])"
SECRET = "a-secret-for-the-stand-in-only"
PATHS = os.pathsep.join(str(ROOT / each) for each in ("", "tests/support", "tests/torture"))


def free_port() -> int:
    """Returns a port that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True)
class Deployment:
    """How one bot is set up: where its things are, the stand-in's URL, and how updates come.

    The database may be an SQLite file.
    """

    folder: Path
    standin: str
    database: str = ""
    is_hooked: bool = False
    level: str = "INFO"
    program: str = "telegram"
    port: int = field(default_factory=free_port)

    @property
    def where(self) -> StoreLocation:
        """Where its screenings are stored."""
        return place(self.folder, self.database)

    @property
    def log(self) -> Path:
        """What it logs."""
        return self.folder / f"log-{self.port}"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        """Returns its settings. One person may say as much as they like: what is over the limit would not be taken."""
        secret = self.folder / "secret"
        secret.write_text(SECRET, encoding="ascii")
        secret.chmod(0o600)
        hooked = {"TRIALSCREEN_WEBHOOK_URL": f"{self.url}/hook", "TRIALSCREEN_WEBHOOK_SECRET_FILE": str(secret)}
        return {
            "TRIALSCREEN_TELEGRAM_TOKEN": TOKEN,
            "TRIALSCREEN_TELEGRAM_API": self.standin,
            "TRIALSCREEN_DATABASE": self.database or f"sqlite:///{self.folder / 'screenings.db'}",
            "TRIALSCREEN_KEY": KEY.text,
            "TRIALSCREEN_ANCHOR": str(self.folder / "screenings.db.anchor"),
            "TRIALSCREEN_FORGOTTEN": str(self.folder / "screenings.db.forgotten"),
            "TRIALSCREEN_LISTEN": f"127.0.0.1:{self.port}",
            "TRIALSCREEN_EVENTS_A_SECOND": "10000",
            "TRIALSCREEN_LOG_LEVEL": self.level,
            "PYTHONPATH": PATHS,
            **(hooked if self.is_hooked else {}),
        }


class Cradle:
    """A process that has imported everything of a program and forks it; whoever is forked is gone with it."""

    def __init__(self, program: str = "telegram") -> None:
        self.line, theirs = Pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-c", CRADLE, str(theirs.fileno()), program],
            pass_fds=[theirs.fileno()],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": PATHS},
        )
        theirs.close()
        self.line.recv()

    def __enter__(self) -> Self:
        """Enters a block at whose end the process is gone."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the process, and with it all that it forked."""
        self.line.close()
        self.process.wait()

    def born(self, deployment: Deployment) -> int:
        """Forks a bot, and returns its process's id."""
        self.line.send((deployment.settings(), str(deployment.log)))
        return int(self.line.recv())

    def killed(self, child: int) -> int | None:
        """Kills a bot, waits until it is dead, and returns the code with which it had ended before, if it had."""
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        self.line.send(child)
        code = os.waitstatus_to_exitcode(self.line.recv())
        return None if code == -signal.SIGKILL else code


def rock(descriptor: int, program: str) -> None:
    """Forks a program for each settings that come, and waits for the end of each whose id comes."""
    imported = import_module(f"bot.cli.{program}")
    from bot.config.dialogue_registry import Dialogues  # noqa: PLC0415

    Dialogues().load("interfant-21")
    line = Connection(descriptor)
    line.send(os.getpid())
    living: set[int] = set()
    with suppress(EOFError):
        while True:
            asked = line.recv()
            if isinstance(asked, int):
                line.send(os.waitpid(asked, 0)[1])
                living.discard(asked)
                continue
            child = os.fork()
            if not child:
                _be(*asked, run=partial(imported.run, "", ""))
            living.add(child)
            line.send(child)
    for child in living:
        os.kill(child, signal.SIGKILL)


def _be(settings: dict[str, str], log: str, *, run: "partial[int]") -> None:
    """Is a bot, until the end."""
    code = 1
    try:
        os.environ.update(settings)
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(descriptor, 2)
        code = run()
    except BaseException as fault:  # noqa: BLE001 - whatever it is, it stands in the log
        os.write(2, f"ended by {fault!r}\n".encode())
    finally:
        os._exit(code)


@contextmanager
def cold(deployment: Deployment) -> Iterator[subprocess.Popen[bytes]]:
    """Starts a bot from nothing by its command; at the end of the block it is killed, if it still lives."""
    with deployment.log.open("ab") as log:
        command = (*COMMAND, deployment.program)
        process = subprocess.Popen(command, cwd=deployment.folder, env=os.environ | deployment.settings(), stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def stopped(process: subprocess.Popen[bytes]) -> None:
    """Tells a bot to stop, and waits until it did. Raises `Broken` where it does not end well."""
    process.send_signal(signal.SIGTERM)
    if process.wait(30) != 0:
        raise Broken(f"a bot that was told to stop ended with {process.returncode}")


def listens(deployment: Deployment, seconds: float = 60) -> None:
    """Waits until a bot listens."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", deployment.port), 1):
            return
        time.sleep(0.01)
    raise Broken(f"a bot does not listen within {seconds:.0f} s: {tail(deployment)}")


def tail(deployment: Deployment) -> str:
    """Returns the end of what a bot logged."""
    return deployment.log.read_text(encoding="utf-8")[-600:] if deployment.log.exists() else ""
