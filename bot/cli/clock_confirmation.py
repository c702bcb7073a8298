"""`trialscreen doctor --confirm-clock`: a person says that the machine's clock is right."""

from bot.cli.command_store import open_store_at, take
from bot.config.clock import MACHINE
from storage.maintenance.clock_guard import confirm_clock


def confirm(database: str) -> None:
    """Believes the machine's clock from now on; the trail of the database says who confirmed it."""
    with open_store_at(database) as store:
        reading = MACHINE.read()
        store.not_before = None  # the time that was believed before may be the wrong one
        take(store, lambda uow: confirm_clock(uow, reading))
