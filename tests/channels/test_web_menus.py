"""Menus and mistakes on the web page: a menu stays while something else is read, and each error is told as one."""

from pathlib import Path

import pytest
from browsing import ANNA, Tab, site_at

from bot import phrases as session_phrases
from bot.channels.handling import phrases
from bot.channels.web.pages.chat_page import PageFrame
from bot.channels.web.pages.drawing import draw_chat_page
from bot.session import menus
from dialogs import phrases as dialogue_phrases
from storage.model.codes import format_code
from storage.opening.location import StoreLocation

pytestmark = pytest.mark.asyncio

TYPED = "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids"


def draw(tab: Tab) -> str:
    """Returns the page of a tab as HTML."""
    return draw_chat_page(tab.page, PageFrame("mark"))


@pytest.mark.thinned(3)
@pytest.mark.parametrize("opened", ["list", "forget", "inaccurate"])
@pytest.mark.parametrize("page", ["help", "privacy", "trial", "/hospitals"])
async def test_a_page_is_read_while_a_menu_stands_open(
    where: StoreLocation, tmp_path: Path, opened: str, page: str
) -> None:
    """Protects help and privacy at a menu: the page is shown, and the menu asks with the same words and buttons."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        plain = (await (await tab.open()).say(page)).text.split("2 of at most")[0].strip()
        await tab.go()
        await tab.say(opened)
        asked, buttons = tab.text, tab.buttons
        await tab.say(page, page)
        assert plain in tab.text
        assert tab.text.endswith(asked)
        assert tab.buttons == buttons
        assert not tab.page.is_misread
        assert len(site.list_answers()) == 1


@pytest.mark.parametrize("opened", ["list", "forget", "inaccurate"])
@pytest.mark.parametrize("typed", ["rubbish", TYPED])
async def test_what_is_mistyped_at_a_menu_is_an_error_of_its_page(
    where: StoreLocation, tmp_path: Path, opened: str, typed: str
) -> None:
    """Protects the warning of a menu: stray text is told, and the question with its "for good" is asked once more."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120", opened)
        asked, buttons = tab.text, tab.buttons
        await tab.say(typed)
        assert tab.text == f"{session_phrases.CHOOSE_FIRST}\n{asked}"
        assert tab.buttons == buttons
        assert "<title>Error: " in draw(tab)
        assert f'<a href="#text">{session_phrases.CHOOSE_FIRST}</a>' in draw(tab)


@pytest.mark.parametrize("said", [("5", "rubbish"), ("120", "B-ALL or T-ALL", "rubbish")])
async def test_a_mistake_at_an_ask_back_is_an_error(
    where: StoreLocation, tmp_path: Path, said: tuple[str, ...]
) -> None:
    """Protects ask-backs: what was not understood there leads to the field, and the ask-back itself is no error."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say(*said[:-1])
        assert "<title>Asked back" in draw(tab)
        await tab.say(said[-1])
        assert "<title>Error: Asked back" in draw(tab)
        assert '<a href="#text">That was not understood' in draw(tab)


async def test_what_came_from_an_old_page_is_an_error(where: StoreLocation, tmp_path: Path) -> None:
    """Protects refused texts and taps: each is told in the summary of errors, once."""
    with site_at(where, tmp_path) as site:
        tab = await site.let_in()
        old, older = await tab.open(), await tab.open()
        await tab.say("120")
        for _ in range(2):
            await old.choose(old.find_choice("Don't know"))
            await older.go()
            assert '<a href="#text">That question is no longer open' in draw(older)
            assert draw(older).count("That question is no longer open") == 1
        await tab.say("/new")
        first = await tab.open()
        await tab.say("90")
        for late in (old, first):
            for choice in (late.find_choice("Don't know"), late.find_choice("Why?")):
                await late.choose(choice)
        await tab.go()
        assert draw(tab).count(phrases.NOT_A_BUTTON) <= 1


async def test_a_text_for_a_screening_that_was_forgotten_is_told(where: StoreLocation, tmp_path: Path) -> None:
    """Protects an old tab: what was typed there after forgetting was not taken, and the person is told so."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        old = await tab.open()
        await tab.say("forget")
        await tab.tap(tab.buttons[1].label)
        await old.say("b_precursor_all")
        assert dialogue_phrases.UNSEEN in old.text
        assert session_phrases.NOTHING_OPEN in old.text
        assert "<title>Error: " in draw(old)
        assert site.list_owned() == []


@pytest.mark.parametrize("code", ["JQBGDAF", "K7Q42MX"])
async def test_no_code_of_any_letters_is_in_a_title(code: str) -> None:
    """Protects codes without a digit: the history of a browser keeps titles."""
    asked = menus.make_forget_question(code)
    tab = Tab(None, ANNA)  # type: ignore[arg-type]  # nothing is asked of its desk
    tab.page = type(tab.page)((), asked)
    title = draw(tab).partition("</title>")[0]
    assert format_code(code) not in title
    assert "Forget" in title
