"""The faults of one file: whoever reads the file notes what is wrong, and reads on."""

from collections.abc import Callable, Iterator
from typing import TypeVar, TypeVarTuple

from dialogs.testing.scripts.format.blocks import ScriptError

Values = TypeVarTuple("Values")
ReadT = TypeVar("ReadT")

MOST = 20
"""How many faults of a file are named."""


class ScriptFaults:
    """What was found wrong so far in one file, each fault once."""

    def __init__(self) -> None:
        self._found: dict[str, ScriptError] = {}

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[ScriptError]:
        return iter(self._found.values())

    def note(self, fault: ScriptError) -> None:
        """Adds a fault."""
        self._found.setdefault(str(fault), fault)

    def attempt(self, read: Callable[[*Values], ReadT], *values: *Values) -> ReadT | None:
        """Returns what `read` makes of the values, or None where it is at fault, which is noted."""
        try:
            return read(*values)
        except ScriptError as fault:
            self.note(fault)
            return None

    def join(self, file: str) -> ScriptError | None:
        """Returns all faults of a file as one, in the order of its lines; None where there are none."""
        found = sorted(self._found.values(), key=lambda fault: (fault.file != file, fault.line))
        if len(found) < 2:  # noqa: PLR2004 - one needs no joining
            return found[0] if found else None
        lines = [str(fault) for fault in found[:MOST]]
        more = len(found) - MOST
        if more > 0:
            lines.append(f"{file}: {more} more fault{'' if more == 1 else 's'}")
        return ScriptError("\n".join(lines), found[0].file, found[0].line, tuple(found))
