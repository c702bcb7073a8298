"""Guards of a page: each looks at one in Chromium, and returns a sentence for each thing that is wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from page_states import Visited
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize

from bot.channels.web.pages.passkey_page import PASSKEYS_PATH

AXE = (Path(__file__).parent / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}
LIGHT: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
LOOKS: dict[str, tuple[ViewportSize, dict[str, Any]]] = {
    "phone": (PHONE, LIGHT),
    "desk": (DESK, LIGHT),
    "dark": (PHONE, LIGHT | {"color_scheme": "dark"}),
    "dark desk": (DESK, LIGHT | {"color_scheme": "dark"}),
    "forced colours": (PHONE, LIGHT | {"forced_colors": "active"}),
    "no motion": (PHONE, LIGHT | {"reduced_motion": "reduce"}),
    "zoomed": ({"width": 320, "height": 200}, LIGHT),
}
"""How pages are looked at. A window of 1280 pixels at 400 % has 320 of CSS."""

MOST_BYTES = 30_000
MOST_REQUESTS = 2
MOST_WITH_SCRIPT = 3
FIRST_PAINT_SECONDS = 3.0
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s, and 400 ms."""


def look(browser: Browser, cookies: dict[str, str], origin: str, **looks: Any) -> BrowserContext:
    """Returns a context with scripts on, which guards need, and with a person's cookies."""
    context = browser.new_context(**looks)
    context.add_cookies([{"name": name, "value": value, "url": origin} for name, value in cookies.items()])
    return context


def load(page: Page, visited: Visited) -> None:
    """Loads the page that a person came to."""
    url = f"{visited.browser.origin}{visited.path}"
    if visited.html:
        page.route(url, lambda each: each.fulfill(body=visited.html, content_type="text/html; charset=utf-8"))
    page.goto(url)


def change_look(page: Page, name: str) -> None:
    """Shows a page in another of the `LOOKS`: a new window for each would take most of the time."""
    size, media = LOOKS[name]
    page.set_viewport_size(size)
    page.emulate_media(**media)


def find_faults(page: Page) -> list[str]:
    """Returns what is wrong with a page in any of the `LOOKS`, for whoever uses it in another way than most."""
    faults = []
    for each_look in LOOKS:
        change_look(page, each_look)
        found = [*find_violations(page), *find_scrolling(page), *find_unfocusable(page)]
        faults += [f"{each_look}: {each}" for each in found]
    return faults


def find_violations(page: Page) -> list[str]:
    """Returns what axe-core finds against WCAG 2.2 AA and against best practice."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", STANDARDS)
    return [
        f"{each['id']}: {each['help']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]
    ]


def find_scrolling(page: Page) -> list[str]:
    """Returns what is wider than the window, so that one would have to scroll sideways."""
    wide: list[str] = page.evaluate(
        """() => {
          const most = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= most) return [];
          const all = [...document.body.querySelectorAll('*')];
          const wide = all.filter(e => e.getBoundingClientRect().right > most + 1).map(e => e.outerHTML.slice(0, 80));
          return [`the page is ${document.documentElement.scrollWidth} wide`, ...wide];
        }"""
    )
    return wide


def find_unfocusable(page: Page) -> list[str]:
    """Returns the controls whose focus nobody would see: nothing of them changes."""
    unseen: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('a, button, textarea, input:not([type=hidden]), summary')].filter(e => {
          if (!e.getClientRects().length) return false;
          const looks = () => { const s = getComputedStyle(e);
            return [s.outlineStyle === 'none' ? '' : s.outlineWidth + s.outlineColor, s.boxShadow, s.backgroundColor,
              s.borderColor].join(); };
          document.activeElement.blur();
          const before = looks();
          e.focus({focusVisible: true});
          return looks() === before;
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    return unseen


@dataclass
class Weight:
    """What a page costs: the bytes of its answers, by their addresses. One page has a script besides."""

    answers: dict[str, int]
    most: int = MOST_REQUESTS

    @property
    def faults(self) -> list[str]:
        """What is too much of it."""
        faults = [f"{url} has {size:,} bytes" for url, size in self.answers.items() if size > MOST_BYTES]
        many = [f"{len(self.answers)} requests: {', '.join(self.answers)}"] if len(self.answers) > self.most else []
        return [*faults, *many]


def weigh(page: Page, visited: Visited) -> Weight:
    """Loads the page that a person came to, and returns what it costs."""
    answers = list[Response]()
    page.on("response", lambda each: answers.append(each))  # noqa: PLW0108 - Playwright marks what it is given
    load(page, visited)
    most = MOST_WITH_SCRIPT if visited.path == PASSKEYS_PATH else MOST_REQUESTS
    return Weight({each.url: len(each.body()) for each in answers}, most)


def measure_first_paint(context: BrowserContext, url: str) -> float:
    """Returns after how many seconds something is painted over a slow line, with nothing in the cache."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", SLOW)
    page.goto(url)
    painted = "() => performance.getEntriesByName('first-contentful-paint').map(each => each.startTime)[0] || 0"
    page.wait_for_function(painted)
    return float(page.evaluate(painted)) / 1000


def list_foreign(context: BrowserContext, origin: str) -> list[str]:
    """Returns a list that grows by each address elsewhere that a page of a context asks for."""
    foreign: list[str] = []
    context.on(
        "request", lambda each: None if each.url.startswith((f"{origin}/", "data:")) else foreign.append(each.url)
    )
    return foreign
