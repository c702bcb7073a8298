"""Every distinct kind of page, and how a person comes to it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from hospital_states import draw_hospital_pages

from bot.channels.service.assembly import Assembly
from bot.channels.web import pre_check_phrases as said
from bot.channels.web.access.guess_limits import INVITATION
from bot.channels.web.pages.chat_page import PRE_CHECK_PATH, PageFrame
from bot.channels.web.pages.drawing import draw_notice_page
from bot.channels.web.phrases import TOO_MANY_TITLE
from bot.channels.web.server.request_checks import MOST_BYTES
from bot.workbench.layers.page_browser import LOOPBACK, PlainBrowser, PlainTab
from bot.workbench.layers.page_reader import read_page
from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from dialogs.loading.sites import read_sites
from storage.features.members import Members, Role
from storage.model.errors import Unavailable
from storage.model.stored import InboundEvent
from storage.unit_of_work.batch import EventHandler, EventResult

SITES = Path(__file__).parents[2] / "docs/sites.yaml"
NOTE = "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids, LP day 33 pending, ?consent"
LONG_NOTE = "\n".join((NOTE, *(f"Day {day}: afebrile, feeds well, weight {3000 + day} g." for day in range(1, 40))))
ENTRY = ("70 days", "B-precursor ALL", "newly diagnosed", "rearranged", "none", "no", "given")
LONGEST = (
    *ENTRY[:4], "systemic", "12 mg/m2/day prednisone-equivalent", "3 days", "no", "given", "positive", "CNS1", "no",
    "given", "40 days", "no",
)  # fmt: skip
ALL = (*ENTRY, "positive", "CNS1", "no", "none", "no")

STATES: dict[str, tuple[str, ...]] = {
    "number": (),
    "choice": ("70 days",),
    "ask-back": ("70 days", "B-ALL or T-ALL"),
    "misread number": ("purple elephants",),
    "misread choice": ("70 days", "purple elephants"),
    "nothing typed": ("",),
    "why": ("70 days", "why"),
    "note": (NOTE,),
    "long note": (LONG_NOTE,),
    "review": ALL,
    "early end": ("366 days",),
    "eligible": (*ALL, "show the result"),
    "not eligible": ("70 days", "B-precursor ALL", "relapse", "stop here", "show the result"),
    "undetermined": (*ENTRY, "don't know", "not done yet", "no", "none", "no", "show the result"),
    "every criterion": (*ALL, "show the result", "every criterion"),
    "text report": (*ALL, "show the result", "report"),
    "files": (*ALL, "show the result", "report pdf", "picture"),
    "change": (*ALL, "change"),
    "start over": (*ALL, "start over"),
    "status": (*ENTRY[:3], "status"),
    "help": ("help",),
    "privacy": ("privacy",),
    "trial": ("trial",),
    "criteria": ("criteria",),
    "no hospitals": ("hospitals",),
    "paused": ("70 days", "pause"),
    "list": ("70 days", "list"),
    "list of nine": ("70 days", *("new", "70 days") * 8, "list"),
    "longest review": LONGEST,
    "result and hospitals": (*ALL, "show the result", "hospitals"),
}
"""What is typed, one after the other, to come to each kind of page."""


@dataclass(frozen=True)
class Visited:
    """Where a person is: their browser, and the address of the page.

    An answer to a form has no address: it is `html` that is shown in place of the page.
    """

    browser: PlainBrowser
    path: str = "/"
    html: str = ""


def invite(page: SharedWebPage) -> str:
    """Returns the token of a new invitation."""
    token: str = page.take("script:nobody", lambda uow: Members(uow).invite(Role.TESTER, timedelta(days=1)))
    return token


def enter(page: SharedWebPage) -> tuple[PlainBrowser, PlainTab]:
    """Returns the browser of a new person, and the tab before them."""
    browser = PlainBrowser(page.origin)
    return browser, browser.enter(invite(page))


def walk(page: SharedWebPage, texts: tuple[str, ...]) -> Visited:
    """Lets a new person type some texts."""
    browser, tab = enter(page)
    for text in texts:
        tab.type_text(text)
    return Visited(browser)


def send(browser: PlainBrowser, fields: dict[str, str], *, path: str = "/") -> Visited:
    """Sends a form, whatever it holds, and shows the answer."""
    connection = HTTPConnection(LOOPBACK, urlsplit(browser.origin).port or 80)
    headers = {
        "Host": urlsplit(browser.origin).netloc, "Origin": browser.origin, "Connection": "close",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items()),
    }  # fmt: skip
    connection.request("POST", path, urlencode(fields), headers)
    html = connection.getresponse().read().decode()
    connection.close()
    return Visited(browser, html=html)


def be_refused(page: SharedWebPage) -> Visited:
    """Sends a form whose mark is none."""
    return send(enter(page)[0], {"mark": "none", "text": "70 days"})


def send_long(page: SharedWebPage, characters: int) -> Visited:
    """Sends a text that is longer than a note may be."""
    browser, tab = enter(page)
    return send(browser, {"mark": find_mark(tab), "text": "x" * characters})


def pile_up(page: SharedWebPage) -> Visited:
    """Asks for several things on one page, as whoever has it open in several tabs; each is told below the other."""
    browser, tab = enter(page)
    mark = find_mark(tab)
    for text in ("help", "privacy", "trial", "purple elephants"):
        send(browser, {"mark": mark, "text": text})
    return Visited(browser)


def list_hospitals(page: SharedWebPage) -> Visited:
    """Asks for hospitals at a page of its own, whose deployment lists some."""
    with ExitStack() as stack:
        visited = walk(PageWithSites(page.trial_name, stack, page.clock.moment(), assemble_page), ("hospitals",))
        return Visited(PlainBrowser(page.origin), html=visited.browser.get("/"))


class PageWithSites(SharedWebPage):
    """A page of a deployment that lists hospitals: those of the example in docs/."""

    def make_assembly(self, **parts: Any) -> Assembly:
        """See `SharedProgram`."""
        _, sites = read_sites(SITES.read_text(encoding="utf-8"), str(SITES))
        return super().make_assembly(sites=sites, **parts)


def find_mark(tab: PlainTab) -> str:
    """Returns the mark of the page that stands in a tab."""
    field = tab.read().text_field
    assert field is not None
    return field.form.mark


def guess_too_often(page: SharedWebPage) -> Visited:
    """Tries an invitation that does not work, from browser after browser, at a page of its own, until it is refused."""
    with ExitStack() as stack:
        limited = SharedWebPage(page.trial_name, stack, page.clock.moment(), assemble_page)
        told = [guess(limited) for _ in range(INVITATION.burst + 1)]
        while TOO_MANY_TITLE not in told[-1] and len(told) < 3 * INVITATION.burst:  # some come back while it is tried
            told.append(guess(limited))
    assert TOO_MANY_TITLE in told[-1]
    return Visited(PlainBrowser(page.origin), html=told[-1])


def guess(page: SharedWebPage) -> str:
    """Tries an invitation that does not work, as a browser that was never here; returns what it is shown."""
    browser = PlainBrowser(page.origin)
    (button,) = read_page(browser.get(f"/enter/{'x' * 27}")).entering
    return send(browser, dict(button.form.hidden), path="/enter").html


def find_store_away(page: SharedWebPage, *, is_tap: bool) -> Visited:
    """Sends an answer while the store cannot take it."""
    browser, tab = enter(page)
    read, take = tab.read(), page.watched.take
    assert read.text_field is not None
    sent = read.choices[0].sends if is_tap else (("text", "70 days"),)

    async def refuse(inbound: InboundEvent, handle: EventHandler) -> EventResult:
        raise Unavailable("the database is locked")

    page.watched.take = refuse  # type: ignore[method-assign]
    try:
        return send(browser, dict([*read.text_field.form.hidden, *sent]))
    finally:
        page.watched.take = take  # type: ignore[method-assign]


def pre_check(page: SharedWebPage, texts: tuple[str, ...] = (), labels: tuple[str, ...] = ()) -> Visited:
    """Begins a pre-check, types some texts, presses some buttons, and shows the page that comes."""
    browser = PlainBrowser(page.origin)
    html = browser.get(PRE_CHECK_PATH)
    for text in texts:
        field = read_page(html).text_field
        assert field is not None
        html = send(browser, dict([*field.form.hidden, ("text", text)]), path=PRE_CHECK_PATH).html
    for label in labels:
        button = next(each for each in read_page(html).buttons if each.label == label)
        html = send(browser, dict([*button.form.hidden, *button.sends]), path=PRE_CHECK_PATH).html
    return Visited(browser, PRE_CHECK_PATH, html)


def pre_check_refused(page: SharedWebPage, sends: dict[str, str]) -> Visited:
    """Begins a pre-check, answers a question, and sends a form that is refused; its mark is that of the first page."""
    browser = PlainBrowser(page.origin)
    field = read_page(browser.get(PRE_CHECK_PATH)).text_field
    assert field is not None
    first = dict(field.form.hidden)
    send(browser, first | {"text": "70 days"}, path=PRE_CHECK_PATH)
    return Visited(browser, PRE_CHECK_PATH, send(browser, first | sends, path=PRE_CHECK_PATH).html)


def tell(page: SharedWebPage, title: str, sentence: str) -> Visited:
    """Shows the page of a pre-check that says one sentence, for what takes an hour, or many browsers, to come to."""
    html = draw_notice_page(PageFrame("", is_pre_check=True), title, [sentence])
    return Visited(PlainBrowser(page.origin), PRE_CHECK_PATH, html)


def make_pre_check_visits() -> dict[str, Callable[[SharedWebPage], Visited]]:
    """Returns how a person comes to each kind of page of an open pre-check."""
    states = {name: STATES[name] for name in ("number", "choice", "ask-back", "note", "review", "longest review")}
    states |= {name: STATES[name] for name in ("misread number", "early end", "eligible", "not eligible", "help")}
    walked: dict[str, Callable[[SharedWebPage], Visited]] = {
        f"pre-check {name}": lambda page, texts=texts: pre_check(page, texts)  # type: ignore[misc]
        for name, texts in states.items()
    }
    result = (*ALL, "show the result")
    return walked | {
        "pre-check command elsewhere": lambda page: pre_check(page, ("list",)),
        "pre-check privacy": lambda page: pre_check(page, ("privacy",)),
        "pre-check hand-over asked": lambda page: pre_check(page, result, (said.HAND_LABEL,)),
        "pre-check code shown": lambda page: pre_check(page, result, (said.HAND_LABEL, said.HAND_SURE_LABEL)),
        "pre-check not ours": lambda page: pre_check_refused(page, {"mark": "none", "text": "70 days"}),
        "pre-check answered": lambda page: pre_check_refused(page, {"text": "80 days"}),
        "pre-check unread": lambda page: pre_check_refused(page, {"what": "is this"}),
        "pre-check too long": lambda page: pre_check_refused(page, {"text": "x" * 20_001}),
        "pre-check over": lambda page: tell(page, said.OVER_TITLE, said.OVER),
        "pre-check updated": lambda page: tell(page, said.UPDATED_TITLE, said.UPDATED),
        "pre-check busy": lambda page: tell(page, said.BUSY_TITLE, said.BUSY),
        "pre-check handed before": lambda page: tell(page, said.HANDED_BEFORE_TITLE, said.HANDED_BEFORE),
    }


def show(page: SharedWebPage, html: str) -> Visited:
    """Shows a page that was drawn for nobody."""
    return Visited(PlainBrowser(page.origin), "/signed-out", html)


def sign_out(page: SharedWebPage) -> Visited:
    """Signs a new person out."""
    browser, tab = enter(page)
    (button,) = (each for each in tab.read().buttons if each.form.action == "/sign-out")
    send(browser, dict(button.form.hidden) | {"sure": "yes"}, path="/sign-out")
    return Visited(browser, "/signed-out")


def ask_to_sign_out(page: SharedWebPage) -> Visited:
    """Presses the button that asks whether a new person wants to sign out."""
    browser, tab = enter(page)
    (button,) = (each for each in tab.read().buttons if each.form.action == "/sign-out")
    return send(browser, dict(button.form.hidden), path="/sign-out")


def make_visits() -> dict[str, Callable[[SharedWebPage], Visited]]:
    """Returns how a person comes to each kind of page, also to those of one sentence."""
    visits: dict[str, Callable[[SharedWebPage], Visited]] = {
        name: lambda page, texts=texts: walk(page, texts)  # type: ignore[misc]
        for name, texts in STATES.items()
    }
    return visits | {
        "entering": lambda page: Visited(PlainBrowser(page.origin), f"/enter/{invite(page)}"),
        "unknown invitation": lambda page: Visited(PlainBrowser(page.origin), f"/enter/{'x' * 27}"),
        "401": lambda page: Visited(PlainBrowser(page.origin)),
        "404": lambda page: Visited(PlainBrowser(page.origin), "/nowhere"),
        "400": lambda page: send(enter(page)[0], {"what": "is this"}),
        "403": be_refused,
        "too long": lambda page: send_long(page, 20_001),
        "413": lambda page: send_long(page, MOST_BYTES),
        "several notices": pile_up,
        "hospitals": list_hospitals,
        "429": guess_too_often,
        "503 at a tap": lambda page: find_store_away(page, is_tap=True),
        "503 at a text": lambda page: find_store_away(page, is_tap=False),
        "signing out": ask_to_sign_out,
        "signed out": sign_out,
        "no file": lambda page: Visited(enter(page)[0], "/file/999999"),
        **make_pre_check_visits(),
        **{name: lambda page, html=html: show(page, html) for name, html in draw_hospital_pages().items()},  # type: ignore[misc]
    }
