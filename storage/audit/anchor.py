"""The anchor: a file outside the database that knows how long each chain is, and its last MAC, signed.

Lines are only appended. They are written after each commit, so the anchor is never ahead: what a line tells stands in
the database, or it was taken away. After a crash the anchor may be behind until the screening's next turn. One line
holds one head: screening, number, MAC and signature in hexadecimal. Of several lines for one chain the highest number
counts. Two MACs for one number show that an older state was put back, and went on from there. Lines that former keys
of the keyring signed count too: a line can only bring a fault to light, and hides none.
"""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac
from pathlib import Path

from storage.crypto.keyring import Keyring
from storage.database.shared_files import append_lines, lock_file
from storage.database.whole_files import write_over
from storage.model.entries import Head
from storage.model.errors import Unavailable


class Anchor:
    """The anchor file of one keyring. Several processes may append to it."""

    def __init__(self, path: Path, keyring: Keyring) -> None:
        self.path = path
        self.keyring = keyring

    def append(self, heads: Iterable[Head]) -> None:
        """Appends heads. Raises `Unavailable` where the file cannot be written."""
        lines = "".join(map(self._line, heads)).encode()
        try:
            append_lines(self.path, lines)
        except OSError as error:
            raise self._unavailable("written", error) from error

    def read_heads(self) -> dict[bytes, Head]:
        """Returns the last head of each chain that the file knows.

        Lines that are not signed by this keyring do not count.
        """
        found: dict[bytes, Head] = {}
        for _, head in self.iterate_lines():
            if head is not None and head.number >= found.get(head.screening, head).number:
                found[head.screening] = head
        return found

    def read_chain(self, screening: bytes) -> list[Head]:
        """Returns all heads of one chain that the file knows, each once, in their order."""
        heads = {head for _, head in self.iterate_lines(screening.hex()) if head is not None}
        return sorted(heads, key=lambda head: (head.number, head.mac))

    def list_faults(self) -> list[str]:
        """Returns what is wrong with the file's own lines, a sentence each.

        A last line without its end was cut by a crash, and is no fault.
        """
        if not self.path.exists():
            return [f"{self.path}: the anchor is missing"]
        return [f"{self.path}: line {number} was changed" for number, head in self.iterate_lines() if head is None]

    def replace(self, heads: Iterable[Head]) -> None:
        """Writes the file anew with just these heads, all or nothing.

        Raises `Unavailable` where it cannot be written.
        """
        with lock_file(self.path):
            self.rewrite(heads)

    def read_tail(self, most_bytes: int = 1_000_000) -> list[Head]:
        """Returns the heads of the last lines, in order: of a long file only about so many bytes are read."""
        if not self.path.exists():
            return []
        try:
            with self.path.open("rb") as file:
                start = max(file.seek(0, os.SEEK_END) - most_bytes, 0)
                file.seek(start)
                lines = file.read().decode("ascii", errors="replace").split("\n")[1 if start else 0 : -1]
        except OSError as error:
            raise self._unavailable("read", error) from error
        heads = (_parse(line) for line in lines)
        return [head for head, _ in filter(None, heads)]

    def is_signed(self, head: Head) -> bool:
        """Says whether the file holds this head with its signature: `read_tail` looks at none."""
        return any(each == head for _, each in self.iterate_lines(head.screening.hex()))

    def iterate_lines(self, begin: str = "") -> Iterator[tuple[int, Head | None]]:
        """Yields the number of each line that begins so, and the head that it holds; None for a line that was changed.

        A last line without its end was cut by a crash, and is passed over.
        """
        if not self.path.exists():
            return
        try:
            with self.path.open(encoding="ascii", errors="replace", newline="\n") as file:
                for number, line in enumerate(file, 1):
                    if line.endswith("\n") and line.startswith(begin):
                        yield number, self._head(line)
        except OSError as error:
            raise self._unavailable("read", error) from error

    def rewrite(self, heads: Iterable[Head]) -> None:
        """Does what `replace` does, for a caller who holds the file's lock."""
        try:
            write_over(self.path, "".join(map(self._line, heads)).encode())
        except OSError as error:
            raise self._unavailable("written", error) from error

    def _head(self, line: str) -> Head | None:
        parsed = _parse(line.removesuffix("\n"))
        if parsed is None:
            return None
        head, signature = parsed
        is_ours = any(compare_digest(signature, _sign(each, head)) for each in self.keyring.generations)
        return head if is_ours and _format(head, signature) == line else None

    def _line(self, head: Head) -> str:
        return _format(head, _sign(self.keyring, head))

    def _unavailable(self, done: str, error: OSError) -> Unavailable:
        return Unavailable(
            f"{self.path}: the anchor cannot be {done} ({(error.strerror or 'unknown reason').lower()}); make room, or"
            " allow it"
        )


def _sign(keyring: Keyring, head: Head) -> bytes:
    # each part has a fixed length
    parts = (b"anchor", keyring.id, head.screening, (head.number % 2**64).to_bytes(8), head.mac)
    return hmac(keyring.anchor_key, b"".join(parts), sha256)[:16]


def _format(head: Head, signature: bytes) -> str:
    return f"{head.screening.hex()} {head.number} {head.mac.hex()} {signature.hex()}\n"


def _parse(line: str) -> tuple[Head, bytes] | None:
    """Returns the head and the signature in a line, unchecked; None where it holds something else."""
    try:
        screening, number, mac, signature = line.split(" ")
        return Head(bytes.fromhex(screening), int(number), bytes.fromhex(mac)), bytes.fromhex(signature)
    except ValueError:
        return None
