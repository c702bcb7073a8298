"""A question of which several options may be so, in Chromium: boxes to tick, for everybody, on every window."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from check_keyboard import MOST_TABS, reach
from chromium import ChromiumPerson, ChromiumTab
from page_guards import PHONE, find_faults, look
from page_states import invite
from playwright.sync_api import Browser

from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from dialogs.testing.scripts.playing.player import FIXED_NOW

TRIAL = str(Path(__file__).parents[1] / "trials/basket.yaml")


@pytest.fixture
def asked(chromium: Browser) -> Iterator[tuple[ChromiumPerson, ChromiumTab]]:
    """A person who is asked for genes, and their tab."""
    with ExitStack() as stack:
        served = SharedWebPage(TRIAL, stack, FIXED_NOW, assemble_page)
        person = ChromiumPerson(chromium, served.origin, viewport=PHONE)
        stack.callback(person.close)
        tab = person.enter(invite(served))
        tab.press(next(each for each in tab.read().choices if each.label == "Breast"))
        yield person, tab


def test_what_is_ticked_is_the_answer(asked: tuple[ChromiumPerson, ChromiumTab]) -> None:
    """Protects "a choice of many": two boxes and one button, without scripts."""
    _, tab = asked
    tab.tick("BRCA1", "ATM")
    assert "DDR gene mutations: BRCA1, ATM" in tab.read().said


def test_boxes_are_ticked_by_the_keyboard(asked: tuple[ChromiumPerson, ChromiumTab]) -> None:
    """Protects whoever uses no mouse: Tab leads to each box, Space ticks it, Enter sends all."""
    _, tab = asked
    for _ in range(MOST_TABS):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate("document.activeElement.type") == "checkbox":
            break
    tab.page.keyboard.press("Space")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Space")
    reach(tab, "Done")
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")
    assert "DDR gene mutations: BRCA1, BRCA2" in tab.read().said


def test_everybody_can_use_boxes(asked: tuple[ChromiumPerson, ChromiumTab], chromium: Browser) -> None:
    """Protects WCAG 2.2 AA and best practice, and who has a small window, for boxes too."""
    person, _ = asked
    context = look(chromium, {each["name"]: each["value"] for each in person.context.cookies()}, person.origin)
    page = context.new_page()
    page.goto(f"{person.origin}/")
    assert page.get_by_role("checkbox").count() == 4
    faults = find_faults(page)
    context.close()
    assert faults == []
