"""Databases of a server, lent to one test after the other: emptying one is ten times faster than making one.

A test gets an empty database. Once one has had tables they wait in a schema of their own, and `noted_tables` takes
them from there. One whose tables a test has changed is not lent again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from quick_tables import EMPTIED, SHAPE, pristine
from stores import fresh_database


class Databases:
    """The databases of one server that no test uses at the moment."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.free: list[str] = []

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Gives the URL of an empty database, and takes it back at the end of the block."""
        url = self.free.pop() if self.free else fresh_database(self.server_url)
        yield url
        if _emptied(url):
            self.free.append(url)


def _emptied(url: str) -> bool:
    """Empties a database, and moves its tables to another schema; returns False for one that is not as it was."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <>"
            " pg_backend_pid()"
        )
        tables = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        if not tables:
            return True
        row = connection.execute(SHAPE).fetchone()
        if row is None or row[0] not in pristine or _is_emptied(connection):
            return False
        version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        if version != [(pristine[row[0]],)]:
            return False
        deletions = "; ".join(f"DELETE FROM {name}" for name in tables if name != "alembic_version")
        restarts = "; ".join(f"ALTER SEQUENCE {name} RESTART" for (name,) in connection.execute(_SEQUENCES))
        connection.execute(
            f"{deletions}; {restarts}; ALTER SCHEMA public RENAME TO {EMPTIED}; CREATE SCHEMA public".encode()
        )
    return True


def _is_emptied(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT to_regnamespace(%s) IS NOT NULL", (EMPTIED,)).fetchone()
    return row == (True,)


_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
