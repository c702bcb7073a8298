"""Prefetch: the rows that the events of one transaction will ask for, looked up at once before any is handled.

Chat states and screenings are locked in the order of their keys. An event itself looks up what is not found here.
"""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import bindparam, select

from storage.database.schema import chats, people
from storage.model.errors import Damaged
from storage.model.stored import InboundEvent
from storage.unit_of_work.changes import ChatStateRow, PrefetchedRows
from storage.unit_of_work.chat_rows import read_chat_state
from storage.unit_of_work.repository import ScreeningRepository


def prefetch(repository: ScreeningRepository, inbound: Sequence[InboundEvent]) -> PrefetchedRows:
    """Looks up the chats' states, the people, and the screenings that the chats spoke of last.

    The screenings stay in the repository until they are asked for.
    """
    hashed = sorted({repository.keyring.hash_lookup("chat", each.chat) for each in inbound if each.chat})
    persons = sorted({repository.keyring.hash_lookup("person", each.person) for each in inbound})
    chat_states = _fetch_chat_states(repository, hashed)
    members = {row.person: row for row in repository.connection.execute(_PEOPLE, {"people": persons})}
    about = {row.about for row in chat_states.values()} | {each.screening for each in inbound}
    repository.fetch(each for each in about if each is not None)
    return PrefetchedRows(chat_states, dict.fromkeys(persons) | members)


def _fetch_chat_states(repository: ScreeningRepository, hashed: Sequence[bytes]) -> dict[bytes, ChatStateRow]:
    chat_states = {}
    for row in repository.connection.execute(_CHATS, {"chats": hashed}):
        with suppress(Damaged):  # only the event of this chat fails, when it looks the row up by itself
            chat_states[row.chat] = read_chat_state(repository.keyring, row)
    return chat_states


_CHATS = (
    select(chats).where(chats.c.chat.in_(bindparam("chats", expanding=True))).order_by(chats.c.chat).with_for_update()
)
_PEOPLE = select(people.c.person, people.c.role, people.c.revoked_at).where(
    people.c.person.in_(bindparam("people", expanding=True))
)
