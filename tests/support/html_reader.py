"""Pages of HTML read strictly: a tree of elements, and what of it no browser should have to mend."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("br", "input", "link", "meta"))
PHRASING = frozenset(("a", "br", "button", "code", "input", "label", "q", "span", "strong", "textarea", "time"))
NESTED_NEVER = frozenset(("a", "button", "form", "label", "p"))
HOLDS_PHRASES = frozenset(("a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "label", "p", "q", "span", "summary"))


@dataclass
class Element:
    """An element of a page, with what it holds in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def walk(self) -> "Iterator[Element]":
        """Yields the element, and all elements in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def find_all(self, *tags: str) -> "list[Element]":
        """Returns all elements in it with one of these tags."""
        return [each for each in self.walk() if each.tag in tags]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def heard(self) -> str:
        """What a screen reader finds in it."""
        if self.attributes.get("aria-hidden") == "true":
            return ""
        return "".join(child if isinstance(child, str) else child.heard for child in self.children)

    @property
    def name(self) -> str:
        """What a screen reader calls it: what it finds, blanks made one."""
        return " ".join(self.heard.split())


class HtmlReader(HTMLParser):
    """Reads one page. `faults` are a sentence each."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.faults: list[str] = []
        self._open = [self.root]
        if not html.startswith("<!doctype html>\n<html"):
            self.faults.append("the page begins otherwise")
        self.feed(html)
        self.close()
        self.faults += [f"<{each.tag}> is not closed" for each in self._open[1:]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        names = [name for name, _ in attrs]
        if len(names) != len({*names}):
            self.faults.append(f"<{tag}> has an attribute twice")
        around = [each.tag for each in self._open]
        if tag in NESTED_NEVER and tag in around:
            self.faults.append(f"<{tag}> stands in another one")
        if around[-1] in HOLDS_PHRASES and tag not in PHRASING:
            self.faults.append(f"<{tag}> stands in <{around[-1]}>")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Closes an element: the one that was opened last."""
        if self._open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes <{self._open[-1].tag}>")
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Takes a text."""
        self._open[-1].children.append(data)
