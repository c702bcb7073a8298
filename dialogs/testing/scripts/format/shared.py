"""What scripts share with each other: partial scripts, tables and utterances."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.testing.scripts.format.blocks import ScriptError, make_fault
from dialogs.testing.scripts.format.reading import Draft
from dialogs.testing.scripts.format.tables import TableRow
from dialogs.testing.scripts.format.utterances import Utterances

FindElsewhere = Callable[[str], str]
"""Returns the file outside of a collection that has a partial script or a variable of this name; empty if none has."""


class MissingError(ScriptError):
    """A script names what no file shares, or only one that cannot be read."""

    def __init__(self, file: str, line: int, what: str, remedy: str) -> None:
        super().__init__(str(make_fault(file, line, what, remedy)), file, line)


@dataclass(frozen=True)
class Shared:
    """What scripts share.

    `tables` holds the rows of each set of variables; `broken` names the files that could not be read.
    """

    partials: Mapping[str, Draft] = field(default_factory=dict)
    tables: Mapping[frozenset[str], Sequence[TableRow]] = field(default_factory=dict)
    utterances: Mapping[str, Utterances] = field(default_factory=dict)
    broken: Sequence[str] = ()
    find_elsewhere: FindElsewhere = field(default=lambda _: "", compare=False)

    def describe_remedy(self, name: str, what: str, there: Iterable[str], otherwise: str) -> str:
        """Returns what to do where `name` is missing: `there` names what there is of its kind."""
        if self.broken:
            return f"mend {', '.join(self.broken[:3])} first, which cannot be read"
        elsewhere = self.find_elsewhere(name)
        if elsewhere:
            how = "move it beside the script, or into a folder above or beneath"
            return f"one lies in {elsewhere}, but no script folder connects the two: {how}"
        known = sorted(there)[:8]
        return f"the {what} that are there: {', '.join(known)}" if known else otherwise
