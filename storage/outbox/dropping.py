"""Dropping: what waits for somebody whose access was revoked is never sent.

A person's chat bears the name of their account: see the contract for channels.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import ACCOUNT_SEAL
from storage.database.schema import accounts, outbox
from storage.model.errors import Damaged
from storage.model.stored import Outgoing
from storage.outbox.delivery_reports import DeliveryReport, mark_done


def drop_waiting(connection: Connection, keyring: Keyring, chat: str, now: datetime) -> int:
    """Drops all that waits for a chat, and returns how many messages that were."""
    waiting = connection.execute(_WAITING, {"chat": keyring.hash_lookup("chat", chat)}).scalars().all()
    mark_done(connection, keyring, [DeliveryReport(each, None, now) for each in waiting])
    return len(waiting)


def mark_unwanted(connection: Connection, keyring: Keyring, claimed: Sequence[Outgoing]) -> list[Outgoing]:
    """Returns messages that were claimed, those marked as unwanted whose person has no access any more."""
    revoked = _find_revoked(connection, keyring, {each.chat for each in claimed})
    return [replace(each, is_unwanted=True) if each.chat in revoked else each for each in claimed]


def _find_revoked(connection: Connection, keyring: Keyring, chats: Iterable[str]) -> set[str]:
    names = {keyring.hash_lookup("person", chat): chat for chat in chats}
    revoked = set()
    for row in connection.execute(_REVOKED, {"accounts": sorted(names)}) if names else ():
        with suppress(Damaged):  # whoever put a time there is no reason to lose messages; the inspection names it
            ACCOUNT_SEAL.unseal(keyring.store_key, row)
            revoked.add(names[row.account])
    return revoked


_WAITING = (
    select(outbox.c.id).where(outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None)).order_by(outbox.c.id)
)
_REVOKED = select(accounts).where(
    accounts.c.account.in_(bindparam("accounts", expanding=True)), accounts.c.revoked_at.is_not(None)
)
