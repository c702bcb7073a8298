"""A picture as values: panels with lines of words and signs in them, and ways between them.

It knows sizes, and no subject.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from bot.documents.picture import text_metrics as letters
from bot.documents.picture.styles import Ground, SignStyle

WIDTH = 1080
"""The width of an upright picture in pixels: that of a phone."""

MARGIN = 30

SMALLEST = 28
"""The smallest size of letters in an upright picture, in pixels: they can be read where it fills a phone."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle; `x` and `y` are its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Halfway from left to right."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of words; `y` is where they stand, `x` where they begin, or their middle where it is `centred`."""

    text: str
    x: float
    y: float
    size: int
    bold: bool = False
    centred: bool = False

    @property
    def area(self) -> Area:
        """The room that it takes."""
        wide = letters.measure_width(self.text, self.size, bold=self.bold)
        return Area(self.x - wide / 2 if self.centred else self.x, self.y - 0.93 * self.size, wide, 1.17 * self.size)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign: its look, its middle, and how far it reaches from there."""

    look: SignStyle
    x: float
    y: float
    reach: float

    @property
    def area(self) -> Area:
        """The room that it takes."""
        return Area(self.x - self.reach, self.y - self.reach, 2 * self.reach, 2 * self.reach)


@dataclass(frozen=True, slots=True)
class Panel:
    """A box with what stands in it. `id` is its own in the picture, `told` is what it says in a sentence."""

    id: str
    told: str
    area: Area
    ground: Ground
    lines: tuple[TextLine, ...] = ()
    signs: tuple[Sign, ...] = ()
    panels: tuple["Panel", ...] = ()

    def move(self, right: float, down: float) -> "Panel":
        """Returns this panel with all that is in it, elsewhere."""
        return replace(
            self,
            area=replace(self.area, x=self.area.x + right, y=self.area.y + down),
            lines=tuple(replace(each, x=each.x + right, y=each.y + down) for each in self.lines),
            signs=tuple(replace(each, x=each.x + right, y=each.y + down) for each in self.signs),
            panels=tuple(each.move(right, down) for each in self.panels),
        )

    def iterate(self) -> Iterator["Panel"]:
        """Yields this panel and all that are in it."""
        yield self
        for panel in self.panels:
            yield from panel.iterate()


class WayKind(Enum):
    """What a way is: open, shut, or not known to be either."""

    OPEN = "open"
    SHUT = "shut"
    UNKNOWN = "not yet known"


@dataclass(frozen=True, slots=True)
class PictureWay:
    """An arrow straight down, from `top` to `bottom`."""

    x: float
    top: float
    bottom: float
    kind: WayKind
    told: str


@dataclass(frozen=True, slots=True)
class PictureLayout:
    """A whole picture."""

    title: str
    description: str
    height: float
    panels: tuple[Panel, ...]
    ways: tuple[PictureWay, ...] = ()
    width: int = WIDTH

    def iterate_panels(self) -> Iterator[Panel]:
        """Yields every panel."""
        for panel in self.panels:
            yield from panel.iterate()

    def iterate_lines(self) -> Iterator[str]:
        """Yields every line of words."""
        for panel in self.iterate_panels():
            yield from (line.text for line in panel.lines)
