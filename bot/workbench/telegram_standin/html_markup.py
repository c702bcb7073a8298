"""The HTML mode: what Telegram reads in it, and the words in which it refuses the rest.

Follows tdlib's MessageEntity.cpp (parse_html). Attributes without a value are read only where newer servers read them
(`<blockquote expandable>`). Places in the faults are byte offsets in UTF-8.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler", "tg-spoiler": "spoiler",
    "a": "text_link", "tg-emoji": "custom_emoji", "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip

PIECE = re.compile(r"<|&(?:#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|lt|gt|amp|quot);?")
ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)\s*(?:=\s*("[^"]*"|'[^']*'|[\w.-]+))?""")


@dataclass(slots=True)
class OpenTag:
    """A tag that has not been closed yet."""

    tag: str
    attributes: dict[str, str]
    offset: int
    at: int


class HtmlReader:
    """Reads one text from left to right."""

    def __init__(self, markup: str) -> None:
        self.markup, self.at = markup, 0
        self.parts: list[str] = []
        self.units = 0
        self.open: list[OpenTag] = []
        self.entities: list[dict[str, Any]] = []

    def place(self, at: int) -> int:
        """Returns the byte offset of a place."""
        return len(self.markup[:at].encode("utf-8", "surrogatepass"))

    def put(self, text: str) -> None:
        """Adds plain text."""
        self.parts.append(text)
        self.units += len(text.encode("utf-16-le", "surrogatepass")) // 2

    def read(self) -> None:
        """Reads all of the text."""
        while piece := PIECE.search(self.markup, self.at):
            self.put(self.markup[self.at : piece.start()])
            self.at = piece.end()
            if piece[0] != "<":
                self.put(unescape(piece[0].rstrip(";") + ";"))
            elif self.markup.startswith("/", self.at):
                self.close_tag(piece.start())
            else:
                self.open_tag(piece.start())
        self.put(self.markup[self.at :])
        if self.open:
            raise ValueError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def open_tag(self, begin: int) -> None:
        """Reads a start tag, from behind its `<` to behind its `>`."""
        name = re.compile(r"[^\s>]*").match(self.markup, self.at)
        assert name is not None
        if name.end() == len(self.markup):
            raise ValueError(f"Unclosed start tag at byte offset {self.place(begin)}")
        tag = name[0].lower()
        if tag not in KINDS:
            raise ValueError(f'Unsupported start tag "{tag}" at byte offset {self.place(begin)}')
        self.at = name.end()
        attributes = self.attributes(begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise ValueError(f'Tag "span" must have class "tg-spoiler" at byte offset {self.place(begin)}')
        self.open.append(OpenTag(tag, attributes, self.units, len(self.parts)))

    def attributes(self, begin: int) -> dict[str, str]:
        """Reads a start tag's attributes and its end."""
        found: dict[str, str] = {}
        while True:
            while self.markup[self.at : self.at + 1].isspace():
                self.at += 1
            if self.markup.startswith(">", self.at):
                self.at += 1
                return found
            attribute = ATTRIBUTE.match(self.markup, self.at)
            if attribute is None or attribute.end() == len(self.markup):
                raise ValueError(f"Unclosed start tag at byte offset {self.place(begin)}")
            self.at = attribute.end()
            found[attribute[1].lower()] = unescape((attribute[2] or "").strip("\"'"))

    def close_tag(self, begin: int) -> None:
        """Reads an end tag, and notes the entity that ends there."""
        place = self.place(begin)
        if not self.open:
            raise ValueError(f"Unexpected end tag at byte offset {place}")
        found = re.compile(r"/([^\s>]*)\s*>").match(self.markup, self.at)
        if found is None:
            raise ValueError(f"Unclosed end tag at byte offset {place}")
        last, tag = self.open[-1], found[1].lower()
        if tag and tag != last.tag:
            raise ValueError(f'Unmatched end tag at byte offset {place}, expected "</{last.tag}>", found "</{tag}>"')
        self.open.pop()
        self.at = found.end()
        if self.units > last.offset:
            self.note(last)

    def note(self, tag: OpenTag) -> None:
        """Notes an entity; `pre` around `code` with a language is one entity."""
        entity: dict[str, Any] = {"type": KINDS[tag.tag], "offset": tag.offset, "length": self.units - tag.offset}
        if tag.tag == "a":
            entity["url"] = tag.attributes.get("href") or "".join(self.parts[tag.at :])
        elif tag.tag == "tg-emoji":
            if not tag.attributes.get("emoji-id", "").isdigit():
                raise ValueError("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.attributes["emoji-id"]
        elif tag.tag == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.tag == "code" and tag.attributes.get("class", "").startswith("language-"):
            entity["language"] = tag.attributes["class"].removeprefix("language-")
        elif tag.tag == "pre" and self.entities and self.entities[-1] == entity | {"type": "code"} | self.language():
            entity |= self.language()
            self.entities.pop()
        self.entities.append(entity)

    def language(self) -> dict[str, str]:
        """Returns the language of the entity before, if it has one."""
        return {"language": self.entities[-1]["language"]} if "language" in self.entities[-1] else {}


def parse_html(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """Returns the text and its entities in order; a fault is a ValueError in Telegram's words."""
    if "<" not in markup and "&" not in markup:
        return markup, []
    reader = HtmlReader(markup)
    reader.read()
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return "".join(reader.parts), sorted(reader.entities, key=lambda found: (found["offset"], -found["length"]))
