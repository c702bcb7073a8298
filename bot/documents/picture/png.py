"""A picture as a PNG: the SVG, drawn by the typesetter with a font that comes along. No font of the machine is used."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.config.errors import UsageFault
from bot.documents.picture import text_metrics as letters
from bot.documents.picture.layout import PictureLayout
from bot.documents.picture.svg import render_svg

FONTS = Path("mpl-data", "fonts", "ttf")
"""Where matplotlib has the font, in its own folder."""

FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
TALLEST = 30_000
"""The height in pixels up to which a picture is drawn: 130 MB of pixels."""

TYPST_PIXEL = 72.0
"""Pixels to an inch where a point is one pixel."""


def render_png(layout: PictureLayout) -> bytes:
    """Returns the picture as a PNG.

    Raises `UsageFault` where the extra or the font is missing. It also does for words that the font has no letters
    for, and for a picture that is too tall. An SVG needs none of these.
    """
    absent = letters.find_missing_characters(layout.iterate_lines())
    if absent:
        named = ", ".join(f"U+{ord(each):04X}" for each in absent[:3])
        raise UsageFault(
            f"the PNG has no letters for some of the words ({named}); write an .svg, which takes those of whoever"
            " reads it"
        )
    if layout.height > TALLEST:
        raise UsageFault(
            f"the PNG would be {layout.height:,.0f} pixels tall, more than {TALLEST:,}; write an .svg, which can be of"
            " any size"
        )
    return _draw(render_svg(layout), layout.width, round(layout.height))


def _draw(svg: str, width: int, height: int) -> bytes:
    fonts = _fonts()
    import typst  # noqa: PLC0415 - an extra, which is there if its fonts are

    page = f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    page += f'#image(bytes(sys.inputs.svg), format: "svg", width: {width}pt, height: {height}pt)'
    compiler = typst.Compiler(
        page.encode(), font_paths=fonts, sys_inputs={"svg": svg}
    )  # one for each: no two threads may use the same
    drawn = compiler.compile(format="png", ppi=TYPST_PIXEL)
    assert isinstance(drawn, bytes)
    return drawn


@cache
def _fonts() -> Any:
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError:
        raise _missing() from None
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_folder())])


def _folder() -> Path:
    """Returns the folder of the font."""
    found = find_spec("matplotlib")  # only looked for: importing it takes longer than drawing
    folders = [] if found is None else found.submodule_search_locations or []
    for folder in folders:
        fonts = Path(folder) / FONTS
        if all((fonts / face).is_file() for face in FACES):
            return fonts
    raise _missing()


def _missing() -> UsageFault:
    return UsageFault("the PNG needs the extra [reports]: pip install 'trialscreen[reports]'; an .svg does not")
