"""The journal of forgotten screenings: a file outside the database and its backups.

A restored backup forgets again what the journal names. A line is written, and lasts, before the screening's key is
destroyed. After a crash between the two the screening is still there: opening the store forgets it, by the last lines.

Only lines that the keyring's present key signed make a screening forgotten. Those of former keys tell what was done.
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
        yield from (screening for _, screening in self.iterate_lines() if screening is not None)

    def iterate_effective(self) -> Iterator[bytes]:
        """Yields the ids in the lines that the keyring's present key signed: these are forgotten again."""
        if self.path.exists():
            with self.path.open(encoding="ascii", errors="replace", newline="\n") as file:
                found = (self._read(line, self.keyring) for line in file if line.endswith("\n"))
                yield from (screening for screening in found if screening is not None)

    def iterate_lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Yields each line's number and the id that it holds, None for a line that was changed.

        A last line without its end was cut by a crash, and is passed over.
        """
        if self.path.exists():
            with self.path.open(encoding="ascii", errors="replace", newline="\n") as file:
                for number, line in enumerate(file, 1):
                    if line.endswith("\n"):
                        yield number, self._read(line, *self.keyring.generations)

    def read_last(self, most_bytes: int = 1_000_000) -> list[bytes]:
        """Returns the last ids that are effective: of a file longer than this many bytes, some 15,000 lines count."""
        if not self.path.exists():
            return []
        width = len(self._line(bytes(ID_BYTES)))
        with self.path.open("rb") as file:
            file.seek(max(file.seek(0, os.SEEK_END) - most_bytes // width * width, 0))
            lines = file.read().decode("ascii", errors="replace").splitlines(keepends=True)
        return [screening for line in lines if (screening := self._read(line, self.keyring)) is not None]

    def _line(self, screening: bytes) -> str:
        return f"{screening.hex()} {_sign(self.keyring, screening).hex()}\n"

    def _read(self, line: str, *signers: Keyring) -> bytes | None:
        """Returns the id in a line, or None where none of these keyrings signed it."""
        try:
            screening, signature = (bytes.fromhex(part) for part in line.removesuffix("\n").split(" "))
        except ValueError:
            return None
        return screening if any(compare_digest(signature, _sign(each, screening)) for each in signers) else None


def _sign(keyring: Keyring, screening: bytes) -> bytes:
    return authenticate(keyring.anchor_key, "forgotten", keyring.id, screening)[:ID_BYTES]
