"""The MarkdownV2 mode: what Telegram reads in it, and the words in which it refuses the rest.

Follows tdlib's MessageEntity.cpp (parse_markdown_v2), except that quotations (`>`) are refused as reserved everywhere.
"""

from dataclasses import dataclass
from typing import Any

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {
    "*": "bold",
    "__": "underline",
    "_": "italic",
    "~": "strikethrough",
    "||": "spoiler",
    "```": "pre",
    "`": "code",
    "[": "text_link",
}
NAMES = {"pre": "Pre", "text_link": "TextUrl"}
ENDS = {kind: mark for mark, kind in MARKS.items()} | {"text_link": "]"}
CODE = frozenset({"code", "pre"})


@dataclass(slots=True)
class OpenEntity:
    """An entity that has not ended yet."""

    kind: str
    offset: int
    at: int
    part: int
    language: str = ""


class MarkdownReader:
    """Reads one text from left to right."""

    def __init__(self, markup: str) -> None:
        self.markup, self.at = markup, 0
        self.parts: list[str] = []
        self.units = 0
        self.open: list[OpenEntity] = []
        self.entities: list[dict[str, Any]] = []

    def place(self, at: int) -> int:
        """Returns the byte offset of a place."""
        return len(self.markup[:at].encode("utf-8", "surrogatepass"))

    def read(self) -> None:
        """Reads all of the text."""
        while self.at < len(self.markup):
            self.step()
        if self.open:
            last = self.open[-1]
            name = NAMES.get(last.kind, last.kind.capitalize())
            raise ValueError(f"Can't find end of {name} entity at byte offset {self.place(last.at)}")

    def step(self) -> None:
        """Reads one character, one mark or one escape."""
        character = self.markup[self.at]
        following = self.markup[self.at + 1 : self.at + 2]
        in_code = bool(self.open) and self.open[-1].kind in CODE
        if character == "\\" and following and 0 < ord(following) <= 126:
            self.put(following)
            self.at += 2
        elif character not in ("`" if in_code else RESERVED):
            self.put(character)
            self.at += 1
        elif self.open and self.ends():
            self.end()
        else:
            self.begin()

    def put(self, character: str) -> None:
        """Adds a plain character."""
        self.parts.append(character)
        self.units += 1 + (ord(character) > 0xFFFF)

    def ends(self) -> bool:
        """Says whether the innermost entity ends here; of `_` and `__` the longer one is read."""
        kind = self.open[-1].kind
        if kind == "italic" and self.markup.startswith("__", self.at):
            return False
        return self.markup.startswith(ENDS[kind], self.at)

    def begin(self) -> None:
        """Reads the mark that begins an entity."""
        mark = next(
            (mark for mark in sorted(MARKS, key=len, reverse=True) if self.markup.startswith(mark, self.at)), None
        )
        if mark is None:
            raise ValueError(
                f"Character '{self.markup[self.at]}' is reserved and must be escaped with the preceding '\\'"
            )
        self.open.append(OpenEntity(MARKS[mark], self.units, self.at, len(self.parts)))
        self.at += len(mark)
        if mark == "```":
            self.open[-1].language = self.language()

    def language(self) -> str:
        """Reads the language behind three backticks, and the line's end."""
        line, newline, _ = self.markup[self.at :].partition("\n")
        if not newline or "`" in line or " " in line:
            return ""
        self.at += len(line) + 1
        return line

    def end(self) -> None:
        """Reads the mark that ends the innermost entity, and notes the entity."""
        last = self.open.pop()
        self.at += len(ENDS[last.kind])
        entity: dict[str, Any] = {"type": last.kind, "offset": last.offset, "length": self.units - last.offset}
        if last.kind == "text_link":
            entity["url"] = self.url() or "".join(self.parts[last.part :])
        if last.language:
            entity["language"] = last.language
        if entity["length"]:
            self.entities.append(entity)

    def url(self) -> str:
        """Reads the address behind a link's text."""
        if not self.markup.startswith("(", self.at):
            return ""
        begin, found = self.at + 1, ""
        self.at = begin
        while self.at < len(self.markup) and self.markup[self.at] != ")":
            self.at += self.markup[self.at] == "\\"
            found += self.markup[self.at : self.at + 1]
            self.at += 1
        if self.at >= len(self.markup):
            raise ValueError(f"Can't find end of a URL at byte offset {self.place(begin)}")
        self.at += 1
        return found


def parse_markdown(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """Returns the text and its entities in order; a fault is a ValueError in Telegram's words."""
    reader = MarkdownReader(markup)
    reader.read()
    return "".join(reader.parts), sorted(reader.entities, key=lambda found: (found["offset"], -found["length"]))
