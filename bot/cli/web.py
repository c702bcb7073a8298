"""`trialscreen web`: from the settings to a page that is served.

Every setting is looked at before anything is opened.
"""

import asyncio
import gc
import signal
import sys
from datetime import UTC, datetime
from functools import partial

import structlog

from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.pages import drawing
from bot.channels.web.pages.stylesheet import read_stylesheet
from bot.channels.web.server.app import make_web_app
from bot.channels.web.service.assembly import assemble_pre_check, assemble_web
from bot.cli.command_store import open_store_at
from bot.cli.web_settings import PageServing, find_page_presence, read_page_serving
from bot.config.settings import read_settings
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
from storage.unit_of_work.writer_thread import Writer


def run(trial: str, database: str) -> int:
    """Serves until SIGTERM or Ctrl-C, and returns 0.

    Raises `UsageFault` for a setting that is missing or wrong, with nothing opened, and `PassingFault` for a database
    that is held or gone just now.
    """
    given = read_settings()
    serving = read_page_serving(given)
    trial = choose_name(trial)
    sites = read_listed_sites(find_trial(trial).id)
    where = locate_store(database)
    if not given.key.get_secret_value():
        with translate_faults():
            read_key_file(locate_key_file(given))  # said before anything is looked at: without a key nothing is served
    with tell_passing_faults():
        key = read_store_key(where)
    secrets = [key.text, given.database.get_secret_value(), database]
    logs.configure(given.log_level, is_terminal=sys.stderr.isatty(), secrets=secrets)
    with tell_passing_faults(), open_store_at(database, open_store_with_key) as store:
        asyncio.run(_serve(store, (trial, sites), serving, where))
    return 0


async def _serve(store: Store, offered: tuple[str, Sites], serving: PageServing, where: StoreLocation) -> None:
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    page, metrics = serving.page, Metrics()
    presence = Presence(find_page_presence(where, page.address.port))
    with Writer(store, observe=metrics.observe_commit) as writer:
        trial, sites = offered
        assembly = Assembly(trial, metrics, _now, serving.limits, sites=sites)
        service = assemble_web(writer, assembly, presence, page.origin)
        access = WebAccess(service.handler, page.limits)
        pre_check = assemble_pre_check(writer, assembly) if serving.has_pre_check else None
        app = make_web_app(service.desk, access, page, drawing, read_stylesheet(), pre_check=pre_check)
        gc.freeze()  # what is there by now stays: the collector need not look at it again
        await service.run(app, page.address, stopping, pages_at=serving.pages_at, tell=partial(_tell, page.origin))


def _tell(origin: str, _: int) -> None:
    """Says where browsers see the page."""
    structlog.get_logger().info("serving the page", seen_at=origin)


def _now() -> datetime:
    return datetime.now(UTC)
