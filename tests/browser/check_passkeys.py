"""Passkeys in Chromium, with its virtual authenticator: the whole way there and back, and what keeps people out."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from page_guards import PHONE, find_faults
from page_states import invite
from playwright.sync_api import Browser, CDPSession, Page, expect

from bot.channels.web import passkey_phrases as said
from bot.channels.web import phrases
from bot.channels.web.pages.passkey_page import PASSKEYS_PATH
from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from dialogs.testing.scripts.playing.player import FIXED_NOW

MOST_TABS = 20
BUILT_IN = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
COUNT_QUESTIONS = """
  window.asked = 0;
  window.focused = [];
  for (const name of ["get", "create"]) {
    const ask = navigator.credentials[name].bind(navigator.credentials);
    navigator.credentials[name] = (options) => {
      window.asked += 1;
      setTimeout(() => window.focused.push(document.activeElement.tagName));
      return ask(options);
    };
  }
"""

COUNT_TELLINGS = """
  window.told = 0;
  let wasEmpty = true;
  const problem = document.getElementById("problem");
  new MutationObserver(() => {
    if (wasEmpty && problem.textContent) window.told += 1;
    wasEmpty = !problem.textContent;
  }).observe(problem, { childList: true });
"""


@dataclass
class VirtualDevice:
    """The authenticator of one page of Chromium; its passkeys can be kept, and given back."""

    line: CDPSession
    name: str = ""
    kept: list[dict[str, Any]] = field(default_factory=list)

    def plug_in(self, passkeys: list[dict[str, Any]] | None = None, **options: Any) -> None:
        """Begins with a new device, with these passkeys."""
        made = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": BUILT_IN | options})
        self.name = made["authenticatorId"]
        for each in passkeys or []:
            self.line.send("WebAuthn.addCredential", {"authenticatorId": self.name, "credential": each})

    def pull_out(self) -> list[dict[str, Any]]:
        """Takes the device away, and returns its passkeys."""
        found = self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.name})["credentials"]
        self.line.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.name})
        return list(found)

    def verify(self, *, is_owner: bool) -> None:
        """From now on the device is used by its owner, or by somebody else, whom it does not know."""
        self.line.send("WebAuthn.setUserVerified", {"authenticatorId": self.name, "isUserVerified": is_owner})


@pytest.fixture(scope="module")
def served() -> Iterator[SharedWebPage]:
    """A web page."""
    with ExitStack() as stack:
        yield SharedWebPage("interfant-21", stack, FIXED_NOW, assemble_page)


@contextmanager
def open_page(chromium: Browser, **looks: Any) -> Iterator[tuple[Page, VirtualDevice]]:
    """Gives a page of a browser of its own, with scripts on, and its device."""
    context = chromium.new_context(**looks)
    context.add_init_script(COUNT_QUESTIONS)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    device = VirtualDevice(line)
    device.plug_in()
    try:
        yield page, device
    finally:
        context.close()


def enter(page: Page, served: SharedWebPage) -> None:
    """Enters by an invitation, and opens the page of passkeys by its link."""
    page.goto(f"{served.origin}/enter/{invite(served)}")
    page.get_by_role("button", name=phrases.ENTER).click()
    page.get_by_role("link", name=said.TITLE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said.TITLE)


def add(page: Page, name: str) -> None:
    """Adds a passkey under a name."""
    page.get_by_label(said.NAME).fill(name)
    page.get_by_role("button", name=said.ADD).click()
    expect(page.locator(".listed")).to_contain_text(name)


def sign_out(page: Page) -> None:
    """Signs out, and comes to the page with the button by the link that is shown then."""
    page.get_by_role("link", name=phrases.GO_ON).click()
    page.get_by_role("button", name=phrases.SIGN_OUT).click()
    page.get_by_role("main").get_by_role("button", name=phrases.SIGN_OUT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(phrases.LEFT_TITLE)
    page.get_by_role("link", name=said.COME_BACK).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said.USE_TITLE)


def test_people_add_passkeys_come_back_by_them_and_remove_them(served: SharedWebPage, chromium: Browser) -> None:
    """Protects the whole way: enter, add two, sign out, come back, remove one, which then lets nobody in."""
    with open_page(chromium) as (page, device):
        enter(page, served)
        add(page, "Laptop")
        laptop = device.pull_out()
        device.plug_in()
        add(page, "Phone")
        assert find_faults(page) == []
        sign_out(page)
        page.get_by_role("button", name=said.USE).click()
        page.wait_for_url(f"{served.origin}/")
        page.get_by_role("link", name=said.TITLE, exact=True).click()
        expect(page.locator("li", has_text="Phone")).to_contain_text(said.IN_USE)
        page.get_by_role("button", name=f"{said.REMOVE} Laptop").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Remove Laptop?")
        assert find_faults(page) == []
        page.get_by_role("main").get_by_role("button", name=said.REMOVE).click()
        expect(page.locator(".listed li")).to_have_count(1)
        sign_out(page)
        phone = device.pull_out()
        device.plug_in(laptop)
        page.get_by_role("button", name=said.USE).click()
        expect(page.locator("#told")).to_contain_text(said.NOT_USED)
        device.pull_out()
        device.plug_in(phone)
        page.get_by_role("button", name=said.USE).click()
        page.wait_for_url(f"{served.origin}/")


def test_a_device_that_does_not_know_its_user_adds_and_opens_nothing(served: SharedWebPage, chromium: Browser) -> None:
    """Protects "user verification required": whoever finds a device without its PIN is told so, and is not let in."""
    with open_page(chromium) as (page, device):
        enter(page, served)
        device.verify(is_owner=False)
        page.get_by_role("button", name=said.ADD).click()
        expect(page.get_by_role("alert")).to_contain_text(said.CANCELLED_ADDING)
        expect(page.get_by_text(said.NONE_YET)).to_be_visible()
        device.verify(is_owner=True)
        add(page, "Laptop")
        sign_out(page)
        device.verify(is_owner=False)
        page.get_by_role("button", name=said.USE).click()
        expect(page.get_by_role("alert")).to_contain_text(said.CANCELLED)
        assert find_faults(page) == []
        page.goto(f"{served.origin}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(phrases.SIGNED_OUT_TITLE)


def test_each_failure_is_seen_and_heard_where_the_button_is(served: SharedWebPage, chromium: Browser) -> None:
    """Protects whoever has a small window and several passkeys: a second failure is told anew, and focus stays."""
    with open_page(chromium, viewport={"width": 320, "height": 568}) as (page, device):
        enter(page, served)
        for number in range(5):
            add(page, f"Device {number}")
            device.pull_out()
            device.plug_in()
        device.verify(is_owner=False)
        page.evaluate(COUNT_TELLINGS)
        for times in (1, 2):
            page.get_by_role("button", name=said.ADD).press("Enter")
            page.wait_for_function(f"window.told === {times}")
            expect(page.get_by_role("alert")).to_contain_text(said.CANCELLED_ADDING)
            for part in (page.get_by_role("alert"), page.get_by_role("button", name=said.ADD)):
                expect(part).to_be_in_viewport(ratio=1)
                expect(page.get_by_role("button", name=said.ADD)).to_be_focused()
        assert page.evaluate("window.focused") == ["BUTTON"] * 2


def test_what_the_server_told_goes_when_a_try_begins(served: SharedWebPage, chromium: Browser) -> None:
    """Protects from two sentences on two tries: the former one goes."""
    with open_page(chromium) as (page, device):
        page.goto(f"{served.origin}{PASSKEYS_PATH}")
        page.evaluate("document.getElementById('ceremony').submit()")
        expect(page.locator("#told")).to_contain_text(said.NOT_USED)
        assert find_faults(page) == []
        device.verify(is_owner=False)
        page.get_by_role("button", name=said.USE).click()
        expect(page.get_by_role("alert")).to_contain_text(said.CANCELLED)
        expect(page.get_by_text(said.NOT_USED)).to_have_count(0)


def test_a_device_without_verification_is_told_so(served: SharedWebPage, chromium: Browser) -> None:
    """Protects from a key that anybody can press: the page says what it lacks."""
    with open_page(chromium) as (page, device):
        enter(page, served)
        device.pull_out()
        device.plug_in(transport="usb", hasUserVerification=False, isUserVerified=False)
        page.get_by_role("button", name=said.ADD).click()
        expect(page.get_by_role("alert")).to_contain_text(said.CANCELLED_ADDING)
        expect(page.get_by_text(said.NONE_YET)).to_be_visible()


def test_a_device_that_has_a_passkey_makes_no_second_one(served: SharedWebPage, chromium: Browser) -> None:
    """Protects the list from two for one device, and the person from wondering."""
    with open_page(chromium) as (page, _):
        enter(page, served)
        add(page, "Laptop")
        page.get_by_role("button", name=said.ADD).click()
        expect(page.get_by_role("alert")).to_contain_text(said.THERE_ALREADY)
        expect(page.locator(".listed li")).to_have_count(1)


def test_the_browser_is_asked_when_the_button_is_pressed_and_not_before(
    served: SharedWebPage, chromium: Browser
) -> None:
    """Protects from a question that nobody asked for: opening the page asks nothing."""
    with open_page(chromium) as (page, _):
        for path in (f"/enter/{invite(served)}", PASSKEYS_PATH):
            page.goto(f"{served.origin}{path}")
            page.wait_for_timeout(300)
            assert page.evaluate("window.asked") == 0
        enter(page, served)
        assert page.evaluate("window.asked") == 0
        page.evaluate("document.getElementById('ceremony').submit = () => { window.sent = true; }")
        page.get_by_role("button", name=said.ADD).dblclick()
        page.wait_for_function("window.sent")
        assert page.evaluate("window.asked") == 1


@pytest.mark.parametrize("is_in", [True, False])
def test_without_script_the_page_says_what_it_needs(served: SharedWebPage, chromium: Browser, *, is_in: bool) -> None:
    """Protects whoever has scripts switched off: one sentence, no button that does nothing, and a way without."""
    with open_page(chromium, java_script_enabled=False, viewport=PHONE) as (page, _):
        if is_in:
            enter(page, served)
        else:
            page.goto(f"{served.origin}{PASSKEYS_PATH}")
        expect(page.get_by_text(said.NEEDS)).to_be_visible()
        for name in (said.ADD, said.USE):
            expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_a_browser_without_passkeys_is_told_so(served: SharedWebPage, chromium: Browser) -> None:
    """Protects whoever has an old browser: the same sentence."""
    with open_page(chromium) as (page, _):
        page.add_init_script("delete window.PublicKeyCredential")
        page.goto(f"{served.origin}{PASSKEYS_PATH}")
        expect(page.get_by_text(said.NEEDS)).to_be_visible()
        expect(page.get_by_role("button", name=said.USE)).to_have_count(0)


def test_the_keyboard_is_enough(served: SharedWebPage, chromium: Browser) -> None:
    """Protects "keyboard only; 320 px": adding, and the first choice of the question before a removal."""
    with open_page(chromium, viewport=PHONE) as (page, _):
        enter(page, served)
        press(page, said.ADD)
        expect(page.locator(".listed")).to_contain_text("Passkey 1")
        press(page, f"{said.REMOVE} Passkey 1")
        expect(page.get_by_role("heading", level=1)).to_have_text("Remove Passkey 1?")
        expect(page.get_by_text(said.REMOVE_LAST)).to_be_visible()
        page.keyboard.press("Tab")  # past the link that skips
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".listed li")).to_have_count(1)


def press(page: Page, label: str) -> None:
    """Moves to a button by Tab, and presses it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if " ".join(page.evaluate("document.activeElement.textContent").split()) == label:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never leads to {label!r}")
