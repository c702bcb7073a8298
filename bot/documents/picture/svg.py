"""A picture as an SVG document: self-contained, its words as text, every box with what it says."""

from xml.etree import ElementTree as ET

from bot.documents.picture.layout import Area, Panel, PictureLayout, PictureWay, WayKind
from bot.documents.picture.signs import draw
from bot.documents.picture.styles import Ground
from bot.documents.svg import INK, clean_text, draw_arrow, draw_words, make_canvas

SCALE = 3
"""How much larger an arrow is than in a picture that is read on a screen."""


def render_svg(layout: PictureLayout) -> str:
    """Returns the picture as an SVG document."""
    svg = make_canvas(layout.width, round(layout.height), layout.title, layout.description)
    for panel in layout.panels:
        _panel(svg, panel)
    for way in layout.ways:
        _way(svg, way)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(svg, encoding="unicode")}\n'


def _panel(into: ET.Element, panel: Panel) -> None:
    group = ET.SubElement(into, "g", {"id": panel.id})
    ET.SubElement(group, "title").text = clean_text(panel.told)
    if panel.ground.thickness or panel.ground.fill != "none":
        group.append(_ground(panel.area, panel.ground))
    for line in panel.lines:
        weight = {"font_weight": "bold"} if line.bold else {}
        draw_words(group, line.x, line.y, line.text, line.size, anchor="middle" if line.centred else "start", **weight)
    for sign in panel.signs:
        draw(group, sign)
    for each in panel.panels:
        _panel(group, each)


def _ground(area: Area, ground: Ground) -> ET.Element:
    """Returns the box; its outline lies within its area."""
    half = ground.thickness / 2
    place = {"x": area.x + half, "y": area.y + half, "width": area.width - 2 * half, "height": area.height - 2 * half}
    box = ET.Element("rect", {name: f"{value:g}" for name, value in (place | {"rx": ground.rounding}).items()})
    box.set("fill", ground.fill)
    if ground.thickness:
        box.attrib |= {"stroke": ground.stroke, "stroke-width": f"{ground.thickness:g}"}
    if ground.dashes:
        box.set("stroke-dasharray", ground.dashes)
    return box


def _way(into: ET.Element, way: PictureWay) -> None:
    """Draws an arrow; one that is shut ends at a bar."""
    if way.kind is not WayKind.SHUT:
        draw_arrow(
            into, [(way.x, way.top), (way.x, way.bottom)], way.told, is_taken=way.kind is WayKind.OPEN, scale=SCALE
        )
        return
    middle = (way.top + way.bottom) / 2
    path = f"M {way.x:g} {way.top:g} V {middle:g} M {way.x - 34:g} {middle:g} H {way.x + 34:g}"
    line = ET.SubElement(into, "path", {"d": path, "fill": "none", "stroke": INK, "stroke-width": "7", "class": "shut"})
    ET.SubElement(line, "title").text = clean_text(way.told)
