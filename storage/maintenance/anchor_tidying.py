"""Tidying the anchor: lines that later ones supersede are dropped, and whatever shows a rollback is kept."""

from collections.abc import Iterator

from sqlalchemy import Connection

from storage.audit.evidence import Evidence, gather_evidence
from storage.database.shared_files import lock_file
from storage.maintenance.gone_entries import is_there
from storage.model.entries import Head
from storage.unit_of_work.store import Store


def tidy_anchor(store: Store, least_bytes: int = 4_000_000) -> None:
    """Drops the lines of the anchor that later ones supersede, where the file has grown to `least_bytes`.

    Of each chain the last line stays, and every line of an entry that the database does not hold: it shows what was
    taken away. A line that was changed by others stays to be seen, too: then nothing is dropped.
    """
    anchor = store.anchor
    if not anchor.path.exists() or anchor.path.stat().st_size < least_bytes:
        return
    with lock_file(anchor.path), gather_evidence(anchor) as evidence, store.database.reading() as connection:
        if evidence.anchor_faults or evidence.count_heads() < 2 * evidence.count_chains():
            return
        anchor.rewrite(_choose_lines(connection, evidence))


def _choose_lines(connection: Connection, evidence: Evidence) -> Iterator[Head]:
    for chain in evidence.iterate_chains():
        yield from (head for head in chain[:-1] if not is_there(connection, head))
        yield chain[-1]
