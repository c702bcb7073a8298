"""Dead letters: events that could not be handled, so that the others go on.

A dead letter says which event it was, when, and one word for why. It holds nothing of the event.
"""

from sqlalchemy import insert

from storage.crypto.row_seals import DEAD_LETTER_SEAL
from storage.database.schema import dead_letters as rows
from storage.unit_of_work.unit_of_work import UnitOfWork

REASON_CHARACTERS = 32


def add_dead_letter(uow: UnitOfWork, reason: str) -> None:
    """Adds a dead letter for the event of this unit of work, within its transaction.

    `reason` is one word of the program, never of the event. Raises `ValueError` where it is no such word.
    """
    if len(reason) > REASON_CHARACTERS or not reason.isidentifier():
        raise ValueError(
            f"the reason to put an event aside is one word of at most {REASON_CHARACTERS} characters; name it so"
        )
    event = uow.inbound
    row = {"channel": event.channel, "id": event.id, "at": int(event.counted_at.timestamp()), "reason": reason}
    uow.begin_writing().execute(insert(rows), DEAD_LETTER_SEAL.make(uow.keyring.store_key, row))
