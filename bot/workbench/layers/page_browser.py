"""What a person holds in their hands: a browser with tabs. The one here has no screen; tests bring a real one."""

from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from bot.workbench.layers.page_parts import FormParts, PageButton, PageFault, ReadPage
from bot.workbench.layers.page_reader import read_page

LOOPBACK = "127.0.0.1"
FOUND = (302, 303)
PATIENCE_SECONDS = 60.0


class PageTab(Protocol):
    """One tab of a browser, which shows one page until something is sent from it."""

    def read(self) -> ReadPage:
        """Returns what stands in the tab."""

    def press(self, button: PageButton) -> None:
        """Presses a button of the page, and waits for the page that comes."""

    def type_text(self, text: str) -> None:
        """Types a text into the field of the page, presses Enter, and waits for the page that comes."""

    def send_again(self) -> None:
        """Does what people do who are not sure that it was sent: what was sent last is sent once more, or loaded."""

    def close(self) -> None:
        """Closes the tab."""


class PageBrowser(Protocol):
    """A browser of one person. Its cookies are its own."""

    def enter(self, token: str) -> PageTab:
        """Opens the link of an invitation, and presses the button of its page."""

    def open_tab(self) -> PageTab:
        """Opens another tab where the person stands."""

    def close(self) -> None:
        """Ends the browser."""


MakeBrowser = Callable[[str], PageBrowser]
"""Makes a browser for a page at an origin."""


class PlainBrowser:
    """A browser without a screen. See `PageBrowser`. `cookies` are those that it keeps."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.cookies: dict[str, str] = {}

    def enter(self, token: str) -> "PlainTab":
        """See `PageBrowser`."""
        tab = PlainTab(self, f"/enter/{token}")
        (button,) = tab.read().entering
        tab.press(button)
        return tab

    def open_tab(self) -> "PlainTab":
        """See `PageBrowser`."""
        return PlainTab(self, "/")

    def close(self) -> None:
        """See `PageBrowser`."""

    def get(self, path: str) -> str:
        """Returns the page at a path."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: str) -> str:
        """Sends a form, and returns the page that it leads to."""
        return self._ask("POST", path, body)

    def send(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        """Asks for one page, or sends one form; returns what came back, wherever it leads. Raises `PageFault`."""
        place = urlsplit(self.origin)
        connection = HTTPConnection(LOOPBACK, place.port or 80, timeout=PATIENCE_SECONDS)
        headers = {"Host": place.netloc, "Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers |= {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, HTTPException) as fault:
            raise PageFault(f"{method} brings no page: {type(fault).__name__}") from fault
        finally:
            connection.close()
        self._keep_cookies(answer.headers.get_all("Set-Cookie") or [])
        return answer, page

    def _ask(self, method: str, path: str, body: str | None) -> str:
        answer, page = self.send(method, path, body)
        if answer.status in FOUND:
            return self.get(answer.headers["Location"])
        if answer.status != 200:  # noqa: PLR2004 - the status of a page that is as it should be
            raise PageFault(f"{method} is answered by {answer.status}")
        return page

    def _keep_cookies(self, given: list[str]) -> None:
        for each in given:
            for name, cookie in SimpleCookie(each).items():
                self.cookies[name] = cookie.value


class PlainTab:
    """A tab of a browser without a screen. See `PageTab`."""

    def __init__(self, browser: PlainBrowser, path: str) -> None:
        self._browser = browser
        self._page = read_page(browser.get(path))
        self._sent: tuple[str, str] | None = None

    def read(self) -> ReadPage:
        """See `PageTab`."""
        return self._page

    def press(self, button: PageButton) -> None:
        """See `PageTab`."""
        self._send(button.form, *button.sends)

    def type_text(self, text: str) -> None:
        """See `PageTab`."""
        if self._page.text_field is None:
            raise PageFault("there is no field in which something could be typed")
        self._send(self._page.text_field.form, ("text", text))

    def send_again(self) -> None:
        """See `PageTab`."""
        assert self._sent is not None, "something was sent from this tab"
        self._page = read_page(self._browser.post(*self._sent))

    def close(self) -> None:
        """See `PageTab`."""

    def _send(self, form: FormParts, *fields: tuple[str, str]) -> None:
        self._sent = (form.action, urlencode([*form.hidden, *fields]))
        self._page = read_page(self._browser.post(*self._sent))
