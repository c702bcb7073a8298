"""How a person comes to each kind of page of passkeys. Passkeys are put into the store: no device is asked here."""

from collections.abc import Callable

from page_states import Visited, invite, send

from bot.channels.web.pages.passkey_page import PASSKEYS_PATH, REMOVE_PATH, USE_PATH
from bot.workbench.layers.page_browser import PlainBrowser
from bot.workbench.layers.page_reader import read_page
from bot.workbench.layers.shared_web_page import SharedWebPage
from storage.features.passkey_rows import PasskeyCredential
from storage.features.passkeys import MOST_PASSKEYS, add_passkey

LONG_NAME = "The laptop on ward 3, beside the window"
WIDE_NAME = "W" * 40


def list_passkeys(page: SharedWebPage, *names: str, removes: bool = False) -> Visited:
    """Shows the page of a person with passkeys of these names, or what is asked before the first one is removed."""
    browser = PlainBrowser(page.origin)
    _, account = page.enter(browser, invite(page))
    for name in names:
        new = PasskeyCredential(f"{account} {name}".encode(), b"a public key", 0, name)
        page.take(account, lambda uow, new=new: add_passkey(uow, new))  # type: ignore[misc]
    if not removes:
        return Visited(browser, PASSKEYS_PATH)
    button = next(each for each in read_page(browser.get(PASSKEYS_PATH)).buttons if each.form.action == REMOVE_PATH)
    return send(browser, dict(button.form.hidden), path=REMOVE_PATH)


def be_kept_out(page: SharedWebPage) -> Visited:
    """Brings what is no passkey."""
    browser = PlainBrowser(page.origin)
    browser.get(PASSKEYS_PATH)
    return Visited(browser, PASSKEYS_PATH, send(browser, {"answer": "{}"}, path=USE_PATH).html)


PASSKEY_VISITS: dict[str, Callable[[SharedWebPage], Visited]] = {
    "no passkeys": list_passkeys,
    "passkeys": lambda page: list_passkeys(page, "Laptop", LONG_NAME, WIDE_NAME),
    "twenty passkeys": lambda page: list_passkeys(page, *(f"Device {each}" for each in range(MOST_PASSKEYS))),
    "removing a passkey": lambda page: list_passkeys(page, WIDE_NAME, removes=True),
    "coming back": lambda page: Visited(PlainBrowser(page.origin), PASSKEYS_PATH),
    "passkey of no use": be_kept_out,
}
