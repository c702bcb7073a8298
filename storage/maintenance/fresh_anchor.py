"""The anchor of a restored store: it is written anew, and the old one stays beside it.

At every moment the old one or the new one stands whole at its place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.audit.anchor import Anchor
from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.model.entries import Head
from storage.opening.location import StoreLocation
from storage.opening.unfinished import keep_former_anchor, settle


@contextmanager
def rebase_anchor(
    place: StoreLocation, folder: Path, keyring: Keyring, fresh: list[Head], now: datetime
) -> Iterator[tuple[int, Path | None]]:
    """Writes an anchor of just these heads; the block delivers the database. Where it fails, the old anchor is back.

    Gives how many screenings are lost: the old anchor knew entries of them that are not there any more. Gives also the
    old anchor's later name, or None where there is none. What either end needs stands in the work folder, so that the
    next command comes to it if this one is killed.
    """
    lost = _count_lost(Anchor(place.anchor, keyring), fresh)
    later = keep_former_anchor(folder, place.anchor, now)
    try:
        Anchor(place.anchor, keyring).replace(fresh)
        yield lost, later
    finally:
        settle(folder, place)


def _count_lost(anchor: Anchor, fresh: list[Head]) -> int:
    """Returns of how many screenings the anchor knows an entry that is gone: a later one, or one of two of a number."""
    known = {head.screening: head.number for head in fresh}
    told: dict[tuple[bytes, int], Head] = {}
    lost = set()
    for _, head in anchor.iterate_lines():
        if head is None or head.screening == STORE_CHAIN:
            continue
        is_later = head.number > known.get(head.screening, 0)
        if is_later or told.setdefault((head.screening, head.number), head) != head:
            lost.add(head.screening)
    return len(lost)
