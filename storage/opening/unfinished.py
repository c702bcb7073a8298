"""What a killed command left at a place: work that nobody holds is removed, and a restore is completed or undone.

While a restore puts a new anchor in the place of the old one, its work folder holds the old one. Once the database is
there too, the old anchor gets a name of its own. Without a database it comes back.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

from storage.database.leftovers import UNSETTLED, find_leftovers, hold_leftover, remove_leftover
from storage.database.whole_files import write_new, write_over
from storage.model.errors import Unavailable
from storage.opening.location import StoreLocation
from storage.opening.place_lock import lock_place
from storage.opening.probe import probe_without_key

_ANCHOR = "anchor-and-its-later-name"


def clear_place(place: StoreLocation) -> None:
    """Removes what killed commands left at a place, and completes or undoes a restore."""
    if any(find_leftovers(folder) for folder in _list_folders(place)):
        with lock_place(place):
            clear_locked_place(place)


def clear_locked_place(place: StoreLocation) -> None:
    """Does the same for whoever holds the lock of the place."""
    for folder in _list_folders(place):
        clear_folder(folder, place)


def clear_folder(folder: Path, place: StoreLocation) -> None:
    """Removes the work in a folder that nobody holds, but for a restore of another place."""
    for each in find_leftovers(folder):
        if each.is_symlink() and not each.exists():
            each.unlink(missing_ok=True)
            continue
        with hold_leftover(each) as is_free:
            if is_free and (not (each / UNSETTLED).exists() or _settle_left(each, place)):
                remove_leftover(each)


def keep_former_anchor(folder: Path, anchor: Path, now: datetime) -> Path | None:
    """Keeps the anchor of a place in the work folder of a restore, before another one takes its place.

    Returns the name that it gets once the restore is complete, or None where there is no anchor.
    """
    with _translated(folder):
        content = anchor.read_bytes() if anchor.exists() else b""
        later = _choose_free_name(anchor, now)
        write_new(folder / _ANCHOR, b"\n".join(map(os.fsencode, (anchor.absolute(), later))))
        write_new(folder / UNSETTLED, content)
    return later if content else None


def settle(folder: Path, place: StoreLocation) -> None:
    """Completes a restore whose database is there, and undoes another.

    Raises `StorageError` where it cannot be found out whether the database is there, or a file cannot be written: the
    next command does it then.
    """
    is_complete = probe_without_key(place)[0] is not None
    with _translated(folder):
        content, later = (folder / UNSETTLED).read_bytes(), _read_names(folder)[1]
        if not is_complete and content:
            write_over(place.anchor, content)
        elif not is_complete:
            place.anchor.unlink(missing_ok=True)
        elif content and not later.exists():
            write_new(later, content)
        (folder / UNSETTLED).unlink()


def _settle_left(folder: Path, place: StoreLocation) -> bool:
    """Settles what a killed restore of this place left. Says whether it did: another's is left to its own place."""
    with _translated(folder):
        anchor, _ = _read_names(folder)
    if anchor == place.anchor.absolute():
        settle(folder, place)
        return True
    return False


def _read_names(folder: Path) -> tuple[Path, Path]:
    """Returns the anchor that a restore replaces, and the later name of the old one."""
    anchor, later = (folder / _ANCHOR).read_bytes().split(b"\n")
    return Path(os.fsdecode(anchor)), Path(os.fsdecode(later))


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Unavailable(
            f"{folder}: what a restore needs for the anchor cannot be written ({reason}); make room, or allow it"
        ) from error


def _list_folders(place: StoreLocation) -> set[Path]:
    found = {place.anchor.parent, place.journal.parent}
    return found if place.address.file is None else found | {place.address.file.parent}


def _choose_free_name(path: Path, now: datetime) -> Path:
    """Returns a name for the old anchor that no file has yet."""
    name = f"{path.name}.before-restore-{now:%Y%m%dT%H%M%SZ}"
    names = (path.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(each for each in names if not each.exists())
