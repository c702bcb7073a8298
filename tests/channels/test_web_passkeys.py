"""Passkeys on the page: people add them, come back by them, and remove them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from authenticators import EDDSA, ES256, RS256, Device, decode, make_key
from intruder import rows, sentences
from passkey_pages import ADD, PAGE, add, ask, count_rows, is_in, list_numbers, remove, use
from web_pages import SECURE, ServedPage, serving_page

from bot.channels.web import passkey_phrases as phrases
from bot.channels.web.passkeys.challenges import Ceremony, ChallengeSigner
from bot.channels.web.passkeys.passkey_names import MOST_CHARACTERS, clean_name, suggest_name
from bot.channels.web.server.page_headers import ALWAYS, POLICY
from storage.database.schema import passkeys
from storage.features.members import Members
from storage.features.passkeys import MOST_PASSKEYS

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page on a machine of one's own."""
    async with serving_page(tmp_path) as served:
        yield served


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
async def test_who_added_a_passkey_comes_back_by_it(page: ServedPage, algorithm: int) -> None:
    """Protects the way back, with every kind of device: without an invitation, to the same account."""
    browser = await page.signed_in()
    account = await page.find_account(browser)
    passkey = await add(page, browser, algorithm=algorithm)
    await browser.sign_out()
    assert not await is_in(browser)
    for came in (browser, page.browser()):
        answer = await use(page, came, passkey)
        assert (answer.status, answer["Location"]) == (303, "/")
        assert await page.find_account(came) == account
    assert sentences(page.store) == []


async def test_a_device_that_counts_nothing_works_too(page: ServedPage) -> None:
    """Protects whoever has a passkey that is shared between devices: its count stays 0."""
    passkey = await add(page, await page.signed_in())
    for _ in range(3):
        assert (await use(page, page.browser(), passkey, counts=False)).status == 303


async def test_the_page_asks_for_what_makes_a_passkey_safe(page: ServedPage) -> None:
    """Protects "user verification required": also that the device keeps it, and that nobody learns who made it."""
    browser = await page.signed_in()
    passkey = await add(page, browser)
    asked = await ask(browser)
    assert asked["authenticatorSelection"] == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
    }  # fmt: skip
    assert (asked["rp"]["id"], asked["attestation"]) == ("localhost", "none")
    assert [each["alg"] for each in asked["pubKeyCredParams"]] == [-7, -8, -257]
    assert [decode(each["id"]) for each in asked["excludeCredentials"]] == [passkey.credential]
    account = await page.find_account(browser)
    assert asked["user"]["name"] == f"Trial screening ({page.make_reference(account)})"
    assert account.encode() not in decode(asked["user"]["id"])
    stranger = await ask(page.browser())
    assert (stranger["rpId"], stranger["userVerification"]) == ("localhost", "required")
    assert "allowCredentials" not in stranger
    assert stranger["timeout"] < 600_000


async def test_behind_tls_a_passkey_is_bound_to_the_host(tmp_path: Path) -> None:
    """Protects the id of the page: the host alone, and the whole origin in what is signed."""
    async with serving_page(tmp_path, origin=SECURE) as page:
        browser = await page.signed_in()
        options, passkey = await ask(browser), make_key()
        assert options["rp"]["id"] == "screen.example.org"
        answer = Device(SECURE, "screen.example.org").add(options, passkey)
        assert (await browser.post(ADD, {"answer": answer, "name": ""})).status == 303
        came = await use(page, page.browser(), passkey, host="screen.example.org")
        assert came.status == 303
        assert "__Host-trialscreen=" in str(came.headers)


async def test_several_are_listed_by_their_names_and_removed_one_by_one(page: ServedPage) -> None:
    """Protects "several per person, named, revoked singly": the list says when each was made and used."""
    browser = await page.signed_in()
    assert "You have" not in (await browser.get(PAGE)).text
    first, second = await add(page, browser, "Laptop"), await add(page, browser, "")
    await use(page, page.browser(), second)
    assert list(await list_numbers(browser)) == ["Laptop", "Passkey 2"]
    shown = (await browser.get(PAGE)).text
    assert phrases.NEVER_USED in shown
    assert f"used last on {page.access.handler.now().date()}" in shown
    assert (await remove(browser, "Laptop")).status == 303
    assert list(await list_numbers(browser)) == ["Passkey 2"]
    assert (await use(page, page.browser(), first)).status == 403
    assert (await use(page, page.browser(), second)).status == 303
    assert sentences(page.store) == []


async def test_it_is_asked_once_before_one_is_removed(page: ServedPage) -> None:
    """Protects from a slip: the question names the passkey, and says what it means where it is the last one."""
    browser = await page.signed_in()
    await add(page, browser, "Laptop")
    mark, number = (await browser.get(PAGE)).fields["mark"], (await list_numbers(browser))["Laptop"]
    asked = await browser.post("/passkeys/remove", {"mark": mark, "passkey": number})
    assert (asked.status, asked.title) == (200, "Remove Laptop?")
    assert phrases.REMOVE_LAST in asked.text
    assert count_rows(page)[0] == 1
    await add(page, browser, "Phone")
    asked = await browser.post("/passkeys/remove", {"mark": mark, "passkey": number})
    assert phrases.REMOVE_LAST not in asked.text


async def test_removing_one_signs_out_who_came_in_by_it_but_not_whoever_asks(page: ServedPage) -> None:
    """Protects against a stolen device: its browser is out at the next request."""
    browser = await page.signed_in()
    passkey = await add(page, browser)
    here, stolen = page.browser(), page.browser()
    for each in (here, stolen):
        await use(page, each, passkey)
    assert phrases.IN_USE in (await here.get(PAGE)).text
    await remove(here, "Laptop")
    assert [await is_in(each) for each in (browser, here, stolen)] == [True, True, False]


async def test_the_list_has_those_of_the_accounts_before_an_invitation_back(page: ServedPage) -> None:
    """Protects whoever came back by an invitation: they see and remove what they added before."""
    first = await page.signed_in()
    passkey = await add(page, first, "Lost phone")
    reference = page.make_reference(await page.find_account(first))
    second = page.browser()
    token = page.store.take(page.make_event(), lambda uow: Members(uow).invite_back(reference, timedelta(days=1))).value
    assert (await second.enter(token)).status == 303
    assert await page.find_account(second) != await page.find_account(first)
    assert [decode(each["id"]) for each in (await ask(second))["excludeCredentials"]] == [passkey.credential]
    await remove(second, "Lost phone")
    assert (await use(page, page.browser(), passkey)).status == 403
    assert sentences(page.store) == []


async def test_coming_back_ends_the_sign_in_that_the_browser_had_with_a_new_cookie(page: ServedPage) -> None:
    """Protects against fixation, and whoever used the browser before."""
    passkey = await add(page, await page.signed_in())
    browser, old = page.browser(), page.browser()
    options = await ask(browser)
    assert (await browser.enter(page.invite())).status == 303
    old.cookies |= browser.cookies
    answer = Device(page.settings.origin).use(options, passkey)
    assert (await browser.post("/passkeys/use", {"answer": answer})).status == 303
    assert browser.cookies["trialscreen"] != old.cookies["trialscreen"]
    assert [await is_in(browser), await is_in(old)] == [True, False]


async def test_there_are_twenty_at_most_and_the_page_says_so(page: ServedPage) -> None:
    """Protects the store: the next one is refused in a sentence, and the page asks for none any more."""
    browser = await page.signed_in()
    other = await ask(browser)
    for number in range(MOST_PASSKEYS):
        await add(page, browser, f"Device {number}")
    assert "challenge" not in (await browser.get(PAGE)).text
    answer = await browser.post(ADD, {"answer": Device(page.settings.origin).add(other), "name": "One more"})
    assert answer.status == 403
    assert f"You have {MOST_PASSKEYS} passkeys" in answer.text
    assert count_rows(page)[0] == MOST_PASSKEYS


async def test_only_the_page_of_passkeys_has_a_script_and_only_its_own(page: ServedPage) -> None:
    """Protects "the one script that they need on that page only": every other answer's policy has none."""
    browser = await page.signed_in()
    await add(page, browser)
    with_script = [await browser.get(PAGE), await page.browser().get(PAGE), await browser.post(ADD, {"answer": "x"})]
    with_script.append(await page.browser().get(PAGE))
    assert {each[POLICY] for each in with_script} == {f"{ALWAYS[POLICY]}; script-src 'self'"}
    mark, number = with_script[0].fields["mark"], (await list_numbers(browser))["Laptop"]
    without = [
        await browser.get("/"), await page.browser().get("/"), await browser.get("/enter/x"),
        await browser.post("/passkeys/remove", {"mark": mark, "passkey": number}), await browser.get("/nowhere"),
        await browser.get("/passkeys/add"), await browser.get("/passkeys.js"),
        await browser.get("/static/passkeys.js"),
    ]  # fmt: skip
    assert {each[POLICY] for each in without} == {ALWAYS[POLICY]}


async def test_the_script_is_kept_by_its_content_alone(page: ServedPage) -> None:
    """Protects whoever comes after an update: a new script has another address."""
    plain = await page.browser().get("/static/passkeys.js")
    assert (plain.status, plain["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert plain["Cache-Control"] == "no-cache"
    version = plain["ETag"].strip('"')
    assert "immutable" in (await page.browser().get(f"/static/passkeys.js?v={version}"))["Cache-Control"]
    assert (await page.browser().get("/static/passkeys.js", If_None_Match=plain["ETag"])).status == 304


async def test_who_is_not_signed_in_is_shown_the_way_back_by_a_passkey(page: ServedPage) -> None:
    """Protects the way in: whoever was signed out finds the button."""
    browser = await page.signed_in()
    left = await browser.sign_out()
    for path in ("/", left["Location"]):
        assert phrases.COME_BACK in (await browser.get(path)).text


async def test_opening_the_page_changes_nothing(page: ServedPage) -> None:
    """Protects from links: neither GET nor HEAD adds, removes or lets anybody in."""
    browser = await page.signed_in()
    await add(page, browser)
    before = rows(page.store, passkeys)
    for path in (PAGE, "/passkeys/add", "/passkeys/remove?passkey=3&sure=yes", "/passkeys/use"):
        for method in ("GET", "HEAD"):
            assert (await browser.get(path, method)).status in {200, 405}
    assert rows(page.store, passkeys) == before


async def test_an_answer_that_is_sent_twice_adds_one(page: ServedPage) -> None:
    """Protects whoever presses twice: the second form leads to the list as well."""
    browser = await page.signed_in()
    fields = {"answer": Device(page.settings.origin).add(await ask(browser)), "name": "Laptop"}
    assert [(await browser.post(ADD, fields)).status for _ in range(2)] == [303, 303]
    assert list(await list_numbers(browser)) == ["Laptop"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Laptop", "Laptop"), ("  my \t laptop\r\n", "my laptop"), ("\u202egnp.exe", "gnp.exe"), ("a\u200bb\x07", "ab"),
        ("x" * 60, "x" * MOST_CHARACTERS), ("<b>&amp;", "<b>&amp;"), ("Æ 電話 📱", "Æ 電話 📱"),
        ("", ""), ("\u200b", ""),
        ("e\u0301", "é"), ("\ud800", ""), ("a" * 39 + " b", "a" * 39),
    ],
)  # fmt: skip
async def test_a_name_is_cleaned_and_never_refused(typed: str, name: str) -> None:
    """Protects whoever made a passkey on their device: it is kept, under a name that can be read on one line."""
    assert clean_name(typed) == name


async def test_a_challenge_is_new_each_time_and_for_one_ceremony() -> None:
    """Protects each use from the next, and the one ceremony from the other, for the same browser and second."""
    signer, now = ChallengeSigner(b"a secret"), datetime(2026, 6, 1, tzinfo=UTC)
    made = {signer.make(ceremony, b"a browser", now) for ceremony in Ceremony for _ in range(50)}
    assert len({each[8:24] for each in made}) == 100
    adding = signer.make(Ceremony.ADDING, b"a browser", now)
    assert signer.is_good(adding, Ceremony.ADDING, b"a browser", now)
    assert not signer.is_good(adding, Ceremony.USING, b"a browser", now)
    assert not ChallengeSigner(b"another").is_good(adding, Ceremony.ADDING, b"a browser", now)
    wrong = [adding[:-1], adding + b"x", b"", adding[:8] + bytes(32), bytes([adding[0] ^ 1]) + adding[1:]]
    assert not any(signer.is_good(each, Ceremony.ADDING, b"a browser", now) for each in wrong)


async def test_a_suggested_name_is_new() -> None:
    """Protects from two passkeys of one name where the person typed none."""
    assert suggest_name([]) == "Passkey 1"
    assert suggest_name(["Laptop", "Passkey 3"]) == "Passkey 4"
