"""`trialscreen serve`: from the options to an endpoint that answers until SIGTERM.

Everything is looked at before it listens.
"""

import asyncio
import signal
import sys
import time

from bot.config.clock import make_clock
from bot.config.settings import read_settings
from bot.config.trial_catalogue import choose_name, find_trial
from bot.workbench.http.address import LoopbackAddress, read_address
from bot.workbench.http.handlers import RequestHandlers
from bot.workbench.http.key import ServiceKey, read_key
from bot.workbench.http.server import listen
from bot.workbench.http.sessions import Sessions
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.playing.player import FIXED_NOW


def run(trial: str, listen: str, now: str | None) -> int:
    """Serves until SIGTERM or Ctrl-C, and returns 0.

    Raises `UsageFault` for an option or setting that is wrong, or a port in use.
    """
    address = read_address(listen)
    at = FIXED_NOW if now is None else make_clock(now)()
    key = read_key(read_settings())
    sessions = Sessions(Dialogue(find_trial(choose_name(trial))), at)
    asyncio.run(_serve(RequestHandlers(sessions, key.text, time.monotonic), address, key))
    return 0


async def _serve(door: RequestHandlers, address: LoopbackAddress, key: ServiceKey) -> None:
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    async with listen(door.make_app(), address) as url:
        _tell(url, door.sessions, key)
        await stopping.wait()


def _tell(url: str, sessions: Sessions, key: ServiceKey) -> None:
    """Prints the address, which a program may read, and on stderr what a person wants to know."""
    if key.is_made:
        sys.stderr.write(f"The key of this run, told only once: {key.text}\n")
    about = sessions.layer.trial.definition.about
    sys.stderr.write(
        f"Serving {about.acronym} to this machine at {sessions.now:%Y-%m-%d %H:%M}; nothing is kept. Ctrl-C ends it.\n"
    )
    sys.stderr.flush()
    sys.stdout.write(url + "\n")
    sys.stdout.flush()
