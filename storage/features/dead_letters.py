"""Events that could not be read: set apart as dead letters, so that the rest go on, and counted.

Which, when, one word for why, and nothing of them.
"""

from sqlalchemy import insert

from storage.database.schema import dead_letters as rows
from storage.unit_of_work.unit_of_work import UnitOfWork

REASON_CHARACTERS = 32


def add_dead_letter(uow: UnitOfWork, reason: str) -> None:
    """Puts the event of this unit of work aside, within its transaction.

    `reason` is one word of the program, never of the event.
    """
    if len(reason) > REASON_CHARACTERS or not reason.isidentifier():
        raise ValueError(
            f"the reason to put an event aside is one word of at most {REASON_CHARACTERS} characters; name it so"
        )
    event = uow.inbound
    uow.begin_writing().execute(
        insert(rows), {"channel": event.channel, "id": event.id, "at": int(event.at.timestamp()), "reason": reason}
    )
