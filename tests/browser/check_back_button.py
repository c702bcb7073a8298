"""The back button at a shared computer: nobody is shown what somebody else typed."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from chromium import ChromiumPerson, ChromiumTab
from page_states import invite
from playwright.sync_api import Browser, Error

from bot.channels.web.server.request_checks import MOST_BYTES
from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from dialogs.testing.scripts.playing.player import FIXED_NOW

NOTE = "quetzal, 70 days old"
LONG_NOTE = "quetzal " * 600
MOST_STEPS = 10
SETTLED_MILLISECONDS = 200
"""How long a browser takes to show that it shows no page."""


@pytest.fixture
def served() -> Iterator[SharedWebPage]:
    """A web page."""
    with ExitStack() as stack:
        yield SharedWebPage("interfant-21", stack, FIXED_NOW, assemble_page)


@pytest.mark.parametrize("typed", [NOTE, LONG_NOTE, LONG_NOTE * (MOST_BYTES // len(LONG_NOTE) + 1)])
@pytest.mark.parametrize("then", ["signed out", "another one let in"])
def test_the_back_button_shows_nobody_what_was_typed(
    typed: str, then: str, served: SharedWebPage, chromium: Browser
) -> None:
    """Protects "the next person at a shared hospital computer", also where they are let in in the same tab."""
    person = ChromiumPerson(chromium, served.origin)
    tab = person.enter(invite(served))
    tab.type_text(typed)
    tab.page.goto(f"{served.origin}/")
    for _ in range(2):  # the page asks once whether it is meant
        press(tab, "Sign out")
    if then == "another one let in":
        tab.page.goto(f"{served.origin}/enter/{invite(served)}")
        press(tab, "Enter")
    shown = list_shown(tab)
    assert len(shown) > 2
    assert [each for each in shown if "quetzal" in each] == []
    person.close()


def press(tab: ChromiumTab, label: str) -> None:
    """Presses the button with a label."""
    tab.press(next(each for each in tab.read().buttons if each.label == label))


def list_shown(tab: ChromiumTab) -> list[str]:
    """Returns what the pages show to which the back button leads, with what stands in their fields."""
    shown = []
    for _ in range(MOST_STEPS):
        with suppress(Error):  # a page that would have to be sent again is not shown
            tab.page.go_back(wait_until="load")
        tab.page.wait_for_timeout(SETTLED_MILLISECONDS)
        fields = tab.page.locator("textarea")
        shown.append(f"{tab.page.content()} {[each.input_value() for each in fields.all()]}")
    return shown
