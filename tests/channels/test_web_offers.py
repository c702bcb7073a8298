"""What a page offers beside its question: all that a result leads to, a way on after a pause, and files for an hour."""

from datetime import timedelta
from pathlib import Path

import pytest
from browsing import ANNA, Tab, site_at
from html_reader import HtmlReader
from stores import ANSWERS, NOW

from bot.channels.web import phrases
from bot.channels.web.pages.chat_page import PageFrame
from bot.channels.web.pages.drawing import draw_chat_page
from storage.opening.location import StoreLocation
from storage.outbox.fetching import FILE_LASTS

pytestmark = pytest.mark.asyncio


def read(tab: Tab) -> HtmlReader:
    """Returns the page of a tab as a browser reads it."""
    return HtmlReader(draw_chat_page(tab.page, PageFrame("mark")))


def list_words(tab: Tab) -> dict[str, str]:
    """Returns the buttons in the main part of a page that type something, each with its words."""
    buttons = read(tab).root.find_all("main")[0].find_all("button")
    return {each.name: each.attributes["value"] for each in buttons if each.attributes.get("name") == "text"}


def get_heading(tab: Tab) -> str:
    """Returns what heads a page."""
    (heading,) = read(tab).root.find_all("h1")
    return heading.name


@pytest.mark.parametrize("asked", ["every criterion", "hospitals", "hand over", "trial"])
async def test_after_a_page_all_is_there_again(where: StoreLocation, tmp_path: Path, asked: str) -> None:
    """Protects whoever reads on after a result: its buttons are there again, and one leads back to it."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say(*ANSWERS)
        assert get_heading(tab).startswith("Result: ")
        offered, buttons = list_words(tab), tab.buttons
        assert offered[phrases.HOSPITALS] == "hospitals"
        assert offered[phrases.PICTURE] == "picture"
        await tab.say(asked)
        assert get_heading(tab) == phrases.WHAT_NEXT
        assert list_words(tab) == {phrases.SHOW_RESULT: "result"} | offered
        assert {each.label for each in tab.buttons} == {each.label for each in buttons}
        await tab.say(list_words(tab)[phrases.SHOW_RESULT])
        assert get_heading(tab).startswith("Result: ")


async def test_an_early_end_offers_hospitals_and_says_what_it_is_of(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "not eligible": which sites to call is one press away, and a printed page says trial, code and date."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("366 days")
        assert {phrases.HOSPITALS, phrases.PICTURE, phrases.FORGET} == {*list_words(tab)}
        assert get_heading(tab) == f"The verdict so far: Interfant-21, {tab.page.code}"
        main = read(tab).root.find_all("main")[0]
        assert next(each.tag for each in main.walk() if each.tag in ("h1", "h2")) == "h1"
        assert "As of 2026" in main.text


async def test_a_result_says_when_it_was_made(where: StoreLocation, tmp_path: Path) -> None:
    """Protects a printed result from being taken for one of today."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say(*ANSWERS)
        assert "As of 2026" in read(tab).root.find_all("main")[0].text


async def test_a_pause_has_a_way_on(where: StoreLocation, tmp_path: Path) -> None:
    """Protects whoever paused: the page says so, and one press goes on."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120", "pause")
        assert get_heading(tab) == phrases.PAUSED_TITLE
        await tab.say(list_words(tab)[phrases.RESUME])
        assert "2 of at most" in tab.text
        assert list_words(tab) == {}


async def test_a_file_can_be_fetched_for_an_hour(where: StoreLocation, tmp_path: Path) -> None:
    """Protects a link that was just made from the next page, and a file from being there for ever."""
    at = [NOW]
    with site_at(where, tmp_path, now=lambda: at[0]) as site:
        tab = await (await site.let_in()).say(*ANSWERS, "report pdf")
        (link,) = tab.page.files
        await tab.say("hospitals", "picture", "result")
        assert link in tab.page.files
        assert await tab.desk.make_file(ANNA, link.order) is not None
        at[0] += FILE_LASTS - timedelta(seconds=1)
        assert await tab.desk.make_file(ANNA, link.order) is not None
        at[0] += timedelta(seconds=1)
        assert await tab.desk.make_file(ANNA, link.order) is None
        assert (await tab.go()).page.files == ()
        await tab.say("hospitals")
        assert len(site.store.outbox.list_waiting(ANNA)) <= 2
        await tab.say("report pdf")
        await tab.say("/new")
        assert tab.page.files == (), "it is of another screening"


async def test_a_question_that_names_no_screening_says_its_code(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "start over" in the wrong screening."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120", "start over")
        assert phrases.OF_SCREENING.format(code=tab.page.code) in read(tab).root.find_all("main")[0].text
