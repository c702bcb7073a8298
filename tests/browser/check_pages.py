"""Every kind of page in Chromium: for everybody, on every window, without a third party, and quick."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from page_guards import (
    FIRST_PAINT_SECONDS,
    PHONE,
    find_faults,
    list_foreign,
    look,
    measure_first_paint,
    weigh,
)
from page_states import ALL, make_visits, walk
from passkey_states import PASSKEY_VISITS
from playwright.sync_api import Browser
from shown_texts import list_missing

from bot.workbench.layers.page_reader import read_page
from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from dialogs.testing.scripts.playing.player import FIXED_NOW

VISITS = make_visits() | PASSKEY_VISITS


@pytest.fixture(scope="module")
def served() -> Iterator[SharedWebPage]:
    """A web page."""
    with ExitStack() as stack:
        yield SharedWebPage("interfant-21", stack, FIXED_NOW, assemble_page)


@pytest.mark.parametrize("name", VISITS)
def test_everybody_can_use_it(name: str, served: SharedWebPage, chromium: Browser) -> None:
    """Protects WCAG 2.2 AA and best practice, and who has a small window, in light, dark and forced colours.

    Nothing is wider than the window, where the focus is can be seen, and nothing comes from another host. A page has
    under 30 KB, and one request besides the stylesheet, or the script. Each state shows what it is called by.
    """
    visited = VISITS[name](served)
    context = look(chromium, visited.browser.cookies, visited.browser.origin)
    foreign, page = list_foreign(context, visited.browser.origin), context.new_page()
    faults = weigh(page, visited).faults
    read_page(page.content())
    faults += list_missing(name, page)
    faults += [*find_faults(page), *foreign]
    context.close()
    assert faults == []


@pytest.mark.parametrize("name", ["number", "note", "review", "eligible"])
def test_it_is_there_soon_over_a_slow_line(name: str, served: SharedWebPage, chromium: Browser) -> None:
    """Protects "first paint under 3 s at 400 kbit/s and 400 ms"."""
    visited = VISITS[name](served)
    context = look(chromium, visited.browser.cookies, visited.browser.origin, viewport=PHONE)
    assert measure_first_paint(context, f"{visited.browser.origin}/") < FIRST_PAINT_SECONDS
    context.close()


def test_a_result_can_be_printed(served: SharedWebPage, chromium: Browser) -> None:
    """Protects the printed result: all that is folded stands open, and there is nothing to press."""
    visited = walk(served, (*ALL, "show the result"))
    context = look(chromium, visited.browser.cookies, visited.browser.origin)
    page = context.new_page()
    page.goto(f"{visited.browser.origin}/")
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert (
        page.evaluate("[...document.querySelectorAll('button, textarea')].filter(e => e.checkVisibility()).length") == 0
    )
    folded = "[...document.querySelectorAll('main details > :not(summary)')].filter(e => !e.checkVisibility()).length"
    assert page.evaluate(folded) == 0
    context.close()
