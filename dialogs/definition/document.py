"""YAML text as plain values, with the line of every key.

Words stay words: YAML 1.1's `no`, `yes`, `on` and dates are strings here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from dialogs.definition.bare_words import PLAIN_WORDS, read_bare_word

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 40
MAX_VALUES = 25_000
"""Values of a document, lists and mappings among them: the first trial, a long definition, has 3,700."""

KeyPath = tuple[str | int, ...]
"""The way from the top of a document to a value: keys and list positions."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class DocumentError(ValueError):
    """The text is no readable YAML document; `line` and `column` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True)
class Document:
    """A YAML document: its plain value, and where each part of it stands."""

    value: Any
    lines: dict[KeyPath, int]

    def find_line(self, path: KeyPath) -> int:
        """Returns the line of the value at `path`, or of the nearest part around it that the text holds."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(text: str) -> Document:
    """Reads one YAML document.

    Raises `DocumentError` for no YAML, for what is too long or too deep, and for a key twice, an anchor, alias or tag.
    """
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(f"the text is longer than {MAX_CHARACTERS:,} characters: it is no file of this kind")
    if odd := _UNREADABLE.search(text):
        message = f"the character U+{ord(odd[0]):04X} cannot stand in YAML: remove it, and save the file as UTF-8 text"
        raise DocumentError(message, text.count("\n", 0, odd.start()) + 1)
    lines: dict[KeyPath, int] = {}
    try:
        return Document(_build_document(iter(_LOADER(text).get_event, None), lines), lines)
    except yaml.MarkedYAMLError as error:
        from dialogs.definition.unreadable import explain_unreadable  # noqa: PLC0415 - most files can be read

        message, place = explain_unreadable(text, error)
        raise DocumentError(message, *place) from error
    except yaml.YAMLError as error:  # pragma: no cover - characters that the reader refuses were found before
        raise DocumentError(f"no readable YAML ({str(error).splitlines()[0]}): save it as UTF-8 text") from error


def _build_document(events: Iterator[yaml.Event], lines: dict[KeyPath, int]) -> Any:
    """Builds the value from events; PyYAML's composer of nodes recurses in C, where deep nesting ends the process."""
    value = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if () in lines:
                raise DocumentError("a second document begins here: keep one in a file", _find_line(event))
            value = _build_value(next(events), events, (), lines)
    return value


def _build_value(event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath, lines: dict[KeyPath, int]) -> Any:
    line = _find_line(event)
    lines.setdefault(path, line)
    if len(lines) > MAX_VALUES:
        raise DocumentError(f"the text has more than {MAX_VALUES:,} values: write less, or make two files of it", line)
    if len(path) > MAX_DEPTH:
        raise DocumentError("the text is nested too deeply: flatten it", line)
    _refuse_marks(event)
    if isinstance(event, yaml.MappingStartEvent):
        return _build_mapping(events, path, lines)
    if isinstance(event, yaml.SequenceStartEvent):
        return _build_list(events, path, lines)
    return _convert_scalar(event)


def _build_list(events: Iterator[yaml.Event], path: KeyPath, lines: dict[KeyPath, int]) -> list[Any]:
    plain: list[Any] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        plain.append(_build_value(event, events, (*path, len(plain)), lines))
    return plain


def _build_mapping(events: Iterator[yaml.Event], path: KeyPath, lines: dict[KeyPath, int]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key, line = _read_key(event), _find_line(event)
        if key in plain:
            raise DocumentError(f"the key '{key}' stands twice: keep one of the two", line)
        lines[here := (*path, key)] = line
        plain[key] = _build_value(next(events), events, here, lines)
    return plain


def _read_key(event: yaml.Event) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise DocumentError("a key must be a word: put the list or mapping behind a key", _find_line(event))
    _refuse_marks(event)
    key: str = event.value
    if not event.style and key.lower() in PLAIN_WORDS:
        remedy = "choose another word, or put it in quotes"
        raise DocumentError(f"'{key}' is no key, since YAML reads it as a value: {remedy}", _find_line(event))
    return key


def _refuse_marks(event: yaml.Event) -> None:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor is not None:
        message = f"anchors (&{anchor}) and aliases (*{anchor}) are not read: write the value out"
        raise DocumentError(message, _find_line(event))
    if tag is not None:
        message = f"tags ({tag}) are not read: leave the tag out, and put the value in quotes"
        raise DocumentError(message, _find_line(event))


def _convert_scalar(event: yaml.Event) -> Any:
    word: str = event.value  # type: ignore[attr-defined]  # a scalar, since all that is left is one
    if event.style:  # type: ignore[attr-defined]  # quoted, or a block
        return word
    try:
        return read_bare_word(word)
    except ValueError as error:
        raise DocumentError(str(error), _find_line(event)) from None


def _find_line(event: yaml.Event) -> int:
    return 1 if event.start_mark is None else int(event.start_mark.line) + 1
