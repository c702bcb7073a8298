"""The outbox: messages that wait to be sent, in order within each chat. A text is deleted once it was sent."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, null, select, text, update

from storage.crypto.encryption import STATE_STEP, chat_state_identity, seal, unseal
from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.database.engine import Database
from storage.database.schema import chats, outbox, screening_keys
from storage.database.statements import execute_many
from storage.model.codec import pack, read_message, unpack
from storage.model.errors import Damaged
from storage.model.file_request import read_order
from storage.model.stored import Do, Outgoing
from storage.outbox.delivery_reports import DeliveryReport, find_asking_message, mark_done
from storage.outbox.enqueue import make_outgoing_identity

LEASE_SECONDS = 60
"""How long a message is in the hands of one sender. One that died with it gives it back by then."""


_log = logging.getLogger(__name__)


class Outbox:
    """The outbox of one store. Several senders, in several processes, may draw from it."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database = database
        self.keyring = keyring

    def list_waiting(self, chat: str, most: int = 100) -> list[Outgoing]:
        """Returns what waits for a chat, in order."""
        with self.database.reading() as connection:
            rows = connection.execute(_WAITING, {"chat": self._hash(chat), "most": most}).all()
            return [self._outgoing(connection, row) for row in rows]

    def claim(self, chat: str, now: datetime) -> Outgoing | None:
        """Takes the first message of a chat in hand for a minute, so that no other sender sends it.

        Returns None where nothing waits, the chat is blocked, or its first message is not due yet or in other hands:
        its order comes first.
        """
        with self.database.writing() as connection:
            first = connection.execute(_FIRST, {"chat": self._hash(chat)}).all()
            claimed = self._claim_rows(
                connection, [row for row in first if max(row.due_at, row.leased_until) <= now.timestamp()], now
            )
        return claimed[0] if claimed else None

    def claim_any(self, now: datetime, after: bytes = b"", most: int = 500) -> tuple[list[Outgoing], bytes]:
        """Takes in hand the first messages of the chats that come after `after`, and returns them with the last chat that was looked at.

        All are taken in one transaction; those that were posted first come first. One that cannot be read is noted in
        the log, and holds up its own chat only. Going on from there reaches every chat in turn; an empty last chat
        means that there are no more.
        """
        with self.database.writing() as connection:
            firsts = connection.execute(_FIRSTS, {"after": after, "most": most}).all()
            free = connection.execute(_FREE, {"ids": [row.id for row in firsts], "now": int(now.timestamp())}).all()
            claimed = self._claim_rows(connection, sorted(free, key=lambda row: row.id), now)
        return claimed, firsts[-1].chat if len(firsts) == most else b""

    def note_sent(self, messages: list[int], now: datetime) -> None:
        """Notes that messages were sent, and deletes their texts."""
        with self.database.writing() as connection:
            mark_done(connection, [DeliveryReport(each, None, now) for each in messages])

    def find_receipt(self, chat: str, screening: bytes | None, question: int) -> int | None:
        """Returns the channel's number of the message that asked a question last, or None where none did, or it was sent too long ago."""
        with self.database.reading() as connection:
            return find_asking_message(connection, self.keyring, chat, screening, question)

    def note_blocked(self, chat: str, now: datetime) -> None:
        """Notes that nothing can be sent to a chat: what waits for it is claimed by nobody until it is unblocked, or heard from."""
        hashed = self._hash(chat)
        sealed = seal(
            self.keyring.store_key, pack({"address": chat, "seat": None}), chat_state_identity(hashed), STATE_STEP
        )
        with self.database.writing() as connection:
            connection.execute(_BLOCK, {"chat": hashed, "sealed": sealed, "now": int(now.timestamp())})

    def note_unblocked(self, chat: str) -> None:
        """Notes that a chat can be sent to again; what waits for it is claimed as before."""
        with self.database.writing() as connection:
            connection.execute(_UNBLOCK, {"b_chat": self._hash(chat)})

    def note_failed(self, message: int, due_at: datetime) -> None:
        """Gives a message back that could not be sent, to be tried again not before `due_at`."""
        with self.database.writing() as connection:
            connection.execute(_GIVE_BACK, {"b_id": message, "b_due": int(due_at.timestamp())})

    def give_back(self, messages: Iterable[int]) -> None:
        """Gives messages back that were not tried."""
        rows = [{"b_id": each} for each in messages]
        if rows:
            with self.database.writing() as connection:
                execute_many(connection, _FREE_AGAIN, rows)

    def list_leased(self) -> list[int]:
        """Returns the messages that are in the hands of some sender, or of one that died."""
        with self.database.reading() as connection:
            return list(connection.execute(_LEASED).scalars())

    def count_waiting(self) -> int:
        """Returns how many messages wait."""
        with self.database.reading() as connection:
            return connection.execute(_DEPTH).scalar_one()

    def _claim_rows(self, connection: Connection, rows: Sequence[Any], now: datetime) -> list[Outgoing]:
        if rows:
            until = int(now.timestamp()) + LEASE_SECONDS
            connection.execute(_LEASE, [{"b_id": row.id, "b_until": until} for row in rows])
        return [outgoing for row in rows if (outgoing := self._read_or_drop(connection, row)) is not None]

    def _read_or_drop(self, connection: Connection, row: Any) -> Outgoing | None:
        try:
            return self._outgoing(connection, row)
        except Damaged as fault:
            _log.error("message %s of the outbox cannot be sent: %s", row.id, fault)
            return None

    def _outgoing(self, connection: Connection, row: Any) -> Outgoing:
        key = self.keyring.store_key if row.screening is None else self.keyring.unwrap(row.screening, row.wrapped)
        if key is None:
            check_key(connection, self.keyring)
            raise Damaged("the key of a message in the outbox was changed outside of this program: restore a backup")
        sealed_for = make_outgoing_identity(row.chat, row.screening, row.turn, row.part)
        plain = unpack(unseal(key, row.sealed, sealed_for, "a message in the outbox"))
        do, target, question = (
            Do(plain.get("do", Do.SEND.value)),
            plain.get("target"),
            plain.get("question", row.question),
        )
        message, order = read_message(plain["message"]), read_order(plain.get("order"))
        return Outgoing(row.id, plain["chat"], row.screening, message, row.attempts, do, target, question, order)

    def _hash(self, chat: str) -> bytes:
        return self.keyring.hash_lookup("chat", chat)


_FROM = select(outbox, screening_keys.c.wrapped).join_from(
    outbox, screening_keys, outbox.c.screening == screening_keys.c.screening, isouter=True
)
_WAITING = (
    _FROM.where(outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_IS_OPEN = ~select(chats.c.chat).where(chats.c.chat == outbox.c.chat, chats.c.blocked_at.is_not(None)).exists()
_FIRST = (
    _FROM.where(outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None), _IS_OPEN)
    .order_by(outbox.c.id)
    .limit(1)
    .with_for_update(of=outbox)
)
_FREE = _FROM.where(
    outbox.c.id.in_(bindparam("ids", expanding=True)),
    outbox.c.sent_at.is_(None),
    outbox.c.due_at <= bindparam("now"),
    outbox.c.leased_until <= bindparam("now"),
).with_for_update(of=outbox)
_FIRSTS = (
    select(outbox.c.chat, func.min(outbox.c.id).label("id"))
    .where(outbox.c.chat > bindparam("after"), outbox.c.sent_at.is_(None), _IS_OPEN)
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
_FREE_AGAIN = (
    update(outbox).where(outbox.c.id == bindparam("b_id"), outbox.c.sent_at.is_(None)).values(leased_until=text("0"))
)
_LEASED = select(outbox.c.id).where(outbox.c.leased_until > 0, outbox.c.sent_at.is_(None))
_BLOCK = text(
    "INSERT INTO chats (chat, sealed, active_at, blocked_at) VALUES (:chat, :sealed, 0, :now)"
    " ON CONFLICT (chat) DO UPDATE SET blocked_at = excluded.blocked_at"
)
_UNBLOCK = update(chats).where(chats.c.chat == bindparam("b_chat")).values(blocked_at=null())
_DEPTH = select(func.count()).where(outbox.c.sent_at.is_(None))
