"""The anchor of a restored store, written anew."""

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
    """Writes an anchor of just the fresh heads and keeps the old one aside; where what follows fails, the old one is back."""
    anchor = Anchor(path, keyring)
    known = {head.screening: head.number for head in fresh}
    lost = sum(
        head.number > known.get(head.screening, 0)
        for head in anchor.read_heads().values()
        if head.screening != STORE_CHAIN
    )
    aside = _choose_free_name(path, now) if path.exists() else None
    if aside is not None:
        path.rename(aside)
    try:
        anchor.replace(fresh)
        yield lost, aside
    except BaseException:
        path.unlink(missing_ok=True)
        if aside is not None:
            aside.rename(path)
        raise


def _choose_free_name(path: Path, now: datetime) -> Path:
    """Returns a name for the old anchor that nothing has yet."""
    name = f"{path.name}.before-restore-{now:%Y%m%dT%H%M%SZ}"
    names = (path.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(each for each in names if not each.exists())
