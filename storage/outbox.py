"""The outbox: messages that wait to be sent, in order within each chat. A text is deleted once it was sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from storage.database import Database
from storage.faults import Damaged
from storage.kept import Outgoing
from storage.ledger import outgoing_identity
from storage.realm import Realm
from storage.records import read_message, unpacked
from storage.sealing import unseal
from storage.shelf import check_key
from storage.tables import outbox, screening_keys

LEASE_SECONDS = 60
"""How long a message is in the hands of one sender. One that died with it gives it back by then."""


class Outbox:
    """The outbox of one store. Several senders, in several processes, may draw from it."""

    def __init__(self, database: Database, realm: Realm) -> None:
        self.database = database
        self.realm = realm

    def waiting(self, chat: str, most: int = 100) -> list[Outgoing]:
        """Returns what waits for a chat, in order."""
        with self.database.reading() as connection:
            rows = connection.execute(_WAITING, {"chat": self._hash(chat), "most": most}).all()
            return [self._outgoing(connection, row) for row in rows]

    def claim(self, chat: str, now: datetime) -> Outgoing | None:
        """Takes the first message of a chat in hand for a minute, so that no other sender sends it.

        Returns None where nothing waits, or the first message is not due yet or in other hands: its chat's order comes first.
        """
        return self._claim(self._hash(chat), now)

    def claim_any(self, now: datetime, after: bytes = b"", most: int = 500) -> tuple[list[Outgoing], bytes]:
        """Takes in hand the first messages of the chats that come after `after`, and returns them with the last chat that was looked at.

        Going on from there reaches every chat in turn; an empty last chat means that there are no more.
        """
        with self.database.reading() as connection:
            chats = [row.chat for row in connection.execute(_CHATS, {"after": after, "most": most})]
        claimed = [message for chat in chats if (message := self._claim(chat, now)) is not None]
        return claimed, chats[-1] if len(chats) == most else b""

    def sent(self, messages: list[int], now: datetime) -> None:
        """Notes that messages were sent, and deletes their texts."""
        with self.database.writing() as connection:
            mark_sent(connection, messages, now)

    def failed(self, message: int, due_at: datetime) -> None:
        """Gives a message back that could not be sent, to be tried again not before `due_at`."""
        with self.database.writing() as connection:
            connection.execute(_GIVE_BACK, {"b_id": message, "b_due": int(due_at.timestamp())})

    def depth(self) -> int:
        """Returns how many messages wait."""
        with self.database.reading() as connection:
            return connection.execute(_DEPTH).scalar_one()

    def _claim(self, chat: bytes, now: datetime) -> Outgoing | None:
        seconds = int(now.timestamp())
        with self.database.writing() as connection:
            row = connection.execute(_FIRST, {"chat": chat}).first()
            if row is None or row.due_at > seconds or row.leased_until > seconds:
                return None
            connection.execute(_LEASE, {"b_id": row.id, "b_until": seconds + LEASE_SECONDS})
            return self._outgoing(connection, row)

    def _outgoing(self, connection: Connection, row: Any) -> Outgoing:
        key = self.realm.desk_key if row.screening is None else self.realm.unwrap(row.screening, row.wrapped)
        if key is None:
            check_key(connection, self.realm)
            raise Damaged("the key of a message in the outbox was changed outside of this program: restore a backup")
        sealed_for = outgoing_identity(row.chat, row.screening, row.turn, row.part)
        plain = unpacked(unseal(key, row.sealed, sealed_for, "a message in the outbox"))
        return Outgoing(row.id, plain["chat"], row.screening, read_message(plain["message"]), row.attempts)

    def _hash(self, chat: str) -> bytes:
        return self.realm.looked_up("chat", chat)


def mark_sent(connection: Connection, messages: list[int], now: datetime) -> None:
    """Notes within a transaction that messages were sent, and deletes their texts."""
    if messages:
        connection.execute(_SENT, [{"b_id": each, "b_now": int(now.timestamp())} for each in messages])


_FROM = select(outbox, screening_keys.c.wrapped).join_from(
    outbox, screening_keys, outbox.c.screening == screening_keys.c.screening, isouter=True
)
_WAITING = _FROM.where(outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None)).order_by(outbox.c.id).limit(bindparam("most"))
_FIRST = (
    _FROM.where(outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None)).order_by(outbox.c.id).limit(1).with_for_update(of=outbox)
)
_CHATS = (
    select(outbox.c.chat)
    .where(outbox.c.chat > bindparam("after"), outbox.c.sent_at.is_(None))
    .group_by(outbox.c.chat)
    .order_by(outbox.c.chat)
    .limit(bindparam("most"))
)
_LEASE = update(outbox).where(outbox.c.id == bindparam("b_id")).values(leased_until=bindparam("b_until"))
_GIVE_BACK = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"), outbox.c.sent_at.is_(None))
    .values(due_at=bindparam("b_due"), leased_until=0, attempts=outbox.c.attempts + 1)
)
_SENT = update(outbox).where(outbox.c.id == bindparam("b_id"), outbox.c.sent_at.is_(None)).values(sealed=None, sent_at=bindparam("b_now"))
_DEPTH = select(func.count()).where(outbox.c.sent_at.is_(None))
