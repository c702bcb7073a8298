"""Sealed rows: what is secret in a row is encrypted, and all its other columns are the associated data.

So no column can be changed, and no row made or moved, without the key. A row with nothing secret seals nothing.
"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Boolean, Table

from storage.crypto.encryption import NONCE_BYTES, seal, unseal

PROOF_STEP = 4
"""The step in bytes to which nothing is padded: a row that seals no content."""


class RowSeal:
    """Seals and unseals the rows of one table, which has a column `sealed`."""

    def __init__(self, table: Table, what: str, step: int = PROOF_STEP) -> None:
        """Makes the seal of a table; `what` names one of its rows to people, `step` is how its content is padded."""
        names = [column.name for column in table.columns if column.name != "sealed"]
        self.table = table
        self.what = what
        self.step = step
        self._name = table.name.encode()
        names_of_booleans = [column.name for column in table.columns if isinstance(column.type, Boolean)]
        self._boolean = names.index(names_of_booleans[0]) if names_of_booleans else None
        assert len(names_of_booleans) <= 1, "the seal of a table with several booleans is not written yet"
        # The getter names one column twice: with a single name it would give no tuple.
        self._of_values = itemgetter(*names, names[0])
        self._width = len(table.columns)
        self._place = [column.name for column in table.columns].index("sealed")

    def make(self, key: bytes, values: Mapping[str, Any], content: bytes = b"") -> dict[str, Any]:
        """Returns the columns of a row: these values of all other columns, and `sealed`."""
        return {**values, "sealed": seal(key, content, self._identify(self._of_values(values)[:-1]), self.step)}

    def change(self, key: bytes, row: Any, **changed: Any) -> dict[str, Any]:
        """Returns all columns of a row of which some are changed. Raises what `unseal` raises."""
        return self.make(key, {**row._asdict(), **changed}, self.unseal(key, row))

    def unseal(self, key: bytes, row: Any, what: str = "") -> bytes:
        """Returns the content of a row. Raises `Damaged` where any of its columns was changed outside of this program.

        The row begins with the columns of the table in their order, as the driver gives them. `what` names it, in place
        of any row of its table.
        """
        values, place = row[: self._width], self._place
        return unseal(key, values[place], self._identify(values[:place] + values[place + 1 :]), what or self.what)

    def open_many(self, key: bytes) -> Callable[[int, bytes, bytes], bytes]:
        """Returns what unseals rows of which many are alike but for the number in their first column.

        It is given that number, the rest, and `sealed`. `encode_rest` makes the rest of the other values. It raises
        what `unseal` raises.
        """
        decrypt, name, what = AESGCM(key).decrypt, self._name, self.what

        def unseal_row(first: int, rest: bytes, sealed: bytes) -> bytes:
            try:
                padded = decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], b"%b(%d%b" % (name, first, rest))
            except (InvalidTag, ValueError, TypeError):
                return unseal(key, b"", b"", what)
            return padded[4 : 4 + int.from_bytes(padded[:4])]

        return unseal_row

    def _identify(self, values: tuple[Any, ...]) -> bytes:
        """Returns the name of the table, and the values as Python writes them in ASCII: no others give these bytes.

        A boolean is a number, as SQLite has it. A file may hold values of any type.
        """
        at = self._boolean
        if at is not None and isinstance(values[at], bool):
            values = (*values[:at], int(values[at]), *values[at + 1 :])
        return self._name + ascii(values).encode()


def encode_rest(values: tuple[Any, ...]) -> bytes:
    """Returns what follows after the first value where these are encoded behind it. None of them is a boolean."""
    return ascii((0, *values)).removeprefix("(0").encode()
