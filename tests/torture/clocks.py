"""Clocks: chats and a serving bot whose clock goes to 1970, to 2099, back and forth. Nothing may be forgotten.

The chats are real processes. Their clock is moved within each of them, before the command begins: the clocks of the
machine stay as they are. The bot runs in this process, with sweeps that never rest. Run this as a script.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from random import Random
from subprocess import run

os.environ.setdefault("PTB_TIMEDELTA", "1")  # as the command sets it

from attacks import Broken, Options, main
from serving import closing_bot
from sqlalchemy import select
from stores import KEY, ROOT, Person, place, store_at

from bot.channels.rate import EventRate, SendRates
from bot.channels.service import chores
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.service.assembly import assemble_bot
from bot.channels.telegram.service.service import UpdateSources
from bot.observability.metrics import Metrics
from bot.workbench.telegram_standin import Person as Patient
from bot.workbench.telegram_standin import Standin
from storage.crypto.keys import write_key_file
from storage.database.schema import screenings
from storage.features.members import Members, Role
from storage.maintenance.verify import inspect_all
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

DAY = timedelta(days=1)
AT_ONCE = SendRates(EventRate(10**6, 1e-9), EventRate(10**6, 1e-9))
TOLD = ("1970-01-01", "2099-12-31", "2027-07-01", "0001-01-02", "9999-12-30")
"""What `--now` says."""

_MOVED = """
import sys
from datetime import datetime, timedelta
from bot.config import clock

class Moved(datetime):
    @classmethod
    def now(cls, zone=None):
        return datetime.now(zone) + timedelta(seconds=float(sys.argv[1]))

clock.datetime = Moved
from bot.cli.app import run
sys.exit(run(sys.argv[2:]))
"""


def chats(options: Options) -> str:
    """Holds chats under clocks that are moved and fixed, one after the other, in processes of their own."""
    random = options.random("chats")
    write_key_file(options.folder / "key", KEY)
    url = f"sqlite:///{options.folder / 'screenings.db'}"
    count, known = options.count(60, 3), frozenset[bytes]()
    for moved in chain([timedelta(0)], islice(_alternate(random), count - 1)):
        fixed = ("--now", random.choice(TOLD)) if moved and random.random() < 0.3 else ()
        _chat(options.folder, moved, "chat", "--database", url, *fixed)
        known = _hold(
            options.folder, known, f"after a chat with the clock moved by {moved}, and {fixed or 'not fixed'}"
        )
    _chat(options.folder, timedelta(0), "chat", "--database", url)
    known = _hold(options.folder, known, "once the clock is right again")
    if len(known) != count + 1:
        raise Broken(f"{count + 1} chats left {len(known)} screenings")
    return f"{count + 1} chats, 0 of {len(known)} screenings forgotten"


def serving(options: Options) -> str:
    """Serves people while the clock goes back and forth, and sweeps without a rest."""
    chores.LOOK_SECONDS = chores.SWEEP_SECONDS = 0.02
    return asyncio.run(_serve(options))


async def _serve(options: Options) -> str:
    moves, moved = _alternate(options.random("serving")), [timedelta(0)]
    rounds, metrics, known = options.count(60, 6), Metrics(), frozenset[bytes]()

    def now() -> datetime:
        return datetime.now(UTC) + moved[0]

    with (
        Standin() as standin,
        store_at(place(options.folder), now=now()) as store,
        Writer(store) as writer,
    ):
        async with closing_bot(standin) as bot:
            presence = Presence(options.folder / "serving")
            service = assemble_bot(bot, writer, Assembly("interfant-21", metrics, now), presence, AT_ONCE)
            stopping = asyncio.Event()
            task = asyncio.create_task(service.run(UpdateSources(), stopping))
            patient = standin.person(7, "Anna")
            await _say(standin, patient, f"/start {_invite(store)}", "120 days")
            for _ in range(rounds):
                moved[0] = next(moves)
                await _doubted(metrics, moved[0])
                await _say(standin, patient, "/new", "120 days")
                known = _hold(options.folder, known, f"with the clock moved by {moved[0]}")
            moved[0] = timedelta(0)
            await _doubted(metrics, moved[0])
            known = _hold(options.folder, known, "once the clock is right again")
            stopping.set()
            await task
    if len(known) < rounds // 3:
        raise Broken(f"in {rounds} rounds only {len(known)} screenings were begun")
    return f"{rounds} clocks, 0 of {len(known)} screenings forgotten"


def _invite(store: Store) -> str:
    coordinator = Person(store, "carla", now=datetime.now(UTC))
    token: str = store.take(coordinator.inbound(), lambda uow: Members(uow).invite(Role.CLINICIAN, DAY)).value
    return token


async def _say(standin: Standin, patient: Patient, *texts: str) -> None:
    for text in texts:
        await asyncio.to_thread(patient.sends, text)
        await asyncio.to_thread(standin.quiet, 20)


async def _doubted(metrics: Metrics, moved: timedelta) -> None:
    """Waits until the metric says what the clock deserves, then for some sweeps more."""
    wanted = f"trialscreen_clock_doubted {float(moved != timedelta(0))}".encode()
    for _ in range(1_000):
        if wanted in metrics.render_page()[0]:
            await asyncio.sleep(0.1)
            return
        await asyncio.sleep(0.01)
    raise Broken(f"the metric does not say what is thought of a clock that was moved by {moved}")


def _alternate(random: Random) -> Iterator[timedelta]:
    """Yields how far the clock is moved from the right time: to 1970, to 2099, and by anything, back and forth."""
    while True:
        now = datetime.now(UTC)
        yield datetime(1970, 1, 2, tzinfo=UTC) - now
        yield datetime(2099, 1, 1, tzinfo=UTC) - now
        yield random.choice((-1, 1)) * timedelta(days=random.choice((2, 20, 31, 91, 400)), minutes=random.randrange(99))


def _chat(folder: Path, moved: timedelta, *command: str) -> None:
    names = {"KEY_FILE": "key", "ANCHOR": "screenings.db.anchor", "FORGOTTEN": "screenings.db.forgotten"}
    own = {f"TRIALSCREEN_{name}": str(folder / file) for name, file in names.items()}
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(folder)} | own
    words = [sys.executable, "-c", _MOVED, str(moved.total_seconds()), *command]
    ended = run(words, cwd=folder, env=environment, input=b"120\nB-ALL\n", capture_output=True, check=False)
    if ended.returncode:
        raise Broken(f"a chat with the clock moved by {moved} ended with {ended.returncode}: {ended.stderr[-500:]!r}")


def _hold(folder: Path, known: frozenset[bytes], when: str) -> frozenset[bytes]:
    """Returns the ids of all screenings that are kept. Raises `Broken` where a known one is not, or any is not whole.

    Under a clock of 2099 the bot takes what somebody types for older than its question, so not every round begins one.
    """
    with store_at(place(folder), now=datetime.now(UTC)) as store:
        with store.database.reading() as connection:
            kept = frozenset(connection.execute(_KEPT).scalars())
        faults = [sentence for each in inspect_all(store) for sentence in each.sentences]
    if not known <= kept or faults:
        raise Broken(f"{when}, {len(known - kept)} of {len(known)} screenings are forgotten, with the faults {faults}")
    return kept


_KEPT = select(screenings.c.id).where(screenings.c.is_forgotten.is_(False))


if __name__ == "__main__":
    main({"chats under clocks that were set": chats, "a bot whose clock is set while it serves": serving})
