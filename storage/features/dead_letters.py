"""Events that could not be read: put aside, so that the rest go on, and counted. Which, when, one word for why, and nothing of them."""

from sqlalchemy import insert

from storage.database.schema import put_aside as rows
from storage.unit_of_work.unit_of_work import Desk

REASON_CHARACTERS = 32


def put_aside(desk: Desk, reason: str) -> None:
    """Puts the event of this desk aside, within its transaction. `reason` is one word of the program, never of the event."""
    if len(reason) > REASON_CHARACTERS or not reason.isidentifier():
        raise ValueError(f"the reason to put an event aside is one word of at most {REASON_CHARACTERS} characters; name it so")
    event = desk.incoming
    desk.writing().execute(insert(rows), {"channel": event.channel, "id": event.id, "at": int(event.at.timestamp()), "reason": reason})
