"""The anchor: a file outside the database that knows how long each chain is, and its last MAC, signed.

Lines are only appended. They are written after each commit, so the anchor is never ahead, and gives no false alarm.
After a crash it may be behind until the screening's next turn. One line holds one head: screening, number, MAC and
signature in hexadecimal. Of several lines for one chain the highest number counts.
"""

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
        for _, head in self._lines():
            if head is not None and head.number >= found.get(head.screening, head).number:
                found[head.screening] = head
        return found

    def read_head(self, screening: bytes) -> Head | None:
        """Returns the last head of one chain that the file knows."""
        last: Head | None = None
        for _, head in self._lines(screening.hex()):
            if head is not None and (last is None or head.number >= last.number):
                last = head
        return last

    def list_faults(self) -> list[str]:
        """Returns what is wrong with the file's own lines, a sentence each.

        A last line without its end was cut by a crash, and is no fault.
        """
        if not self.path.exists():
            return [f"{self.path}: the anchor is missing"]
        return [f"{self.path}: line {number} was changed" for number, head in self._lines() if head is None]

    def replace(self, heads: Iterable[Head]) -> None:
        """Writes the file anew with just these heads, all or nothing.

        Raises `Unavailable` where it cannot be written.
        """
        try:
            with lock_file(self.path):
                write_over(self.path, "".join(map(self._line, heads)).encode())
        except OSError as error:
            raise self._unavailable("written", error) from error

    def tidy(self, least_bytes: int = 4_000_000) -> None:
        """Drops the lines that later ones supersede.

        It does so where the file has grown to `least_bytes`, and more than half of it would go.
        """
        if not self.path.exists() or self.path.stat().st_size < least_bytes:
            return
        heads = self.read_heads()
        if self.path.stat().st_size > 2 * len(heads) * len(self._line(Head(bytes(16)))):
            self.replace(heads.values())

    def _lines(self, begin: str = "") -> Iterator[tuple[int, Head | None]]:
        """Yields each line's number and the head that it holds, None for a line that was changed."""
        if not self.path.exists():
            return
        try:
            with self.path.open(encoding="ascii", errors="replace", newline="\n") as file:
                for number, line in enumerate(file, 1):
                    if line.endswith("\n") and line.startswith(begin):
                        yield number, self._head(line)
        except OSError as error:
            raise self._unavailable("read", error) from error

    def _head(self, line: str) -> Head | None:
        try:
            screening, number, mac, signature = line.split(" ")
            head = Head(bytes.fromhex(screening), int(number), bytes.fromhex(mac))
            is_ours = compare_digest(bytes.fromhex(signature), self._signature(head))
        except ValueError:
            return None
        return head if is_ours and self._line(head) == line else None

    def _line(self, head: Head) -> str:
        return f"{head.screening.hex()} {head.number} {head.mac.hex()} {self._signature(head).hex()}\n"

    def _signature(self, head: Head) -> bytes:
        # each part has a fixed length
        parts = (b"anchor", self.keyring.id, head.screening, head.number.to_bytes(8), head.mac)
        return hmac(self.keyring.anchor_key, b"".join(parts), sha256)[:16]

    def _unavailable(self, done: str, error: OSError) -> Unavailable:
        return Unavailable(
            f"{self.path}: the anchor cannot be {done} ({(error.strerror or 'unknown reason').lower()}); make room, or"
            " allow it"
        )
