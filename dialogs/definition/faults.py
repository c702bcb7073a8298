"""What is wrong with a definition, and where: file, line, key, fault, remedy."""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.definition.document import Document, KeyPath


@dataclass(frozen=True)
class Fault:
    """One fault of a definition; `line` counts from 1, `key` is the dotted way to it."""

    file: str
    line: int
    key: str
    message: str
    "The fault and its remedy, in one sentence."

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return _on_one_line(f"{where}{self.key}: {self.message}" if self.key else where + self.message)


class TrialError(Exception):
    """A trial definition, or a screening's tie to one, is not usable."""


class WrongTrial(TrialError):
    """A screening was given to another definition than the one that it began with."""


class DefinitionError(TrialError):
    """A trial definition has faults; `faults` lists them in the order of their lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line, fault.key)))
        super().__init__("\n".join(map(str, self.faults)))


def make_fault(document: Document, file: str, path: KeyPath, message: str) -> Fault:
    """Returns a fault at the place of `document` to which `path` leads."""
    return Fault(file, document.find_line(path), ".".join(shorten(str(step)) for step in path), message)


def shorten(word: str) -> str:
    """Returns a word of the definition, cut where it is too long to be quoted in a fault."""
    return word if len(word) <= _LONGEST else word[:_LONGEST] + "…"


def _on_one_line(text: str) -> str:
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


_LONGEST = 60
