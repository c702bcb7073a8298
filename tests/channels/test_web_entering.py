"""Entering the page by an invitation: the link spends nothing, the form lets one browser in, once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from intruder import rows, sentences
from web_pages import SECURE, UNAVAILABLE, ServedPage, serving_page

from bot.channels.rate import EventRate
from bot.channels.web import phrases
from bot.channels.web.access.guess_limits import GuessLimits
from bot.channels.web.access.networks import find_network
from storage.database.schema import events, sign_ins
from storage.features.members import Role

pytestmark = pytest.mark.asyncio
WRONG = "x" * 27


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page on a machine of one's own."""
    async with serving_page(tmp_path) as served:
        yield served


async def test_the_form_of_an_invitation_lets_a_browser_in(page: ServedPage) -> None:
    """Protects the way in: the person is greeted, has the role of the invitation, and comes to the page."""
    browser = page.browser()
    answer = await browser.enter(page.invite(Role.REFERRER))
    assert (answer.status, answer["Location"]) == (303, "/")
    shown = await browser.get("/")
    assert shown.status == 200
    assert "referrer" in shown.text
    (account,) = page.list_accounts()
    assert [each.message.blocks for each in page.store.outbox.list_waiting(account)]
    assert sentences(page.store) == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_opening_a_link_spends_nothing(page: ServedPage, method: str) -> None:
    """Protects invitations from mail scanners, which open links, and also ask with HEAD."""
    token, before = page.invite(), len(rows(page.store, events))
    for _ in range(5):
        assert (await page.browser().get(f"/enter/{token}", method)).status == 200
    assert (len(rows(page.store, events)), page.list_accounts()) == (before, [])
    assert (await page.browser().enter(token)).status == 303


async def test_the_page_of_an_invitation_is_the_same_whatever_the_link_holds(page: ServedPage) -> None:
    """Protects strangers' silence: nobody learns by a link whether an invitation is good."""
    used = page.invite()
    await page.browser().enter(used)

    async def show(path: str) -> str:
        answer = await page.browser().get(path)
        assert answer.status == 200
        shown = answer.text
        for value in answer.fields.values():
            shown = shown.replace(f'"{value}"', '""')
        return shown

    paths = [page.invite(), used, WRONG, "a", "..%2f..%2fetc", "%00", "%3Cscript%3E", "a" * 4_000]
    assert len({await show(f"/enter/{each}") for each in paths}) == 1


async def test_a_link_brings_nothing_into_the_page_but_a_token(page: ServedPage) -> None:
    """Protects the page from what somebody writes into a link."""
    for each in ("%22%3E%3Cscript%3E", "a%0d%0aSet-Cookie:x=1", "%00", "%F0%9F%98%80"):
        answer = await page.browser().get(f"/enter/{each}")
        assert answer.fields["token"] == ""
        assert "x=1" not in str(answer.headers)


async def test_an_invitation_lets_one_browser_in_once_through_the_page(page: ServedPage) -> None:
    """Protects invitations: whoever comes second, with a browser of their own, is told that it does not work."""
    token = page.invite()
    assert (await page.browser().enter(token)).status == 303
    second = page.browser()
    answer = await second.enter(token)
    assert (answer.status, answer.title) == (403, phrases.NOT_ENTERED_TITLE)
    assert (await second.get("/")).status == 401


async def test_of_many_who_enter_at_once_one_gets_in(page: ServedPage) -> None:
    """Protects invitations from a race."""
    token = page.invite()
    answers = await asyncio.gather(*(page.browser().enter(token) for _ in range(8)))
    assert sorted(each.status for each in answers) == [303, *[403] * 7]
    assert len(page.list_accounts()) == 1


async def test_the_same_form_twice_signs_in_the_same_account(page: ServedPage) -> None:
    """Protects whoever presses twice, or whose first answer was lost: both lead to one account."""
    browser, token = page.browser(), page.invite()
    form = (await browser.get(f"/enter/{token}")).fields
    answers = await asyncio.gather(*(browser.post("/enter", form) for _ in range(3)))
    assert [each.status for each in answers] == [303] * 3
    assert len(page.list_accounts()) == 1
    assert (await browser.get("/")).status == 200
    assert sentences(page.store) == []


async def test_the_same_form_is_too_late_after_two_minutes(page: ServedPage) -> None:
    """Protects a shared computer: a form that is left open lets nobody in as somebody else later."""
    browser = page.browser()
    form = (await browser.get(f"/enter/{page.invite()}")).fields
    assert (await browser.post("/enter", form)).status == 303
    page.move_clock(timedelta(minutes=3))
    assert (await browser.post("/enter", form)).status == 403


async def test_the_same_form_lets_nobody_back_in_after_a_revocation(page: ServedPage) -> None:
    """Protects "at once": a form from before a revocation is of no use."""
    browser = page.browser()
    form = (await browser.get(f"/enter/{page.invite()}")).fields
    await browser.post("/enter", form)
    page.revoke(page.list_accounts()[0])
    assert (await browser.post("/enter", form)).status == 403


async def test_wrong_used_and_expired_invitations_are_told_alike(page: ServedPage) -> None:
    """Protects strangers' silence: one page for every reason."""
    used, late = page.invite(), page.invite(lasts=timedelta(minutes=5))
    await page.browser().enter(used)
    page.move_clock(timedelta(minutes=6))
    answers = [await page.browser().enter(each) for each in (used, late, WRONG, "short")]
    assert len({(each.status, each.text) for each in answers}) == 1
    assert answers[0].status == 403


async def test_the_cookie_of_a_sign_in_is_new_at_the_moment_of_entering(page: ServedPage) -> None:
    """Protects against fixation: a cookie that somebody planted before is not the one that is let in."""
    browser = page.browser()
    planted = "A" * 43
    browser.cookies["trialscreen"] = planted
    assert (await browser.enter(page.invite())).status == 303
    assert browser.cookies["trialscreen"] != planted
    other = page.browser()
    other.cookies["trialscreen"] = planted
    assert (await other.get("/")).status == 401


async def test_entering_anew_ends_the_sign_in_that_the_browser_had(page: ServedPage) -> None:
    """Protects whoever used the browser before: their cookie opens nothing any more."""
    browser = await page.signed_in()
    before = browser.cookies["trialscreen"]
    await browser.enter(page.invite())
    assert len(rows(page.store, sign_ins)) == 1
    browser.cookies["trialscreen"] = before
    assert (await browser.get("/")).status == 401


async def test_a_form_without_the_cookie_of_its_browser_lets_nobody_in(page: ServedPage) -> None:
    """Protects the invited from a form that another site made, or that was copied to another browser."""
    browser, other, token = page.browser(), page.browser(), page.invite()
    form = (await browser.get(f"/enter/{token}")).fields
    await other.get(f"/enter/{token}")
    for sent in ({"token": token}, form | {"nonce": ""}, form | {"nonce": "é"}, form):
        assert (await other.post("/enter", sent)).status == 403
    browser.cookies.clear()
    assert (await browser.post("/enter", form)).status == 403
    assert page.list_accounts() == []


async def test_a_network_has_so_many_tries_and_another_one_its_own(tmp_path: Path) -> None:
    """Protects the database from guesses; and a ward from those of somebody elsewhere."""
    guesses = GuessLimits(EventRate(4, 3_600), EventRate(100, 1))
    async with serving_page(tmp_path, origin=SECURE, guesses=guesses) as page:
        token = page.invite()

        async def enter(token: str, network: str) -> int:
            browser = page.browser()
            form = (await browser.get(f"/enter/{token}")).fields
            return (await browser.post("/enter", form, X_Forwarded_For=network)).status

        assert [await enter(WRONG, "192.0.2.1") for _ in range(6)] == [403] * 4 + [429] * 2
        assert await enter(token, "192.0.2.1") == 429
        assert await enter(WRONG, "198.51.100.1, 192.0.2.1") == 429
        assert await enter(WRONG, "192.0.2.1, 198.51.100.1") == 403
        assert await enter(token, "2001:db8::1") == 303


async def test_whoever_tries_one_link_again_and_again_keeps_nobody_out(tmp_path: Path) -> None:
    """Protects a hospital, which is one address: one browser's link counts once, however often it is pressed."""
    async with serving_page(tmp_path, guesses=GuessLimits(EventRate(3, 3_600))) as page:
        browser = page.browser()
        form = (await browser.get(f"/enter/{WRONG}")).fields
        answers = [await browser.post("/enter", form) for _ in range(20)]
        assert {(each.status, each.title) for each in answers} == {(403, phrases.NOT_ENTERED_TITLE)}
        assert (await page.browser().enter(WRONG[1:] + "a")).status == 403
        assert (await page.browser().enter(page.invite())).status == 303


async def test_a_used_invitation_counts_as_no_guess(tmp_path: Path) -> None:
    """Protects a hospital from a link that many open: only what was never an invitation counts for the network."""
    guesses = GuessLimits(EventRate(3, 3_600), EventRate(100, 1), EventRate(30, 1))
    async with serving_page(tmp_path, guesses=guesses) as page:
        used = page.invite()
        await page.browser().enter(used)
        assert [(await page.browser().enter(used)).status for _ in range(8)] == [403] * 8
        assert (await page.browser().enter(page.invite())).status == 303


async def test_many_presses_at_once_lock_nobody_out(page: ServedPage) -> None:
    """Protects everybody behind one address from ten tries at once with one link."""
    used = page.invite()
    await page.browser().enter(used)
    browser = page.browser()
    form = (await browser.get(f"/enter/{used}")).fields
    answers = await asyncio.gather(*(browser.post("/enter", form) for _ in range(10)))
    assert {each.status for each in answers} == {403}
    assert [(await page.browser().enter(page.invite())).status for _ in range(5)] == [303] * 5


async def test_one_invitation_is_tried_so_often_and_others_go_on(tmp_path: Path) -> None:
    """Protects the database from whoever has an invitation that was used."""
    guesses = GuessLimits(invitation=EventRate(4, 3_600))
    async with serving_page(tmp_path, guesses=guesses) as page:
        used = page.invite()
        assert [(await page.browser().enter(used)).status for _ in range(6)] == [303, *[403] * 3, 429, 429]
        assert (await page.browser().enter(page.invite())).status == 303


async def test_too_many_tries_lead_to_no_page_that_is_not_there(tmp_path: Path) -> None:
    """Protects whoever waits: "Go on" is shown only to a browser that may be signed in."""
    async with serving_page(tmp_path, guesses=GuessLimits(in_all=EventRate(1, 3_600))) as page:
        former = await page.signed_in()
        await page.browser().enter(WRONG)
        refused = await page.browser().enter(page.invite())
        assert (refused.status, "back" in refused.text) == (429, False)
        refused = await former.enter(page.invite())
        assert (refused.status, "back" in refused.text) == (429, True)


async def test_the_form_lets_nobody_in_again_after_a_sign_out(page: ServedPage) -> None:
    """Protects a shared computer: the page before is one press away, and its form is of no use any more."""
    browser = page.browser()
    form = (await browser.get(f"/enter/{page.invite()}")).fields
    await browser.post("/enter", form)
    kept = dict(browser.cookies)
    await browser.sign_out()
    assert (await browser.post("/enter", form)).status == 403
    browser.cookies = {"trialscreen-enter": kept["trialscreen-enter"]}
    assert (await browser.post("/enter", form)).status == 403
    assert rows(page.store, sign_ins) == []


async def test_where_nobody_can_be_let_in_just_now_the_invitation_stays_on_the_page(page: ServedPage) -> None:
    """Protects the invited: the button can be pressed again, and nothing was used up."""
    browser = await page.signed_in()
    form = (await browser.get(f"/enter/{page.invite()}")).fields
    with page.held():
        answer = await browser.post("/enter", form)
    assert (answer.status, answer.fields) == (503, form)
    assert phrases.LATER_ENTER_TEXT in answer.text
    assert (await browser.post("/enter", answer.fields)).status == 303


async def test_all_networks_together_have_so_many_tries(tmp_path: Path) -> None:
    """Protects the database from guesses that come from everywhere."""
    async with serving_page(tmp_path, origin=SECURE, guesses=GuessLimits(EventRate(9, 60), EventRate(5, 60))) as page:
        browser = page.browser()
        form = (await browser.get(f"/enter/{WRONG}")).fields
        found = [
            (await browser.post("/enter", form | {"token": f"{each:027d}"}, X_Forwarded_For=f"192.0.2.{each}")).status
            for each in range(8)
        ]
        assert found == [403] * 5 + [429] * 3


async def test_those_who_are_let_in_use_up_no_tries(tmp_path: Path) -> None:
    """Protects a ward behind one address: many enter one after another."""
    async with serving_page(tmp_path, guesses=GuessLimits(EventRate(2, 3_600))) as page:
        assert [(await page.browser().enter(page.invite())).status for _ in range(5)] == [303] * 5


async def test_a_try_that_the_database_could_not_take_uses_up_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects a ward that enters while the database is held: it is asked to try again, and then may."""

    async def fail(*_: object) -> None:
        raise UNAVAILABLE

    async with serving_page(tmp_path, guesses=GuessLimits(EventRate(2, 3_600))) as page:
        browser, token = page.browser(), page.invite()
        with monkeypatch.context() as held:
            held.setattr(page.access, "enter", fail)
            assert [(await browser.enter(token)).status for _ in range(4)] == [503] * 4
        assert (await browser.enter(token)).status == 303


async def test_a_thousand_guessed_invitations_let_nobody_in(page: ServedPage) -> None:
    """Protects "a stranger learns nothing": all are told the same, and few reach the database."""
    browser, before = page.browser(), len(rows(page.store, events))
    form = (await browser.get(f"/enter/{WRONG}")).fields
    told = set()
    for number in range(1_000):
        answer = await browser.post("/enter", form | {"token": f"{number:027d}"})
        told.add((answer.status, answer.title))
    assert told == {(403, phrases.NOT_ENTERED_TITLE), (429, phrases.TOO_MANY_TITLE)}
    assert len(rows(page.store, events)) - before < 80
    assert page.list_accounts() == []


async def test_failed_tries_are_counted_for_operators(page: ServedPage) -> None:
    """Protects the alarm on whoever tries invitations: each that reached the database counts."""
    await page.browser().enter(WRONG)
    lines = page.metrics.render_page()[0].decode().splitlines()
    assert 'trialscreen_turns_total{ending="unknown_sender"} 1.0' in lines


@pytest.mark.parametrize(
    ("peer", "forwarded", "is_proxied", "network"),
    [
        ("192.0.2.7", [], False, "192.0.2.7"),
        ("192.0.2.7", ["198.51.100.1"], True, "192.0.2.7"),
        ("127.0.0.1", ["198.51.100.1"], False, "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.9, 198.51.100.1"], True, "198.51.100.1"),
        ("127.0.0.1", ["203.0.113.9", "198.51.100.1"], True, "198.51.100.1"),
        ("127.0.0.1", ["no address"], True, "127.0.0.1"),
        ("::1", ["2001:db8:1:2:3::4"], True, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", [], False, "192.0.2.7"),
        (None, [], True, ""),
    ],
)
async def test_a_network_is_that_of_the_peer_or_the_last_that_our_proxy_names(
    peer: str | None,
    forwarded: list[str],
    is_proxied: bool,  # noqa: FBT001 - a column of the table
    network: str,
) -> None:
    """Protects the limits: a header that a client wrote itself moves no guess to somebody else's network."""
    assert find_network(peer, forwarded, is_proxied=is_proxied) == network
