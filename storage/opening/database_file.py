"""An SQLite file before it is opened: whether it is a database of ours, and whether its journal is there."""

from pathlib import Path

from storage.database.schema import APPLICATION_ID
from storage.model.errors import Refused


def read_stamps(file: Path) -> list[tuple[int, int]]:
    """Returns the times and sizes of a database and its journal, which change with every write."""
    found = [each.stat() for each in (file, locate_journal(file)) if each.exists()]
    return [(stat.st_mtime_ns, stat.st_size) for stat in found]


def is_database(file: Path) -> bool:
    """Says whether the file holds a database of ours; False where there is no file yet, or an empty one.

    Reads its first bytes only.
    """
    try:
        with file.open("rb") as opened:
            header = opened.read(100)
    except FileNotFoundError:
        if not file.parent.is_dir():
            raise Refused(f"{file}: there is no folder {file.parent}; make it, or name another place") from None
        return False
    except IsADirectoryError:
        raise Refused(f"{file}: this is a folder; name a file in it") from None
    except NotADirectoryError:
        raise Refused(f"{file}: {file.parent} is no folder; name another place") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        wrong = f"{file}: the database cannot be read ({reason}); allow reading it, or name another file"
        raise Refused(wrong) from error
    if not header:
        return False
    if not header.startswith(_MAGIC):
        raise Refused(f"{file}: this is no database of trialscreen; name another file")
    is_at_rest = not has_journal(file)  # in the middle of a transaction the first bytes may be anything
    if is_at_rest and int.from_bytes(header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4]) != APPLICATION_ID:
        raise Refused(f"{file}: this database belongs to another program; name another file")
    if is_at_rest and file.stat().st_size < _expected_size(header):
        raise Refused(f"{file}: the end of the database is missing; restore a backup")
    return True


def has_journal(file: Path) -> bool:
    """Says whether a transaction is under way, or was when a crash ended it."""
    journal = locate_journal(file)
    return journal.exists() and journal.stat().st_size > 0


def locate_journal(file: Path) -> Path:
    """Returns where SQLite writes the journal of a transaction, which a crash may have left."""
    return file.with_name(file.name + "-journal")


def _expected_size(header: bytes) -> int:
    """Returns how many bytes an SQLite file must have, by its own header."""
    page = int.from_bytes(header[16:18])
    return (65_536 if page == 1 else page) * int.from_bytes(header[28:32])


_MAGIC = b"SQLite format 3\0"
_APPLICATION_ID_AT = 68
