"""Signing in by a hospital: what somebody comes in with, what is kept of them, and how they leave."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from hospital_pages import go, make_hospitals, make_settings, serving_hospital, sign_in
from intruder import rows, sentences
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from odd_provider import EC, OddProvider, serving_provider, sign
from stores import KEY, OTHER_KEY, Person, place, store_at
from web_pages import SECURE, UNAVAILABLE, ServedPage, serving_page

from bot.channels.web import hospital_phrases as said
from bot.channels.web.hospitals.provider_documents import AGAIN_SECONDS, KEPT_SECONDS, KEYS_AGAIN_SECONDS
from bot.channels.web.pages.passkey_page import ADD_PATH, PASSKEYS_PATH
from bot.channels.web.passkey_phrases import BY_HOSPITAL
from storage.database.schema import sign_ins
from storage.features.members import Members, Role
from storage.maintenance.rotation import rotate

pytestmark = pytest.mark.asyncio
Served = tuple[ServedPage, OddProvider]


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """A page with one hospital, and that hospital's provider."""
    async with serving_hospital(tmp_path) as found:
        yield found


async def test_a_hospital_lets_somebody_in_without_an_invitation(served: Served) -> None:
    """Protects the way in: one link, no password here, the role of the first group that has one."""
    page, provider = served
    browser = page.browser()
    answer = await sign_in(browser, provider)
    assert (answer.status, answer["Location"]) == (303, "/")
    assert set(browser.cookies) == {"trialscreen"}
    shown = await browser.get("/")
    assert (shown.status, "clinician" in shown.text) == (200, True)
    (account,) = page.list_accounts()
    assert [each.message.blocks for each in page.store.outbox.list_waiting(account)]


async def test_whoever_comes_back_has_the_same_account(served: Served) -> None:
    """Protects screenings: they belong to the person at the hospital, whatever browser they use."""
    page, provider = served
    for browser in (page.browser(), page.browser()):
        assert (await sign_in(browser, provider)).status == 303
    assert (len(page.list_accounts()), len(rows(page.store, sign_ins))) == (1, 2)
    provider.subject = "berta"
    await sign_in(page.browser(), provider)
    assert len(page.list_accounts()) == 2
    assert sentences(page.store) == []


async def test_whoever_came_by_a_hospital_adds_no_passkey(served: Served) -> None:
    """Protects against whoever left the hospital: a passkey would still let them in."""
    page, provider = served
    browser = page.browser()
    await sign_in(browser, provider)
    shown = await browser.get(PASSKEYS_PATH)
    assert (BY_HOSPITAL in shown.text, "challenge" in shown.text) == (True, False)
    refused = await browser.post(ADD_PATH, {"answer": "{}", "name": "Mine"})
    assert (refused.status, BY_HOSPITAL in refused.text) == (403, True)
    by_invitation = await page.signed_in()
    assert "challenge" in (await by_invitation.get(PASSKEYS_PATH)).text


def list_files(folder: Path) -> list[Path]:
    """Returns the files of a database."""
    return [each for each in folder.iterdir() if each.is_file()]


async def test_nothing_but_a_keyed_hash_of_somebody_is_kept_or_logged(
    served: Served, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects staff: no subject, name, address, group or code comes into the database or the log."""
    page, provider = served
    provider.subject, provider.groups = "subject-of-anna", ["doctors"]
    with caplog.at_level(logging.DEBUG):
        back = await go(browser := page.browser(), provider)
        assert (await browser.get(back)).status == 303
        provider.claims = {"nonce": "other"}
        assert (await sign_in(page.browser(), provider)).status == 403
    kept = b"".join(map(Path.read_bytes, list_files(tmp_path)))
    (code,) = parse_qs(urlsplit(back).query)["code"]
    ours = "".join(f"{each.name} {each.getMessage()}" for each in caplog.records if each.name.startswith("bot."))
    for word in ("subject-of-anna", "Anna Example", "anna@hospital.example", "doctors", code):
        assert word.encode() not in kept
        assert word not in ours
    assert "a sign-in by a hospital failed: InvalidClaimError" in ours


async def test_the_way_there_bears_all_that_makes_an_answer_ours(served: Served) -> None:
    """Protects the way back: state, nonce and challenge are new each time, and the page has no code in its address."""
    page, _ = served
    asked = []
    for _ in range(2):
        browser = page.browser()
        begun = await browser.get("/hospital/st-anna")
        asked.append({name: value for name, (value,) in parse_qs(urlsplit(begun["Location"]).query).items()})
        cookie = str(begun.headers["Set-Cookie"])
        assert "HttpOnly; SameSite=Lax" in cookie
        assert "Max-Age=600" in cookie
    first, second = asked
    assert first["redirect_uri"] == f"{page.settings.origin}/hospital/callback"
    assert (first["response_type"], first["scope"], first["code_challenge_method"]) == ("code", "openid", "S256")
    assert {"max_age", "prompt", "response_mode"} & first.keys() == set()
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert browser.cookies["trialscreen-hospital"] not in second[name]


async def test_behind_tls_the_cookie_of_the_way_there_belongs_to_this_host_alone(tmp_path: Path) -> None:
    """Protects the way back from a cookie that another host of the domain set."""
    async with serving_hospital(tmp_path, origin=SECURE) as (page, _):
        begun = await page.browser().get("/hospital/st-anna")
        assert begun["Set-Cookie"].startswith("__Host-trialscreen-hospital=")
        assert "; Secure" in begun["Set-Cookie"]
        assert parse_qs(urlsplit(begun["Location"]).query)["redirect_uri"] == [f"{SECURE}/hospital/callback"]


async def test_whoever_is_not_signed_in_is_shown_the_hospitals(served: Served) -> None:
    """Protects people who have no invitation: the link stands on each page that leads back in."""
    page, _ = served
    browser = page.browser()
    for path in ("/", "/signed-out"):
        assert "Sign in with Hospital st-anna" in (await browser.get(path)).text
    assert (await browser.get("/hospital/elsewhere")).status == 404
    assert (await browser.get("/signed-out/elsewhere")).status == 404


async def test_without_hospitals_nothing_of_them_is_there(tmp_path: Path) -> None:
    """Protects a deployment that sets none: no link, no address."""
    async with serving_page(tmp_path) as page:
        browser = page.browser()
        assert "Sign in with" not in (await browser.get("/")).text
        for path in ("/hospital/st-anna", "/hospital/callback", "/signed-out/st-anna"):
            assert (await browser.get(path)).status == 404


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["doctors"], "clinician"),
        (["referrers"], "referrer"),
        (["referrers", "doctors"], "clinician"),
        (["nurses", "referrers"], "referrer"),
        (["doctors", "coordinators"], "coordinator"),
        ("doctors", "clinician"),
        (["doctors", 7, None, ["coordinators"]], "clinician"),
    ],
)
async def test_the_first_role_of_the_file_counts(served: Served, groups: object, role: str) -> None:
    """Protects roles: the order of the file decides, not that of the token."""
    page, provider = served
    provider.groups = groups
    browser = page.browser()
    assert (await sign_in(browser, provider)).status == 303
    assert role in (await browser.get("/")).text


async def test_another_group_is_another_role_at_the_next_sign_in(served: Served) -> None:
    """Protects a hospital that moves somebody: the role follows, is told in the trail, and nothing else is."""
    page, provider = served
    first = page.browser()
    await sign_in(first, provider)
    provider.groups = ["referrers"]
    await sign_in(page.browser(), provider)
    await sign_in(page.browser(), provider)
    assert "referrer" in (await first.get("/")).text
    assert len(page.list_accounts()) == 1
    assert sentences(page.store) == []


async def test_an_invitation_in_the_same_browser_is_somebody_else(served: Served) -> None:
    """Protects whoever used the browser before: the sign-in by the hospital ends theirs."""
    page, provider = served
    browser = await page.signed_in(Role.TESTER)
    before = dict(browser.cookies)
    await sign_in(browser, provider)
    assert len(rows(page.store, sign_ins)) == 1
    browser.cookies = before
    assert (await browser.get("/")).status == 401
    assert len(page.list_accounts()) == 2


async def test_a_planted_cookie_is_not_the_one_that_is_let_in(served: Served) -> None:
    """Protects against fixation, as with an invitation."""
    page, provider = served
    browser = page.browser()
    browser.cookies["trialscreen"] = planted = "A" * 43
    assert (await sign_in(browser, provider)).status == 303
    assert browser.cookies["trialscreen"] != planted
    browser.cookies["trialscreen"] = planted
    assert (await browser.get("/")).status == 401


async def test_a_sign_in_by_a_hospital_ends_as_every_other(served: Served) -> None:
    """Protects a computer that is left alone."""
    page, provider = served
    browser = page.browser()
    await sign_in(browser, provider)
    page.move_clock(timedelta(minutes=61))
    assert (await browser.get("/")).status == 401


async def test_signing_out_tells_of_the_sign_in_at_the_hospital(served: Served) -> None:
    """Protects a shared computer: the next person would come in again without a password."""
    page, provider = served
    browser = page.browser()
    await sign_in(browser, provider)
    shown = await browser.get("/")
    asked = await browser.post("/sign-out", {"mark": shown.fields["mark"]})
    assert said.COMING_BACK_BY.format(name="Hospital st-anna") in unescape(asked.text)
    left = await browser.post("/sign-out", asked.fields)
    assert (left["Location"], dict(browser.cookies)) == ("/signed-out/st-anna", {})
    told = unescape((await browser.get("/signed-out/st-anna")).text)
    ends = f"{provider.issuer}/end?client_id=trialscreen&post_logout_redirect_uri="
    assert told.index(ends) < told.index("/hospital/st-anna") < told.index("Sign out there too")
    assert f"http%3A%2F%2Flocalhost%3A{page.port}%2Fsigned-out" in told


@pytest.mark.parametrize("is_away", [False, True])
async def test_where_a_hospital_has_no_sign_out_people_are_told_what_to_do(
    tmp_path: Path,
    is_away: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Protects a shared computer, also while the hospital does not answer."""
    async with serving_hospital(tmp_path) as (page, provider):
        provider.metadata = {"jwks_uri": None} if is_away else {"end_session_endpoint": "javascript:alert(1)"}
        shown = await page.browser().get("/signed-out/st-anna")
        assert said.SIGN_OUT_THERE_YOURSELF.format(name="Hospital st-anna") in unescape(shown.text)
        assert "javascript" not in shown.text


async def test_whoever_came_by_an_invitation_is_told_nothing_of_hospitals_when_they_leave(served: Served) -> None:
    """Protects plain words: only whom a hospital let in has a sign-in there to end."""
    page, _ = served
    browser = await page.signed_in()
    assert (await browser.sign_out())["Location"] == "/signed-out"
    assert "this browser may still be signed in" not in (await browser.get("/signed-out")).text


async def test_two_hospitals_do_not_mix_people_of_one_subject(tmp_path: Path) -> None:
    """Protects people of one hospital from those of another who bear the same name there."""
    async with serving_provider() as first, serving_provider() as second:
        settings = [make_settings(first, "first"), make_settings(second, "second")]
        async with serving_page(tmp_path, make_hospitals=make_hospitals(settings)) as page:
            first.now = second.now = lambda: int(page.access.handler.now().timestamp())
            shown = (await page.browser().get("/")).text
            assert shown.index("Hospital first") < shown.index("Hospital second")
            assert (await sign_in(page.browser(), first, "first")).status == 303
            assert (await sign_in(page.browser(), second, "second")).status == 303
            assert len(page.list_accounts()) == 2
            assert sentences(page.store) == []


async def test_a_secret_of_the_client_goes_along_with_the_code(tmp_path: Path) -> None:
    """Protects hospitals that give the page a secret: a client without it gets nothing."""
    async with serving_hospital(tmp_path, client_secret="s3cret") as (page, provider):
        assert (await sign_in(page.browser(), provider)).status == 303
        provider.secret = "another"
        assert (await sign_in(page.browser(), provider)).status == 403


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("PS256", RSAKey.generate_key(2048, {"kid": "other", "use": "sig"})),
        ("ES256", ECKey.generate_key("P-256", {"kid": "other", "alg": "ES256"})),
        ("Ed25519", OKPKey.generate_key("Ed25519", {"kid": "other"})),
        ("EdDSA", OKPKey.generate_key("Ed25519", {"kid": "other"})),
    ],
)
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated via RFC 9864")
async def test_each_algorithm_that_is_announced_is_taken(served: Served, algorithm: str, key: Key) -> None:
    """Protects hospitals that sign with something newer than RS256."""
    page, provider = served
    provider.metadata = {"id_token_signing_alg_values_supported": [algorithm, "HS256", "none"]}
    provider.keys = [{"kty": "future", "kid": "other"}, key.as_dict(private=False)]
    provider.make_token = lambda claims: sign(claims, key, algorithm)
    assert (await sign_in(page.browser(), provider)).status == 303


async def test_a_key_that_is_new_at_the_hospital_is_fetched_and_not_too_often(tmp_path: Path) -> None:
    """Protects everybody on the day when a hospital changes its keys; and the hospital from being asked each time."""
    seconds = [0.0]
    async with serving_hospital(tmp_path, clock=lambda: seconds[0]) as (page, provider):
        provider.keys = provider.keys[:1]
        assert (await sign_in(page.browser(), provider)).status == 303
        provider.keys, provider.make_token = [EC.as_dict(private=False)], lambda claims: sign(claims, EC, "ES256")
        assert [(await sign_in(page.browser(), provider)).status for _ in range(3)] == [403] * 3
        assert provider.asked.count("/jwks") == 1
        seconds[0] += KEYS_AGAIN_SECONDS
        assert (await sign_in(page.browser(), provider)).status == 303
        assert (provider.asked.count("/jwks"), provider.asked.count("/.well-known/openid-configuration")) == (2, 1)
        seconds[0] += KEPT_SECONDS
        assert (await sign_in(page.browser(), provider)).status == 303
        assert (provider.asked.count("/jwks"), provider.asked.count("/.well-known/openid-configuration")) == (3, 2)


async def test_a_hospital_that_is_away_is_not_asked_again_at_once(tmp_path: Path) -> None:
    """Protects a hospital in trouble from those who press again, and lets people in once it is back."""
    seconds = [0.0]
    async with serving_hospital(tmp_path, clock=lambda: seconds[0]) as (page, provider):
        provider.metadata = {"issuer": "https://another.example"}
        answers = [await page.browser().get("/hospital/st-anna") for _ in range(5)]
        assert {(each.status, each.title) for each in answers} == {(503, said.AWAY_TITLE)}
        assert len(provider.asked) == 1
        provider.metadata, seconds[0] = {}, AGAIN_SECONDS
        assert (await sign_in(page.browser(), provider)).status == 303


async def test_where_nothing_can_be_kept_nobody_is_let_in_and_the_try_is_not_counted(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects whoever comes while the database is held: one sentence says to begin again."""

    async def fail(*_: object) -> None:
        raise UNAVAILABLE

    page, provider = served
    browser = page.browser()
    with monkeypatch.context() as held:
        held.setattr(page.access, "let_in", fail)
        answer = await sign_in(browser, provider)
    assert (answer.status, answer.title) == (503, said.NOT_YET_TITLE)
    assert page.list_accounts() == []
    assert (await sign_in(browser, provider)).status == 303


async def test_a_name_is_shown_as_text(tmp_path: Path) -> None:
    """Protects the page from what an operator writes into the file of hospitals."""
    async with serving_hospital(tmp_path, name="A <b>& co") as (page, _):
        assert "<b>" not in (await page.browser().get("/")).text


async def test_of_two_answers_at_once_one_lets_in(served: Served) -> None:
    """Protects single use, where both come before either is done."""
    page, provider = served
    provider.is_lax = True
    browser = page.browser()
    back, cookies = await go(browser, provider), dict(browser.cookies)
    twins = [page.browser() for _ in range(4)]
    for each in twins:
        each.cookies = dict(cookies)
    answers = await asyncio.gather(*(each.get(back) for each in twins))
    assert sorted(each.status for each in answers) == [303, 403, 403, 403]
    assert len(rows(page.store, sign_ins)) == 1


async def test_a_coordinator_sees_by_which_hospital_somebody_came(served: Served) -> None:
    """Protects coordinators, who recognise nobody by a hash: the list of people names the hospital."""
    page, provider = served
    await sign_in(page.browser(), provider)
    carla = Person(page.store, "carla", now=page.access.handler.now())
    listed = page.store.take(carla.inbound(), lambda uow: Members(uow).list_all()).value
    (member,) = (each for each in listed if each.name.startswith("web:"))
    assert (member.note, member.called, member.role) == ("hospital st-anna", "", Role.CLINICIAN)


async def test_after_a_deep_rotation_people_are_who_they_were(tmp_path: Path) -> None:
    """Protects accounts from new keys: whoever was in is not somebody new, and whoever was revoked stays out."""
    async with serving_provider() as provider:
        made = make_hospitals([make_settings(provider)])
        provider.now = lambda: int(datetime.now(UTC).timestamp())
        async with serving_page(tmp_path, make_hospitals=made) as page:
            assert (await sign_in(page.browser(), provider)).status == 303
            (anna,) = page.list_accounts()
            provider.subject = "berta"
            assert (await sign_in(page.browser(), provider)).status == 303
            (berta,) = {*page.list_accounts()} - {anna}
            page.revoke(berta)
        with store_at(place(tmp_path), KEY, datetime.now(UTC)) as store:
            rotate(store, OTHER_KEY, datetime.now(UTC), "carla", is_deep=True)
        async with serving_page(tmp_path, make_hospitals=made, key=OTHER_KEY) as page:
            assert (await sign_in(page.browser(), provider)).status == 403
            for provider.subject in ("anna", "dora"):
                assert (await sign_in(page.browser(), provider)).status == 303
            assert set(page.list_accounts()) > {anna, berta}
            assert len(page.list_accounts()) == 3
            assert sentences(page.store) == []
