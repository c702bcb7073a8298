"""The indexes over some rows of a table.

They stand apart from the tables, since SQLAlchemy imports the dialect of each database that an index names. Only
migrations need them: `metadata` holds all tables and all indexes here.
"""

from sqlalchemy import Column, Index, text

from storage.database.schema import metadata, outbox, screenings

__all__ = ["metadata"]

_RECEIVED = "receipt IS NOT NULL"
_SENT_ONLY = "sent_at IS NOT NULL AND receipt IS NULL"


def _index(name: str, where: str, *columns: Column[int] | Column[bytes]) -> None:
    """Adds an index to the table of its columns."""
    Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


_index("screenings_keep_until", "NOT is_forgotten", screenings.c.keep_until)
_index("outbox_waiting", "sent_at IS NULL", outbox.c.chat, outbox.c.id)
_index("outbox_sent_at", _SENT_ONLY, outbox.c.sent_at)
_index("outbox_received_at", _RECEIVED, outbox.c.sent_at)
_index("outbox_receipt", _RECEIVED, outbox.c.chat, outbox.c.screening, outbox.c.question, outbox.c.id)
