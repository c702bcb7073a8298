"""`trialscreen matrix`: from the settings to a device that is served.

Every setting is looked at before anything is opened.
"""

import asyncio
import gc
import logging

from bot.channels.matrix.engine.faults import MatrixFault
from bot.channels.matrix.engine.opening import open_engine
from bot.channels.matrix.service.assembly import MatrixOptions, assemble_matrix
from bot.channels.service.heartbeat_file import Presence
from bot.cli.matrix_settings import MatrixServing, make_store_place, read_matrix_serving
from bot.cli.serving_store import ServingStore, catch_stop_signals, open_serving_store
from bot.config.errors import UsageFault
from bot.config.settings import Settings, read_settings
from bot.config.store_location import locate_store
from bot.observability.metrics import Metrics
from storage.unit_of_work.writer_thread import Writer

PRESENCE = ".serving-matrix"

_log = logging.getLogger(__name__)


def run(trial: str, database: str) -> int:
    """Serves until SIGTERM or Ctrl-C, and returns 0.

    Raises `UsageFault` for a setting that is missing or wrong, with nothing opened, and `PassingFault` for a database
    that is held or gone just now.
    """
    given = read_settings()
    serving = read_matrix_serving(given, locate_store(database))
    with open_serving_store(given, trial, database, serving.login.token) as served:
        asyncio.run(_serve(given, served, serving))
    return 0


async def _serve(given: Settings, served: ServingStore, serving: MatrixServing) -> None:
    stopping, metrics, where = catch_stop_signals(), Metrics(), served.where
    place = make_store_place(given, where, served.store.keyring)
    presence = Presence(where.anchor.with_name(where.anchor.name + PRESENCE))
    try:
        engine = await open_engine(serving.login, place)
    except MatrixFault as fault:
        raise UsageFault(str(fault)) from fault
    try:
        with Writer(served.store, observe=metrics.observe_commit) as writer:
            options = MatrixOptions(serving.servers, has_lock=place.file is not None)
            assembly = served.make_assembly(metrics, serving.limits)
            service = assemble_matrix(engine, writer, assembly, presence, options)
            gc.freeze()  # what is there by now stays: the collector need not look at it again
            _log.info("serving a device on Matrix")
            await service.run(stopping, serving.pages_at)
    finally:
        await engine.close()
