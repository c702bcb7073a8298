"""Includes: the blocks of partial scripts, put where Botium puts them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.testing.scripts.blocks import Include, ScriptBlock, make_fault
from dialogs.testing.scripts.reading import Draft
from dialogs.testing.scripts.shared import Shared

MAX_BLOCKS = 10_000
MAX_DEPTH = 50


@dataclass(frozen=True)
class Placed:
    """A block with its line in the script, or with the line of the include that brought it."""

    block: ScriptBlock
    at: int


def include_partials(draft: Draft, shared: Shared) -> list[Placed]:
    """Returns the blocks of a draft, with those of the partial scripts that it includes. Raises `ScriptError`."""
    placed = []
    for each in _flatten(draft.blocks, 0, (), draft, shared):
        placed.append(each)
        if len(placed) > MAX_BLOCKS:
            raise make_fault(draft.file, each.at, f"more than {MAX_BLOCKS:,} blocks are included", "include less")
    return placed


def _flatten(
    blocks: Sequence[ScriptBlock | Include], at: int, way: tuple[str, ...], draft: Draft, shared: Shared
) -> Iterator[Placed]:
    for block in blocks:
        here = at or block.line
        if isinstance(block, Include):
            partial = _find_partial(block, here, way, draft, shared)
            yield from _flatten(partial.blocks, here, (*way, block.name), draft, shared)
        else:
            yield Placed(block, here)


def _find_partial(include: Include, at: int, way: tuple[str, ...], draft: Draft, shared: Shared) -> Draft:
    if include.name in way:
        circle = " > ".join([*way, include.name])
        remedy = f"remove one INCLUDE, such as that in {include.file}:{include.line}"
        raise make_fault(draft.file, at, f"{circle} goes round in a circle", remedy)
    if len(way) == MAX_DEPTH:
        raise make_fault(draft.file, at, f"more than {MAX_DEPTH} partial scripts include each other", "include less")
    if include.name not in shared.partials:
        place = "" if include.file == draft.file else f" ({include.file}:{include.line})"
        otherwise = "write one in a file that ends in .pconvo.txt"
        remedy = shared.describe_remedy(include.name, "partial scripts", shared.partials, otherwise)
        raise make_fault(draft.file, at, f"there is no partial script '{include.name[:60]}'{place}", remedy)
    return shared.partials[include.name]
