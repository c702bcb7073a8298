"""Puts a script together with the files that it shares, and multiplies it by tables and utterances, as Botium does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from dialogs.testing.scripts.blocks import BotBlock, Include, MeBlock, Script, ScriptBlock, make_fault
from dialogs.testing.scripts.includes import Placed, include_partials
from dialogs.testing.scripts.reading import Draft
from dialogs.testing.scripts.shared import Shared
from dialogs.testing.scripts.tables import TableRow
from dialogs.testing.scripts.utterances import Utterances
from dialogs.testing.scripts.variables import NAME, Values, check_reserved, fill, find_names, list_expected_names

MAX_SCRIPTS = 10_000
MAX_BLOCKS = 1_000_000


@dataclass(frozen=True)
class _Said:
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


def assemble(draft: Draft, shared: Shared) -> list[Script]:
    """Returns the scripts that a draft makes: one, or one for each row and each utterance. Raises `ScriptError`."""
    alone = tuple(block for block in draft.blocks if not isinstance(block, Include))
    if len(alone) == len(draft.blocks) and not shared.utterances and NAME.search(draft.source) is None:
        return [Script(draft.file, draft.title, alone, "", draft.source, draft.trial, draft.trial_line)]
    said = [_Said(placed, _find_utterances(placed, draft, shared)) for placed in include_partials(draft, shared)]
    used = _collect_used(said, draft, shared)
    rows = [rows for variables, rows in shared.tables.items() if variables & used]
    forms = [each.list_forms() for each in said]
    count = prod(map(len, rows)) * prod(map(len, forms))
    if count > MAX_SCRIPTS or count * len(said) > MAX_BLOCKS:
        what = "tables and utterances make too many scripts of this one"
        raise make_fault(draft.file, 1, what, "use fewer of them in one script")
    return [_make_script(draft, said, chosen, spoken) for chosen in product(*rows) for spoken in product(*forms)]


def _find_utterances(placed: Placed, draft: Draft, shared: Shared) -> Utterances | None:
    """Returns the utterances that a `#me` block calls by name.

    Raises `ScriptError` where Botium would call them unintended.
    """
    found = shared.utterances.get(placed.block.text.partition(" ")[0])
    if found is None:
        return None
    if isinstance(placed.block, BotBlock):
        what = f"{found.name} is the name of utterances ({found.file})"
        remedy = "write what the bot says, for a script expects one thing"
    elif placed.block.text != found.name:
        what = f"words stand after {found.name}, the name of utterances ({found.file})"
        remedy = "write the name alone, or rename them"
    else:
        return found
    raise make_fault(draft.file, placed.at, what, remedy)


def _collect_used(said: Sequence[_Said], draft: Draft, shared: Shared) -> set[str]:
    """Returns the variables that are used.

    Raises `ScriptError` for one that no table has, or that Botium would have taken otherwise.
    """
    used: set[str] = set()
    expected: set[str] = set()
    for each in said:
        names = each.list_names()
        _check(names, expected, draft.file, each.find_line(each.block.line, draft), shared)
        if isinstance(each.block, BotBlock):
            expected.update(names)
            for name, line in list_expected_names(each.block):
                _check([name], expected, draft.file, each.find_line(line, draft), shared)
                used.add(name)
        used.update(names)
    return used


def _check(names: Iterable[str], expected: set[str], file: str, at: int, shared: Shared) -> None:
    """Raises `ScriptError` for an unknown variable, or one that stood in what the bot was expected to say.

    Botium would fill the latter with what the bot said.
    """
    for name in names:
        check_reserved(name, at, file)
        if not any(name in variables for variables in shared.tables):
            there = [f"{', '.join(sorted(variables))} ({rows[0].file})" for variables, rows in shared.tables.items()]
            otherwise = "write a table with it in a file that ends in .scriptingmemory.txt"
            remedy = shared.describe_remedy(name, "variables", there, otherwise)
            raise make_fault(file, at, f"no table has the variable {name}", remedy)
        if name in expected:
            after = "after which Botium takes it for what the bot said"
            what = f"{name} stands in the text of a #bot block before, {after}"
            raise make_fault(file, at, what, "use a variable of another name here")


def _make_script(
    draft: Draft, said: Sequence[_Said], rows: Sequence[TableRow], spoken: Sequence[tuple[str, str] | None]
) -> Script:
    values: Values = {name: value for row in rows for name, value in row.values.items()}
    blocks: list[ScriptBlock] = []
    after = "".join(f".{row.name}" for row in rows)
    for each, form in zip(said, spoken, strict=True):
        block = each.block
        if form is not None and isinstance(block, MeBlock):
            block = replace(block, text=form[0])
            after += form[1]
        blocks.append(fill(block, values))
    title = draft.title + after
    return Script(draft.file, title, tuple(blocks), after[1:], draft.source, draft.trial, draft.trial_line)
