"""A block of a script that is put together, with the utterances that it calls by name."""

from dataclasses import dataclass

from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock, ScriptBlock, make_fault
from dialogs.testing.scripts.format.botium_words import KNOWN, strip_marks
from dialogs.testing.scripts.format.file_lines import split_lines
from dialogs.testing.scripts.format.includes import Placed
from dialogs.testing.scripts.format.reading import Draft
from dialogs.testing.scripts.format.shared import Shared
from dialogs.testing.scripts.format.utterances import Utterances
from dialogs.testing.scripts.format.variables import find_names


@dataclass(frozen=True)
class SpokenBlock:
    """A block, and the utterances that it calls by name."""

    placed: Placed
    utterances: Utterances | None

    @property
    def block(self) -> ScriptBlock:
        """What stands there."""
        return self.placed.block

    def find_line(self, name: str, line: int, draft: Draft, *, is_label: bool = False) -> int:
        """Returns the line in the script: of a variable in the block, or of the include that brought the block."""
        if self.block.file != draft.file:
            return self.placed.at
        return line if line != self.block.line else _search(self.block, name, draft, is_label=is_label)

    def list_names(self) -> list[str]:
        """Returns the variables in what is said, or expected to be said."""
        texts = (self.block.text,) if self.utterances is None else self.utterances.texts
        return [name for text in texts for name in find_names(text)]

    def list_forms(self) -> list[tuple[str, str] | None]:
        """Returns each utterance with what Botium puts after the script's name: nothing for a single one.

        It is one None where the block calls no utterances.
        """
        if self.utterances is None:
            return [None]
        name, texts = self.utterances.name, self.utterances.texts
        if len(texts) == 1:
            return [(texts[0], "")]
        width = len(str(len(texts)))
        return [(text, f"/{name}-L{number:0{width}}") for number, text in enumerate(texts, 1)]


def _search(block: ScriptBlock, name: str, draft: Draft, *, is_label: bool) -> int:
    """Returns the line of a block's text, or of its labels, in which a variable stands; else the first one."""
    first = 0
    for number, line in enumerate(split_lines(draft.source, draft.file)[block.line :], block.line + 1):
        if line.startswith("#"):
            break
        if line and _is_word(line, block) is is_label:
            first = first or number
            if name in find_names(line):
                return number
    return first or block.line


def _is_word(line: str, block: ScriptBlock) -> bool:
    if isinstance(block, MeBlock):
        return line.startswith("!") and not line.startswith("!!")
    return strip_marks(line.partition(" ")[0]) in KNOWN["bot"]


def find_utterances(placed: Placed, draft: Draft, shared: Shared) -> Utterances | None:
    """Returns the utterances that a `#me` block calls by name.

    Raises `ScriptError` where Botium would call them unintended.
    """
    block = placed.block
    pieces = [] if isinstance(block, MeBlock) else [piece for each in block.negated for piece in each.values]
    known = (shared.utterances.get(text.partition(" ")[0]) for text in (block.text, *pieces))
    found = next((each for each in known if each is not None), None)
    if found is None:
        return None
    if isinstance(block, BotBlock):
        what = f"{found.name} is the name of utterances ({found.file})"
        remedy = "write what the bot says, for a script expects one thing"
    elif block.text != found.name:
        what = f"words stand after {found.name}, the name of utterances ({found.file})"
        remedy = "write the name alone, or rename them"
    else:
        return found
    raise make_fault(draft.file, placed.at, what, remedy)
