"""Reads one file strictly, whatever ends its lines: what stands in it, before it is put together with others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.testing.scripts.format.blocks import BotBlock, Include, MeBlock, ScriptError, make_fault
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.file_lines import read_lines
from dialogs.testing.scripts.format.header import TRIAL, read_header
from dialogs.testing.scripts.format.open_block import OpenBlock

KINDS = frozenset({"me", "bot", "include"})
"""What begins a block, after its `#`."""

SKIPPED = re.compile(r"skip[.\-_]", re.IGNORECASE)
"""How the title or the name of a file begins that stock Botium leaves out."""


@dataclass(frozen=True)
class Draft:
    """A file as it stands: not yet put together with others, and with its variables.

    `name` is the first line, as Botium takes it. `trial` is as the header names it in `trial_line`.
    """

    file: str
    name: str
    title: str
    blocks: tuple[MeBlock | BotBlock | Include, ...]
    source: str
    trial: str = ""
    trial_line: int = 0


def read(text: str, file: str, faults: ScriptFaults) -> Draft | None:
    """Returns what stands in the text of a script, or None where it is no text of one.

    Notes each fault with file, line, fault and remedy; what is at fault is left out.
    """
    lines = read_lines(text, file, faults)
    if lines is None:
        return None
    header = read_header(lines, file, faults)
    title, first = header.title, header.end
    if not any(line.strip() for line in lines):
        faults.note(
            make_fault(file, 1, "this script is empty", "write a title, and blocks that begin with #me or #bot")
        )
        return None
    if not title:
        faults.note(
            make_fault(file, 1, "the title is missing", "say in the first line which behaviour the script shows")
        )
    if SKIPPED.match(title):
        what = f"stock Botium leaves out a script whose title begins with '{title[:5]}'"
        faults.note(make_fault(file, 1, what, "begin the title otherwise"))
    if first == len(lines):
        remedy = "add one that begins with #me, and one that begins with #bot"
        faults.note(make_fault(file, max(first, 1), "there are no blocks", remedy))
    blocks = tuple(_read_blocks(lines, first, file, faults))
    return Draft(file, lines[0], title, blocks, text, header.trial, header.trial_line)


def _read_blocks(
    lines: list[str], first: int, file: str, faults: ScriptFaults
) -> Iterator[MeBlock | BotBlock | Include]:
    """Yields the blocks; what stands under a line that begins none is not looked at."""
    block: OpenBlock | None = None
    for number, line in enumerate(lines[first:], first + 1):
        if line.startswith("#"):
            if block is not None:
                yield from block.close(faults)
            block = faults.attempt(_open_block, line, number, file)
        elif block is not None:
            try:
                block.take(line, number)
            except ScriptError as fault:
                faults.note(fault)
                block.is_faulty = True
    if block is not None:
        yield from block.close(faults)


def _open_block(line: str, number: int, file: str) -> OpenBlock:
    who, _, rest = line.rstrip(" ").removeprefix("#").partition(" ")
    block = OpenBlock(who, number, file)
    if who in KINDS and not rest:
        return block
    if who == "include":
        block.includes.append(Include(number, rest.strip(), file))
    elif who in {"begin", "end"}:
        raise make_fault(file, number, f"#{who} is not read here", "leave it out, for a script begins with #me or #bot")
    elif who == TRIAL[1:]:
        what = f"{TRIAL} stands after the first block"
        raise make_fault(file, number, what, "write it between the title and the first block")
    else:
        raise make_fault(file, number, f"'{line[:40]}' begins no block", "write #me or #bot, alone on the line")
    return block
