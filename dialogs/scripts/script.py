"""The `.convo.txt` format (Botium's): a title line, then blocks that begin with `#me` or `#bot`. Read strictly; a fault has its line."""

import re
from dataclasses import dataclass, field

MAX_CHARACTERS = 1_000_000


class ScriptError(Exception):
    """A script is not readable; the message names file, line, fault and remedy."""


@dataclass(frozen=True)
class Me:
    """What the person says, or taps where it equals a visible button. `line` is that of `#me`."""

    line: int
    text: str


@dataclass(frozen=True)
class Path:
    """An expectation on the turn: the value at `path` reads as `value`; with no value, that there is one."""

    line: int
    path: str
    value: str | None


@dataclass(frozen=True)
class Bot:
    """What one message of the bot must hold: `text` as one contiguous piece, `buttons` among its buttons, `paths` on the turn."""

    line: int
    text: str
    buttons: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()


Block = Me | Bot


@dataclass(frozen=True)
class Script:
    """One scripted dialogue. `file` is its name in messages."""

    file: str
    title: str
    blocks: tuple[Block, ...]


@dataclass
class _Open:
    """The block that is being read."""

    who: str
    line: int
    lines: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)


def parse_script(text: str, file: str) -> Script:
    """Returns the script in `text`. Raises `ScriptError` naming file, line, fault and remedy."""
    if len(text) > MAX_CHARACTERS:
        raise ScriptError(f"{file}:1: the script is longer than {MAX_CHARACTERS:,} characters: split it")
    if "\0" in text:
        raise ScriptError(f"{file}:1: this is no text file: save the script as UTF-8 text")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").removesuffix("\n").split("\n")
    first = next((i for i, line in enumerate(lines) if line.startswith("#")), len(lines))
    title = " ".join(line.strip() for line in lines[:first] if line.strip())
    if not title:
        raise ScriptError(f"{file}:1: the title is missing: say in the first line which behaviour the script shows")
    if first == len(lines):
        raise ScriptError(f"{file}:{max(first, 1)}: there are no blocks: add one that begins with #me, and one that begins with #bot")
    return Script(file, title, tuple(_blocks(lines, first, file)))


def _blocks(lines: list[str], first: int, file: str) -> list[Block]:
    blocks: list[Block] = []
    block = _Open("", 0)
    for number, raw in enumerate(lines[first:], first + 1):
        line = raw.rstrip()
        if line.startswith("#"):
            if block.who:
                blocks.append(_closed(block, file))
            block = _Open(_who(line, number, file), number)
        elif block.who == "#bot" and _first(line) in _WORDS:
            _expect(block, line, number, file)
        elif _first(line) in _NOT_OURS:
            raise ScriptError(f"{file}:{number}: {_first(line)} is not read here: use text, BUTTONS or JSON_PATH")
        else:
            block.lines.append(line)
    blocks.append(_closed(block, file))
    return blocks


def _first(line: str) -> str:
    return line.split(maxsplit=1)[0] if line and not line[0].isspace() else ""


def _who(line: str, number: int, file: str) -> str:
    if line not in {"#me", "#bot"}:
        raise ScriptError(f"{file}:{number}: '{line[:40]}' begins no block: write #me or #bot, alone on the line")
    return line


def _expect(block: _Open, line: str, number: int, file: str) -> None:
    word = _first(line)
    rest = line.removeprefix(word).strip()
    values = [each.strip() for each in rest.split("|")]
    if not all(values):
        raise ScriptError(f"{file}:{number}: {word} names nothing: write {_WORDS[word]}")
    if word == "BUTTONS":
        block.buttons += values
        return
    if len(values) > 2 or not _PATH.fullmatch(values[0]):  # noqa: PLR2004 - a path and its value
        raise ScriptError(f"{file}:{number}: '{rest[:60]}' is no path and value: write {_WORDS[word]}")
    block.paths.append(Path(number, values[0], values[1] if len(values) > 1 else None))


def _closed(block: _Open, file: str) -> Block:
    text = "\n".join(block.lines).strip("\n")
    if block.who == "#bot":
        return Bot(block.line, text, tuple(block.buttons), tuple(block.paths))
    if not text.strip():
        raise ScriptError(f"{file}:{block.line}: this #me says nothing: write what is said in the next line")
    return Me(block.line, text)


_PATH = re.compile(r"\$(\.[A-Za-z_][A-Za-z0-9_]*|\[\d{1,6}\]|\['[^'\]]+'\])*")
_WORDS = {"BUTTONS": "BUTTONS Yes|No", "JSON_PATH": "JSON_PATH $.state|review"}
_NOT_OURS = {
    "BOT_CONSUMED", "CARDS", "CONDITIONAL_STEP", "ENTITIES", "ENTITY_VALUES", "FORMS", "INCLUDE", "INTENT", "LINK", "MEDIA",
    "ORDERED_LIST_TO_BUTTON", "PAUSE", "SET_SCRIPTING_MEMORY", "TEXT", "UPDATE_CUSTOM", "WAITFORBOT",
}  # fmt: skip
