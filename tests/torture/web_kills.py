"""Kills the server of the page at random moments, while people answer: SQLite and PostgreSQL.

Run it as a script.
"""

import time
from base64 import b32encode
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random

from attacks import Broken, Options, main
from sqlalchemy import select
from stores import careless, fresh_database, postgres_server, store_at
from telegram_bots import Cradle, cold, tail
from telegram_people import Told, invitations, timeless
from web_people import Gate, Visitor, follow
from web_servers import PageDeployment

from dialogs.conversation.screening import Screening
from storage.audit.chain import read_entry
from storage.database.schema import events
from storage.maintenance.verify import find_integrity_faults, inspect_all
from storage.model.people import AccountName
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store

PEOPLE = 20
DEATHS = 150
SERVING_SECONDS = 1.2
"""A random moment lies between shortly before a server usually begins to answer and so long after that."""

MEASURED = 3
"""How many deaths come when everybody's form was taken, which tells how long that takes. So does the last one."""

EVERYTHING_EVERY = 15
COLD_EVERY = 22
MOST_SECONDS = 60.0
VARIANTS = {"SQLite": False, "PostgreSQL": True}


@dataclass(frozen=True)
class Found:
    """What one series of deaths came to."""

    deaths: int
    cold: int
    posts: int
    answers: int
    unsure: int
    kept_unsure: int
    sent_again: int
    doubled: int
    replayed: int


class Series:
    """Servers that go on with one database in turn, and die, while people answer. After each the store is compared."""

    def __init__(self, deployment: PageDeployment, people: list[Visitor], gate: Gate) -> None:
        self.deployment, self.people, self.gate = deployment, people, gate
        self.deaths = self.cold = self.unsure = self.kept_unsure = 0

    def lives(self, cradle: Cradle, seconds: float) -> None:
        """Has one server serve so long, and die; then checks."""
        self.gate.opens()
        child = cradle.born(self.deployment)
        time.sleep(seconds)
        self._died(cradle.killed(child))

    def lives_to_serve(self, cradle: Cradle, least: int = 1) -> float:
        """Has one server serve until so many forms of everybody are taken, and die; returns how long that took."""
        goals = [(each, len(each.taken) + least) for each in self.people]
        self.gate.opens()
        began, child = time.monotonic(), cradle.born(self.deployment)
        until = began + MOST_SECONDS
        while any(len(each.taken) < goal for each, goal in goals):
            self._look()
            if time.monotonic() > until:
                behind = sum(len(each.taken) < goal for each, goal in goals)
                raise Broken(f"{behind} people do not go on for {MOST_SECONDS:.0f} s: {tail(self.deployment)}")
            time.sleep(0.01)
        took = time.monotonic() - began
        self._died(cradle.killed(child))
        return took

    def lives_cold(self, seconds: float) -> None:
        """Does the same with a server that is started from nothing."""
        self.cold += 1
        self.gate.opens()
        with cold(self.deployment) as process:
            time.sleep(seconds)
            ended = process.poll()
        self._died(ended)

    def _died(self, ended: int | None) -> None:
        self.deaths += 1
        self.gate.shuts()
        if ended is not None:
            raise Broken(f"server {self.deaths} ended by itself with {ended}: {tail(self.deployment)}")
        self._look()
        with store_at(self.deployment.where, now=datetime.now(UTC)) as store:
            self._compare(store)
            if self.deaths % EVERYTHING_EVERY == 0:
                self.check_everything(store)

    def _look(self) -> None:
        for each in self.people:
            if each.fault is not None:
                raise Broken(f"after death {self.deaths}: {each.fault!r}; {tail(self.deployment)}")

    def _compare(self, store: Store) -> None:
        """Compares what is stored with what everybody did. Raises `Broken`."""
        with store.reading() as repository:
            asked = select(events.c.id).where(events.c.channel == "web")
            there = set(repository.connection.execute(asked).scalars())
            for number, each in enumerate(self.people):
                lost = [taken for taken in each.taken if taken not in there]
                if lost:
                    raise Broken(f"after death {self.deaths}, {len(lost)} acknowledged answers of {number} are lost")
                path, pending = each.path, each.pending
                if pending is not None:
                    self.unsure += 1
                    if pending.event_id in there:
                        self.kept_unsure += 1
                        path = follow(path, pending.event)
                screening, entries = read_stored(repository, each.account)
                if tuple(entries) != path.entries:
                    raise Broken(
                        f"after death {self.deaths}, {len(entries)} entries of {number} are on record, and"
                        f" {len(path.entries)} must be"
                    )
                if path.is_kept and _forget_times(screening) != _forget_times(path.screening):
                    raise Broken(f"after death {self.deaths}, the screening of {number} is another one")

    def check_everything(self, store: Store) -> None:
        """Makes sure that the store and its audit are whole. Raises `Broken`."""
        found = [fault for each in inspect_all(store) for fault in each.sentences]
        found += find_integrity_faults(store.database)
        if found:
            raise Broken(f"after death {self.deaths}: {'; '.join(found[:3])}")


def read_stored(repository: ScreeningRepository, account: AccountName | None) -> tuple[Screening | None, list[Told]]:
    """Returns the one screening of an account, and what its trail tells. Raises `Broken` where there are several."""
    owned = [] if account is None else repository.list_owned(account)
    if len(owned) > 1:
        raise Broken(f"somebody has {len(owned)} screenings")
    entries = [read_entry(each.secret, row) for each in owned for row in repository.list_entries(each.id)]
    told: list[Told] = [(each.kind, each.fact, each.before, each.after) for each in entries]
    return (owned[0].screening if owned else None), told


def _forget_times(screening: Screening | None) -> Screening | None:
    return None if screening is None else timeless(screening)


def _series(options: Options, *, is_server: bool) -> Found:
    """Runs one series: many deaths at random moments, and a last server, on which everybody goes on."""
    random = options.random("web kills", is_server)
    folder = options.folder / ("postgresql" if is_server else "sqlite")
    folder.mkdir()
    with _database(folder, is_server=is_server) as database, Cradle("web") as cradle:
        deployment, gate = PageDeployment(folder, "", database), Gate()
        with store_at(deployment.where, now=datetime.now(UTC)) as store:
            tokens = invitations(store, options.count(PEOPLE, 6))
            keyring = store.keyring

        def name_account(nonce: str, token: str) -> AccountName:
            hashed = keyring.hash_lookup("web account", f"{nonce} {token}")
            return AccountName(f"web:{b32encode(hashed).decode().rstrip('=').lower()}")

        people = [
            Visitor(deployment.origin, token, gate, options.random("visitor", number), name_account)
            for number, token in enumerate(tokens)
        ]
        series = Series(deployment, people, gate)
        _die(series, cradle, random, options.count(DEATHS, 6))
        with store_at(deployment.where, now=datetime.now(UTC)) as store:
            series.check_everything(store)
        gate.ends()
        for each in people:
            each.leaves()
    return Found(
        series.deaths,
        series.cold,
        sum(len(each.taken) for each in people),
        sum(len(each.path.entries) for each in people),
        series.unsure,
        series.kept_unsure,
        *(sum(getattr(each, name) for each in people) for name in ("sent_again", "doubled", "replayed")),
    )


def _die(series: Series, cradle: Cradle, random: Random, deaths: int) -> None:
    begins = MOST_SECONDS
    for death in range(1, deaths + 1):
        if death <= MEASURED or death == deaths:
            begins = min(begins, series.lives_to_serve(cradle))
        elif death % COLD_EVERY == 0:
            series.lives_cold(random.uniform(0.5, 4))
        else:
            series.lives(cradle, random.uniform(begins / 4, begins + SERVING_SECONDS))


@contextmanager
def _database(folder: Path, *, is_server: bool) -> Iterator[str]:
    with postgres_server(folder / "server") if is_server else nullcontext("") as server:
        if is_server:
            careless(server)
        yield fresh_database(server) if is_server else ""


def at_random_moments(options: Options) -> str:
    """Runs both series at once."""
    if options.is_small:
        return _say("SQLite", _series(options, is_server=False))
    with ProcessPoolExecutor(len(VARIANTS), get_context("spawn")) as pool:
        running = {name: pool.submit(_series, options, is_server=is_server) for name, is_server in VARIANTS.items()}
        return "; ".join(_say(name, each.result()) for name, each in running.items())


def _say(name: str, found: Found) -> str:
    if found.answers < found.deaths:
        raise Broken(f"{name}: in {found.deaths} deaths only {found.answers} entries were made: nobody answered")
    return (
        f"{name}: {found.deaths} deaths ({found.cold} of cold starts), {found.posts} forms taken, {found.answers}"
        f" entries; {found.unsure} forms without an answer at a death, of which {found.kept_unsure} were kept;"
        f" {found.sent_again} sent again, {found.doubled} doubled, {found.replayed} replayed"
    )


if __name__ == "__main__":
    main({"kills of the server of the page": at_random_moments})
