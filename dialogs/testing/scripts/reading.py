"""Reads one file strictly, whatever ends its lines: what stands in it, before it is put together with others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.testing.scripts.blocks import BotBlock, Include, MeBlock, make_fault
from dialogs.testing.scripts.open_block import OpenBlock
from dialogs.testing.scripts.texts import ODD, describe_odd

MAX_CHARACTERS = 1_000_000

SKIPPED = re.compile(r"skip[.\-_]", re.IGNORECASE)
"""How the title or the name of a file begins that stock Botium leaves out."""


@dataclass(frozen=True)
class Draft:
    """A file as it stands: not yet put together with others, and with its variables.

    `name` is the first line, as Botium takes it.
    """

    file: str
    name: str
    title: str
    blocks: tuple[MeBlock | BotBlock | Include, ...]
    source: str


def decode_script(content: bytes | str, file: str) -> str:
    """Returns the text of a file. Raises `ScriptError` naming the line of the first byte that is no UTF-8."""
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(content[: error.start].decode("latin-1"))) + 1
        raise make_fault(file, line, "this is no UTF-8 text", "save the file as UTF-8") from error


def split_lines(text: str, file: str) -> list[str]:
    """Returns the lines of a text, without a byte order mark.

    Raises `ScriptError` for one that no editor shows as it is.
    """
    if len(text) > MAX_CHARACTERS:
        raise make_fault(file, 1, f"the script is longer than {MAX_CHARACTERS:,} characters", "split it")
    if "\0" in text:
        raise make_fault(file, 1, "this is no text file", "save the script as UTF-8 text")
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    odd = ODD.search(text)
    if odd is not None:
        raise make_fault(file, text.count("\n", 0, odd.start()) + 1, *describe_odd(odd[0]))
    return text.removesuffix("\n").split("\n")


def read(text: str, file: str) -> Draft:
    """Returns what stands in the text of a script. Raises `ScriptError` naming file, line, fault and remedy."""
    lines = split_lines(text, file)
    first = next((i for i, line in enumerate(lines) if line.startswith("#")), len(lines))
    title = _read_title(lines[:first])
    if not title:
        raise make_fault(file, 1, "the title is missing", "say in the first line which behaviour the script shows")
    if SKIPPED.match(title):
        what = f"stock Botium leaves out a script whose title begins with '{title[:5]}'"
        raise make_fault(file, 1, what, "begin the title otherwise")
    if first == len(lines):
        remedy = "add one that begins with #me, and one that begins with #bot"
        raise make_fault(file, max(first, 1), "there are no blocks", remedy)
    return Draft(file, lines[0], title, tuple(_read_blocks(lines, first, file)), text)


def _read_title(lines: list[str]) -> str:
    """Returns the first paragraph before the blocks. The others describe the script to people, in Botium as well."""
    text = "\n".join(line.strip() for line in lines).strip("\n")
    return " ".join(text.partition("\n\n")[0].split("\n"))


def _read_blocks(lines: list[str], first: int, file: str) -> Iterator[MeBlock | BotBlock | Include]:
    block = _open_block(lines[first], first + 1, file)
    for number, line in enumerate(lines[first + 1 :], first + 2):
        if line.startswith("#"):
            yield from block.close()
            block = _open_block(line, number, file)
        else:
            block.take(line, number)
    yield from block.close()


def _open_block(line: str, number: int, file: str) -> OpenBlock:
    who, _, rest = line.rstrip(" ").removeprefix("#").partition(" ")
    block = OpenBlock(who, number, file)
    if who == "include" and rest:
        block.includes.append(Include(number, rest.strip(), file))
    elif who in {"begin", "end"}:
        raise make_fault(file, number, f"#{who} is not read here", "leave it out, for a script begins with #me or #bot")
    elif who not in {"me", "bot", "include"} or rest:
        raise make_fault(file, number, f"'{line[:40]}' begins no block", "write #me or #bot, alone on the line")
    return block


_LINE_END = re.compile(r"\r\n|\r|\n")
