"""A block of a script that is put together, with the utterances that it calls by name."""

from dataclasses import dataclass

from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock, ScriptBlock, make_fault
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

    def find_line(self, line: int, draft: Draft) -> int:
        """Returns the line in the script: of the block, or of the include that brought the block."""
        return line if self.block.file == draft.file else self.placed.at

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
