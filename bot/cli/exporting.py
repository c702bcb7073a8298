"""What leaves the store as a file is noted in the screening's audit trail, before anything is written or sent."""

from bot.cli.command_store import take
from bot.config.errors import UsageFault
from storage.model.codes import shown_code
from storage.model.entries import What
from storage.model.stored import Kept
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import Desk


def note_export(store: Store, kept: Kept, note: str) -> None:
    """Notes that a screening was exported by the person at the command: `note` says as what, such as 'picture, png'.

    Raises `UsageFault` where it was forgotten meanwhile: nothing of it is to be written then.
    """

    def handle(desk: Desk) -> bool:
        current = desk.by_id(kept.id)
        if current is not None:
            desk.note(current, What.EXPORTED, note)
        return current is not None

    if not take(store, handle):
        raise UsageFault(f"{shown_code(kept.code)}: it was forgotten just now, so nothing of it is written")
