"""A quick look for a rollback when a store is opened: the last lines of the anchor must be in the database.

An older state of the database lacks them, or has other entries in their place. Only an inspection reads all lines.
"""

from collections.abc import Iterator

from sqlalchemy import bindparam, select

from storage.database.schema import entries
from storage.model.entries import Head
from storage.unit_of_work.store import Store

LINES = 500
"""How many of the last lines are looked up. Two MACs for one number are looked for in about 7,000."""

AT_ONCE = 100
"""How many screenings are looked up with one statement."""


def find_missing_anchor(store: Store) -> str | None:
    """Returns what is wrong, in one sentence, where there are entries and no anchor; else None."""
    if store.anchor.path.exists():
        return None
    with store.database.reading() as connection:
        if connection.execute(_ANY).first() is None:
            return None
    return (
        f"{store.anchor.path}: the anchor is missing, so an older state of {store.database.address} would not show. Put"
        " it back from where you keep it, before anything is written"
    )


def find_rollback(store: Store) -> str | None:
    """Returns what is wrong, in one sentence, where the database is older than the anchor; else None."""
    heads = store.anchor.read_tail()
    suspects = [*_find_pairs(heads), *_find_missing(store, heads[-LINES:])]
    if not any(map(store.anchor.is_signed, suspects)):
        return None
    return (
        f"{store.database.address}: an older state was put in the place of the database, or of part of it: the anchor"
        f" {store.anchor.path} knows entries that are gone. Keep the files as they are, and look at them with"
        " `trialscreen screening audit`"
    )


def _find_pairs(heads: list[Head]) -> Iterator[Head]:
    """Yields heads of which another one has the same number."""
    known: dict[tuple[bytes, int], Head] = {}
    for head in heads:
        other = known.setdefault((head.screening, head.number), head)
        if other.mac != head.mac:
            yield head
            yield other


def _find_missing(store: Store, heads: list[Head]) -> Iterator[Head]:
    """Yields heads that the database does not hold."""
    by_screening: dict[bytes, list[Head]] = {}
    for head in dict.fromkeys(heads):
        by_screening.setdefault(head.screening, []).append(head)
    screenings = list(by_screening)
    with store.database.reading() as connection:
        for start in range(0, len(screenings), AT_ONCE):
            some = screenings[start : start + AT_ONCE]
            wanted = [head for each in some for head in by_screening[each]]
            given = {"screenings": some, "first": min(head.number for head in wanted)}
            macs = {(row.screening, row.number): row.mac for row in connection.execute(_MACS, given)}
            yield from (head for head in wanted if macs.get((head.screening, head.number)) != head.mac)


_ANY = select(entries.c.number).limit(1)
_MACS = select(entries.c.screening, entries.c.number, entries.c.mac).where(
    entries.c.screening.in_(bindparam("screenings", expanding=True)), entries.c.number >= bindparam("first")
)
