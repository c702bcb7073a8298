"""The journal of forgotten screenings: a file outside the database and its backups.

A restored backup forgets again what the journal names. A line is written, and lasts, before the screening's key is
destroyed. After a crash between the two the screening is still there: opening the store forgets it, by the last lines.
"""

import os
from collections.abc import Iterator
from hmac import compare_digest
from pathlib import Path

from storage.crypto.encryption import authenticate
from storage.crypto.keyring import ID_BYTES, Keyring
from storage.database.shared_files import append_lines
from storage.model.errors import Unavailable


class ErasureJournal:
    """The journal of one keyring. A line holds a screening's random id and a signature, and nothing else of it."""

    def __init__(self, path: Path, keyring: Keyring) -> None:
        self.path = path
        self.keyring = keyring

    def add(self, screenings: list[bytes]) -> None:
        """Appends ids so that they last. Raises `Unavailable` where the file cannot be written."""
        lines = "".join(self._line(each) for each in screenings).encode()
        try:
            append_lines(self.path, lines, is_lasting=True)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise Unavailable(
                f"{self.path}: the journal of the forgotten cannot be written ({reason}); nothing was forgotten"
            ) from error

    def iterate(self) -> Iterator[bytes]:
        """Yields every id, in the order in which they were forgotten, without lines that this keyring did not sign."""
        if self.path.exists():
            with self.path.open(encoding="ascii", errors="replace") as file:
                yield from (screening for line in file if (screening := self._read(line)) is not None)

    def read_last(self, count: int = 64) -> list[bytes]:
        """Returns the last ids, at most `count` of them."""
        if not self.path.exists():
            return []
        width = len(self._line(bytes(ID_BYTES)))
        with self.path.open("rb") as file:
            file.seek(max(file.seek(0, os.SEEK_END) - count * width, 0))
            lines = file.read().decode("ascii", errors="replace").splitlines(keepends=True)
        return [screening for line in lines if (screening := self._read(line)) is not None]

    def _line(self, screening: bytes) -> str:
        return f"{screening.hex()} {self._signature(screening).hex()}\n"

    def _read(self, line: str) -> bytes | None:
        try:
            screening, signature = (bytes.fromhex(part) for part in line.split(" "))
        except ValueError:
            return None
        return screening if compare_digest(signature, self._signature(screening)) else None

    def _signature(self, screening: bytes) -> bytes:
        return authenticate(self.keyring.anchor_key, "forgotten", self.keyring.id, screening)[:ID_BYTES]
