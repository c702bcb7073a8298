"""Writing files whole or not at all: to a temporary file beside the place, which then takes the name."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.config.errors import UsageFault


def make_sure_of(file: Path) -> None:
    """Raises `UsageFault` where `file` cannot be written; leaves no trace."""
    try:
        if file.is_dir():
            raise UsageFault(f"{file}: this is a folder; name a file in it")
        if _is_replaced(file):
            with NamedTemporaryFile(dir=file.resolve().parent):
                pass
    except OSError as error:
        raise _unwritable(file, error) from error


def write_whole(file: Path, text: str | bytes) -> None:
    """Writes `text` to `file`, whole or not at all; a link keeps leading there. Raises `UsageFault` where that cannot be done."""
    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    try:
        if _is_replaced(file):
            _replace(file.resolve(), content)
        else:
            file.write_bytes(content)
    except OSError as error:
        raise _unwritable(file, error) from error


def _is_replaced(file: Path) -> bool:
    """Says whether a file takes this name by being renamed: a device or a pipe is written to instead."""
    return file.is_file() or not file.exists()


def _replace(file: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name[:60]}.", delete=False) as temporary:
        try:
            temporary.write(content)
            temporary.close()
            _give_mode(Path(temporary.name), file)
            Path(temporary.name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(temporary.name).unlink()
            raise


def _give_mode(temporary: Path, file: Path) -> None:
    """Gives a new file the permissions of the one in whose place it comes, or those of any new file."""
    if file.exists():
        shutil.copymode(file, temporary)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _unwritable(file: Path, error: OSError) -> UsageFault:
    return UsageFault(f"{file}: cannot be written ({(error.strerror or 'unknown reason').lower()})")
