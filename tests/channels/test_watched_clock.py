"""The serving bot holds its wall clock against the boot clock: after a jump it sweeps nothing, and says so."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from stores import NOW, Person

from bot.channels.service import chores
from bot.channels.service.chores import make_chores, sweep_all
from bot.channels.service.heartbeat_file import Presence
from bot.channels.service.watched_clock import WatchedClock
from bot.config.clock import Clock, read_boot_id
from bot.observability.metrics import Metrics
from storage.maintenance.clock_guard import confirm_clock
from storage.model.clock import ClockReading
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

DAY = timedelta(days=1)
FAR = datetime(2099, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Machine:
    """A machine whose clocks are set by hand, and a service on it with a screening that is not due."""

    store: Store
    writer: Writer
    at: datetime = NOW
    up: timedelta = DAY
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        self.clock = Clock(machine=lambda: self.at, boot=lambda: self.up / timedelta(seconds=1))
        self.watched = WatchedClock(self.writer, self.metrics, self.clock)

    def passes(self, time: timedelta) -> None:
        """Lets time pass for both clocks."""
        self.at += time
        self.up += time

    def sweeps(self) -> None:
        """Sweeps as the chore does."""
        asyncio.run(sweep_all(self.writer, self.metrics, self.watched))

    def figure(self, name: str) -> float:
        """Returns a figure of the metrics' page."""
        lines = self.metrics.render_page()[0].decode().splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(f"trialscreen_{name} "))


@contextmanager
def machine(store: Store) -> Iterator[Machine]:
    """Gives a machine with a service that has swept once."""
    with Writer(store) as writer:
        made = Machine(store, writer)
        made.sweeps()
        yield made


def kept(store: Store) -> int:
    with store.reading() as repository:
        return len(repository.list_owned(Person(store).inbound().account))


@pytest.mark.parametrize("jump", [FAR, LONG_AGO, NOW + timedelta(minutes=2), NOW - timedelta(minutes=2)])
def test_after_a_jump_nothing_is_swept_and_the_log_and_a_metric_warn(
    store: Store, jump: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects "sweeps nothing after a jump", either way: not even what is due by then, however long the jump lasts."""
    Person(store).begin()
    with machine(store) as bot:
        bot.at = jump
        for _ in range(200):
            bot.passes(timedelta(hours=12))
            bot.sweeps()
        assert kept(store) == 1
        assert (bot.figure("clock_doubted"), bot.figure("screenings_swept_total")) == (1, 0)
    assert "the clock was set while a program was running" in caplog.text
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


def test_back_and_forth_forgets_nothing_and_afterwards_all_goes_on(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects "back and forth": whoever answers meanwhile loses nothing, and once it is right what is due is swept."""
    caplog.set_level(logging.INFO)
    with machine(store) as bot:
        right = bot.at
        for at in (FAR, LONG_AGO, FAR, LONG_AGO):
            bot.at = at
            Person(store, now=at).begin()
            bot.sweeps()
        bot.at = right
        bot.sweeps()
        assert kept(store) == 4
        assert bot.figure("clock_doubted") == 0
        assert "the clock is believed again" in caplog.text
        for _ in range(91 * 2):
            bot.passes(DAY / 2)
            bot.sweeps()
        assert kept(store) == 2, "those that were begun in 1970 are forgotten in time"


def test_what_is_due_is_swept_while_the_clock_goes_on(store: Store) -> None:
    """Protects people's data: a guard that never lets anything be swept would pass all the other tests."""
    Person(store).begin()
    with machine(store) as bot:
        for _ in range(180):
            bot.passes(DAY / 2)
            bot.sweeps()
        assert kept(store) == 1, "kept on the last day"
        bot.passes(DAY / 2)
        bot.sweeps()
        assert kept(store) == 0
        assert bot.figure("screenings_swept_total") == 1


def test_a_person_who_confirms_the_clock_lets_the_bot_go_on(store: Store) -> None:
    """Protects an operator who has set the clock right: `trialscreen doctor --confirm-clock` needs no restart."""
    Person(store).begin()
    with machine(store) as bot:
        bot.at += 100 * DAY
        bot.sweeps()
        assert kept(store) == 1
        reading = ClockReading(bot.at, read_boot_id(), bot.up.total_seconds())
        store.take(Person(store, "carla", now=bot.at).inbound(), lambda uow: confirm_clock(uow, reading))
        bot.sweeps()
        assert kept(store) == 0
        assert bot.figure("clock_doubted") == 0


def test_a_bot_that_starts_after_a_gap_waits_for_a_day(store: Store) -> None:
    """Protects from a machine that boots with a wrong clock: the bot at its start is such a command too."""
    Person(store).begin()
    with machine(store):
        pass
    with Writer(store) as writer:
        bot = Machine(store, writer, NOW + 100 * DAY, timedelta(0))
        for hours in range(24):
            bot.sweeps()
            assert kept(store) == 1, hours
            bot.passes(timedelta(hours=1))
        bot.sweeps()
        assert kept(store) == 0


def test_the_chores_of_a_service_watch_its_clock(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the wiring: the metric follows the clock in seconds, not with the next sweep."""
    monkeypatch.setattr(chores, "LOOK_SECONDS", 0.01)

    async def serve(bot: Machine) -> None:
        presence = Presence(store.anchor.path.with_name("serving"))
        tasks = [asyncio.create_task(each) for each in make_chores(bot.writer, bot.metrics, presence, bot.clock)]
        await _until(bot, 0)
        bot.at = FAR
        await _until(bot, 1)
        bot.at = NOW
        await _until(bot, 0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    with machine(store) as bot:
        asyncio.run(serve(bot))


async def _until(bot: Machine, doubted: int) -> None:
    for _ in range(1_000):
        if bot.figure("clock_doubted") == doubted:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the metric did not follow the clock")
