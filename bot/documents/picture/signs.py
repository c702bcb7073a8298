"""The signs of effects and verdicts, drawn as outlines: no font is needed for them."""

from xml.etree import ElementTree as ET

from bot.documents.picture.layout import Sign
from bot.documents.picture.styles import Shape


def draw(into: ET.Element, sign: Sign) -> None:
    """Draws a sign in its place."""
    look, scale = sign.look, sign.reach / 10
    group = ET.SubElement(
        into, "g", {"transform": f"translate({sign.x:g} {sign.y:g}) scale({scale:g})", "class": look.shape.name.lower()}
    )
    outline = {"d": _OUTLINES[look.shape], "fill": look.fill, "stroke": look.edge}
    ET.SubElement(group, "path", outline | {"stroke-width": "1", "stroke-linejoin": "round"})
    drawn = {"d": _INSIDES[look.shape], "fill": "none", "stroke": look.ink, "stroke-width": "2.2"}
    ET.SubElement(group, "path", drawn | {"stroke-linecap": "round", "stroke-linejoin": "round"})


_OUTLINES = {
    Shape.TICK: "M -9.5 0 A 9.5 9.5 0 1 1 9.5 0 A 9.5 9.5 0 1 1 -9.5 0 Z",
    Shape.CROSS: "M -3.9 -9.5 H 3.9 L 9.5 -3.9 V 3.9 L 3.9 9.5 H -3.9 L -9.5 3.9 V -3.9 Z",
    Shape.QUESTION: "M 0 -9.5 L 9.5 0 L 0 9.5 L -9.5 0 Z",
    Shape.BAR: "M -8.5 -8.5 H 8.5 V 8.5 H -8.5 Z",
}
_INSIDES = {
    Shape.TICK: "M -4.6 0.4 L -1.4 3.8 L 4.8 -3.6",
    Shape.CROSS: "M -3.7 -3.7 L 3.7 3.7 M 3.7 -3.7 L -3.7 3.7",
    Shape.QUESTION: "M -2.2 -2.4 A 2.3 2.3 0 1 1 1.3 -0.5 Q 0 0.2 0 1.6 M 0 4.6 V 4.7",
    Shape.BAR: "M -4.5 0 H 4.5",
}
"""Within ten units on each side of the middle."""
