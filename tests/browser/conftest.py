"""One Chromium for all checks of a process, and a web page for them."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

import pytest
from chromium import ChromiumPerson, open_chromium
from page_guards import PHONE
from playwright.sync_api import Browser

from bot.workbench.layers.isolated_web import make_web_page
from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from dialogs.testing.scripts.playing.player import FIXED_NOW


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, for all checks of this process."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def played_page(chromium: Browser) -> Iterator[SharedWebPage]:
    """A web page whose people come with Chromium."""
    with ExitStack() as stack:
        make_browser = partial(ChromiumPerson, chromium, cupboard=[], viewport=PHONE)
        yield make_web_page("interfant-21", stack, FIXED_NOW, assemble_page, make_browser)
