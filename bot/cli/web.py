"""`trialscreen web`: from the settings to a page that is served.

Every setting is looked at before anything is opened.
"""

import asyncio
import gc
from functools import partial

import structlog

from bot.channels.service.heartbeat_file import Presence
from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.pages import drawing
from bot.channels.web.pages.stylesheet import read_stylesheet
from bot.channels.web.server.app import make_web_app
from bot.channels.web.service.assembly import assemble_hospitals, assemble_pre_check, assemble_web
from bot.cli.serving_store import ServingStore, catch_stop_signals, open_serving_store
from bot.cli.web_settings import PageServing, find_page_presence, read_page_serving
from bot.config.settings import read_settings
from bot.observability.metrics import Metrics
from storage.unit_of_work.writer_thread import Writer


def run(trial: str, database: str) -> int:
    """Serves until SIGTERM or Ctrl-C, and returns 0.

    Raises `UsageFault` for a setting that is missing or wrong, with nothing opened, and `PassingFault` for a database
    that is held or gone just now.
    """
    given = read_settings()
    serving = read_page_serving(given)
    with open_serving_store(given, trial, database) as served:
        asyncio.run(_serve(served, serving))
    return 0


async def _serve(served: ServingStore, serving: PageServing) -> None:
    stopping = catch_stop_signals()
    page, metrics = serving.page, Metrics()
    presence = Presence(find_page_presence(served.where, page.address.port))
    with Writer(served.store, observe=metrics.observe_commit) as writer:
        assembly = served.make_assembly(metrics, serving.limits)
        service = assemble_web(writer, assembly, presence, page.origin)
        access = WebAccess(service.handler, page.limits)
        pre_check = assemble_pre_check(writer, assembly) if serving.has_pre_check else None
        hospitals = assemble_hospitals(serving.hospitals, access, page.origin)
        app = make_web_app(
            service.desk, access, page, drawing, read_stylesheet(), pre_check=pre_check, hospitals=hospitals
        )
        gc.freeze()  # what is there by now stays: the collector need not look at it again
        await service.run(app, page.address, stopping, pages_at=serving.pages_at, tell=partial(_tell, page.origin))


def _tell(origin: str, _: int) -> None:
    """Says where browsers see the page."""
    structlog.get_logger().info("serving the page", seen_at=origin)
