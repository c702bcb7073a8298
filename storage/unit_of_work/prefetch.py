"""Looking ahead: the rows that the events of one transaction will ask for, looked up all at once before the first of them is handled.

Seats and screenings are locked in the order of their keys. What is not found here is looked up by the event itself.
"""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import bindparam, select

from storage.database.schema import chats, people
from storage.model.errors import Damaged
from storage.model.stored import Incoming
from storage.unit_of_work.changes import Ahead, Seated
from storage.unit_of_work.chat_rows import seated
from storage.unit_of_work.repository import Shelf


def look_ahead(shelf: Shelf, incoming: Sequence[Incoming]) -> Ahead:
    """Looks up the chats' seats, the people, and the screenings that the chats spoke of last; those stay on the shelf until asked for."""
    hashed = sorted({shelf.realm.looked_up("chat", each.chat) for each in incoming if each.chat})
    persons = sorted({shelf.realm.looked_up("person", each.person) for each in incoming})
    seats = _seats(shelf, hashed)
    members = {row.person: row for row in shelf.connection.execute(_PEOPLE, {"people": persons})}
    about = {seated.about for seated in seats.values()} | {each.screening for each in incoming}
    shelf.fetch(each for each in about if each is not None)
    return Ahead(seats, dict.fromkeys(persons) | members)


def _seats(shelf: Shelf, hashed: Sequence[bytes]) -> dict[bytes, Seated]:
    seats = {}
    for row in shelf.connection.execute(_SEATS, {"chats": hashed}):
        with suppress(Damaged):  # its own event meets it, and no other
            seats[row.chat] = seated(shelf.realm, row)
    return seats


_SEATS = select(chats).where(chats.c.chat.in_(bindparam("chats", expanding=True))).order_by(chats.c.chat).with_for_update()
_PEOPLE = select(people.c.person, people.c.role, people.c.revoked_at).where(people.c.person.in_(bindparam("people", expanding=True)))
