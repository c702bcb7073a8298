"""Closing edits: they take the buttons of a message that is over. Nobody waits for them, so what is said may pass them.

A tap on such a button changes nothing meanwhile: it bears the number of its question, and is told so.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam

from storage.crypto.keyring import Keyring
from storage.database.schema import outbox
from storage.model.errors import Damaged
from storage.model.stored import Do, Outgoing
from storage.outbox.claim_statements import WAITING_OF_CHAT
from storage.outbox.delivery_reports import find_asking_message
from storage.outbox.outgoing_rows import read_outgoing_row


class ClosingEditError(Exception):
    """Only closing edits wait for a chat, and they were to be passed."""


def is_closing(outgoing: Outgoing) -> bool:
    """Says whether a message only closes an earlier one. A page of buttons is awaited, as what is said is."""
    return outgoing.do is Do.EDIT and not outgoing.message.buttons


def pass_closing(connection: Connection, keyring: Keyring, rows: Sequence[Any]) -> Sequence[Any]:
    """Returns the first of these rows that is no closing edit, alone. Raises `ClosingEditError` where all are."""
    for row in rows:
        if not _is_closing_row(connection, keyring, row):
            return [row]
    if rows:
        raise ClosingEditError
    return []


def list_closing_targets(connection: Connection, keyring: Keyring, chat: str, screening: bytes) -> list[int]:
    """Returns the receipts of the messages that closing edits of a screening wait for in a chat."""
    rows = connection.execute(_OF_SCREENING, {"chat": keyring.hash_lookup("chat", chat), "screening": screening}).all()
    waiting = [read_outgoing_row(connection, keyring, row) for row in rows]
    found = [_find_target(connection, keyring, each) for each in waiting if is_closing(each)]
    return [each for each in found if each is not None]


def _find_target(connection: Connection, keyring: Keyring, outgoing: Outgoing) -> int | None:
    asking = None
    if outgoing.question is not None:
        asked = outgoing.chat, outgoing.screening, outgoing.question
        asking = find_asking_message(connection, keyring, *asked, before=outgoing.id)
    return outgoing.target if asking is None else asking


def _is_closing_row(connection: Connection, keyring: Keyring, row: Any) -> bool:
    """Says whether a row is a closing edit. One that was changed outside of this program is not passed."""
    try:
        return is_closing(read_outgoing_row(connection, keyring, row))
    except Damaged:
        return False


_OF_SCREENING = WAITING_OF_CHAT.where(outbox.c.screening == bindparam("screening")).order_by(outbox.c.id)
