"""Entries that are gone: the anchor knows them, and the database does not hold them. An older state was put back."""

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, select

from storage.audit.evidence import gather_evidence
from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import entries
from storage.database.statements import fetch_rows
from storage.maintenance.inspection import name_by_id
from storage.model.entries import Head
from storage.unit_of_work.store import Store


def find_gone_entries(store: Store) -> list[str]:
    """Returns a sentence for each chain of which the database lacks entries that the anchor knows."""
    with gather_evidence(store.anchor) as evidence, store.database.reading() as connection:
        return list(_compare(connection, evidence.iterate_chains()))


def is_there(connection: Connection, head: Head) -> bool:
    """Says whether the database holds an entry just as the anchor knows it."""
    return bool(fetch_rows(connection, _ENTRY, {"screening": head.screening, "number": head.number, "mac": head.mac}))


def _compare(connection: Connection, chains: Iterator[list[Head]]) -> Iterator[str]:
    for chain in chains:
        gone = [head.number for head in chain if not is_there(connection, head)]
        if gone:
            name = "the realm" if chain[0].screening == STORE_CHAIN else name_by_id(chain[0].screening)
            yield f"{name}: an older state was put back: entry {gone[0]} that the anchor knows is gone"


_ENTRY = select(entries.c.number).where(
    entries.c.screening == bindparam("screening"),
    entries.c.number == bindparam("number"),
    entries.c.mac == bindparam("mac"),
)
