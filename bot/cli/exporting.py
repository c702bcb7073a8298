"""What leaves the store as a file is noted in the screening's audit trail, before anything is written or sent."""

from uuid import uuid4

from bot.cli.screenings import CHANNEL
from bot.config import store_access as keeping
from bot.config.clock import clock
from bot.config.errors import UsageFault
from storage.model.codes import shown_code
from storage.model.entries import What
from storage.model.stored import Incoming, Kept
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

    incoming = Incoming(CHANNEL, uuid4().hex, "", keeping.person(), clock(None)())
    if not store.take(incoming, handle).value:
        raise UsageFault(f"{shown_code(kept.code)}: it was forgotten just now, so nothing of it is written")
