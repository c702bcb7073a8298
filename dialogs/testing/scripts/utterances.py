"""Botium's utterances: a name and several ways to say the same, in `.utterances.txt` files; each way makes a script."""

from dataclasses import dataclass

from dialogs.testing.scripts.blocks import make_fault
from dialogs.testing.scripts.botium_words import KNOWN
from dialogs.testing.scripts.reading import split_lines

SUFFIX = ".utterances.txt"


@dataclass(frozen=True)
class Utterances:
    """Several ways to say the same. `#me` with the name alone stands for each of them in turn."""

    file: str
    name: str
    texts: tuple[str, ...]


def read_utterances(text: str, file: str) -> Utterances:
    """Returns the utterances in a text: the name in the first line, then one in each.

    Raises `ScriptError` naming the fault.
    """
    name, *lines = split_lines(text, file)
    if not name.strip() or " " in name.strip():
        remedy = "write one word in the first line, with which scripts call these utterances"
        raise make_fault(file, 1, "the name is missing", remedy)
    if name.strip() in KNOWN["me"]:
        raise make_fault(file, 1, f"{name.strip()} is a word of Botium's", "choose another name")
    texts: list[str] = []
    for number, line in enumerate(lines, 2):
        if line and (line[0].isspace() or line[-1].isspace()):
            raise make_fault(file, number, "blanks stand at the beginning or the end of this line", "remove them")
        if line in texts:
            raise make_fault(file, number, f"'{line[:40]}' stands there twice", "remove one")
        if line:
            texts.append(line)
    if not texts:
        raise make_fault(file, 1, f"{name.strip()[:40]} has no utterances", "write each in a line of its own")
    return Utterances(file, name.strip(), tuple(texts))
