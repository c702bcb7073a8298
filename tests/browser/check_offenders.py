"""Each guard of a page finds an offender that is planted."""

from collections.abc import Iterator

import pytest
from page_guards import (
    PHONE,
    find_scrolling,
    find_unfocusable,
    find_violations,
    list_foreign,
    measure_first_paint,
    weigh,
)
from page_states import Visited
from playwright.sync_api import Browser, BrowserContext, Page, Route

from bot.workbench.layers.page_browser import PlainBrowser
from bot.workbench.layers.page_parts import PageFault
from bot.workbench.layers.page_reader import read_page

ORIGIN = "http://localhost:9"
HERE = Visited(PlainBrowser(ORIGIN))
SOUND = """<!DOCTYPE html><html lang="en"><head><title>Age</title><meta name="viewport" content="width=device-width">
<style>button { color: #000; background: #fff } button:focus { outline: 3px solid #000 }</style></head><body><main>
<h1>How old?</h1><form method="post" action="/"><input type="hidden" name="mark" value="m"><button name="choice"
value="00">Unknown</button></form></main></body></html>"""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A narrow window."""
    made = chromium.new_context(viewport=PHONE)
    yield made
    made.close()


def show(context: BrowserContext, html: str) -> Page:
    """Returns a page at our origin that has some HTML; every other address has a little picture."""

    def answer(route: Route) -> None:
        ours = route.request.url == f"{ORIGIN}/"
        route.fulfill(body=html if ours else "", content_type="text/html" if ours else "image/png")

    context.route("**/*", answer)
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    return page


def test_a_sound_page_offends_no_guard(context: BrowserContext) -> None:
    """Protects the tests below: it is the planted offender that is found."""
    foreign, page = list_foreign(context, ORIGIN), show(context, SOUND)
    read_page(page.content())
    assert [*find_violations(page), *find_scrolling(page), *find_unfocusable(page), *foreign] == []
    assert weigh(context.new_page(), HERE).faults == []
    assert measure_first_paint(context, f"{ORIGIN}/") < 3


def test_a_second_heading_is_found(context: BrowserContext) -> None:
    """A browser mends much, and not that."""
    page = show(context, SOUND.replace("<form", "<h1>Or else?</h1><form"))
    with pytest.raises(PageFault, match="the page has 2 headings"):
        read_page(page.content())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("color: #000", "color: #bbb", "color-contrast"),
        (">Unknown", ">", "button-name"),
        (' lang="en"', "", "html-has-lang"),
        ("<h1>How old?</h1>", "<h3>How old?</h3>", "page-has-heading-one"),
        ("main>", "div>", "landmark-one-main"),
        ('name="choice"', 'style="width: 9px; height: 9px; padding: 0; border: 0; overflow: hidden"', "target-size"),
    ],
)
def test_what_not_everybody_can_use_is_found(old: str, new: str, told: str, context: BrowserContext) -> None:
    """Protects WCAG 2.2 AA and best practice: contrast, names, language, headings, landmarks, sizes."""
    page = show(context, SOUND.replace(old, new).replace("</form>", "<button>Send</button></form>"))
    assert told in "\n".join(find_violations(page))


def test_what_is_wider_than_the_window_is_found(context: BrowserContext) -> None:
    """Protects 320 pixels: a word that does not break is enough."""
    page = show(context, SOUND.replace("How old?", "How-old" + "x" * 80))
    assert "the page is" in find_scrolling(page)[0]


def test_a_focus_that_nobody_sees_is_found(context: BrowserContext) -> None:
    """Protects who uses a keyboard."""
    page = show(context, SOUND.replace("outline: 3px solid #000", "outline: 0"))
    assert len(find_unfocusable(page)) == 1


def test_a_third_party_is_found(context: BrowserContext) -> None:
    """Protects "no third-party request", and "one request besides the stylesheet"."""
    foreign = list_foreign(context, ORIGIN)
    pictures = "".join(f'<img alt="" src="http://elsewhere.example/{at}.png">' for at in range(2))
    show(context, SOUND.replace("<h1>", f"{pictures}<h1>"))
    assert foreign == ["http://elsewhere.example/0.png", "http://elsewhere.example/1.png"]
    assert "3 requests" in weigh(context.new_page(), HERE).faults[0]


def test_a_heavy_page_is_found(context: BrowserContext) -> None:
    """Protects "under 30 KB"."""
    show(context, SOUND.replace("</main>", f"<p>{'word ' * 7000}</p></main>"))
    assert "bytes" in weigh(context.new_page(), HERE).faults[0]
