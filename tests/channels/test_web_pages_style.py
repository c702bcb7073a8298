"""The stylesheet of the web page: small, of one piece, with colours that can be told apart, for eyes of all kinds."""

import re
from hashlib import sha256

import pytest
from style_reader import measure_contrast, read_colours
from web_states import draw_states

from bot.channels.web.pages.stylesheet import make_stylesheet_address, read_stylesheet

CSS = read_stylesheet().decode()

DARK = "(prefers-color-scheme: dark)"


def test_the_stylesheet_is_under_8_kb_and_asks_for_nothing_else() -> None:
    """Protects "a stylesheet of our own under 8 KB" and "no third-party request"."""
    assert len(read_stylesheet()) < 8_000
    assert "@import" not in CSS
    assert "url(" not in CSS


def test_each_page_asks_for_the_stylesheet_only() -> None:
    """Protects "one request besides the stylesheet": the page itself; another stylesheet has another address."""
    assert make_stylesheet_address() == f"/static/style.css?v={sha256(read_stylesheet()).hexdigest()[:16]}"
    for html in draw_states().values():
        assert re.findall(r'<link[^>]*href="([^"]*)"', html) == [make_stylesheet_address()]
        assert "src=" not in html


@pytest.mark.parametrize("media", ["", DARK, "print"])
@pytest.mark.parametrize("ground", ["page", "raised"])
def test_text_stands_out(media: str, ground: str) -> None:
    """Protects 4.5:1 for text (WCAG 1.4.3), whatever the colours are in the dark and on paper."""
    colours = read_colours(CSS, media)
    for name in ("text", "muted", "action", "passes", "fails", "open", "off"):
        assert measure_contrast(colours[name], colours[ground]) >= 4.5, name
    if media != "print":
        assert measure_contrast(colours["on-action"], colours["action"]) >= 4.5


@pytest.mark.parametrize("media", ["", DARK])
def test_borders_and_the_focus_stand_out(media: str) -> None:
    """Protects 3:1 for what shows where to act (WCAG 1.4.11 and 2.4.13)."""
    colours = read_colours(CSS, media)
    for name in ("line", "focus", "action", "fails"):
        assert measure_contrast(colours[name], colours["page"]) >= 3, name


def test_contrast_is_measured_as_the_standard_defines_it() -> None:
    """Protects the measure itself: black on white is 21, and a known grey just fails."""
    assert measure_contrast("#000000", "#fff") == pytest.approx(21)
    assert measure_contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert measure_contrast("#767676", "#ffffff") >= 4.5


def test_all_colours_are_variables() -> None:
    """Protects the tests above, which look at variables only, and the dark, which changes them only."""
    rules = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", re.sub(r"#(help|main|text)\b", "", rules))
    used = {*re.findall(r"var\(--([\w-]+)\)", CSS)}
    assert used == read_colours(CSS).keys() == read_colours(CSS, DARK).keys()


@pytest.mark.parametrize(
    "wanted",
    [
        DARK,
        "(prefers-contrast: more)",
        "(prefers-reduced-motion: reduce)",
        "(forced-colors: active)",
        "@media print",
        ":focus-visible",
        "min-height: 2.75rem",
        "overflow-wrap: anywhere",
        "details::details-content",
    ],
)
def test_the_stylesheet_has_a_rule_for_each_need(wanted: str) -> None:
    """Protects dark mode, high contrast, forced colours, reduced motion, paper, focus, tap targets and narrow pages."""
    assert wanted in CSS


def test_the_stylesheet_styles_what_is_there() -> None:
    """Protects against rules for nothing: each class that it names is on some page, and the other way round."""
    named = {*re.findall(r"\.([a-z][\w-]*)", re.sub(r"[\d.]+(rem|vw|vh)", "", CSS))}
    used = {
        name
        for html in draw_states().values()
        for value in re.findall(r'class="([^"]*)"', html)
        for name in value.split()
    }
    assert named - used == set()
    assert used - named == set()
