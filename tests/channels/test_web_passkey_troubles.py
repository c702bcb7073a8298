"""What goes wrong with passkeys on the page, as people meet it: nothing happens behind them, and they are told."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import cbor2
import pytest
import pytest_asyncio
from authenticators import EDDSA, ES256, RS256, Device, DevicePasskey, make_key
from cryptography.hazmat.primitives.asymmetric import rsa
from intruder import rows
from passkey_pages import ADD, PAGE, REMOVE, USE, add, ask, count_rows, is_in, list_numbers, remove, use
from sqlalchemy import insert, update
from web_pages import Browser, ServedPage, serving_page

from bot.channels.web import passkey_phrases as phrases
from bot.channels.web.passkeys.passkey_desk import CHANGES
from bot.channels.web.passkeys.passkey_keys import is_usable
from bot.channels.web.passkeys.passkey_options import RelyingParty
from storage.database.schema import passkeys, sign_ins
from storage.features.passkeys import MOST_PASSKEYS
from storage.features.sign_ins import end_sign_in

pytestmark = pytest.mark.asyncio
LAST = 10 * 60


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page on a machine of one's own."""
    async with serving_page(tmp_path) as served:
        yield served


def hold_forms(page: ServedPage) -> tuple[asyncio.Event, asyncio.Event]:
    """Lets forms come as far as the writer, and no farther: the one event says that one is there, the other lets go."""
    writer = page.access.handler.writer
    take, is_there, goes_on = writer.take, asyncio.Event(), asyncio.Event()

    async def wait(*args: Any) -> Any:
        is_there.set()
        await goes_on.wait()
        return await take(*args)

    writer.take = wait  # type: ignore[method-assign,assignment]
    return is_there, goes_on


async def end_in_flight(page: ServedPage, browser: Browser, path: str, fields: dict[str, str]) -> Any:
    """Sends a form, and ends the sign-in of its browser while the form is under way."""
    found = await page.access.find(browser.cookies["trialscreen"])
    assert found is not None
    is_there, goes_on = hold_forms(page)
    sent = asyncio.create_task(browser.post(path, fields))
    await is_there.wait()
    end_sign_in(page.store, found)
    goes_on.set()
    return await sent


async def test_a_sign_in_that_ended_meanwhile_adds_nothing(page: ServedPage) -> None:
    """Protects a sign-out from a form that is under way, and tells the person what is left on their device."""
    browser = await page.signed_in()
    answer = Device(page.settings.origin).add(await ask(browser))
    came = await end_in_flight(page, browser, ADD, {"answer": answer, "name": "Mine"})
    assert (came.status, came.title, count_rows(page)) == (401, phrases.NOT_ADDED_TITLE, (0, 0))
    assert phrases.NOT_ADDED_SIGNED_OUT in came.text


async def test_a_sign_in_that_ended_meanwhile_removes_nothing(page: ServedPage) -> None:
    """Protects from whoever was just signed out elsewhere: their last form takes nothing away."""
    browser = await page.signed_in()
    await add(page, browser)
    number, mark = (await list_numbers(browser))["Laptop"], (await browser.get(PAGE)).fields["mark"]
    came = await end_in_flight(page, browser, REMOVE, {"mark": mark, "passkey": number, "sure": "yes"})
    assert (came.status, count_rows(page)) == (401, (1, 0))
    assert phrases.NOT_REMOVED_SIGNED_OUT in came.text


async def test_a_page_to_come_back_that_stood_open_says_so_and_works_at_the_next_press(page: ServedPage) -> None:
    """Protects whoever went for a coffee: also where the browser has dropped its short cookies by then."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options = await ask(browser)
    assert "Max-Age" not in str((await browser.get(PAGE)).headers["Set-Cookie"])
    page.move_clock(timedelta(seconds=LAST))
    came = await browser.post(USE, {"answer": Device(page.settings.origin).use(options, passkey)})
    assert came.status == 403
    assert phrases.STOOD_OPEN in came.text
    again = json.loads(came.text[came.text.index("{&quot;") : came.text.rindex("}") + 1].replace("&quot;", '"'))
    assert (await browser.post(USE, {"answer": Device(page.settings.origin).use(again, passkey)})).status == 303


async def test_a_browser_without_the_cookie_is_shown_the_page_again(page: ServedPage) -> None:
    """Protects from a dead end: the page says what it needs, and its button is there."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options = await ask(browser)
    browser.cookies.clear()
    came = await browser.post(USE, {"answer": Device(page.settings.origin).use(options, passkey)})
    assert (came.status, "trialscreen" in browser.cookies) == (403, False)
    assert phrases.NO_COOKIE in came.text
    assert (await use(page, browser, passkey)).status == 303


async def test_two_tabs_to_come_back_both_work(page: ServedPage) -> None:
    """Protects whoever opened the page twice: the second press lets them in too, in place of the first."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    first, second = await ask(browser), await ask(browser)
    for options in (first, second):
        answer = Device(page.settings.origin).use(options, passkey)
        assert (await browser.post(USE, {"answer": answer})).status == 303
    assert (await is_in(browser), count_rows(page)) == (True, (1, 2))


async def test_an_invitation_in_another_tab_does_not_stand_in_the_way(page: ServedPage) -> None:
    """Protects the way back: the page of an invitation has a cookie of its own."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options = await ask(browser)
    await browser.get(f"/enter/{page.invite()}")
    browser.cookies["trialscreen-enter"] = "A" * 43
    assert (await browser.post(USE, {"answer": Device(page.settings.origin).use(options, passkey)})).status == 303
    assert (await browser.sign_out()).status == 303
    assert "trialscreen-passkey" not in browser.cookies


async def test_a_damaged_row_keeps_nobody_from_their_list(page: ServedPage) -> None:
    """Protects the list: the others are there and can be removed, and it is told that one cannot be read."""
    browser = await page.signed_in()
    await add(page, browser, "Laptop")
    with page.store.database.writing() as connection:
        connection.execute(update(passkeys).values(made_at=1))
    await add(page, browser, "Phone")
    row = {"token": bytes(16), "account": rows(page.store, passkeys)[0]["account"], "sealed": b""}
    with page.store.database.writing() as connection:
        connection.execute(insert(sign_ins), [row | {"begun_at": 1, "used_at": 1, "expires_at": 2}])
    shown = await browser.get(PAGE)
    assert shown.status == 200
    assert phrases.UNREAD.format(count=1) in shown.text
    assert (await remove(browser, "Phone")).status == 303
    assert list(await list_numbers(browser)) == []
    page.revoke(await page.find_account(browser))
    assert count_rows(page) == (0, 0)


async def test_changes_are_limited(page: ServedPage) -> None:
    """Protects the trail, which coming back reads, from whoever adds and removes all day; others go on."""
    browser, other = await page.signed_in(), await page.signed_in()
    for _ in range(CHANGES.burst // 2):
        await add(page, browser)
        await remove(browser, "Laptop")
    answer = Device(page.settings.origin).add(await ask(browser))
    came = await browser.post(ADD, {"answer": answer, "name": "One more"})
    assert (came.status, count_rows(page)[0]) == (403, 0)
    assert f"{phrases.TOO_MANY_CHANGES} {phrases.LEFT_OVER}" in came.text
    await add(page, other)


async def test_what_changes_nothing_is_not_counted(page: ServedPage) -> None:
    """Protects whoever presses twice: only what was added or removed counts."""
    browser = await page.signed_in()
    device, options, passkey = Device(page.settings.origin), await ask(browser), make_key()
    fields = {"answer": device.add(options, passkey), "name": ""}
    for _ in range(CHANGES.burst):
        assert (await browser.post(ADD, fields)).status == 303
    mark = (await browser.get(PAGE)).fields["mark"]
    for number in range(900, 900 + CHANGES.burst):
        assert (await browser.post(REMOVE, {"mark": mark, "passkey": str(number), "sure": "yes"})).status == 303
    known = {"answer": device.add(await ask(browser), passkey), "name": ""}
    for _ in range(CHANGES.burst):
        assert (await browser.post(ADD, known)).status == 403
    await add(page, browser)


async def test_a_typed_name_is_kept_where_nothing_is_added(page: ServedPage) -> None:
    """Protects what somebody typed, and tells that their device may hold what is of no use."""
    browser = await page.signed_in()
    came = await browser.post(ADD, {"answer": "{}", "name": "My  phone"})
    assert (came.status, came.fields["name"]) == (403, "My phone")
    assert f"{phrases.NOT_ADDED} {phrases.LEFT_OVER}" in came.text


async def test_a_form_that_was_refused_is_refused_again(page: ServedPage) -> None:
    """Protects from a success that is none: what was refused once is not told as added the second time."""
    browser = await page.signed_in()
    passkey, device = await add(page, browser), Device(page.settings.origin)
    again = {"answer": device.add(await ask(browser), passkey), "name": ""}
    options = await ask(browser)
    for number in range(MOST_PASSKEYS - 1):
        await add(page, browser, f"Device {number}")
    over = {"answer": device.add(options), "name": ""}
    for fields, told in ((again, phrases.KNOWN), (over, f"You have {MOST_PASSKEYS} passkeys")):
        for _ in range(2):
            came = await browser.post(ADD, fields)
            assert (came.status, told in came.text) == (403, True)
    assert phrases.LEFT_OVER not in (await browser.post(ADD, again)).text  # it would have them delete a good one


async def test_a_form_that_comes_again_after_its_passkey_was_removed_is_no_success(page: ServedPage) -> None:
    """Protects whoever goes back and sends again: nothing is added, and they are told."""
    browser = await page.signed_in()
    fields = {"answer": Device(page.settings.origin).add(await ask(browser)), "name": "Laptop"}
    assert (await browser.post(ADD, fields)).status == 303
    await remove(browser, "Laptop")
    assert ((await browser.post(ADD, fields)).status, count_rows(page)[0]) == (403, 0)


async def test_the_addresses_of_forms_lead_to_the_page(page: ServedPage) -> None:
    """Protects whoever goes back, or reloads after a fault: no dead end."""
    for browser in (page.browser(), await page.signed_in()):
        for path in (ADD, USE, REMOVE):
            came = await browser.get(path)
            assert (came.status, came["Location"]) == (303, PAGE)


def encode_key(*pairs: tuple[int, Any]) -> bytes:
    """Returns a public key as COSE has it."""
    return cbor2.dumps(dict(pairs))


P256 = ((1, 2), (3, ES256), (-1, 1))
ED25519 = ((1, 1), (3, EDDSA), (-1, 6))
RSA = ((1, 3), (3, RS256))
MODULUS = rsa.generate_private_key(65537, 2048).public_key().public_numbers().n
PRIME = 2**255 - 19
ORDER_8 = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
"""A point of order eight (RFC 8032 has its curve)."""


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(encode_key(*P256, (-2, bytes(32)), (-3, bytes(32))), id="no point"),
        pytest.param(encode_key(*P256, (-2, b"\1" * 32), (-3, b"\2" * 32)), id="a point beside the curve"),
        pytest.param(encode_key(*P256, (-2, b"\1"), (-3, b"\2")), id="a short point"),
        pytest.param(encode_key(*RSA, (-1, (2**1023 + 1).to_bytes(128)), (-2, b"\1\0\1")), id="RSA of 1024 bits"),
        pytest.param(encode_key(*RSA, (-1, (2**8191 + 1).to_bytes(1024)), (-2, b"\1\0\1")), id="RSA of 8192 bits"),
        pytest.param(encode_key(*RSA, (-1, MODULUS.to_bytes(256)), (-2, b"\1")), id="an exponent of 1"),
        pytest.param(encode_key(*RSA, (-1, MODULUS.to_bytes(256)), (-2, b"\2")), id="an even exponent"),
        pytest.param(encode_key(*RSA, (-1, MODULUS.to_bytes(256)), (-2, b"\1" * 200)), id="a huge exponent"),
        pytest.param(encode_key(*RSA, (-1, (MODULUS - 1).to_bytes(256)), (-2, b"\1\0\1")), id="an even modulus"),
        pytest.param(encode_key(*ED25519, (-2, bytes(32))), id="Ed25519 of zeros, of order four"),
        pytest.param(encode_key(*ED25519, (-2, b"\1" + bytes(31))), id="the neutral point"),
        pytest.param(encode_key(*ED25519, (-2, (PRIME - 1).to_bytes(32, "little"))), id="of order two"),
        pytest.param(encode_key(*ED25519, (-2, bytes.fromhex(ORDER_8))), id="of order eight"),
        pytest.param(encode_key(*ED25519, (-2, (PRIME + 1).to_bytes(32, "little"))), id="the neutral point again"),
        pytest.param(encode_key(*ED25519, (-2, b"\2" + bytes(31))), id="beside the curve"),
        pytest.param(encode_key(*ED25519, (-2, b"\1")), id="Ed25519 of one byte"),
        pytest.param(encode_key((1, 1), (3, EDDSA), (-1, 7), (-2, bytes(57))), id="Ed448"),
        pytest.param(b"", id="nothing"),
    ],
)
async def test_a_key_that_verifies_nothing_or_all_is_not_added(page: ServedPage, key: bytes) -> None:
    """Protects from a passkey that never lets anybody in, or that everybody has: it is refused when it is added."""

    class Odd(DevicePasskey):
        public_key = key

    browser, good = await page.signed_in(), make_key()
    answer = Device(page.settings.origin).add(await ask(browser), Odd(good.key, good.algorithm))
    assert (await browser.post(ADD, {"answer": answer, "name": ""})).status == 403
    assert (is_usable(key), count_rows(page)[0]) == (False, 0)


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
async def test_the_keys_of_devices_are_usable(algorithm: int) -> None:
    """Protects people from being refused for nothing."""
    assert all(is_usable(make_key(algorithm).public_key) for _ in range(20 if algorithm != RS256 else 2))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://screen.example.org", "screen.example.org"), ("http://localhost:8096", "localhost"),
        ("http://[::1]:8096", "[::1]"), ("http://[::1]", "[::1]"), ("http://127.0.0.1:8096", "127.0.0.1"),
    ],
)  # fmt: skip
async def test_the_host_of_an_origin(origin: str, host: str) -> None:
    """Protects what passkeys are bound to: the host as browsers name it, without a port."""
    assert RelyingParty(origin, "x").host == host
