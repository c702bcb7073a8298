"""Drawing in SVG: words and arrows that read the same without colour.

What they stand for is decided elsewhere.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

INK = "#1f2933"
FILL = "#e6edf5"
PAPER = "#ffffff"
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"


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


_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
