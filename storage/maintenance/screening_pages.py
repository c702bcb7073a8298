"""Pages of screenings: the rows of several at once, from all tables that hold some of them, and the rows of none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.audit.evidence import EvidencePage
from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.database.schema import definitions, entries, handovers, outbox, screening_keys, tally
from storage.database.statements import fetch_rows
from storage.maintenance.inspection import Inspection, ScreeningRows, name_by_id
from storage.maintenance.screening_inspection import inspect_rows
from storage.model.entries import EntryRow


@dataclass(frozen=True)
class ScreeningPage:
    """Screenings whose ids come after one, up to another, and all that other tables hold for ids in that range."""

    connection: Connection
    rows: Sequence[Any]
    keys: Mapping[bytes, bytes]
    chains: Mapping[bytes, Sequence[EntryRow]]
    messages: AbstractSet[bytes]
    digests: AbstractSet[str]
    handovers: Mapping[bytes, Any]

    def inspect(self, keyring: Keyring, known: EvidencePage, *, has_journal: bool) -> Iterator[Inspection]:
        """Yields what is found of each screening, and of rows that belong to none."""
        for row in self.rows:
            in_journal = row.id in known.forgotten if has_journal else None
            entry_rows, anchored = self.chains.get(row.id, ()), known.find_heads(row.id)
            outside = (in_journal, self.handovers.get(row.id))
            rows = ScreeningRows(
                row, self.keys.get(row.id), entry_rows, anchored, self.find_tally, self.digests, *outside
            )
            yield inspect_rows(keyring, rows)
        ids = {row.id for row in self.rows} | {STORE_CHAIN}
        yield from _find_orphans(self.chains.keys() - ids, "there are entries of it, but no record")
        yield from _find_orphans(self.keys.keys() - ids, "there is a key of it, but no record")
        yield from _find_orphans(self.messages - self.keys.keys(), "there are messages of it, but no key")
        for screening in sorted(known.heads.keys() - ids):
            fault = f"it is missing, but the anchor knows its {known.heads[screening][-1].number} entries"
            yield from _find_orphans([screening], fault)

    def find_tally(self, number: int) -> Any | None:
        """Returns a row of the tally."""
        rows = fetch_rows(self.connection, _TALLY, {"id": number})
        return rows[0] if rows else None


def read_screening_page(connection: Connection, rows: Sequence[Any], after: Any, last: Any) -> ScreeningPage:
    """Reads what belongs to a page of screenings."""
    ids = {"after": after, "last": last}
    chains: dict[bytes, list[EntryRow]] = {}
    for entry in fetch_rows(connection, _ENTRIES, ids):
        chains.setdefault(entry.screening, []).append(EntryRow(*entry))
    return ScreeningPage(
        connection,
        rows,
        {row.screening: row.wrapped for row in fetch_rows(connection, _KEYS, ids)},
        chains,
        {row.screening for row in fetch_rows(connection, _MESSAGES, ids)},
        {row.digest for row in fetch_rows(connection, _DIGESTS, {})},
        {row.screening: row for row in fetch_rows(connection, _HANDOVERS, ids)},
    )


def _find_orphans(ids: Iterable[Any], fault: str) -> Iterator[Inspection]:
    for screening in sorted(ids, key=repr):
        yield Inspection(name_by_id(screening), (fault,), (), screening)


def _read_between(table: Any, column: Any) -> Any:
    return select(table).where(column > bindparam("after"), column <= bindparam("last"))


_ENTRIES = _read_between(entries, entries.c.screening).order_by(entries.c.screening, entries.c.number)
_KEYS = _read_between(screening_keys, screening_keys.c.screening)
_MESSAGES = _read_between(outbox.c.screening, outbox.c.screening).distinct()
_HANDOVERS = _read_between(handovers, handovers.c.screening)
_DIGESTS = select(definitions.c.digest)
_TALLY = select(tally).where(tally.c.id == bindparam("id"))
