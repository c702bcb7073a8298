"""A new file that only its owner may read, written whole or not at all. A file that is there already is never touched."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from bot.config.errors import UsageFault


def check_new(file: Path) -> None:
    """Raises `UsageFault` where a new file could not be written: there is one of that name, or nobody may write in its folder."""
    with _beside(file):
        pass


def write_new(file: Path, content: str | bytes) -> None:
    """Writes a new file that lasts, with mode 0600. Raises `UsageFault` where it cannot be written, or came to be there meanwhile."""
    with _beside(file) as made:
        with made.open("wb") as opened:
            opened.write(content.encode() if isinstance(content, str) else content)
            opened.flush()
            os.fsync(opened.fileno())
        try:
            os.link(made, file)  # unlike a rename, never in the place of another file
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            _refuse_if_there(file)
            made.replace(file)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Yields an empty file of another name in the same folder, which is gone afterwards."""
    _refuse_if_there(file)
    try:
        descriptor, name = mkstemp(dir=file.parent, prefix=".recording-")
        os.close(descriptor)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)
    except FileExistsError:
        _refuse_if_there(file)
        raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageFault(f"{file}: cannot be written ({reason}); name a file in a folder that is there and lets you write") from error


def _refuse_if_there(file: Path) -> None:
    if os.path.lexists(file):
        raise UsageFault(f"{file}: there is a file already, and it is left as it is; name another one, or move it away")
