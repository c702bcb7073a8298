"""The page's server: what it takes, what it refuses, and that whoever is refused learns nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from threading import Event

import pytest
import pytest_asyncio
from intruder import rows
from sqlalchemy import update
from stores import OTHER_KEY
from web_pages import CHOICE, LIMITS, SECURE, UNAVAILABLE, Browser, ServedPage, serving_page

from bot.channels.web import phrases
from bot.documents.file import DocumentFile, TextTable
from storage.database.schema import sign_ins

pytestmark = pytest.mark.asyncio
COOKIE = "trialscreen"


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page on a machine of one's own."""
    async with serving_page(tmp_path) as served:
        yield served


@pytest_asyncio.fixture
async def secure(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page behind a proxy with TLS."""
    async with serving_page(tmp_path, origin=SECURE) as served:
        yield served


async def mark_of(browser: Browser) -> str:
    """Returns the mark of a form of the page as it stands now."""
    return (await browser.get("/")).fields["mark"]


# what is taken


async def test_a_form_is_taken_and_leads_back_to_the_page(page: ServedPage) -> None:
    """Protects "post, commit, 303, get": what was typed and what was chosen reach the desk, whole."""
    browser = await page.signed_in()
    for brought in ({"text": "120 days & more\r\nä\n"}, {"choice": CHOICE}):
        answer = await browser.send(**brought)
        assert (answer.status, answer["Location"], answer.text) == (303, "/", "")
    typed, chosen = page.desk.posts
    assert (typed.account, typed.text, typed.choice) == (page.list_accounts()[0], "120 days & more\nä\n", None)
    assert (chosen.text, chosen.choice) == (None, CHOICE)
    assert typed.mark.event != chosen.mark.event
    assert (typed.mark.screening, typed.mark.up_to, chosen.mark.up_to) == (b"8 bytes.", 0, 1)


async def test_a_reload_changes_nothing_and_each_page_has_an_event_of_its_own(page: ServedPage) -> None:
    """Protects "a GET changes nothing": forms of two tabs are two events, and nothing is taken by looking."""
    browser = await page.signed_in()
    assert len({await mark_of(browser) for _ in range(5)}) == 5
    assert page.desk.posts == []


async def test_whoever_looks_does_not_wait_for_the_writer(page: ServedPage) -> None:
    """Protects the speed of the page: looks are answered while something is committed, and part no batch of events.

    Once a minute it is written that a sign-in is in use: then a look comes after what is committed.
    """
    browser = await page.signed_in()
    go_on = Event()
    page.access.handler.writer.call(go_on.wait)
    try:
        assert (await browser.get("/")).status == 200
        page.move_clock(timedelta(minutes=1))
        look = asyncio.create_task(browser.get("/"))
        await asyncio.sleep(0.1)
        assert not look.done()
    finally:
        go_on.set()
    assert (await look).status == 200


async def test_what_cannot_be_kept_just_now_is_held_on_the_page_with_its_mark(page: ServedPage) -> None:
    """Protects an answer that was typed: sent again from that page, it is the same event."""
    browser = await page.signed_in()
    mark = await mark_of(browser)
    page.desk.fault = UNAVAILABLE
    for brought in ({"text": 'He said "<120>"'}, {"choice": CHOICE}):
        answer = await browser.post("/", {"mark": mark} | brought)
        assert (answer.status, answer.title, answer.fields) == (503, phrases.LATER_TITLE, {"mark": mark} | brought)
        assert answer["Retry-After"]
    page.desk.fault = None
    assert (await browser.post("/", answer.fields)).status == 303
    assert page.desk.posts[0].choice == CHOICE


async def test_a_form_is_held_on_the_page_where_its_sign_in_cannot_be_read(page: ServedPage) -> None:
    """Protects an answer from a database that is held as it comes: it is looked up first whose form it is."""
    browser = await page.signed_in()
    mark = await mark_of(browser)
    with page.held():
        for brought in ({"text": 'He said "<120>"'}, {"choice": CHOICE}):
            answer = await browser.post("/", {"mark": mark} | brought)
            assert (answer.status, answer.title, answer.fields) == (503, phrases.LATER_TITLE, {"mark": mark} | brought)
            assert phrases.LATER_TEXT in answer.text
        assert (await browser.post("/", {"mark": mark, "text": "a", "choice": CHOICE})).status == 400
        assert (await page.browser().post("/", {"mark": mark, "text": "a"})).status == 401
    assert page.desk.posts == []
    assert (await browser.post("/", answer.fields)).status == 303
    assert [each.choice for each in page.desk.posts] == [CHOICE]


async def test_a_page_that_cannot_be_shown_just_now_says_nothing_of_keeping(page: ServedPage) -> None:
    """Protects whoever only looks: nothing was sent, so that nothing is said to be lost."""
    browser = await page.signed_in()
    with page.held():
        answer = await browser.get("/")
    assert (answer.status, answer.title) == (503, phrases.LATER_READ_TITLE)
    assert "recorded" not in answer.text
    assert answer["Retry-After"]


async def test_where_signing_out_cannot_be_kept_it_says_that_one_is_still_signed_in(page: ServedPage) -> None:
    """Protects a shared computer: nobody walks away from a page that only seems to be left."""
    browser = await page.signed_in()
    fields = (await browser.post("/sign-out", {"mark": await mark_of(browser)})).fields
    with page.held():
        answer = await browser.post("/sign-out", fields)
    assert (answer.status, answer.fields) == (503, fields)
    assert phrases.STILL_SIGNED_IN in answer.text
    assert (await browser.post("/sign-out", answer.fields)).status == 303


async def test_where_nothing_can_be_read_the_page_says_so(page: ServedPage) -> None:
    """Protects "fails gracefully": a database that is held is a page of one sentence, and another try works."""
    browser = await page.signed_in()
    page.desk.fault_of_reading = UNAVAILABLE
    answer = await browser.get("/")
    assert (answer.status, answer.title) == (503, phrases.LATER_READ_TITLE)
    assert "held" not in answer.text
    page.desk.fault_of_reading = None
    assert (await browser.get("/")).status == 200


async def test_a_fault_of_ours_is_a_page_without_its_text(page: ServedPage, caplog: pytest.LogCaptureFixture) -> None:
    """Protects "no detail": what a fault says could hold an answer; the log has its class alone."""
    browser = await page.signed_in()
    page.desk.fault = ValueError("axolotl")
    answer = await browser.send(text="tapir")
    assert (answer.status, answer.title) == (500, phrases.FAILED_TITLE)
    assert "axolotl" not in answer.text + caplog.text
    assert "ValueError" in caplog.text
    page.desk.fault = None
    assert (await browser.send()).status == 303


async def test_empty_text_is_an_event_as_any_other(page: ServedPage) -> None:
    """Protects whoever presses too soon: the dialogue says that it was not read, as in every channel."""
    browser = await page.signed_in()
    assert (await browser.send(text="")).status == 303
    assert [each.text for each in page.desk.posts] == [""]


# whose it is


async def test_everybody_who_is_not_signed_in_is_shown_the_same(page: ServedPage) -> None:
    """Protects strangers' silence: no cookie, an unknown one, one that is over, one of another make."""
    browser = await page.signed_in()
    mark = await mark_of(browser)
    cookie = browser.cookies[COOKIE]
    page.move_clock(LIMITS.idle)
    told = set()
    for value in ("", cookie, "A" * 43, cookie[:-1], cookie + "A", "a;b", '"', "\u00e9"):
        stranger = page.browser()
        stranger.cookies = {COOKIE: value} if value else {}
        for way in (stranger.get("/"), stranger.post("/", {"mark": mark, "text": "1"})):
            answer = await way
            told.add((answer.status, answer.title, answer.text))
    assert {each[:2] for each in told} == {(401, phrases.SIGNED_OUT_TITLE), (401, phrases.NOT_RECORDED_TITLE)}
    assert len(told) == 2
    assert page.desk.posts == []


@pytest.mark.parametrize("ending", ["its time is over", "signed out", "revoked"])
async def test_what_is_sent_without_a_sign_in_is_told_as_not_recorded(page: ServedPage, ending: str) -> None:
    """Protects an answer that nobody takes: it is said plainly that it was not recorded, and nothing of it is kept."""
    browser = await page.signed_in()
    mark, cookie = await mark_of(browser), browser.cookies[COOKIE]
    if ending == "its time is over":
        page.move_clock(LIMITS.idle)
    elif ending == "signed out":
        await browser.sign_out()
    else:
        page.revoke(page.list_accounts()[0])
    browser.cookies[COOKIE] = cookie
    answer = await browser.post("/", {"mark": mark, "text": "axolotl"})
    assert (answer.status, answer.title) == (401, phrases.NOT_RECORDED_TITLE)
    assert phrases.NOT_RECORDED_TEXT in answer.text
    assert phrases.COMING_BACK in unescape(answer.text)
    assert "axolotl" not in answer.text
    assert (page.desk.posts, COOKIE in browser.cookies) == ([], False)


async def test_a_thousand_guessed_cookies_open_nothing(page: ServedPage) -> None:
    """Protects the page from guesses: each is told the same, and no row is made."""
    await page.signed_in()
    stranger = page.browser()
    told = set()
    for number in range(1_000):
        stranger.cookies = {COOKIE: f"{number:043d}"}
        answer = await stranger.get("/")
        told.add((answer.status, answer.text))
    assert len(told) == 1
    assert len(rows(page.store, sign_ins)) == 1


async def test_a_cookie_of_no_use_is_taken_back(page: ServedPage) -> None:
    """Protects a shared computer: what is over does not stay in the browser."""
    browser = await page.signed_in()
    page.move_clock(LIMITS.idle)
    answer = await browser.get("/")
    assert answer.status == 401
    assert COOKIE not in browser.cookies


async def test_two_cookies_of_one_name_are_none(page: ServedPage) -> None:
    """Protects against a cookie that another host of the domain put beside ours."""
    browser = await page.signed_in()
    cookie = browser.cookies.pop(COOKIE)
    assert (await browser.get("/", Cookie=f"{COOKIE}={cookie}; {COOKIE}={'A' * 43}")).status == 401
    assert (await browser.get("/", Cookie=f"a=b; {COOKIE}={cookie}")).status == 200


async def test_a_sign_in_is_over_after_an_idle_hour_on_the_page(page: ServedPage) -> None:
    """Protects a computer that is left alone; each look at the page counts as use."""
    browser = await page.signed_in()
    for _ in range(4):
        page.move_clock(LIMITS.idle - timedelta(minutes=2))
        assert (await browser.get("/")).status == 200
    page.move_clock(LIMITS.idle)
    assert (await browser.get("/")).status == 401


async def test_a_sign_in_is_over_after_its_twelve_hours_on_the_page(page: ServedPage) -> None:
    """Protects a stolen cookie from working for ever, however much it is used."""
    browser = await page.signed_in()
    statuses = []
    for _ in range(13):
        page.move_clock(timedelta(minutes=58))
        statuses.append((await browser.get("/")).status)
    assert statuses == [200] * 12 + [401]


async def test_signing_out_is_asked_once_and_tells_how_one_comes_back(page: ServedPage) -> None:
    """Protects whoever presses it by mistake: an account of the page is not entered by a password."""
    browser = await page.signed_in()
    asked = await browser.post("/sign-out", {"mark": await mark_of(browser)})
    assert (asked.status, asked.title) == (200, phrases.SIGN_OUT_TITLE)
    (account,) = page.list_accounts()
    assert phrases.COMING_BACK_AS.format(reference=page.make_reference(account)) in asked.text
    assert (await browser.get("/")).status == 200
    assert len(rows(page.store, sign_ins)) == 1


async def test_signing_out_ends_it_at_the_server(page: ServedPage) -> None:
    """Protects a shared computer: after it, the old cookie, the back button and old forms open nothing."""
    browser = await page.signed_in()
    mark, cookie = await mark_of(browser), browser.cookies[COOKIE]
    answer = await browser.sign_out()
    assert (answer.status, answer["Location"], answer["Clear-Site-Data"]) == (303, "/signed-out", '"cache"')
    assert browser.cookies == {}
    assert rows(page.store, sign_ins) == []
    told = await browser.get("/signed-out")
    assert (told.status, told.title) == (200, phrases.LEFT_TITLE)
    assert phrases.COMING_BACK in unescape(told.text)
    browser.cookies[COOKIE] = cookie
    assert (await browser.get("/")).status == 401
    browser.cookies[COOKIE] = cookie
    assert (await browser.post("/", {"mark": mark, "text": "1"})).status == 401
    assert (await browser.post("/sign-out", {"mark": mark, "sure": "yes"}))["Location"] == "/signed-out"


async def test_nobody_is_signed_out_by_another_site_or_by_a_link(page: ServedPage) -> None:
    """Protects whoever is in mid-form: signing out needs a form of this page, as all that changes something."""
    browser = await page.signed_in()
    mark = await mark_of(browser)
    assert (await browser.post("/sign-out", {"mark": "x"})).status == 403
    assert (await browser.post("/sign-out", {"mark": "x", "sure": "yes"})).status == 403
    assert (await browser.post("/sign-out", {"mark": mark}, Origin="https://evil.example")).status == 403
    assert (await browser.get("/sign-out")).status == 405
    assert (await browser.get("/")).status == 200


async def test_a_revocation_works_at_the_next_request(page: ServedPage) -> None:
    """Protects against a thief of a cookie, from another process and at once."""
    browser = await page.signed_in()
    mark = await mark_of(browser)
    page.revoke(page.list_accounts()[0])
    assert (await browser.post("/", {"mark": mark, "text": "1"})).status == 401
    assert page.desk.posts == []


async def test_a_changed_row_of_a_sign_in_opens_nothing(page: ServedPage) -> None:
    """Protects the limits from whoever may write to the database: the page fails, and says nothing."""
    browser = await page.signed_in()
    with page.store.database.writing() as connection:
        connection.execute(update(sign_ins).values(expires_at=2**40))
    answer = await browser.get("/")
    assert (answer.status, answer.title) == (500, phrases.FAILED_TITLE)


async def test_a_cookie_of_another_deployment_opens_nothing(page: ServedPage, tmp_path: Path) -> None:
    """Protects deployments from each other."""
    browser = await page.signed_in()
    (tmp_path / "other").mkdir()
    async with serving_page(tmp_path / "other", key=OTHER_KEY) as other:
        await other.signed_in()
        guest = other.browser()
        guest.cookies = dict(browser.cookies)
        assert (await guest.get("/")).status == 401


async def test_a_form_of_somebody_else_is_not_taken(page: ServedPage) -> None:
    """Protects the marks: one of another account, of another sign-in of the same account, or a changed one."""
    anna, ben = await page.signed_in(), await page.signed_in()
    mark = await mark_of(anna)
    foreign = [await mark_of(ben), "", "x", mark[:-1], mark[:-4] + "AAAA", "A" + mark[1:], mark + "=", "é" * 88]
    for each in foreign:
        answer = await anna.post("/", {"mark": each, "text": "1"})
        assert (answer.status, answer.title) == (403, phrases.REFUSED_TITLE)
    await anna.enter(page.invite())
    assert (await anna.post("/", {"mark": mark, "text": "1"})).status == 403
    assert page.desk.posts == []


# files


async def test_a_file_is_given_to_its_own_person_and_to_be_kept_only(page: ServedPage) -> None:
    """Protects files: no browser shows one as a page of ours, and nobody gets another's."""
    anna, ben = await page.signed_in(), await page.signed_in()
    account = await page.find_account(anna)
    content = b"<script>alert(1)</script>"
    page.desk.files = {
        (account, 7): DocumentFile('a\r\nb"; x.html', content),
        (account, 8): TextTable("a  b"),
        (account, 9): "It was forgotten meanwhile.",
    }
    answer = await anna.get("/file/7")
    assert (answer.status, answer.text) == (200, content.decode())
    assert answer["Content-Disposition"] == 'attachment; filename="a-b-x.html"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert (await anna.get("/file/8"))["Content-Type"] == "text/plain; charset=utf-8"
    assert "forgotten meanwhile" in (await anna.get("/file/9")).text
    for path in ("/file/7", "/file/6", "/file/07x", "/file/-7", "/file/%C2%B2", "/file/" + "9" * 40):
        answer = await ben.get(path)
        assert (answer.status, answer.title) == (404, phrases.MISSING_TITLE)
    assert (await page.browser().get("/file/7")).status == 401


# cookies and headers of the browser


async def test_behind_tls_cookies_belong_to_this_host_alone(secure: ServedPage) -> None:
    """Protects cookies: over TLS only, not for scripts, not from another site, of no other host."""
    browser = secure.browser()
    form = await browser.get(f"/enter/{secure.invite()}")
    entered = await browser.post("/enter", form.fields)
    for answer, name in ((form, "__Host-trialscreen-enter"), (entered, "__Host-trialscreen")):
        header = answer["Set-Cookie"]
        first, *parts = header.split("; ")
        assert first.startswith(f"{name}=")
        assert {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"} <= set(parts)
        assert "Domain" not in header
        assert len(header) < 200
    assert "Max-Age" not in entered["Set-Cookie"]
    assert form["Set-Cookie"].endswith("Max-Age=600")
    assert (await browser.get("/")).status == 200
    browser.cookies = {"trialscreen": browser.cookies["__Host-trialscreen"]}
    assert (await browser.get("/")).status == 401


async def test_on_a_machine_of_ones_own_the_cookie_works_without_tls(page: ServedPage) -> None:
    """Protects `make web`: a browser keeps no Secure cookie that came without TLS."""
    browser = page.browser()
    entered = await browser.enter(page.invite())
    assert entered["Set-Cookie"].startswith("trialscreen=")
    assert "Secure" not in entered["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax"} <= set(entered["Set-Cookie"].split("; "))


async def test_the_icon_that_browsers_ask_for_is_answered_without_a_page(page: ServedPage) -> None:
    """Protects "one request besides the stylesheet": no page names an icon, and a browser asks for it once at most."""
    answer = await (await page.signed_in()).get("/favicon.ico")
    assert (answer.status, answer.text, answer["Cache-Control"]) == (204, "", "public, max-age=31536000, immutable")
