"""The evidence outside of the database, for an inspection: what the anchor and the journal of the forgotten tell.

It is held in a private database of SQLite on the disk, so that memory does not grow with the files.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from storage.audit.anchor import Anchor
from storage.audit.erasure_journal import ErasureJournal
from storage.model.entries import Head


@dataclass(frozen=True)
class EvidencePage:
    """What is known of the chains in a range: the heads of each, in order, and which screenings were forgotten."""

    heads: dict[bytes, list[Head]] = field(default_factory=dict)
    forgotten: frozenset[bytes] = frozenset()

    def find_heads(self, screening: bytes) -> list[Head]:
        """Returns the heads of one chain."""
        return self.heads.get(screening, [])


class Evidence:
    """All that the files tell. The faults are what is wrong with their own lines, a sentence each."""

    def __init__(
        self, connection: sqlite3.Connection, journal: ErasureJournal | None, *, has_anchor: bool, has_journal: bool
    ) -> None:
        self.journal = journal
        self.has_anchor = has_anchor
        self.has_journal = has_journal
        self.anchor_faults: list[str] = []
        self.journal_faults: list[str] = []
        self._connection = connection
        self._journal_size = 0

    def read_anchor(self, anchor: Anchor) -> None:
        """Takes in an anchor."""

        def rows() -> Iterator[tuple[bytes, int, bytes]]:
            for number, head in anchor.iterate_lines():
                if head is None:
                    self.anchor_faults.append(f"{anchor.path}: line {number} was changed")
                else:
                    yield head.screening, head.number, head.mac

        self._connection.executemany("INSERT OR IGNORE INTO heads VALUES (?, ?, ?)", rows())

    def read_journal(self, journal: ErasureJournal) -> None:
        """Takes in a journal."""
        self._journal_size = _measure(journal)

        def rows() -> Iterator[tuple[bytes]]:
            for number, screening in journal.iterate_lines():
                if screening is None:
                    self.journal_faults.append(f"{journal.path}: line {number} was changed")
                else:
                    yield (screening,)

        self._connection.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", rows())

    def read_later_lines(self) -> bool:
        """Takes in what was written into the journal meanwhile, and says whether there is any."""
        if self.journal is None or _measure(self.journal) == self._journal_size:
            return False
        self.read_journal(self.journal)
        return True

    def read_page(self, after: bytes, last: bytes) -> EvidencePage:
        """Returns what is known of the chains whose ids come after `after`, up to `last`."""
        heads: dict[bytes, list[Head]] = {}
        for row in self._connection.execute(_HEADS, (after, last)):
            heads.setdefault(row[0], []).append(Head(*row))
        return EvidencePage(heads, frozenset(row[0] for row in self._connection.execute(_FORGOTTEN, (after, last))))

    def count_heads(self) -> int:
        """Returns how many heads the anchor tells of."""
        return int(self._connection.execute("SELECT count(*) FROM heads").fetchone()[0])

    def count_chains(self) -> int:
        """Returns of how many chains these are."""
        return int(self._connection.execute("SELECT count(DISTINCT screening) FROM heads").fetchone()[0])

    def iterate_chains(self) -> Iterator[list[Head]]:
        """Yields the heads of each chain, in order."""
        chain: list[Head] = []
        for row in self._connection.execute("SELECT * FROM heads ORDER BY screening, number"):
            head = Head(*row)
            if chain and chain[0].screening != head.screening:
                yield chain
                chain = []
            chain.append(head)
        if chain:
            yield chain


@contextmanager
def gather_evidence(anchor: Anchor | None = None, journal: ErasureJournal | None = None) -> Iterator[Evidence]:
    """Gives what the files tell. Without one of them nothing is known by it."""
    with closing(sqlite3.connect("")) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        for statement in _TABLES:
            connection.execute(statement)
        has_anchor, has_journal = (each is not None and each.path.exists() for each in (anchor, journal))
        evidence = Evidence(connection, journal, has_anchor=has_anchor, has_journal=has_journal)
        if anchor is not None:
            evidence.read_anchor(anchor)
        if journal is not None:
            evidence.read_journal(journal)
        yield evidence


def _measure(journal: ErasureJournal) -> int:
    return journal.path.stat().st_size if journal.path.exists() else 0


_TABLES = (
    "CREATE TABLE heads (screening BLOB, number INTEGER, mac BLOB, PRIMARY KEY (screening, number, mac)) WITHOUT ROWID",
    "CREATE TABLE forgotten (screening BLOB PRIMARY KEY) WITHOUT ROWID",
)
_HEADS = "SELECT * FROM heads WHERE screening > ? AND screening <= ? ORDER BY screening, number"
_FORGOTTEN = "SELECT screening FROM forgotten WHERE screening > ? AND screening <= ?"
