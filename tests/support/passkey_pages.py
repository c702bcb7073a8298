"""The page of passkeys, and browsers with a device in software."""

import html
import json
import re
from typing import Any

from authenticators import Device, DevicePasskey, make_key
from intruder import rows
from web_pages import Answer, Browser, ServedPage

from storage.database.schema import passkeys, sign_ins

PAGE, USE, ADD, REMOVE = "/passkeys", "/passkeys/use", "/passkeys/add", "/passkeys/remove"


def read_options(shown: Answer) -> dict[str, Any]:
    """Returns what a page asks its browser for."""
    found = re.search(r"\{.*\}", html.unescape(shown.text))
    assert found is not None, shown.text
    options: dict[str, Any] = json.loads(found[0])
    return options


async def ask(browser: Browser) -> dict[str, Any]:
    """Opens the page of passkeys, and returns what it asks its browser for."""
    return read_options(await browser.get(PAGE))


async def add(page: ServedPage, browser: Browser, name: str = "Laptop", algorithm: int = -7) -> DevicePasskey:
    """Adds a passkey to the account of a browser that is signed in, with a device of its own."""
    passkey = make_key(algorithm)
    answer = Device(page.settings.origin).add(await ask(browser), passkey)
    added = await browser.post(ADD, {"answer": answer, "name": name})
    assert (added.status, added["Location"]) == (303, PAGE), added.text
    return passkey


async def use(page: ServedPage, browser: Browser, passkey: DevicePasskey, **device: Any) -> Answer:
    """Comes back by a passkey, from a device that may be another one than it should."""
    options = await ask(browser)
    return await browser.post(USE, {"answer": Device(page.settings.origin, **device).use(options, passkey)})


async def list_numbers(browser: Browser) -> dict[str, str]:
    """Returns the numbers of the passkeys in the list, by their names."""
    shown = await browser.get(PAGE)
    return {name: number for number, name in re.findall(r"(\d+): ([^:]+): made", shown.text, re.IGNORECASE)}


async def remove(browser: Browser, name: str) -> Answer:
    """Removes a passkey from the list: is asked, and says yes."""
    shown = await browser.get(PAGE)
    number = (await list_numbers(browser))[name]
    asked = await browser.post(REMOVE, {"mark": shown.fields["mark"], "passkey": number})
    assert asked.status == 200, asked.text
    return await browser.post(REMOVE, asked.fields)


def count_rows(page: ServedPage) -> tuple[int, int]:
    """Returns how many passkeys and how many sign-ins there are."""
    return len(rows(page.store, passkeys)), len(rows(page.store, sign_ins))


async def is_in(browser: Browser) -> bool:
    """Says whether a browser is signed in."""
    return (await browser.get("/")).status == 200
