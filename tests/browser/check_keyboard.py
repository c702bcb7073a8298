"""A whole screening by the keyboard alone, on a narrow window."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from chromium import ChromiumPerson, ChromiumTab
from page_guards import PHONE
from page_states import invite
from playwright.sync_api import Browser

from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from dialogs.testing.scripts.playing.player import FIXED_NOW

MOST_TABS = 60
ANSWERS = (
    "70 days", "B-precursor ALL", "Newly diagnosed", "Rearranged", "None", "No", "Given", "Positive", "CNS1", "No",
    "None", "No", "Show the result",
)  # fmt: skip


@pytest.fixture
def served() -> Iterator[SharedWebPage]:
    """A web page."""
    with ExitStack() as stack:
        yield SharedWebPage("interfant-21", stack, FIXED_NOW, assemble_page)


def test_a_whole_screening_needs_no_mouse(served: SharedWebPage, chromium: Browser) -> None:
    """Protects "keyboard only; 320 px": Tab and Shift-Tab lead to everything, Enter and Space press it."""
    person = ChromiumPerson(chromium, served.origin, viewport=PHONE)
    page = person.context.new_page()
    page.goto(f"{served.origin}/enter/{invite(served)}")
    tab = ChromiumTab(page)
    press(tab, tab.read().entering[0].label, "Enter")
    for number, answer in enumerate(ANSWERS):
        labels = [each.label for each in tab.read().choices]
        if answer in labels:
            press(tab, answer, "Space" if number % 2 else "Enter")
        else:
            type_answer(tab, answer)
    read = tab.read()
    assert "Interfant-21" in read.heading
    assert "Eligible" in read.said
    person.close()


def press(tab: ChromiumTab, label: str, key: str) -> None:
    """Moves to a button by Tab, past it and back by Shift-Tab, and presses it."""
    reach(tab, label)
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Shift+Tab")
    assert find_focus(tab) == label
    with tab.page.expect_navigation():
        tab.page.keyboard.press(key)


def type_answer(tab: ChromiumTab, text: str) -> None:
    """Moves to the field by Tab, types, and goes on to the button that sends it."""
    for _ in range(MOST_TABS):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate("document.activeElement.id") == "text":
            break
    tab.page.keyboard.type(text)
    tab.page.keyboard.press("Tab")
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")


def reach(tab: ChromiumTab, label: str) -> None:
    """Moves to a button by Tab."""
    for _ in range(MOST_TABS):
        tab.page.keyboard.press("Tab")
        if find_focus(tab) == label:
            return
    raise AssertionError(f"Tab never leads to {label!r}")


def find_focus(tab: ChromiumTab) -> str:
    """Returns what the focused control says."""
    said: str = tab.page.evaluate("document.activeElement.innerText || ''")
    return " ".join(said.split())
