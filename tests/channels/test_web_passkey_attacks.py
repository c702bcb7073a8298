"""Attacks on coming back by a passkey: none of them lets anybody in."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import cbor2
import pytest
import pytest_asyncio
from authenticators import PRESENT, VERIFIED, Device, DevicePasskey, encode, make_key, write_answer
from intruder import rows
from passkey_pages import USE, add, ask, count_rows, is_in, remove, use
from sqlalchemy import insert, update
from web_pages import UNAVAILABLE, Browser, ServedPage, serving_page

from bot.channels.web import passkey_phrases as phrases
from bot.channels.web.access.guess_limits import NETWORK
from storage.database.schema import passkeys

pytestmark = pytest.mark.asyncio
LAST = 10 * 60
"""Seconds for which a challenge works."""


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page on a machine of one's own."""
    async with serving_page(tmp_path) as served:
        yield served


async def hold_out(page: ServedPage, browser: Browser, answer: str, status: int = 403) -> None:
    """Sends what a browser brought, and sees that it lets nobody in."""
    before = count_rows(page)
    came = await browser.post(USE, {"answer": answer})
    assert (came.status, "trialscreen" in browser.cookies) == (status, False), came.text
    assert phrases.NOT_USED in came.text
    assert count_rows(page) == before
    assert not await is_in(browser)


@pytest.mark.parametrize(
    "device",
    [
        pytest.param({"origin": "https://evil.example.org"}, id="of another origin"),
        pytest.param({"origin": "http://localhost:1"}, id="of another port of this machine"),
        pytest.param({"origin": "https://localhost"}, id="of another scheme"),
        pytest.param({"origin": "http://localhost.evil.example.org"}, id="of a host that begins like ours"),
        pytest.param({"host": "evil.example.org"}, id="of another rp id"),
        pytest.param({"host": "localhost:8096"}, id="of an rp id with a port"),
        pytest.param({"flags": PRESENT}, id="without user verification"),
        pytest.param({"flags": VERIFIED}, id="without user presence"),
        pytest.param({"flags": 0}, id="with nobody there"),
        pytest.param({"said": {"crossOrigin": True}}, id="from a frame of another site"),
        pytest.param({"said": {"topOrigin": "https://evil.example.org"}}, id="from within another site"),
        pytest.param({"said": {"type": "webauthn.create"}}, id="made for adding"),
        pytest.param({"said": {"type": "payment.get"}}, id="made for a payment"),
        pytest.param({"said": {"challenge": ""}}, id="without a challenge"),
        pytest.param({"said": {"challenge": encode(bytes(40))}}, id="with a challenge made up"),
        pytest.param({"said": {"challenge": 7}}, id="with a challenge that is a number"),
        pytest.param({"said": {"origin": ["https://evil.example.org"]}}, id="of a list of origins"),
        pytest.param({"counts": False}, id="whose count stands still"),
    ],
)
async def test_an_assertion_that_was_not_made_for_this_page_just_now(page: ServedPage, device: dict[str, Any]) -> None:
    """Protects the way back from every assertion but one of a verified person, for this origin and this challenge."""
    passkey = await add(page, await page.signed_in())
    assert (await use(page, page.browser(), passkey)).status == 303  # it has counted once
    browser = page.browser()
    made = Device(**({"origin": page.settings.origin} | device))
    await hold_out(page, browser, made.use(await ask(browser), passkey))


async def test_a_replayed_assertion(page: ServedPage) -> None:
    """Protects from whoever recorded an assertion: it works once, even with the short cookie of its browser."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options = await ask(browser)
    thief = page.browser()
    thief.cookies |= browser.cookies
    answer = Device(page.settings.origin).use(options, passkey)
    assert (await browser.post(USE, {"answer": answer})).status == 303
    await hold_out(page, thief, answer)
    other = page.browser()
    await ask(other)
    await hold_out(page, other, answer)


async def test_a_replayed_assertion_of_a_device_that_counts_nothing(page: ServedPage) -> None:
    """Protects passkeys without a count: their challenge alone is taken once."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options, thief = await ask(browser), page.browser()
    thief.cookies |= browser.cookies
    answer = Device(page.settings.origin, counts=False).use(options, passkey)
    assert (await browser.post(USE, {"answer": answer})).status == 303
    await hold_out(page, thief, answer)


async def test_of_one_assertion_many_times_at_once_one_gets_in(page: ServedPage) -> None:
    """Protects the challenge from a race."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    answer = Device(page.settings.origin, counts=False).use(await ask(browser), passkey)
    thieves = [page.browser() for _ in range(6)]
    for each in thieves:
        each.cookies |= browser.cookies
    came = await asyncio.gather(*(each.post(USE, {"answer": answer}) for each in thieves))
    assert sorted(each.status for each in came) == [303, *[403] * 5]


async def test_a_replayed_challenge(page: ServedPage) -> None:
    """Protects "once": the challenge of a sign-in is of no use with a second assertion, nor with another passkey."""
    owner = await page.signed_in()
    first, second, browser = await add(page, owner), await add(page, owner, "Phone"), page.browser()
    options, thief = await ask(browser), page.browser()
    thief.cookies |= browser.cookies
    device = Device(page.settings.origin)
    assert (await browser.post(USE, {"answer": device.use(options, first)})).status == 303
    for each in (first, second):
        await hold_out(page, thief, device.use(options, each))


async def test_a_challenge_of_another_browser(page: ServedPage) -> None:
    """Protects from an assertion that somebody was tricked into at another browser."""
    passkey, browser, other = await add(page, await page.signed_in()), page.browser(), page.browser()
    options = await ask(other)
    await ask(browser)
    await hold_out(page, browser, Device(page.settings.origin).use(options, passkey))
    without = page.browser()
    came = await without.post(USE, {"answer": Device(page.settings.origin).use(options, passkey)})
    assert (came.status, "trialscreen" in without.cookies) == (403, False)


@pytest.mark.parametrize("seconds", [LAST, LAST + 1, 86_400, -120])
async def test_a_stale_challenge(page: ServedPage, seconds: int) -> None:
    """Protects a page that was left open: after ten minutes, or after the clock was set back, its challenge is void."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options = await ask(browser)
    page.move_clock(timedelta(seconds=seconds))
    await hold_out(page, browser, Device(page.settings.origin).use(options, passkey))


async def test_a_challenge_works_until_it_is_stale(page: ServedPage) -> None:
    """Protects whoever is slow, and the test above from refusing all."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options = await ask(browser)
    page.move_clock(timedelta(seconds=LAST - 5))
    assert (await browser.post(USE, {"answer": Device(page.settings.origin).use(options, passkey)})).status == 303


async def test_a_challenge_that_was_made_for_adding(page: ServedPage) -> None:
    """Protects the one ceremony from the other, also in one browser."""
    owner = await page.signed_in()
    passkey, options = await add(page, owner), await ask(owner)
    browser = page.browser()
    await ask(browser)
    await hold_out(page, browser, Device(page.settings.origin).use(options, passkey))


async def test_a_removed_passkey(page: ServedPage) -> None:
    """Protects a removal, also where the page was open with a fresh challenge before."""
    owner, browser = await page.signed_in(), page.browser()
    passkey, options = await add(page, owner), await ask(browser)
    answer = Device(page.settings.origin).use(options, passkey)
    await remove(owner, "Laptop")
    await hold_out(page, browser, answer)


async def test_a_passkey_of_a_revoked_account(page: ServedPage) -> None:
    """Protects "at once"."""
    owner, browser = await page.signed_in(), page.browser()
    passkey = await add(page, owner)
    page.revoke(await page.find_account(owner))
    await hold_out(page, browser, Device(page.settings.origin).use(await ask(browser), passkey))
    assert count_rows(page) == (0, 0)


@pytest.mark.parametrize("is_revoked", [False, True])
async def test_a_passkey_row_that_was_put_back(page: ServedPage, *, is_revoked: bool) -> None:
    """Protects a removal and a revocation from whoever may write to the database."""
    owner, browser = await page.signed_in(), page.browser()
    passkey, account = await add(page, owner), await page.find_account(owner)
    (row,) = rows(page.store, passkeys)
    if is_revoked:
        page.revoke(account)
    else:
        await remove(owner, "Laptop")
    with page.store.database.writing() as connection:
        connection.execute(insert(passkeys), [row])
    await hold_out(page, browser, Device(page.settings.origin).use(await ask(browser), passkey))


async def test_a_passkey_row_of_another_account(page: ServedPage) -> None:
    """Protects the row by its seal: one that was changed is a fault, which lets nobody in."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    with page.store.database.writing() as connection:
        connection.execute(update(passkeys).values(account=bytes(16)))
    came = await use(page, browser, passkey)
    assert (came.status, "trialscreen" in browser.cookies) == (500, False)


async def test_a_count_that_goes_back(page: ServedPage) -> None:
    """Protects from a copy of a device: one that has counted less is not let in."""
    passkey = await add(page, await page.signed_in())
    passkey.count = 5
    assert (await use(page, page.browser(), passkey)).status == 303
    for count in (0, 4, 5):
        passkey.count = count
        browser = page.browser()
        await hold_out(page, browser, Device(page.settings.origin, counts=False).use(await ask(browser), passkey))
    passkey.count = 6
    assert (await use(page, page.browser(), passkey)).status == 303


def forge(device: Device, options: dict[str, Any], passkey: DevicePasskey) -> dict[str, str]:
    """Returns answers that are signed by another key, in part changed afterwards, or by nobody."""
    stranger = make_key()
    stranger.credential, stranger.user, stranger.count = passkey.credential, passkey.user, 50
    good = json.loads(device.use(options, passkey))["response"]
    data = bytearray(device._describe(passkey))  # noqa: SLF001 - what was not signed
    data[36] ^= 1
    said = json.dumps({"type": "webauthn.get", "challenge": options["challenge"], "origin": device.origin, "x": 1})
    return {
        "another key": device.use(options, stranger),
        "no signature": write_answer(passkey, good | {"signature": ""}),
        "a signature of nothing": write_answer(passkey, good | {"signature": encode(passkey.sign(b""))}),
        "a changed count": write_answer(passkey, good | {"authenticatorData": encode(bytes(data))}),
        "changed client data": write_answer(passkey, good | {"clientDataJSON": encode(said.encode())}),
        "no user handle": write_answer(passkey, {name: good[name] for name in good if name != "userHandle"}),
        "another user handle": write_answer(passkey, good | {"userHandle": encode(bytes(16))}),
        "more authenticator data": write_answer(passkey, good | {"authenticatorData": encode(bytes(data) + b"x")}),
    }


async def test_a_forged_signature(page: ServedPage) -> None:
    """Protects from whoever knows the id of a credential, which is no secret."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options = await ask(browser)
    for answer in forge(Device(page.settings.origin), options, passkey).values():
        await hold_out(page, browser, answer)


async def test_somebody_elses_credential_with_ones_own_key(page: ServedPage) -> None:
    """Protects people from each other: a signature of mine under your credential's id is not yours."""
    hers = await add(page, await page.signed_in())
    his = await add(page, await page.signed_in())
    his.credential, his.user, browser = hers.credential, hers.user, page.browser()
    await hold_out(page, browser, Device(page.settings.origin).use(await ask(browser), his))


async def test_a_passkey_that_was_never_added(page: ServedPage) -> None:
    """Protects from strangers, and from a passkey of another deployment: nobody knows it here."""
    browser, passkey = page.browser(), make_key()
    await hold_out(page, browser, Device(page.settings.origin).use(await ask(browser), passkey))


def make_rubbish(passkey: DevicePasskey, response: dict[str, str]) -> dict[str, str]:
    """Returns what is no assertion at all."""
    deep = b"\x81" * 9_000 + b"\x00"
    vast = cbor2.dumps({"fmt": "none"})[:-1] + b"\xbb" + b"\xff" * 8
    return {
        "nothing": "", "no JSON": "{", "a list": "[]", "null": "null", "a number": "7", "deep JSON": "[" * 9_000,
        "no response": json.dumps({"id": "a", "rawId": "a", "type": "public-key"}),
        "numbers": json.dumps({"id": 1, "rawId": 2, "type": 3, "response": 4}),
        "another type": write_answer(passkey, response).replace("public-key", "password"),
        "two ids": write_answer(passkey, response).replace('"rawId": "', '"rawId": "AAAA'),
        "too long": write_answer(passkey, response | {"userHandle": "A" * 20_000}),
        "good, but too long": write_answer(passkey, response) + " " * 16_000,
        "no base64": write_answer(passkey, response | {"clientDataJSON": "é%"}),
        "deep CBOR": write_answer(passkey, response | {"authenticatorData": encode(bytes(32) + b"\xc5" + deep)}),
        "vast CBOR": write_answer(passkey, response | {"authenticatorData": encode(bytes(32) + b"\x85" + vast)}),
        "short data": write_answer(passkey, response | {"authenticatorData": encode(b"x")}),
        "deep client data": write_answer(passkey, response | {"clientDataJSON": encode(b"[" * 9_000)}),
        "a surrogate": write_answer(passkey, response).replace("public-key", "\\ud800"),
    }  # fmt: skip


async def test_what_is_no_assertion_at_all(page: ServedPage) -> None:
    """Protects the page from whatever strangers send: one sentence, and never a fault of ours."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    response = json.loads(Device(page.settings.origin).use(await ask(browser), passkey))["response"]
    for answer in make_rubbish(passkey, response).values():
        await hold_out(page, browser, answer)
    assert (await browser.post(USE, {})).status == 403
    assert (await browser.post(USE, {"answer": "{}", "mark": "x"})).status == 400


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example.org"}, {"Origin": "null"}, {"Origin": "", "Sec_Fetch_Site": "cross-site"}],
)
async def test_a_form_of_another_site(page: ServedPage, headers: dict[str, str]) -> None:
    """Protects from signing somebody in as somebody else behind their back."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    answer = Device(page.settings.origin).use(await ask(browser), passkey)
    came = await browser.post(USE, {"answer": answer}, **headers)
    assert (came.status, "trialscreen" in browser.cookies) == (403, False)
    assert (await browser.post(USE, {"answer": answer})).status == 303


async def test_failed_tries_are_counted_by_network_and_keep_no_invitation_out(page: ServedPage) -> None:
    """Protects the database from guesses, and a hospital from one of its people: invitations go on."""
    good = await add(page, await page.signed_in())
    statuses = [(await use(page, page.browser(), make_key())).status for _ in range(NETWORK.burst + 2)]
    assert statuses == [403] * NETWORK.burst + [429] * 2
    refused = await use(page, page.browser(), good)
    assert (refused.status, refused["Retry-After"]) == (429, "60")
    assert phrases.TOO_MANY_TEXT in refused.text
    assert (await page.browser().enter(page.invite())).status == 303
    counted = page.metrics.render_page()[0].decode()
    assert f'trialscreen_turns_total{{ending="unknown_sender"}} {NETWORK.burst}.0' in counted  # for operators


async def test_one_browser_counts_once_and_who_gets_in_not_at_all(page: ServedPage) -> None:
    """Protects a hospital: a person who tries a removed passkey again and again costs the others one try."""
    good, removed, browser = await add(page, await page.signed_in()), make_key(), page.browser()
    for _ in range(15):
        assert (await use(page, browser, removed)).status == 403
        assert (await use(page, page.browser(), good)).status == 303
    strangers = [(await use(page, page.browser(), make_key())).status for _ in range(NETWORK.burst)]
    assert strangers == [403] * (NETWORK.burst - 1) + [429]


async def test_where_nothing_can_be_kept_nobody_is_let_in_and_the_page_says_so(page: ServedPage) -> None:
    """Protects from half a sign-in: the next press of the button works."""
    passkey, browser = await add(page, await page.signed_in()), page.browser()
    options = await ask(browser)
    take = page.access.handler.writer.take

    async def fail(*_: object) -> None:
        raise UNAVAILABLE

    page.access.handler.writer.take = fail  # type: ignore[method-assign,assignment]
    came = await browser.post(USE, {"answer": Device(page.settings.origin).use(options, passkey)})
    page.access.handler.writer.take = take  # type: ignore[method-assign]
    assert (came.status, "trialscreen" in browser.cookies) == (503, False)
    assert phrases.LATER in came.text
    assert (await use(page, browser, passkey)).status == 303
