"""Speed of the page: posts of many people to the real server, beside a bare aiohttp handler that keeps one row.

Each server is a process of its own on one core, and the people are another process on the other core, for both alike.
Both servers are given the same posts and looks, in turn. The rival commits a synced row for each post, and checks,
encrypts, audits and draws nothing.
"""

import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stores import KEY, ROOT, Person, place, store_at
from web_load import Load, Measured

from storage.features.members import Members, Role
from storage.features.sign_ins import SignInLimits, begin_sign_in
from storage.model.people import AccountName
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

PEOPLE = 200
EVERY = 2.0
SECONDS = 60.0
ALONE_SECONDS = 5.0
ROUNDS = 3
ROUND_SECONDS = 5.0
AT_ONCE = 40
"""How many people post one form after the other, to see how many posts a server can take."""

HERE = Path(__file__).parent
OURS = "from bot.cli.app import main; main()"

Say = Callable[[str, float, str], None]


@dataclass(frozen=True)
class Served:
    """A server: its process, its port, and the cookies of those whom it lets in."""

    process: "subprocess.Popen[bytes]"
    port: int
    cookies: list[str]

    def cpu(self) -> float:
        """Returns the processor time that it has had, in seconds."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def measure(self, people: int, seconds: float, every: float = 0.0) -> tuple[Measured, float]:
        """Has people visit it; returns what they measured, and the server's processor time for a post in ms."""
        before = self.cpu()
        load = Load(self.port, self.cookies[:people], seconds, every)
        ran = subprocess.run(
            [sys.executable, HERE / "web_load.py"],
            input=json.dumps(asdict(load)).encode(),
            stdout=subprocess.PIPE,
            preexec_fn=lambda: _bind(1),
            check=True,
        )
        measured = Measured(**json.loads(ran.stdout))
        return measured, 1_000 * (self.cpu() - before) / max(1, len(measured.posts))


def measure_web_posts(say: Say) -> None:
    """Prints every figure of the speed promises about the page."""
    with tempfile.TemporaryDirectory() as folder, _serve_ours(Path(folder)) as ours, _serve_theirs(folder) as theirs:
        ours.measure(AT_ONCE, 2)
        alone = [theirs.measure(1, ALONE_SECONDS)[0]]
        loaded, cpu = ours.measure(PEOPLE, SECONDS, EVERY)
        alone.append(theirs.measure(1, ALONE_SECONDS)[0])
        post = statistics.median(each for measured in alone for each in measured.posts)
        p95 = statistics.quantiles(loaded.posts, n=20)[-1]
        say(f"{PEOPLE} people, a post every {EVERY:.0f} s for {SECONDS:.0f} s: errors", len(loaded.errors), "0")
        say("  p95 of a post and its 303, in median posts of a bare handler", p95 / post, "at most 8")
        say("  posts a second", len(loaded.posts) / loaded.seconds, "")
        say("  p95 of a post and its 303 in milliseconds", p95, "")
        say("  median of a post and its 303 in milliseconds", statistics.median(loaded.posts), "")
        say("  p95 of the look that follows in milliseconds", statistics.quantiles(loaded.looks, n=20)[-1], "")
        say("  median post of the bare handler, alone, in milliseconds", post, "")
        say("  processor time of a post and a look in milliseconds", cpu, "")
        _measure_capacity(say, ours, theirs)
        for fault in loaded.errors[:5]:
            print(f"  {fault}")


def _measure_capacity(say: Say, ours: Served, theirs: Served) -> None:
    rates, costs, our_rate, loads = [], [], [], []
    for _ in range(ROUNDS):
        (our, our_cpu), (their, their_cpu) = (each.measure(AT_ONCE, ROUND_SECONDS) for each in (ours, theirs))
        rate, their_rate = (len(each.posts) / each.seconds for each in (our, their))
        rates.append(rate / their_rate)
        costs.append(our_cpu / their_cpu)
        our_rate.append(rate)
        loads.append(their.cpu / their.seconds)
    say("capacity, posts a second in those of a bare handler", statistics.median(rates), "at least 0.33")
    say("  in posts a second", statistics.median(our_rate), "")
    say("  a post and a look in processor time of the bare ones", statistics.median(costs), "")
    say("  part of its core that the load took with the bare handler", statistics.median(loads), "")


@contextmanager
def _serve_ours(folder: Path) -> Iterator[Served]:
    """Serves the page by the command, with a store of its own, whose people were let in."""
    port, file = _find_port(), folder / "screenings.db"
    with store_at(place(folder), now=datetime.now(UTC)) as store:
        cookies = [_let_in(store) for _ in range(PEOPLE)]
    settings = {
        "DATABASE": f"sqlite:///{file}",
        "KEY": KEY.text,
        "ANCHOR": f"{file}.anchor",
        "FORGOTTEN": f"{file}.forgotten",
        "WEB_LISTEN": f"127.0.0.1:{port}",
        "EVENTS_A_SECOND": "10000",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-c", OURS, "web"]
    more = {f"TRIALSCREEN_{name}": value for name, value in settings.items()} | {"PYTHONPATH": str(ROOT)}
    with _run(command, folder, more) as process:
        _wait_for(port)
        yield Served(process, port, cookies)


@contextmanager
def _serve_theirs(folder: str) -> Iterator[Served]:
    port = _find_port()
    with _run(
        [sys.executable, str(HERE / "bare_page.py"), f"{folder}/bare.db", str(port)], Path(folder), {}
    ) as process:
        _wait_for(port)
        yield Served(process, port, ["none"] * PEOPLE)


@contextmanager
def _run(command: list[str], folder: Path, more: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    environment = os.environ | more
    process = subprocess.Popen(command, cwd=folder, env=environment, preexec_fn=lambda: _bind(0))  # noqa: PLW1509 - one thread
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _bind(core: int) -> None:
    """Binds a process to one core of this machine, where it has two."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(0, {cores[core]})


def _let_in(store: Store) -> str:
    """Lets somebody in, and returns their cookie."""
    carla = Person(store, "carla", now=datetime.now(UTC))
    account = AccountName(f"web:{secrets.token_hex(13)}")

    def enter(uow: UnitOfWork) -> str:
        Members(uow).let_in(account, Members(uow).invite(Role.CLINICIAN, timedelta(days=1)))
        return begin_sign_in(uow, account, SignInLimits(timedelta(hours=1), timedelta(hours=12)))

    return str(store.take(carla.inbound(), enter).value)


def _find_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("a server does not listen")


if __name__ == "__main__":
    measure_web_posts(lambda what, figure, promised: print(f"{what:<75} {figure:>10,.3f}   {promised}", flush=True))
