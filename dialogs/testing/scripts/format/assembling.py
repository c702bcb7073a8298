"""Puts a script together with the files that it shares, and multiplies it by tables and utterances, as Botium does."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from math import prod

from dialogs.testing.scripts.format.blocks import BotBlock, Include, MeBlock, Script, ScriptBlock, make_fault
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.includes import include_partials
from dialogs.testing.scripts.format.reading import Draft
from dialogs.testing.scripts.format.shared import MissingError, Shared
from dialogs.testing.scripts.format.spoken_block import SpokenBlock, find_utterances
from dialogs.testing.scripts.format.tables import TableRow
from dialogs.testing.scripts.format.variables import NAME, RESERVED, Values, check_reserved, fill, list_expected_names

MAX_SCRIPTS = 10_000
MAX_BLOCKS = 1_000_000


def assemble(draft: Draft, shared: Shared, faults: ScriptFaults) -> list[Script]:
    """Returns the scripts that a draft makes: one, or one for each row and each utterance. Notes what is wrong."""
    alone = tuple(block for block in draft.blocks if not isinstance(block, Include))
    if len(alone) == len(draft.blocks) and not shared.utterances and NAME.search(draft.source) is None:
        return [Script(draft.file, draft.title, alone, "", draft.source, draft.trial, draft.trial_line)]
    missing = ScriptFaults()
    placed = include_partials(draft, shared, missing)
    said = [SpokenBlock(each, faults.attempt(find_utterances, each, draft, shared)) for each in placed]
    used = _collect_used(said, draft, shared, missing)
    _note_missing(missing, shared, faults)
    rows = [rows for variables, rows in shared.tables.items() if variables & used]
    forms = [each.list_forms() for each in said]
    count = prod(map(len, rows)) * prod(map(len, forms))
    if count > MAX_SCRIPTS or count * len(said) > MAX_BLOCKS:
        what = "tables and utterances make too many scripts of this one"
        faults.note(make_fault(draft.file, 1, what, "use fewer of them in one script"))
        return []
    return [
        _make_script(draft, said, chosen, spoken, faults) for chosen in product(*rows) for spoken in product(*forms)
    ]


def _note_missing(found: ScriptFaults, shared: Shared, faults: ScriptFaults) -> None:
    """Notes what was found; of all that may stand in a file that cannot be read, only the first."""
    missing = [fault for fault in found if isinstance(fault, MissingError)]
    spared = missing[1:] if shared.broken else []
    for fault in found:
        if fault not in spared:
            faults.note(fault)


def _collect_used(said: Sequence[SpokenBlock], draft: Draft, shared: Shared, faults: ScriptFaults) -> set[str]:
    """Returns the variables that are used, and notes those that no table has, or that Botium would take otherwise."""
    used: set[str] = set()
    expected: set[str] = set()
    for each in said:
        names = each.list_names()
        for name in names:
            at = partial(each.find_line, name, each.block.line, draft)
            faults.attempt(_check, name, expected, draft.file, at, shared)
        if isinstance(each.block, BotBlock):
            expected.update(names)
            for name, line in list_expected_names(each.block):
                at = partial(each.find_line, name, line, draft, is_label=True)
                faults.attempt(_check, name, expected, draft.file, at, shared)
                used.add(name)
        used.update(names)
    return used


def _check(name: str, expected: set[str], file: str, find_line: Callable[[], int], shared: Shared) -> None:
    """Raises `ScriptError` for an unknown variable, or one that stood in what the bot was expected to say.

    Botium would fill the latter with what the bot said.
    """
    if name in RESERVED:
        check_reserved(name, find_line(), file)
    if not any(name in variables for variables in shared.tables):
        there = [f"{', '.join(sorted(variables))} ({rows[0].file})" for variables, rows in shared.tables.items()]
        otherwise = "write a table with it in a file that ends in .scriptingmemory.txt"
        remedy = shared.describe_remedy(name, "variables", there, otherwise)
        raise MissingError(file, find_line(), f"no table has the variable {name}", remedy)
    if name in expected:
        after = "after which Botium takes it for what the bot said"
        what = f"{name} stands in the text of a #bot block before, {after}"
        raise make_fault(file, find_line(), what, "use a variable of another name here")


def _make_script(
    draft: Draft,
    said: Sequence[SpokenBlock],
    rows: Sequence[TableRow],
    spoken: Sequence[tuple[str, str] | None],
    faults: ScriptFaults,
) -> Script:
    values: Values = {name: value for row in rows for name, value in row.values.items()}
    blocks: list[ScriptBlock] = []
    after = "".join(f".{row.name}" for row in rows)
    for each, form in zip(said, spoken, strict=True):
        block = each.block
        if form is not None and isinstance(block, MeBlock):
            block = replace(block, text=form[0])
            after += form[1]
        blocks.append(fill(block, values, faults))
    title = draft.title.removesuffix(".") + after if after else draft.title
    return Script(draft.file, title, tuple(blocks), after[1:], draft.source, draft.trial, draft.trial_line)
