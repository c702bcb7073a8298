"""What every program that serves does first: its settings are looked at, the log is set up, the store opened."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.service.assembly import Assembly
from bot.cli.command_store import open_store_at
from bot.config.settings import Settings
from bot.config.sites import read_listed_sites
from bot.config.storage_faults import tell_passing_faults, translate_faults
from bot.config.store_access import open_store_with_key
from bot.config.store_key import read_store_key
from bot.config.store_location import locate_key_file, locate_store
from bot.config.trial_catalogue import choose_name, find_trial
from bot.observability import logging as logs
from bot.observability.metrics import Metrics
from dialogs.loading.sites import Sites
from storage.crypto.keys import read_key_file
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store


@dataclass(frozen=True)
class ServingStore:
    """A store that is open to be served, where it is, and the trial that is offered, with the sites that are listed."""

    store: Store
    where: StoreLocation
    trial: str
    sites: Sites

    def make_assembly(self, metrics: Metrics, limits: RateLimits) -> Assembly:
        """Returns what a channel is served with."""
        return Assembly(self.trial, metrics, _now, limits, sites=self.sites)


@contextmanager
def open_serving_store(given: Settings, trial: str, database: str, *secrets: str) -> Iterator[ServingStore]:
    """Opens the store until the end of the block. The log shows no secret: neither those of the store nor `secrets`.

    Raises `UsageFault` for a setting that is missing or wrong, with nothing opened, and `PassingFault` for a database
    that is held or gone just now.
    """
    trial = choose_name(trial)
    sites = read_listed_sites(find_trial(trial).id)
    where = locate_store(database)
    if not given.key.get_secret_value():
        with translate_faults():
            read_key_file(locate_key_file(given))  # said before anything is looked at: without a key nothing is served
    with tell_passing_faults():
        key = read_store_key(where)
    hidden = [*secrets, key.text, given.database.get_secret_value(), database]
    logs.configure(given.log_level, is_terminal=sys.stderr.isatty(), secrets=hidden)
    with tell_passing_faults(), open_store_at(database, open_store_with_key) as store:
        yield ServingStore(store, where, trial, sites)


def catch_stop_signals() -> asyncio.Event:
    """Returns what is set at SIGTERM and at Ctrl-C."""
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    return stopping


def _now() -> datetime:
    return datetime.now(UTC)
