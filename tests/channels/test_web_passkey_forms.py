"""Attacks on adding and removing passkeys: nobody gains or loses one by them."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import cbor2
import pytest
import pytest_asyncio
from authenticators import (
    PRESENT,
    VERIFIED,
    Device,
    DevicePasskey,
    decode,
    encode,
    make_key,
    make_u2f_statement,
    write_answer,
)
from cryptography.hazmat.primitives.asymmetric import rsa
from intruder import rows
from passkey_pages import ADD, PAGE, REMOVE, add, ask, count_rows, list_numbers, use
from web_pages import UNAVAILABLE, Browser, ServedPage, serving_page
from webauthn import verify_registration_response

from bot.channels.web import passkey_phrases as phrases
from bot.channels.web import phrases as page_phrases
from storage.database.schema import passkeys

pytestmark = pytest.mark.asyncio
LAST = 10 * 60


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page on a machine of one's own."""
    async with serving_page(tmp_path) as served:
        yield served


async def refuse(page: ServedPage, browser: Browser, answer: str, told: str = phrases.NOT_ADDED) -> None:
    """Sends what a browser brought as a new passkey, and sees that none is added, and that the page says so."""
    before = rows(page.store, passkeys)
    came = await browser.post(ADD, {"answer": answer, "name": "Mine"})
    assert came.status == 403, came.text
    assert told in came.text
    assert rows(page.store, passkeys) == before


@pytest.mark.parametrize(
    "device",
    [
        pytest.param({"origin": "https://evil.example.org"}, id="of another origin"),
        pytest.param({"origin": "http://localhost:1"}, id="of another port of this machine"),
        pytest.param({"host": "evil.example.org"}, id="of another rp id"),
        pytest.param({"flags": PRESENT}, id="without user verification"),
        pytest.param({"flags": VERIFIED}, id="without user presence"),
        pytest.param({"said": {"crossOrigin": True}}, id="from a frame of another site"),
        pytest.param({"said": {"type": "webauthn.get"}}, id="made for signing in"),
        pytest.param({"said": {"challenge": encode(bytes(40))}}, id="with a challenge made up"),
    ],
)
async def test_a_new_passkey_that_was_not_made_for_this_page_just_now(page: ServedPage, device: dict[str, Any]) -> None:
    """Protects the list from every passkey but one of a verified person, for this origin and this challenge."""
    browser = await page.signed_in()
    await refuse(page, browser, Device(**({"origin": page.settings.origin} | device)).add(await ask(browser)))


async def test_adding_without_being_signed_in(page: ServedPage) -> None:
    """Protects accounts: a stranger's form is answered by the ways in, and adds nothing."""
    browser, stranger = await page.signed_in(), page.browser()
    options = await ask(browser)
    came = await stranger.post(ADD, {"answer": Device(page.settings.origin).add(options), "name": ""})
    assert (came.status, came.title) == (401, page_phrases.SIGNED_OUT_TITLE)
    assert count_rows(page)[0] == 0
    await browser.sign_out()
    came = await browser.post(ADD, {"answer": Device(page.settings.origin).add(options), "name": ""})
    assert (came.status, count_rows(page)[0]) == (401, 0)


async def test_adding_with_another_sign_ins_challenge(page: ServedPage) -> None:
    """Protects from a passkey that is slipped to somebody: the challenge is that of one sign-in."""
    victim, attacker = await page.signed_in(), await page.signed_in()
    options = await ask(attacker)
    await refuse(page, victim, Device(page.settings.origin).add(options))
    passkey = await add(page, victim, "Mine")
    other = page.browser()
    await use(page, other, passkey)  # the same person, in another browser
    await refuse(page, other, Device(page.settings.origin).add(await ask(victim)))


async def test_adding_with_the_challenge_of_a_stranger(page: ServedPage) -> None:
    """Protects the one ceremony from the other."""
    browser, stranger = await page.signed_in(), page.browser()
    options = await ask(stranger) | {"user": {"id": encode(b"anybody")}}
    await refuse(page, browser, Device(page.settings.origin).add(options))


@pytest.mark.parametrize("seconds", [LAST, LAST + 1])
async def test_adding_with_a_stale_challenge(page: ServedPage, seconds: int) -> None:
    """Protects a page that was left open: after ten minutes nobody adds a passkey by it."""
    browser = await page.signed_in()
    options = await ask(browser)
    page.move_clock(timedelta(seconds=seconds))
    await refuse(page, browser, Device(page.settings.origin).add(options))


async def test_adding_with_a_replayed_challenge(page: ServedPage) -> None:
    """Protects "once": a second passkey for the same challenge is not added."""
    browser = await page.signed_in()
    options, device = await ask(browser), Device(page.settings.origin)
    for _ in range(3):
        assert (await browser.post(ADD, {"answer": device.add(options), "name": ""})).status == 303
    assert count_rows(page)[0] == 1


async def test_adding_after_a_revocation(page: ServedPage) -> None:
    """Protects "at once": who lost access adds nothing by a page that is still open."""
    browser = await page.signed_in()
    answer = Device(page.settings.origin).add(await ask(browser))
    page.revoke(await page.find_account(browser))
    assert (await browser.post(ADD, {"answer": answer, "name": ""})).status == 401
    assert count_rows(page)[0] == 0


async def test_adding_somebody_elses_credential_again(page: ServedPage) -> None:
    """Protects the owner: a credential's id is one passkey's, whoever else names it, and whatever key they bring."""
    hers, attacker = await add(page, await page.signed_in()), await page.signed_in()
    mine = make_key()
    mine.credential = hers.credential
    await refuse(page, attacker, Device(page.settings.origin).add(await ask(attacker), mine), phrases.KNOWN)
    assert (await use(page, page.browser(), mine)).status == 403
    assert (await use(page, page.browser(), hers)).status == 303


def make_odd(device: Device, options: dict[str, Any]) -> dict[str, str]:
    """Returns new passkeys that are made in a way that nobody asked for, and what is none."""
    weak = DevicePasskey(rsa.generate_private_key(65537, 2048), -65535)
    long, empty, split = make_key(), make_key(), make_key()
    long.credential, empty.credential = bytes(1_024), b""
    good = json.loads(device.add(options))["response"]
    unlike = json.loads(device.add(options, split))
    unlike["id"] = unlike["rawId"] = encode(b"another credential")
    deep = b"\xa3\x63fmt\x64none\x67attStmt" + b"\x81" * 9_000
    return {
        "SHA-1": device.add(options, weak),
        "a credential's id that is too long": device.add(options, long),
        "an empty credential's id": device.add(options, empty),
        "another id outside than inside": json.dumps(unlike),
        "a statement that was not asked for": device.add(options, None, fmt="android-safetynet"),
        "another one": device.add(options, None, fmt="tpm", attStmt={"ver": "2.0"}),
        "an unknown one": device.add(options, None, fmt="x"),
        "a statement of none": device.add(options, None, attStmt={"sig": b"x"}),
        "a packed one with a wrong signature": device.add(
            options, None, fmt="packed", attStmt={"alg": -7, "sig": b"x"}
        ),
        "deep CBOR": write_answer(make_key(), good | {"attestationObject": encode(deep)}),
        "no CBOR": write_answer(make_key(), good | {"attestationObject": encode(b"\xff" * 40)}),
        "a list": write_answer(make_key(), good | {"attestationObject": encode(cbor2.dumps([1]))}),
        "nothing": "",
        "no JSON": "[",
        "too long": write_answer(make_key(), good | {"attestationObject": "A" * 20_000}),
    }


async def test_adding_what_nobody_asked_for(page: ServedPage) -> None:
    """Protects the list from odd passkeys, and the page from rubbish: one sentence, and never a fault of ours."""
    browser = await page.signed_in()
    for answer in make_odd(Device(page.settings.origin), await ask(browser)).values():
        await refuse(page, browser, answer)


async def test_adding_with_a_statement_that_holds_in_a_format_that_nobody_asked_for(page: ServedPage) -> None:
    """Protects the page from certificates of strangers: they are not looked at."""
    browser, passkey, device = await page.signed_in(), make_key(), Device(page.settings.origin)
    options = await ask(browser)
    said = decode(json.loads(device.add(options, passkey))["response"]["clientDataJSON"])
    answer = device.add(options, passkey, **make_u2f_statement(passkey, "localhost", said))
    verified = verify_registration_response(
        credential=answer,
        expected_challenge=decode(options["challenge"]),
        expected_rp_id="localhost",
        expected_origin=page.settings.origin,
    )
    assert verified.fmt == "fido-u2f"
    await refuse(page, browser, answer)


async def test_removing_somebody_elses_passkey_by_a_form(page: ServedPage) -> None:
    """Protects people from each other: their numbers are easy to guess, and of no use."""
    hers = await page.signed_in()
    passkey = await add(page, hers)
    number = (await list_numbers(hers))["Laptop"]
    attacker = await page.signed_in()
    mark = (await attacker.get(PAGE)).fields["mark"]
    for more in ({}, {"sure": "yes"}):
        came = await attacker.post(REMOVE, {"mark": mark, "passkey": number} | more)
        assert (came.status, came["Location"]) == (303, PAGE)
    assert (await use(page, page.browser(), passkey)).status == 303


async def test_removing_by_a_form_that_is_not_ones_own(page: ServedPage) -> None:
    """Protects from forged forms: without the mark of this sign-in nothing is removed."""
    owner, other = await page.signed_in(), await page.signed_in()
    passkey = await add(page, owner)
    second = page.browser()
    await use(page, second, passkey)
    number = (await list_numbers(owner))["Laptop"]
    marks = ["", "x", (await other.get(PAGE)).fields["mark"], (await second.get(PAGE)).fields["mark"]]
    for mark in marks:
        for more in ({}, {"sure": "yes"}):
            assert (await owner.post(REMOVE, {"mark": mark, "passkey": number} | more)).status == 403
    own = {"mark": (await owner.get(PAGE)).fields["mark"], "passkey": number, "sure": "yes"}
    for headers in ({"Origin": "https://evil.example.org"}, {"Origin": "", "Sec_Fetch_Site": "same-site"}):
        assert (await owner.post(REMOVE, own, **headers)).status == 403
    assert (await page.browser().post(REMOVE, own)).status == 401
    for wrong in ({"passkey": "-1"}, {"passkey": "x"}, {"passkey": "\uff11"}, {"sure": "no"}, {"passkey": "9" * 20}):
        assert (await owner.post(REMOVE, own | wrong)).status == 400
    assert (await owner.get(f"{REMOVE}?passkey={number}&sure=yes")).status == 405
    assert count_rows(page)[0] == 1


async def test_adding_by_a_form_of_another_site(page: ServedPage) -> None:
    """Protects from a passkey of an attacker in somebody's account."""
    browser = await page.signed_in()
    fields = {"answer": Device(page.settings.origin).add(await ask(browser)), "name": "Evil"}
    for headers in ({"Origin": "https://evil.example.org"}, {"Origin": "null"}):
        assert (await browser.post(ADD, fields, **headers)).status == 403
    assert count_rows(page)[0] == 0


async def test_where_nothing_can_be_kept_nothing_is_added_or_removed(page: ServedPage) -> None:
    """Protects from half a change: the page says so, and the same form works in a moment."""
    browser = await page.signed_in()
    await add(page, browser)
    adding = {"answer": Device(page.settings.origin).add(await ask(browser)), "name": "Phone"}
    number, mark = (await list_numbers(browser))["Laptop"], (await browser.get(PAGE)).fields["mark"]
    removing = {"mark": mark, "passkey": number, "sure": "yes"}
    take = page.access.handler.writer.take

    async def fail(*_: object) -> None:
        raise UNAVAILABLE

    page.access.handler.writer.take = fail  # type: ignore[method-assign,assignment]
    came = [await browser.post(ADD, adding), await browser.post(REMOVE, removing)]
    page.access.handler.writer.take = take  # type: ignore[method-assign]
    assert [each.status for each in came] == [503, 503]
    assert all(phrases.LATER_TEXT in each.text for each in came)
    assert count_rows(page)[0] == 1
    assert [(await browser.post(ADD, adding)).status, (await browser.post(REMOVE, removing)).status] == [303, 303]
    assert list(await list_numbers(browser)) == ["Phone"]
