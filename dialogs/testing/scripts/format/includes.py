"""Includes: the blocks of partial scripts, put where Botium puts them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.testing.scripts.format.blocks import Include, ScriptBlock, make_fault
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.reading import Draft
from dialogs.testing.scripts.format.shared import MissingError, Shared

MAX_BLOCKS = 10_000
MAX_DEPTH = 50


@dataclass(frozen=True)
class Placed:
    """A block with its line in the script, or with the line of the include that brought it."""

    block: ScriptBlock
    at: int


def include_partials(draft: Draft, shared: Shared, faults: ScriptFaults) -> list[Placed]:
    """Returns the blocks of a draft, with those of the partial scripts that it includes, and notes what it cannot."""
    placed = []
    for count, each in enumerate(_flatten(draft.blocks, 0, (), _Including(draft, shared, faults))):
        if count == MAX_BLOCKS:
            what = f"more than {MAX_BLOCKS:,} blocks are included"
            faults.note(make_fault(draft.file, each.at, what, "include less"))
            break
        if not isinstance(each, _Visit):
            placed.append(each)
    return placed


@dataclass(frozen=True)
class _Visit:
    """An include at a line of the script; it counts as a block, so that includes that multiply have an end."""

    at: int


@dataclass(frozen=True)
class _Including:
    """The script that includes, what it shares, and what was found wrong with it."""

    draft: Draft
    shared: Shared
    faults: ScriptFaults


def _flatten(
    blocks: Sequence[ScriptBlock | Include], at: int, way: tuple[str, ...], including: _Including
) -> Iterator[Placed | _Visit]:
    for block in blocks:
        here = at or block.line
        if not isinstance(block, Include):
            yield Placed(block, here)
            continue
        yield _Visit(here)
        partial = including.faults.attempt(_find_partial, block, here, way, including.draft, including.shared)
        if partial is not None:
            yield from _flatten(partial.blocks, here, (*way, block.name), including)


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
        raise MissingError(draft.file, at, f"there is no partial script '{include.name[:60]}'{place}", remedy)
    return shared.partials[include.name]
