"""A store whose every step can be watched: database calls by their names, the lines of anchor and journal.

One step may be the last.
"""

import os
import re
import signal
import sqlite3
from collections.abc import Callable, Iterable
from mmap import mmap
from typing import Any

from storage.audit.anchor import Anchor
from storage.audit.erasure_journal import ErasureJournal
from storage.database.engine import Connect
from storage.database.shared_files import open_to_append
from storage.model.entries import Head
from storage.unit_of_work.store import Store

Step = Callable[[str], None]

PHASES = ("opening", "between transactions", "in a transaction", "in its commit", "after it, unacknowledged")

_PHASE_AFTER = {"after BEGIN IMMEDIATE": 2, "before COMMIT": 3, "after COMMIT": 4}
_TABLE = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM|FROM)\s+(\w+)")


class Fuse:
    """Counts the steps, and kills its own process at one of them; with no such step it only remembers their names."""

    def __init__(self, last: int | None = None) -> None:
        self.last = last
        self.names: list[str] = []

    def __call__(self, name: str, dying: Callable[[], None] = lambda: None) -> None:
        """Comes to a step. `dying` is what is still done if it is the last."""
        self.names.append(name)
        if len(self.names) - 1 == self.last:
            dying()
            os.kill(os.getpid(), signal.SIGKILL)


class Phase:
    """Shows in shared memory how far a process has come, for whoever kills it."""

    def __init__(self) -> None:
        self.memory = mmap(-1, 1)
        self.is_writing = False

    def __call__(self, name: str) -> None:
        """Comes to a step."""
        self.is_writing = self.is_writing or name == "after BEGIN IMMEDIATE"
        if self.is_writing and name in _PHASE_AFTER:
            self.memory[0] = _PHASE_AFTER[name]
        self.is_writing = self.is_writing and name != "after COMMIT"

    def rest(self) -> None:
        """Comes to rest between two transactions."""
        self.memory[0] = 1


def watched_by(step: Step) -> Connect:
    """Returns what opens connections that are watched."""

    def connect(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection = sqlite3.connect(*arguments, factory=_Connection, **more)
        connection.step = step
        return connection

    return connect


def watch_files(store: Store, fuse: Fuse) -> None:
    """Watches the anchor and the journal of a store."""
    store.anchor = _Anchor(store.anchor, fuse)
    store.journal = _Journal(store.journal, fuse)


class _Cursor(sqlite3.Cursor):
    connection: "_Connection"

    def execute(self, sql: str, parameters: Any = (), /) -> "_Cursor":
        name = _name(sql)
        self.connection.step(f"before {name}")
        super().execute(sql, parameters)
        self.connection.step(f"after {name}")
        return self

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> "_Cursor":
        name = _name(sql)
        self.connection.step(f"before {name}")
        super().executemany(sql, parameters)
        self.connection.step(f"after {name}")
        return self


class _Connection(sqlite3.Connection):
    step: Step = staticmethod(lambda _: None)

    def cursor(self, _factory: Any = None) -> _Cursor:  # type: ignore[override]
        return super().cursor(_Cursor)

    def commit(self) -> None:
        self.step("before COMMIT")
        super().commit()
        self.step("after COMMIT")

    def rollback(self) -> None:
        self.step("before ROLLBACK")
        super().rollback()
        self.step("after ROLLBACK")


class _Anchor(Anchor):
    def __init__(self, anchor: Anchor, fuse: Fuse) -> None:
        super().__init__(anchor.path, anchor.keyring)
        self.fuse = fuse

    def append(self, heads: Iterable[Head]) -> None:
        heads = list(heads)
        self.fuse("before the anchor's append")
        self.fuse("within the anchor's append", lambda: _tear(self, "".join(map(self._line, heads))))
        super().append(heads)
        self.fuse("after the anchor's append")


class _Journal(ErasureJournal):
    def __init__(self, journal: ErasureJournal, fuse: Fuse) -> None:
        super().__init__(journal.path, journal.keyring)
        self.fuse = fuse

    def add(self, screenings: list[bytes]) -> None:
        self.fuse("before the journal's append")
        self.fuse("within the journal's append", lambda: _tear(self, "".join(map(self._line, screenings))))
        super().add(screenings)
        self.fuse("after the journal's append")


def _tear(file: Anchor | ErasureJournal, lines: str) -> None:
    """Writes the first part of lines, as a crash may leave them."""
    with open_to_append(file.path) as opened:
        opened.write(lines[: -len(lines) // 3].encode())


def _name(sql: str) -> str:
    words = sql.split()
    table = _TABLE.search(sql)
    return f"{words[0]} {table.group(2)}" if table and words[0] != "PRAGMA" else " ".join(words[:2])
