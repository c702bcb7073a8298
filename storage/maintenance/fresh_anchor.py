"""The anchor of a restored store: it is written anew, and the old one stays beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

from storage.audit.anchor import Anchor
from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.model.entries import Head


@contextmanager
def rebase_anchor(path: Path, keyring: Keyring, fresh: list[Head], now: datetime) -> Iterator[tuple[int, Path | None]]:
    """Writes an anchor of just these heads, and renames the old one. Where the block fails, the old one is back.

    Gives how many screenings are lost: the old anchor knew entries of them that are not there any more. Gives also the
    old anchor's name, or None where there was none.
    """
    anchor = Anchor(path, keyring)
    lost = _count_lost(anchor, fresh)
    old = _choose_free_name(path, now) if path.exists() else None
    if old is not None:
        path.rename(old)
    try:
        anchor.replace(fresh)
        yield lost, old
    except BaseException:
        path.unlink(missing_ok=True)
        if old is not None:
            old.rename(path)
        raise


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


def _choose_free_name(path: Path, now: datetime) -> Path:
    """Returns a name for the old anchor that no file has yet."""
    name = f"{path.name}.before-restore-{now:%Y%m%dT%H%M%SZ}"
    names = (path.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(each for each in names if not each.exists())
