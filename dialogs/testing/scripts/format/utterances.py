"""Botium's utterances: a name and several ways to say the same, in `.utterances.txt` files; each way makes a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.testing.scripts.format.blocks import make_fault
from dialogs.testing.scripts.format.botium_words import KNOWN
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.file_lines import read_lines

SUFFIX = ".utterances.txt"


@dataclass(frozen=True)
class Utterances:
    """Several ways to say the same. `#me` with the name alone stands for each of them in turn."""

    file: str
    name: str
    texts: tuple[str, ...]


def read_utterances(text: str, file: str, faults: ScriptFaults) -> Utterances | None:
    """Returns the utterances in a text: the name in the first line, then one in each. Notes what is wrong with them."""
    lines = read_lines(text, file, faults)
    if lines is None:
        return None
    name = lines[0].strip()
    if not name or " " in name:
        remedy = "write one word in the first line, with which scripts call these utterances"
        faults.note(make_fault(file, 1, "the name is missing", remedy))
    if name in KNOWN["me"]:
        faults.note(make_fault(file, 1, f"{name} is a word of Botium's", "choose another name"))
    texts: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        faults.attempt(_check_text, line, texts, number, file)
        if line:
            texts.append(line)
    if not texts:
        what = f"{name[:40] or 'the name'} has no utterances"
        faults.note(make_fault(file, 1, what, "write each in a line of its own"))
    return Utterances(file, name, tuple(texts))


def _check_text(line: str, before: Sequence[str], number: int, file: str) -> None:
    if line and (line[0].isspace() or line[-1].isspace()):
        raise make_fault(file, number, "blanks stand at the beginning or the end of this line", "remove them")
    if line in before:
        raise make_fault(file, number, f"'{line[:40]}' stands there twice", "remove one")
