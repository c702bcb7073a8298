"""Chromium as a person uses it: buttons by their names, a field, the keyboard, tabs. Scripts are off in its pages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, sync_playwright

from bot.workbench.layers.page_parts import PageButton, PageFault, ReadPage
from bot.workbench.layers.page_reader import read_page

OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-dev-shm-usage", "--no-first-run", "--no-proxy-server",
)  # fmt: skip
PATIENCE_MILLISECONDS = 30_000


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Starts Debian's Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


class ChromiumPerson:
    """The browser of one person. See `PageBrowser`. `asked_for` are the addresses that its pages asked for.

    To open a window takes seconds, so a `cupboard` holds contexts, with their windows, whose cookies are gone.
    """

    def __init__(
        self, browser: Browser, origin: str, *, cupboard: list[BrowserContext] | None = None, **looks: Any
    ) -> None:
        self._browser, self.origin, self._looks = browser, origin, looks
        self._cupboard = cupboard
        self._context: BrowserContext | None = None
        self._windows: list[Page] = []
        self.asked_for: list[str] = []

    @property
    def context(self) -> BrowserContext:
        """The context of the person, which is made as soon as it is needed."""
        if self._context is None:
            self._context = self._cupboard.pop() if self._cupboard else self._make_context()
            self._context.on("request", self._note_request)
            self._windows = self._context.pages
        return self._context

    def enter(self, token: str) -> "ChromiumTab":
        """See `PageBrowser`."""
        tab = self._open(f"/enter/{token}")
        (button,) = tab.read().entering
        tab.press(button)
        return tab

    def open_tab(self) -> "ChromiumTab":
        """See `PageBrowser`."""
        return self._open("/")

    def close(self) -> None:
        """See `PageBrowser`. Nothing that let the person in stays."""
        if self._context is None:
            return
        if self._cupboard is None:
            self._context.close()
            return
        self._context.clear_cookies()
        self._context.remove_listener("request", self._note_request)
        self._cupboard.append(self._context)

    def list_foreign_requests(self) -> list[str]:
        """Returns the addresses elsewhere that a page asked for."""
        return [each for each in self.asked_for if not each.startswith(f"{self.origin}/")]

    def _make_context(self) -> BrowserContext:
        context = self._browser.new_context(java_script_enabled=False, **self._looks)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        return context

    def _note_request(self, request: Request) -> None:
        self.asked_for.append(request.url)

    def _open(self, path: str) -> "ChromiumTab":
        context = self.context
        page = self._windows.pop() if self._windows else context.new_page()
        page.goto(f"{self.origin}{path}", wait_until="domcontentloaded")
        return ChromiumTab(page)


class ChromiumTab:
    """A tab of Chromium. See `PageTab`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def read(self) -> ReadPage:
        """See `PageTab`."""
        return read_page(self.page.content())

    def press(self, button: PageButton) -> None:
        """See `PageTab`. It is found by the name that assistive technology tells; an option is ticked."""
        if button.form.ticks:
            self.tick(button.label)
            return
        named = self.page.get_by_role("button", name=button.label, exact=True)
        if named.count() > 1:
            named = named.and_(self.page.locator(f'[value="{button.choice}"]'))
        if named.count() != 1:
            raise PageFault(f"{named.count()} buttons are named {button.label!r}")
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            named.click()

    def tick(self, *labels: str) -> None:
        """Ticks options, and sends them."""
        boxes = [self.page.get_by_role("checkbox", name=label, exact=True) for label in labels]
        for each in boxes:
            each.check()
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator("form", has=boxes[0]).get_by_role("button").click()

    def type_text(self, text: str) -> None:
        """See `PageTab`. In a field of several lines Enter begins a line: Tab leads to the button that sends it."""
        field = self.find_field()
        field.fill(text)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            if self.page.locator("textarea#text").count():
                field.press("Tab")
            self.page.keyboard.press("Enter")

    def find_field(self) -> Locator:
        """Returns the field in which something can be typed."""
        field = self.page.locator("#text")
        if field.count() != 1:
            raise PageFault("there is no field in which something could be typed")
        return field

    def send_again(self) -> None:
        """See `PageTab`. The page is loaded once more."""
        self.page.reload()

    def close(self) -> None:
        """See `PageTab`."""
        with suppress(Exception):
            self.page.close()
