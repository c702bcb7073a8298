"""What leaves the store as a file is noted in the screening's audit trail, before anything is written or sent."""

from bot.cli.command_store import take
from bot.config.clock import Clock
from bot.config.errors import UsageFault
from storage.model.codes import format_code
from storage.model.entries import EntryKind
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork


def note_export(store: Store, stored: StoredScreening, note: str, clock: Clock) -> None:
    """Notes that a screening was exported by the person at the command: `note` says as what, such as 'picture, png'.

    Raises `UsageFault` where it was forgotten meanwhile: nothing of it is to be written then.
    """

    def handle(uow: UnitOfWork) -> bool:
        current = uow.find_by_id(stored.id)
        if current is not None:
            uow.note(current, EntryKind.EXPORTED, note)
        return current is not None

    if not take(store, handle, clock):
        raise UsageFault(f"{format_code(stored.code)}: it was forgotten just now, so nothing of it is written")
