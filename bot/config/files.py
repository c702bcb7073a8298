"""Reading files that people name: every way in which that can fail is one clear line."""

from pathlib import Path

from bot.config.errors import UsageFault, describe_cause

MAX_BYTES = 5_000_000


def read_text(path: Path, what: str) -> str:
    """Returns the UTF-8 text of a file; `what` names its kind.

    Raises `UsageFault` for one that cannot be read as such.
    """
    return decode_text(read_bytes(path, what), str(path), what)


def read_bytes(path: Path, what: str) -> bytes:
    """Returns the content of a file; `what` names its kind.

    Raises `UsageFault` for one that cannot be read, or is too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UsageFault(f"{path}: {size:,} bytes are too many for {what}; name another file")
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageFault(f"{path}: there is no such file; check the name") from None
    except IsADirectoryError:
        raise UsageFault(f"{path}: this is a folder; name a file in it") from None
    except OSError as error:
        raise UsageFault(f"{path}: cannot be read ({describe_cause(error)})") from error


def decode_text(content: bytes, name: str, what: str) -> str:
    """Returns bytes as UTF-8 text. Raises `UsageFault` naming the line of the first byte that is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageFault(f"{name}:{line}: this is no UTF-8 text; save {what} as UTF-8") from error
    if "\0" in text:
        raise UsageFault(f"{name}:1: this is a binary file; name {what}")
    return text
