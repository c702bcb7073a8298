"""Linking on the page is a form like any other: nobody but the person sends it, and no link that is scanned does."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from web_pages import ServedPage, serving_page

pytestmark = pytest.mark.asyncio
LINK = "link K7Q-42M-XD1"
SAID = ("link", LINK, "unlink")


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page on a machine of one's own."""
    async with serving_page(tmp_path) as served:
        yield served


@pytest.mark.parametrize("said", SAID)
async def test_a_form_of_ones_own_page_is_taken(page: ServedPage, said: str) -> None:
    """Protects the tests below: what they refuse is taken where the form is right."""
    browser = await page.signed_in()
    assert (await browser.send(text=said)).status == 303
    assert page.desk.posts[-1].text == said


@pytest.mark.parametrize("said", SAID)
async def test_a_form_with_the_mark_of_somebody_else_links_nothing(page: ServedPage, said: str) -> None:
    """Protects from a page of another site, and of another person: linked to them, all one's screenings were theirs."""
    browser, other = await page.signed_in(), await page.signed_in()
    marks = [(await other.get("/")).fields["mark"], "", "AAAA"]
    for mark in marks:
        answer = await browser.post("/", {"mark": mark, "text": said})
        assert answer.status == 403, mark
    good = (await browser.get("/")).fields["mark"]
    assert (await browser.post("/", {"mark": good, "text": said}, Origin="https://evil.example")).status == 403
    assert said not in {each.text for each in page.desk.posts}


@pytest.mark.parametrize("said", SAID)
async def test_a_link_that_is_scanned_or_shown_beforehand_links_nothing(page: ServedPage, said: str) -> None:
    """Protects from whatever opens links by itself: no GET or HEAD does anything, also of who is signed in."""
    browser = await page.signed_in()
    mark = (await browser.get("/")).fields["mark"]
    for path in (f"/?mark={mark}&text={quote(said)}", f"/{quote(said)}", f"/link/{quote(LINK[5:])}"):
        for method in ("GET", "HEAD"):
            await browser.get(path, method)
    assert said not in {each.text for each in page.desk.posts}
