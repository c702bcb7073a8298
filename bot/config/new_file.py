"""A new file that only its owner may read, written whole or not at all.

A file that is there already is never touched.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.config.errors import UsageFault, describe_cause
from storage.database import whole_files
from storage.database.leftovers import make_work_file


def check_new(file: Path) -> None:
    """Raises `UsageFault` where a new file could not be written: the name is taken, or its folder is closed to us."""
    with _as_usage_faults(file), make_work_file(file.parent):
        pass


def write_new(file: Path, content: str | bytes) -> None:
    """Writes a new file that lasts, with mode 0600.

    Raises `UsageFault` where it cannot be written, or came to be there meanwhile.
    """
    with _as_usage_faults(file):
        whole_files.write_new(file, content.encode() if isinstance(content, str) else content)


@contextmanager
def _as_usage_faults(file: Path) -> Iterator[None]:
    _refuse_if_there(file)
    try:
        yield
    except FileExistsError:
        _refuse_if_there(file)
        raise
    except OSError as error:
        reason = describe_cause(error)
        raise UsageFault(
            f"{file}: cannot be written ({reason}); name a file in a folder that is there and lets you write"
        ) from error


def _refuse_if_there(file: Path) -> None:
    if os.path.lexists(file):
        raise UsageFault(f"{file}: there is a file already, and it is left as it is; name another one, or move it away")
