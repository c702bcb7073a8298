"""Prefetch: the rows that the events of one transaction will ask for, looked up at once before any is handled.

Chat states and screenings are locked in the order of their keys. An event itself looks up what is not found here.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import CompoundSelect, Connection, bindparam, null, select, union_all

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import EVENT_SEAL
from storage.database.schema import accounts, chats, events, keyrings
from storage.database.statements import fetch_rows
from storage.model.errors import Damaged
from storage.model.stored import InboundEvent
from storage.unit_of_work.changes import ChatStateRow, PrefetchedRows
from storage.unit_of_work.chat_rows import read_chat_state
from storage.unit_of_work.repository import ScreeningRepository


def prefetch(repository: ScreeningRepository, inbound: Sequence[InboundEvent]) -> PrefetchedRows:
    """Looks up the chats' states, the accounts, and the screenings that the chats spoke of last.

    The screenings stay in the repository until they are asked for.
    """
    hash_lookup = repository.keyring.hash_lookup
    hashed = sorted({hash_lookup("chat", each.chat) for each in inbound if each.chat})
    names = {each.account: hash_lookup("person", each.account) for each in inbound}
    chat_states = _fetch_chat_states(repository, hashed)
    rows = repository.connection.execute(_ACCOUNTS, {"accounts": sorted(names.values())})
    known = {row.account: row for row in rows}
    about = {row.about for row in chat_states.values()} | {each.screening for each in inbound}
    repository.fetch(each for each in about if each is not None)
    return PrefetchedRows(chat_states, {name: known.get(account) for name, account in names.items()})


def look_up_one(connection: Connection, keyring: Keyring, inbound: InboundEvent) -> tuple[bool, PrefetchedRows]:
    """Says whether a single event was taken before, and returns the row of its account, found by the same statement.

    Raises what `find_known_events` raises.
    """
    account = keyring.hash_lookup("person", inbound.account)
    asked = {
        "channel": inbound.channel,
        "id": inbound.id,
        "account": account,
        "fingerprint": keyring.master.fingerprint,
    }
    rows = fetch_rows(connection, _ONE, asked)
    own = next((row for row in rows if row.account is not None), None)
    is_known = len(rows) > (own is not None) and bool(find_known_events(connection, keyring, [inbound]))
    return is_known, PrefetchedRows(accounts={inbound.account: own})


def find_known_events(
    connection: Connection, keyring: Keyring, inbounds: Sequence[InboundEvent]
) -> set[tuple[str, str]]:
    """Returns which events were taken before, by channel and id.

    Raises `Damaged` where a row of one was changed, and `Refused` where the key was rotated meanwhile.
    """
    check_key(connection, keyring)
    channels: dict[str, list[str]] = {}
    for each in inbounds:
        channels.setdefault(each.channel, []).append(each.id)
    known = set()
    for channel, ids in channels.items():
        for row in connection.execute(_KNOWN, {"channel": channel, "ids": ids}):
            EVENT_SEAL.unseal(keyring.store_key, row)
            known.add((channel, row.id))
    return known


def _fetch_chat_states(repository: ScreeningRepository, hashed: Sequence[bytes]) -> dict[bytes, ChatStateRow]:
    chat_states = {}
    for row in repository.connection.execute(_CHATS, {"chats": hashed}):
        with suppress(Damaged):  # only the event of this chat fails, when it looks the row up by itself
            chat_states[row.chat] = read_chat_state(repository.keyring, row)
    return chat_states


_CHATS = (
    select(chats).where(chats.c.chat.in_(bindparam("chats", expanding=True))).order_by(chats.c.chat).with_for_update()
)
_COLUMNS = tuple(accounts.columns)
_ACCOUNTS = select(accounts).where(accounts.c.account.in_(bindparam("accounts", expanding=True)))
_ONE: CompoundSelect[Any] = union_all(
    select(*_COLUMNS).where(accounts.c.account == bindparam("account")),
    select(*(null() for _ in _COLUMNS)).where(events.c.channel == bindparam("channel"), events.c.id == bindparam("id")),
    select(*(null() for _ in _COLUMNS)).where(keyrings.c.fingerprint != bindparam("fingerprint")),
)
"""The account's row, and one of nothing where the event is known or the key is another one."""

_KNOWN = select(events).where(
    events.c.channel == bindparam("channel"), events.c.id.in_(bindparam("ids", expanding=True))
)
