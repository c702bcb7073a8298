"""Kills whole Telegram bots at random moments, while people tap: polling and webhook, SQLite and PostgreSQL.

Run it as a script.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random

from attacks import Broken, Options, main
from sqlalchemy import func, select
from stores import careless, dialogue, fresh_database, postgres_server, store_at
from telegram_bots import Cradle, Deployment, cold, free_port, tail
from telegram_people import Crowd, Somebody, Story, invitations, number_in

from bot.channels.handling.phrases import AFTER_OUTAGE
from bot.channels.telegram.delivery.buttons import arrange_rows, cut_label
from bot.session.offers import Offers
from bot.workbench.layers.said_in_chat import says_all
from bot.workbench.telegram_standin import Standin
from bot.workbench.telegram_standin.server_thread import ServerPace
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED
from storage.audit.chain import read_entry
from storage.database.schema import events, outbox
from storage.maintenance.verify import find_integrity_faults, inspect_all
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store

PEOPLE = 24
SERVING_SECONDS = 1.2
"""A random moment lies between shortly before a bot usually begins to serve and so long after that."""

MEASURED = 2
"""How many deaths come at the moment at which the first update is confirmed: so long a bot usually takes to begin."""

REST_EVERY = 15
COLD_EVERY = 22
STILL_SECONDS = 4.0
MOST_REST_SECONDS = 40.0
LEASE_SECONDS = 65.0
VARIANTS = {
    "polling, SQLite": (False, False),
    "webhook, SQLite": (True, False),
    "polling, PostgreSQL": (False, True),
    "webhook, PostgreSQL": (True, True),
}


@dataclass(frozen=True)
class Found:
    """What one series of deaths came to."""

    deaths: int
    cold: int
    acts: int
    answers: int
    asked_again: int
    in_flight: int


class Series:
    """Bots that go on with one database in turn, and die, while people act. After each the store is compared."""

    def __init__(self, deployment: Deployment, standin: Standin, crowd: Crowd, random: Random) -> None:
        self.deployment, self.standin, self.crowd, self.random = deployment, standin, crowd, random
        self.deaths = self.cold = self.asked_again = self.in_flight = 0
        self.taken: dict[str, int] = {}

    def lives(self, cradle: Cradle, seconds: float) -> None:
        """Has one bot serve so long, while people act, and die; then checks."""
        child = cradle.born(self.deployment)
        self.crowd.goes_on()
        time.sleep(seconds)
        self._died(cradle.killed(child))

    def lives_to_serve(self, cradle: Cradle) -> float:
        """Has one bot serve until it confirms something, and die; returns how long that took."""
        self.crowd.goes_on()
        began, child = time.monotonic(), cradle.born(self.deployment)
        before = min((each.id for each in self.standin.bot.updates), default=0)
        while self.standin.bot.updates.holds(before):
            if time.monotonic() > began + MOST_REST_SECONDS:
                raise Broken(f"a bot confirms nothing for {MOST_REST_SECONDS:.0f} s: {tail(self.deployment)}")
            time.sleep(0.005)
        took = time.monotonic() - began
        self._died(cradle.killed(child))
        return took

    def lives_cold(self, seconds: float) -> None:
        """Does the same with a bot that is started from nothing."""
        self.cold += 1
        with cold(self.deployment) as process:
            self.crowd.goes_on()
            time.sleep(seconds)
            ended = process.poll()
        self._died(ended)

    def rests(self, cradle: Cradle, least_seconds: float) -> None:
        """Has one bot serve until it rests, and die. Everybody must see the open question; the store must be whole."""
        child = cradle.born(self.deployment)
        self.crowd.rests()
        before = {each.patient.user.id: each.patient.chat.last_id for each in self.crowd.people}
        began = time.monotonic()
        self._still(began + least_seconds, began + least_seconds + MOST_REST_SECONDS)
        self._died(cradle.killed(child))
        self.asked_again += sum(
            any(
                each.id > before[one.patient.user.id] and each.text.startswith(AFTER_OUTAGE)
                for each in one.patient.sees()
            )
            for one in self.crowd.people
        )
        with store_at(self.deployment.where, now=datetime.now(UTC)) as store:
            self._compare(store)

    def _still(self, earliest: float, latest: float) -> None:
        """Waits until nothing waits and nothing was sent for a while."""
        seen, since = -1, time.monotonic()
        while time.monotonic() < latest:
            sent = sum(each.patient.chat.last_id for each in self.crowd.people) + len(self.standin.bot.updates) * 10**6
            if sent != seen:
                seen, since = sent, time.monotonic()
            if time.monotonic() > max(earliest, since + STILL_SECONDS) and not len(self.standin.bot.updates):
                return
            time.sleep(0.05)
        raise Broken(
            f"after death {self.deaths}, {len(self.standin.bot.updates)} updates still wait; {tail(self.deployment)}"
        )

    def _died(self, ended: int | None) -> None:
        self.deaths += 1
        if ended is not None:
            raise Broken(f"bot {self.deaths} ended by itself with {ended}: {tail(self.deployment)}")
        with self.standin.world.lock:
            acts = [act.update for each in self.crowd.people for act in each.story.acts]
            confirmed = [each for each in acts if not self.standin.bot.updates.holds(each)]
        self.in_flight += len(acts) - len(confirmed)
        with store_at(self.deployment.where, now=datetime.now(UTC)) as store:
            with store.reading() as repository:
                self.taken = {
                    row.id.rpartition(":")[2]: row.taken_at
                    for row in repository.connection.execute(select(events).where(events.c.channel == "telegram"))
                }
            lost = [each for each in confirmed if str(each) not in self.taken]
            if lost:
                raise Broken(f"after death {self.deaths}, {len(lost)} confirmed updates are not there: {lost[:5]}")
            if self.deployment.database:  # a minute passes, after which a dead bot's leases are free
                store.outbox.give_back(store.outbox.list_leased())
        for each in self.crowd.people:
            each.story.goes_on(self.taken)
        with store_at(self.deployment.where, now=datetime.now(UTC)) as store, store.reading() as repository:
            for each in self.crowd.people:
                settle(repository, each.story)

    def _compare(self, store: Store) -> None:
        """Compares what is stored, and what people see, with what they did."""
        with store.reading() as repository:
            waiting = repository.connection.execute(
                select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))
            ).scalar_one()
            if waiting:
                raise Broken(f"after death {self.deaths}, {waiting} messages wait although nothing moves")
            for each in self.crowd.people:
                told(repository, each.story)
                sees(each)
        found = [fault for each in inspect_all(store) for fault in each.sentences] + find_integrity_faults(
            store.database
        )
        if found:
            raise Broken(f"after death {self.deaths}: {'; '.join(found[:3])}")


def told(repository: ScreeningRepository, story: Story) -> None:
    """Makes sure that a person's screening is what they said, each thing once. Raises `Broken`."""
    if story.replayed != len(story.acts):
        raise Broken(f"person {story.person}: update {story.acts[story.replayed].update} had no effect")
    settle(repository, story)
    story.check_told()


def settle(repository: ScreeningRepository, story: Story) -> None:
    """Finds the way that a person's story has gone, by what is stored. Raises `Broken` where it has gone none."""
    owned = repository.list_owned(f"telegram:{story.person}")
    if len(owned) > 1:
        raise Broken(f"person {story.person} has {len(owned)} screenings")
    entries = [read_entry(each.secret, row) for each in owned for row in repository.list_entries(each.id)]
    found = [(each.kind, each.fact, each.before, each.after) for each in entries]
    story.settle(owned[0].screening if owned else None, found)


def sees(person: Somebody) -> None:
    """Makes sure that the last keyboard that a person sees is that of the open question. Raises `Broken`.

    Where their story may have gone several ways, it must be so on one of them, which it has gone then.
    """
    faults: list[Broken] = []
    for path in person.story.paths:
        try:
            _sees(person, path.screening)
        except Broken as fault:
            faults.append(fault)
        else:
            person.story.paths = [path]
            return
    raise faults[0]


def _sees(person: Somebody, screening: Screening | None) -> None:
    shown = person.asked()
    if screening is None:
        raise Broken(f"person {person.story.person} was never let in")
    if shown is None:
        raise Broken(f"person {person.story.person} sees no keyboard")
    asked = next(each for each in reversed(dialogue().show_again(screening).messages) if each.buttons)
    open_ = Offers(has_files=True, is_kept=True).add_to_message(screening, asked)
    is_result = screening.state == CONCLUDED  # it stands in place of its question, with the same buttons
    is_said = is_result or says_all(shown.text, open_.blocks)
    if not is_said or [button["text"] for button in shown.buttons()] != labels(open_):
        raise Broken(f"person {person.story.person} sees {shown.text[:80]!r}, and open is {open_.text[:80]!r}")
    number = number_in(next(shown.buttons())["callback_data"])
    if number != screening.number:
        raise Broken(
            f"person {person.story.person} sees question {number} last, and open is {screening.number}:"
            f" {_last_lines(person)}"
        )


def _last_lines(person: Somebody) -> str:
    return person.standin.transcript(person.story.person, times=False)[-1_500:]


def labels(message: Message) -> list[str]:
    """Returns the labels of a message as they are shown."""
    return [cut_label(each.label) for row in arrange_rows(message.buttons) for each in row]


def _series(options: Options, *, is_hooked: bool, is_server: bool) -> Found:
    """Runs one series: many deaths at random moments, some rests, and a last one, at which all can answer."""
    random = options.random("telegram kills", is_hooked, is_server)
    folder = options.folder / f"{'webhook' if is_hooked else 'polling'}-{'postgresql' if is_server else 'sqlite'}"
    folder.mkdir()
    deaths = options.count(75, 3)
    with (
        _database(folder, is_server=is_server) as database,
        Standin(pace=ServerPace(backoff=0.1, conflict_seconds=0.2)) as standin,
        Cradle() as cradle,
    ):
        deployment = Deployment(folder, standin.url, database, is_hooked, port=free_port())
        people = [
            Somebody(standin.person(100 + each), standin, options.random("person", each))
            for each in range(options.count(PEOPLE, 6))
        ]
        with store_at(deployment.where, now=datetime.now(UTC)) as store:
            tokens = invitations(store, len(people))
        crowd = Crowd(people)
        series = Series(deployment, standin, crowd, random)
        for each, token in zip(people, tokens, strict=True):
            each.starts(token)
        begins = 0.0
        for death in range(1, deaths + 1):
            if death <= MEASURED:
                begins = max(begins, series.lives_to_serve(cradle))
            elif death % REST_EVERY == 0 or death == deaths:
                series.rests(cradle, 3.5)
            elif death % COLD_EVERY == 0:
                series.lives_cold(random.uniform(0.5, 4))
            else:
                series.lives(cradle, random.uniform(begins / 3, begins + SERVING_SECONDS))
        for each in people:
            asked = each.asked()
            assert asked is not None
            each.taps(asked, works=True)
        series.rests(cradle, LEASE_SECONDS if is_server and not options.is_small else 0.5)
        crowd.ends()
    acts = sum(len(each.story.acts) for each in people)
    answers = sum(len(each.story.entries) for each in people)
    return Found(series.deaths, series.cold, acts, answers, series.asked_again, series.in_flight)


@contextmanager
def _database(folder: Path, *, is_server: bool) -> Iterator[str]:
    with postgres_server(folder / "server") if is_server else nullcontext("") as server:
        if is_server:
            careless(server)
        yield fresh_database(server) if is_server else ""


def at_random_moments(options: Options) -> str:
    """Runs all series at once: most of the time each waits."""
    if options.is_small:
        return _said("polling, SQLite", _series(options, is_hooked=False, is_server=False))
    with ProcessPoolExecutor(len(VARIANTS), get_context("spawn")) as pool:
        running: dict[str, Future[Found]] = {
            name: pool.submit(_series, options, is_hooked=is_hooked, is_server=is_server)
            for name, (is_hooked, is_server) in VARIANTS.items()
        }
        return "; ".join(_said(name, each.result()) for name, each in running.items())


def _said(name: str, found: Found) -> str:
    if found.answers < found.deaths:
        raise Broken(f"{name}: in {found.deaths} deaths only {found.answers} entries were made: these bots did nothing")
    return (
        f"{name}: {found.deaths} deaths ({found.cold} of cold starts), {found.acts} taps and texts, {found.in_flight}"
        f" waited at a death, {found.answers} entries, {found.asked_again} times asked again"
    )


if __name__ == "__main__":
    main({"kills of whole bots": at_random_moments})
