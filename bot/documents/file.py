"""What is made for somebody who asked for it: a file, or a table to be shown in the chat."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file to be sent, and what is said beside it."""

    name: str
    content: bytes = field(repr=False)
    caption: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text whose columns stand under each other in letters of one width."""

    text: str = field(repr=False)
