"""The documents as tests read them: their blocks, their spans of code, and the commands that they tell to run."""

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from bot.cli.app import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

OURS = "trialscreen"

OTHERS = (
    "apt-get", "cp", "env", "export", "install", "journalctl", "kill", "make", "nginx", "node", "npm", "openssl", "pip",
    "python", "python3", "sleep", "sudo", "systemctl", "systemd-analyze", "umask", "useradd", "cd",
)  # fmt: skip
"""Programs that are not ours and that documents name. What they do is not tested; what they are given of ours has to
exist."""

SPECIMENS = (
    "An infant with", "my.convo.txt:", "|$age|", "# pytest.ini", "def test_", '{"', "POST /", "location = ",
    "TRIALSCREEN_", "Verdicts (", "10-wk girl",
)  # fmt: skip
"""How indented blocks begin that show no commands: scripts, failures, tables, JSON, settings, a note."""

SHOWN = ("yaml", "text", "mermaid")
"""Languages of fenced blocks that show something else than commands."""


@dataclass(frozen=True)
class Block:
    """A block of code: its document, its language ("" where it is indented), its lines without their indent."""

    document: str
    language: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """A command that somebody is told to run: its program, its arguments, and the file of its output ("" for none)."""

    program: str
    given: tuple[str, ...]
    into: str = ""

    def __str__(self) -> str:
        """Returns the command as it is read."""
        return " ".join((self.program, *self.given, *((">", self.into) if self.into else ())))


def name(document: Path) -> str:
    """Returns a document's name in the repository."""
    return document.relative_to(ROOT).as_posix()


def page(document: str) -> str:
    """Returns a document, named from the root of the repository, with its line ends as blanks."""
    return " ".join((ROOT / document).read_text(encoding="utf-8").split())


def blocks(document: Path) -> Iterator[Block]:
    """Yields the blocks of a document: fenced ones, and those indented by four blanks or more after an empty line."""
    for found in _BLOCK.finditer(document.read_text(encoding="utf-8")):
        text = found["fenced"] if found["fenced"] is not None else found["indented"]
        lines = text.rstrip("\n").split("\n")
        indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        yield Block(name(document), found["language"] or "", tuple(line[indent:] for line in lines))


def spans(document: Path) -> Iterator[str]:
    """Yields what is between backticks outside blocks, on one line. In tables a backslash precedes a vertical bar."""
    for paragraph in _BLOCK.sub("\n", document.read_text(encoding="utf-8")).split("\n\n"):
        for span in re.findall(r"`([^`]+)`", paragraph):
            yield " ".join(span.split()).replace("\\|", "|")


def sentences(document: Path) -> Iterator[str]:
    """Yields the sentences of a document outside blocks; a cell, a heading or a point of a list ends one.

    A span of code is one word. What is quoted in a paragraph of its own is somebody else's.
    """
    text = _BLOCK.sub("\n\n", document.read_text(encoding="utf-8"))
    text = re.sub(r"^> .*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"`[^`]*`", "X", re.sub(r"\]\([^)]*\)", "]", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)))
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*#]|\d+\.) |\|)|(?<!\\)\|", text):
        words = " ".join(re.sub(r"^\s*(?:[-*#]+|\d+\.) ", "", paragraph).split())
        yield from re.split(r"(?<=[.?!])[\"*)”]*\s+(?=[\[(\"*A-Z“])", words)


def is_commands(block: Block) -> bool | None:
    """Says whether a block tells commands; None where that cannot be said."""
    if block.language:
        return True if block.language == "sh" else False if block.language in SHOWN else None
    if _program(block.lines[0]) is not None:
        return True
    return False if block.lines[0].startswith(SPECIMENS) else None


def commands_in(line: str) -> Iterator[Command]:
    """Yields the commands of a line of a shell. Raises `ValueError` for a program that no list here names."""
    words = shlex.shlex(re.sub(r"\s+# .*", "", line), posix=True, punctuation_chars=True)
    words.whitespace_split = True
    words.commenters = ""
    command: list[str] = []
    for word in [*words, ";"]:
        if word in _BETWEEN:
            yield from _command(command)
            command = []
        else:
            command.append(word)


def is_synopsis(span: str) -> bool:
    """Says whether a span shows how a command is used, rather than a command."""
    return "[" in span or " | " in span or "..." in span


def named(words: Sequence[str]) -> Any:
    """Returns the command of ours that words name."""
    found: Any = typer.main.get_command(app)
    for word in words:
        if not isinstance(found, typer.core.TyperGroup):
            break
        assert word in found.commands, f"there is no command {word!r}"
        found = found.commands[word]
    return found


def within(command: Any) -> list[Any]:
    """Returns a command, and all that are parts of it."""
    return [command, *(each for part in getattr(command, "commands", {}).values() for each in within(part))]


def options_of(found: Iterable[Any]) -> set[str]:
    """Returns the options of commands."""
    return {option for each in found for parameter in each.params for option in parameter.opts}


def _command(words: list[str]) -> Iterator[Command]:
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words = words[1:]
    if not words:
        return
    program = _program(words[0])
    if program is None:
        raise ValueError(words[0])
    into = words[words.index(">") + 1] if ">" in words else ""
    yield Command(program, tuple(words[1 : words.index(">")] if into else words[1:]), into)


def _program(line: str) -> str | None:
    """Returns the program with which a line begins, without its folder; None where that is none of those listed."""
    words = re.sub(r"^\(|^([A-Z_]+=\S+ )+", "", line).split()
    program = words[0].rsplit("/", 1)[-1] if words else ""
    return program if program in (OURS, *OTHERS) else None


_BETWEEN = ("&&", "&", "|", ";", "(", ")", "||")

_BLOCK = re.compile(
    r"^ *```(?P<language>\w*)\n(?P<fenced>(?:(?! *```).*\n)*) *```$|(?<=\n\n)(?P<indented>(?: {4,}\S.*\n|\n(?="
    r" {4,}\S))+)",
    re.MULTILINE,
)


def glossary_words() -> list[str]:
    """Returns the words that docs/glossary.md explains, as they are written."""
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    return [
        word
        for word in re.findall(r"^\| ([A-Za-z][A-Za-z -]*) \|", text, re.MULTILINE)
        if word not in {"word", "table"}
    ]


def glossary_tables() -> list[str]:
    """Returns the tables of the database that docs/glossary.md explains."""
    return re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
