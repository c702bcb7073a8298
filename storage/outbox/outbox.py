"""The outbox: messages that wait to be sent, in order within each chat. A text is deleted once it is sent."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.database.engine import Database
from storage.database.schema import outbox
from storage.database.statements import fetch_rows
from storage.model.stored import Outgoing
from storage.outbox.blocked_chats import block_chat, unblock_chat
from storage.outbox.claim_statements import FIRST, FIRSTS, FREE, MOST_PASSED, WAITING
from storage.outbox.closing import pass_closing
from storage.outbox.delivery_reports import (
    LARGEST_ID,
    WAITING_MESSAGE,
    DeliveryReport,
    find_asking_message,
    mark_done,
)
from storage.outbox.dropping import mark_unwanted
from storage.outbox.outgoing_rows import read_outgoing_row
from storage.outbox.waiting_rows import change_waiting, is_free

LEASE_SECONDS = 60
"""How long one sender holds a message. After that another one may take it, since the first may have died."""


class Outbox:
    """The outbox of one store. Several senders, in several processes, may take messages from it."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database = database
        self.keyring = keyring

    def list_waiting(self, chat: str, most: int = 100) -> list[Outgoing]:
        """Returns the messages that wait for a chat, in order."""
        with self.database.reading() as connection:
            rows = connection.execute(WAITING, {"chat": self._hash(chat), "most": most}).all()
            return [read_outgoing_row(connection, self.keyring, row) for row in rows]

    def claim(self, chat: str, now: datetime, *, passes_closing: bool = False) -> Outgoing | None:
        """Leases the first message of a chat for a minute, so that no other sender sends it.

        Returns None where nothing waits, the chat is blocked, or the first message is not due yet or leased: no later
        one may overtake it. Only closing edits may be passed; raises `ClosingEditError` where nothing else waits then.
        """
        with self._writing() as connection:
            first: Sequence[Any] = connection.execute(
                FIRST, {"chat": self._hash(chat), "most": MOST_PASSED if passes_closing else 1}
            ).all()
            if passes_closing:
                first = pass_closing(connection, self.keyring, first)
            free = [row for row in first if is_free(row, now.timestamp())]
            claimed = self._claim_rows(connection, free, now)
        return claimed[0] if claimed else None

    def claim_any(self, now: datetime, after: bytes = b"", most: int = 500) -> tuple[list[Outgoing], bytes]:
        """Leases the first messages of the chats whose hashes come after `after`, at most `most` of them.

        Returns them, those that were enqueued first first, with the last chat that was looked at. A caller that goes
        on from there reaches every chat in turn; an empty one means that there are no more. A message that cannot be
        read is logged, and holds up its own chat only.
        """
        with self._writing() as connection:
            firsts = connection.execute(FIRSTS, {"after": after, "most": most}).all()
            free = connection.execute(FREE, {"ids": [row.id for row in firsts], "now": int(now.timestamp())}).all()
            claimed = self._claim_rows(connection, sorted(free, key=lambda row: row.id), now)
        return claimed, firsts[-1].chat if len(firsts) == most else b""

    def note_sent(self, messages: list[int], now: datetime) -> None:
        """Notes that messages were sent, and deletes their texts."""
        with self._writing() as connection:
            mark_done(connection, self.keyring, [DeliveryReport(each, None, now) for each in messages])

    def find_receipt(self, chat: str, screening: bytes | None, question: int, before: int = LARGEST_ID) -> int | None:
        """Returns what `find_asking_message` does, in a transaction of its own."""
        with self.database.reading() as connection:
            return find_asking_message(connection, self.keyring, chat, screening, question, before=before)

    def note_blocked(self, chat: str, now: datetime) -> None:
        """Notes that nothing can be sent to a chat: its messages wait until it is unblocked, or has an event."""
        with self._writing() as connection:
            block_chat(connection, self.keyring, chat, now)

    def note_unblocked(self, chat: str) -> None:
        """Notes that messages can be sent to a chat again. Those that wait for it are claimed as before."""
        with self._writing() as connection:
            unblock_chat(connection, self.keyring, chat)

    def note_failed(self, message: int, due_at: datetime, *, is_attempt: bool = True) -> None:
        """Gives back a message that could not be sent, until `due_at`. `is_attempt` says whether that counts as one."""
        with self._writing() as connection:
            rows = fetch_rows(connection, WAITING_MESSAGE, {"id": message})
            given = {"due_at": int(due_at.timestamp()), "leased_until": 0}
            change_waiting(connection, self.keyring, rows, lambda row: given | {"attempts": row.attempts + is_attempt})

    def give_back(self, messages: Iterable[int]) -> None:
        """Gives back messages that nobody tried to send."""
        given = list(messages)
        if given:
            with self._writing() as connection:
                rows = [row for each in given for row in fetch_rows(connection, WAITING_MESSAGE, {"id": each})]
                change_waiting(connection, self.keyring, rows, lambda _: {"leased_until": 0})

    def list_leased(self) -> list[int]:
        """Returns the messages that a sender leased, also one that died."""
        with self.database.reading() as connection:
            return list(connection.execute(_LEASED).scalars())

    def count_waiting(self) -> int:
        """Returns how many messages wait."""
        with self.database.reading() as connection:
            return connection.execute(_DEPTH).scalar_one()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Gives a transaction that may write. Raises `Refused` where the key was rotated meanwhile."""
        with self.database.writing() as connection:
            check_key(connection, self.keyring)
            yield connection

    def _claim_rows(self, connection: Connection, rows: Sequence[Any], now: datetime) -> list[Outgoing]:
        until = int(now.timestamp()) + LEASE_SECONDS
        leased = change_waiting(connection, self.keyring, rows, lambda _: {"leased_until": until})
        claimed = [read_outgoing_row(connection, self.keyring, row) for row in leased]
        return mark_unwanted(connection, self.keyring, claimed)

    def _hash(self, chat: str) -> bytes:
        return self.keyring.hash_lookup("chat", chat)


_LEASED = select(outbox.c.id).where(outbox.c.leased_until > 0, outbox.c.sent_at.is_(None))
_DEPTH = select(func.count()).where(outbox.c.sent_at.is_(None))
