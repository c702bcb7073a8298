"""Drawing in SVG: boxes, words, arrows and grids that read the same without colour.

What they stand for is decided elsewhere.
"""

import re
from collections.abc import Sequence
from enum import Enum
from xml.etree import ElementTree as ET

INK = "#1f2933"
FILL = "#e6edf5"
PAPER = "#ffffff"
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"

CELL = 18
"""The side of a cell of a grid, in pixels."""


class OutlineStyle(Enum):
    """How something stands: by line and word, never by colour alone."""

    REACHED = "reached"
    UNREACHED = "not reached"
    IMPOSSIBLE = "cannot be reached"


def make_canvas(width: int, height: int, title: str, description: str) -> ET.Element:
    """Returns an empty drawing on a white ground, with a title and a description for screen readers."""
    svg = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=str(width),
        height=str(height),
        viewBox=f"0 0 {width} {height}",
        role="img",
    )
    svg.set("aria-labelledby", "title description")
    svg.set("font-family", FONT)
    ET.SubElement(svg, "title", id="title").text = clean_text(title)
    ET.SubElement(svg, "desc", id="description").text = clean_text(description)
    heads = ET.SubElement(svg, "defs")
    for name, fill in (("taken", INK), ("open", PAPER)):
        marker = ET.SubElement(
            heads, "marker", id=name, viewBox="0 0 10 10", refX="9", refY="5", markerWidth="7", markerHeight="7"
        )
        marker.set("orient", "auto")
        ET.SubElement(marker, "path", {"d": "M 1 1 L 9 5 L 1 9 z", "fill": fill, "stroke": INK})
    ET.SubElement(svg, "rect", width="100%", height="100%", fill=PAPER)
    return svg


def draw_words(
    into: ET.Element, x: float, y: float, text: str, size: int = 12, *, anchor: str = "start", **more: str
) -> ET.Element:
    """Writes one line of text; `y` is where it stands."""
    element = ET.SubElement(
        into, "text", {"x": f"{x:g}", "y": f"{y:g}", "font-size": str(size), "fill": INK, "text-anchor": anchor}
    )
    for name, value in more.items():
        element.set(name.replace("_", "-"), value)
    element.text = clean_text(text)
    return element


def draw_box(into: ET.Element, at: tuple[float, float], size: tuple[float, float], mark: OutlineStyle) -> ET.Element:
    """Draws a box: a firm outline and a ground where it was reached, dashes or dots where it was not."""
    x, y = at
    outline = {
        OutlineStyle.REACHED: {"fill": FILL, "stroke-width": "2"},
        OutlineStyle.UNREACHED: {"fill": PAPER, "stroke-width": "2", "stroke-dasharray": "7 4"},
        OutlineStyle.IMPOSSIBLE: {"fill": PAPER, "stroke-width": "1", "stroke-dasharray": "1 4"},
    }[mark]
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{size[0]:g}", "height": f"{size[1]:g}", "rx": "6", "stroke": INK}
    return ET.SubElement(into, "rect", place | outline)


def draw_arrow(
    into: ET.Element, points: Sequence[tuple[float, float]], told: str, *, is_taken: bool, scale: float = 1
) -> ET.Element:
    """Draws an arrow along `points`: firm with a full head where it was taken, else dashed with a hollow head."""
    path = "M " + " L ".join(f"{x:g} {y:g}" for x, y in points)
    thickness = f"{(1.5 if is_taken else 1.2) * scale:g}"
    line = ET.SubElement(into, "path", {"d": path, "fill": "none", "stroke": INK, "stroke-width": thickness})
    line.set("marker-end", f"url(#{'taken' if is_taken else 'open'})")
    line.set("class", "taken" if is_taken else "not-taken")
    if not is_taken:
        line.set("stroke-dasharray", f"{5 * scale:g} {4 * scale:g}")
    ET.SubElement(line, "title").text = clean_text(told)
    return line


def clean_text(text: str) -> str:
    """Returns `text` as XML can hold it: a replacement stands for each character that it cannot."""
    return _UNWRITABLE.sub("\ufffd", text)


def draw_grid(
    into: ET.Element,
    at: tuple[float, float],
    rows: Sequence[str],
    columns: Sequence[str],
    cells: dict[tuple[str, str], bool],
) -> None:
    """Draws a table: a full square where something was reached, an empty dashed one where not, else nothing."""
    x, y = at
    for index, column in enumerate(columns):
        place = x + (index + 0.7) * CELL
        draw_words(into, place, y - 6, column, 11, transform=f"rotate(-90 {place:g} {y - 6:g})")
    for index, row in enumerate(rows):
        top = y + index * CELL
        draw_words(into, x - 8, top + 13, row, 11, anchor="end")
        ET.SubElement(into, "path", {"d": f"M {x:g} {top:g} h {len(columns) * CELL}", "stroke": "#d5dbe1"})
        for number, column in enumerate(columns):
            if (row, column) in cells:
                _draw_cell(into, (x + number * CELL, top), f"{row}: {column}", is_reached=cells[row, column])


def _draw_cell(into: ET.Element, at: tuple[float, float], told: str, *, is_reached: bool) -> None:
    place = {"x": f"{at[0] + 4:g}", "y": f"{at[1] + 4:g}", "width": "10", "height": "10", "stroke": INK}
    look = {"fill": INK} if is_reached else {"fill": PAPER, "stroke-dasharray": "2 2"}
    square = ET.SubElement(into, "rect", place | look)
    ET.SubElement(square, "title").text = clean_text(f"{told}: {'reached' if is_reached else 'not reached'}")


_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
