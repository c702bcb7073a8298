"""The stand-in for Telegram: how updates reach a bot, what people do and see, and what the stand-in tells of it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from handler_server import serve_handler
from patience import calm_seconds, until
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict

from bot.workbench.telegram_standin import TOKEN, Person, Standin, StandinClock
from bot.workbench.telegram_standin.clients import make_stock_client
from bot.workbench.telegram_standin.deliveries import deliver_shuffled
from bot.workbench.telegram_standin.server_thread import ServerPace

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("No", callback_data="n")]]
)


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in whose clock stands still at noon, and which does not tell conflicts late."""
    with Standin(StandinClock(NOON), pace=ServerPace(conflict_seconds=0.0, webhook_seconds=0.3)) as running:
        yield running


@pytest_asyncio.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    """A bot of python-telegram-bot that can poll and send at once."""
    async with make_stock_client(standin) as opened:
        yield opened


@pytest.fixture
def anna(standin: Standin) -> Person:
    return standin.person(7, "Anna")


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text if update.effective_message else None for update in updates]


@dataclass
class Ear:
    """A webhook: what it heard, and how it answers the next requests; a number is a status, a body may hold a call."""

    url: str = ""
    heard: list[dict[str, Any]] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    answers: list[int | float | dict[str, Any]] = field(default_factory=list)
    slow_chats: set[int] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0

    async def hear(self, request: web.BaseRequest) -> web.StreamResponse:
        """Hears one update; a fraction as answer is a time to wait."""
        update = await request.json()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        self.heard.append(update)
        answer = self.answers.pop(0) if self.answers else 200
        slow = update.get("message", {}).get("chat", {}).get("id") in self.slow_chats
        await asyncio.sleep(answer if isinstance(answer, float) else 0.2 if slow else 0.01)
        self.at_once -= 1
        if isinstance(answer, dict):
            return web.json_response(answer)
        return web.Response(status=int(answer) if isinstance(answer, int) else 200)

    def said(self, chat: int) -> list[str]:
        """Returns the messages heard from a chat, in order."""
        return [update["message"]["text"] for update in self.heard if update["message"]["chat"]["id"] == chat]


@asynccontextmanager
async def listening() -> AsyncIterator[Ear]:
    """Runs a webhook on a free port."""
    ear = Ear()
    async with serve_handler(ear.hear, stop_seconds=0.1) as url:
        ear.url = f"{url}/hook"
        yield ear


@pytest.mark.asyncio
async def test_an_offset_confirms_what_is_below_it_and_nothing_else(bot: Bot, anna: Person, standin: Standin) -> None:
    """Protects "offset semantics": what was given but not confirmed comes again."""
    for number in range(5):
        anna.sends(str(number))
    first = (await bot.get_updates(limit=2))[0].update_id
    assert texts(await bot.get_updates(limit=2)) == ["0", "1"]
    assert texts(await bot.get_updates(offset=first + 2)) == ["2", "3", "4"]
    assert texts(await bot.get_updates(offset=first)) == ["2", "3", "4"]
    assert texts(await bot.get_updates(offset=first + 5 + 11)) == [
        "2",
        "3",
        "4",
    ], "an offset in the future confirms nothing"
    assert texts(await bot.get_updates(offset=-1)) == ["4"]
    assert texts(await bot.get_updates()) == ["4"], "a negative offset forgets what is before it"
    assert await bot.get_updates(offset=first + 5) == ()
    standin.bot.updates.renumber(17)
    anna.sends("after a week")
    assert [update.update_id for update in await bot.get_updates(offset=first + 5)] == [17]


@pytest.mark.asyncio
async def test_messages_wait_a_day_and_taps_150_seconds(bot: Bot, anna: Person, standin: Standin) -> None:
    """Protects "updates kept at most 24 hours"."""
    anna.sends("hello")
    await bot.send_message(7, "Well?")
    anna.taps_data("x", anna.last)
    assert len(await bot.get_updates()) == 2
    standin.clock.advance(151)
    assert texts(await bot.get_updates()) == ["hello"]
    standin.clock.advance(86_400)
    assert await bot.get_updates() == ()


@pytest.mark.asyncio
async def test_a_long_poll_ends_when_something_comes(bot: Bot, anna: Person) -> None:
    """Protects "timeout long polling"."""
    async with calm_seconds() as gone_by:
        began = monotonic()
        assert await bot.get_updates(timeout=1) == ()
        assert monotonic() - began > 0.9
        assert gone_by() < 2
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.1)
    anna.sends("hello")
    assert texts(await asyncio.wait_for(poll, 1)) == ["hello"]


@pytest.mark.asyncio
async def test_of_two_pollers_the_first_is_ended(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "409 for two pollers"."""
    async with make_stock_client(standin) as second:
        first_poll = asyncio.create_task(bot.get_updates(timeout=10))
        await asyncio.sleep(0.1)
        second_poll = asyncio.create_task(second.get_updates(timeout=10))
        with pytest.raises(
            Conflict,
            match=(
                r"(?i)conflict: terminated by other getupdates request; make sure that only one bot instance is running"
            ),
        ):
            await asyncio.wait_for(first_poll, 1)
        anna.sends("hello")
        assert texts(await asyncio.wait_for(second_poll, 1)) == ["hello"]


@pytest.mark.asyncio
async def test_only_allowed_kinds_come(bot: Bot, anna: Person) -> None:
    """Protects "allowed_updates": remembered until changed, as Telegram does."""
    await bot.get_updates(allowed_updates=["callback_query"])
    anna.sends("not wanted")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    anna.sends("wanted")
    anna.blocks()
    anna.unblocks()
    assert [update.my_chat_member is not None for update in await bot.get_updates()] == [False, True, True]


@pytest.mark.asyncio
async def test_a_webhook_gets_updates_with_its_secret(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "webhook with secret", and "can't use getUpdates while webhook is active"."""
    anna.sends("before")
    async with listening() as ear:
        await bot.set_webhook(ear.url, secret_token="s3cret", max_connections=3)
        anna.sends("after")
        await asyncio.to_thread(standin.quiet)
        assert ear.said(7) == ["before", "after"]
        assert ear.secrets == {"s3cret"}
        with pytest.raises(
            Conflict,
            match=(
                r"(?i)can't use getupdates method while webhook is active; use deletewebhook to delete the webhook"
                r" first"
            ),
        ):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections, info.pending_update_count, info.last_error_message) == (
            ear.url,
            3,
            0,
            None,
        )
        await bot.delete_webhook()
        anna.sends("gone")
        assert texts(await bot.get_updates()) == ["gone"]
        await bot.delete_webhook(drop_pending_updates=True)
        assert await bot.get_updates() == ()


@pytest.mark.asyncio
async def test_a_webhook_is_tried_again_later_and_later(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "retries, back-off and time-outs": at once, after 2 seconds, after 4, until 2xx; Retry-After aside."""
    async with listening() as ear:
        ear.answers = [500, 503, 1.0, 200]
        await bot.set_webhook(ear.url)
        anna.sends("hello")
        await until(lambda: len(ear.heard) == 2)
        for seconds, tries in ((1.9, 2), (0.2, 3), (3.9, 3), (0.2, 4)):
            await asyncio.sleep(0.45 if tries == 3 else 0.1)
            info = await bot.get_webhook_info()
            standin.clock.advance(seconds)
            await until(lambda tries=tries: len(ear.heard) >= tries)  # type: ignore[misc]  # a default of a lambda
            await asyncio.sleep(0.05)
            assert len(ear.heard) == tries, f"after {seconds} seconds more"
        assert (info.last_error_message, info.pending_update_count) == ("Read timeout expired", 1)
        await asyncio.to_thread(standin.quiet)
        assert len({update["update_id"] for update in ear.heard}) == 1


@pytest.mark.asyncio
async def test_a_webhook_that_is_not_there_is_told(bot: Bot, anna: Person) -> None:
    """Protects "a refused connection" and "Wrong response"."""
    await bot.set_webhook("http://127.0.0.1:9/hook")
    anna.sends("hello")
    await asyncio.sleep(0.1)
    info = await bot.get_webhook_info()
    assert (info.last_error_message, info.last_error_date, info.pending_update_count) == ("Connection refused", NOON, 1)
    async with listening() as ear:
        ear.answers = [500, 500]
        await bot.set_webhook(ear.url)
        await until(lambda: len(ear.heard) == 2)
        await asyncio.sleep(0.05)
        assert (
            await bot.get_webhook_info()
        ).last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


@pytest.mark.asyncio
async def test_a_slow_chat_holds_nobody_up(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "messages of a chat as a separate queue, in order", and max_connections."""
    async with listening() as ear:
        ear.slow_chats = {7}
        people = [standin.person(number) for number in range(10, 30)]
        for number in range(3):
            for person in (anna, *people):
                person.sends(str(number))
        await bot.set_webhook(ear.url, max_connections=5)
        await until(lambda: len(ear.heard) >= 60)
        assert len(ear.said(7)) < 3, "the slow chat is still at it"
        await asyncio.to_thread(standin.quiet)
        for person in (anna, *people):
            assert ear.said(person.user.id) == ["0", "1", "2"]
        assert ear.most_at_once == 5


@pytest.mark.asyncio
async def test_taps_of_a_user_are_a_queue_of_their_own(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "taps of a user as separate queues"."""
    anna.starts()
    await bot.send_message(7, "Well?", reply_markup=YES_NO)
    anna.sends("later")
    anna.taps("Yes")
    async with listening() as ear:
        ear.slow_chats = {7}
        await bot.set_webhook(ear.url)
        await asyncio.to_thread(standin.quiet)
        assert [update.get("message", {}).get("text", "a tap") for update in ear.heard] == ["/start", "a tap", "later"]


@pytest.mark.asyncio
async def test_a_webhooks_answer_can_hold_a_call(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "a method call in the webhook's reply body is executed"."""
    async with listening() as ear:
        ear.answers = [{"method": "sendMessage", "chat_id": 7, "text": "in the answer"}, {"method": "deleteWebhook"}]
        await bot.set_webhook(ear.url)
        anna.sends("hello")
        anna.sends("hello again")
        await asyncio.to_thread(standin.quiet)
        assert anna.last.text == "in the answer"
        assert (await bot.get_webhook_info()).url == ear.url, "such a call is not taken from an answer"


@pytest.mark.asyncio
async def test_deliveries_can_be_repeated_and_shuffled(standin: Standin, anna: Person) -> None:
    """Protects "updates delivered 1 to 5 times, shuffled, to 2 webhook processes"."""
    for number in range(50):
        anna.sends(str(number))
    async with listening() as one, listening() as two:
        one.answers = [500]
        statuses = await asyncio.to_thread(deliver_shuffled, standin, [one.url, two.url], "s", most=5, seed=3)
        heard = Counter(update["update_id"] for update in one.heard + two.heard)
        assert len(heard) == 50
        assert statuses[500] == 1
        assert statuses[200] + 1 == heard.total() > 100
        assert one.heard
        assert two.heard
        assert one.said(7) != sorted(one.said(7), key=int), "they are shuffled"
        assert one.secrets == {"s"}


@pytest.mark.asyncio
async def test_what_people_do_comes_as_telegram_says_it(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "deep links, edits, double taps, taps on old and deleted messages, forged data, groups"."""
    anna.starts("invite-1")
    sent = await bot.send_message(7, "Well?", reply_markup=YES_NO)
    anna.taps("No", times=2)
    await bot.edit_message_text("Well? No", 7, sent.id)
    with pytest.raises(LookupError, match=rf"no button 'Yes' under message {sent.id}: it shows no buttons"):
        anna.taps("Yes")
    anna.taps("Yes", stale=True)
    anna.edits(1, "/start invite-2")
    await bot.delete_message(7, sent.id)
    anna.taps_data("forged", anna.chat.messages[sent.id])
    ward = standin.group(-5, "Ward")
    ward.hears(anna, "unheard")
    ward.hears(anna, "/new")
    start, double, again, stale, edited, forged, group = await bot.get_updates()
    assert start.message is not None
    assert start.message.entities[0].type == "bot_command"
    assert [update.callback_query.data for update in (double, again, stale, forged) if update.callback_query] == [
        "n",
        "n",
        "y",
        "forged",
    ]
    assert len({update.callback_query.id for update in (double, again, stale, forged) if update.callback_query}) == 4
    assert stale.callback_query is not None
    assert stale.callback_query.message is not None
    assert stale.callback_query.message.is_accessible
    assert forged.callback_query is not None
    assert forged.callback_query.message is not None
    assert not forged.callback_query.message.is_accessible
    assert edited.edited_message is not None
    assert (edited.edited_message.text, edited.edited_message.edit_date) == ("/start invite-2", NOON)
    assert group.message is not None
    assert (group.message.chat.type, group.message.text) == ("group", "/new")


@pytest.mark.asyncio
async def test_any_update_can_be_put_into_the_queue(standin: Standin, bot: Bot) -> None:
    """Protects "mutated updates"."""
    number = standin.put({"update_id": "mutated", "message": {"text": 5}})
    async with aiohttp.ClientSession() as session, session.get(f"{standin.base_url}{TOKEN}/getUpdates") as answer:
        assert await answer.json() == {"ok": True, "result": [{"update_id": number, "message": {"text": 5}}]}
    standin.put(b"{broken")
    async with listening() as ear:
        await bot.set_webhook(ear.url)
        await asyncio.sleep(0.1)
        assert [update["update_id"] for update in ear.heard] == [number]
        assert (
            await bot.get_webhook_info()
        ).last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


TRANSCRIPT = """\
[2026-06-01 12:00:00] Anna (1): /start
[2026-06-01 12:00:00] bot (6): How old
    is it?
    [Yes] [No]
[2026-06-01 12:00:05] Anna taps [Yes] under 6
[2026-06-01 12:00:05] bot answers the tap under 6: Recorded
[2026-06-01 12:00:05] bot edits 6: Yes
[2026-06-01 12:00:05] Anna edits 1: /begin
[2026-06-01 12:00:05] bot deletes 1
[2026-06-01 12:00:05] Anna blocks the bot
"""


@pytest.mark.asyncio
async def test_a_chat_can_be_read_as_text(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "a transcript as text" that can be compared."""
    anna.starts()
    sent = await bot.send_message(7, "How old\nis it?", reply_markup=YES_NO)
    standin.clock.advance(5)
    tap = anna.taps("Yes")[0]
    await bot.answer_callback_query(tap.id, "Recorded")
    await bot.edit_message_text("Yes", 7, sent.id)
    anna.edits(1, "/begin")
    await bot.delete_message(7, 1)
    anna.blocks()
    assert standin.transcript(7) == TRANSCRIPT
    assert standin.transcript(7, times=False).splitlines()[0] == "Anna (1): /start"


@pytest.mark.asyncio
async def test_calls_and_waits_are_counted(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "counters", and that waiting for quiet waits."""
    anna.starts()
    with pytest.raises(TimeoutError, match=r"1 updates wait"):
        await asyncio.to_thread(standin.quiet, 0.1)
    await asyncio.sleep(0.1)
    await bot.send_message(7, "hello")
    await bot.get_updates(offset=(await bot.get_updates())[0].update_id + 1)
    await asyncio.to_thread(standin.quiet)
    assert standin.counters.calls == {"getme": 1, "sendmessage": 1, "getupdates": 2}
    assert len(standin.counters.sent[7]) == 1
    assert 0.1 < standin.counters.max_lag() < 2
    standin.wait_for(lambda: anna.last.text == "hello", 1)
    with pytest.raises(TimeoutError, match="in vain"):
        standin.wait_for(lambda: False, 0.05)


@pytest.mark.asyncio
async def test_the_page_shows_a_chat_and_takes_taps(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "a small page to tap on", which no other site in the browser can use."""
    anna.starts()
    await bot.send_message(7, "Well?", reply_markup=YES_NO)
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{standin.url}/") as answer:
            page = await answer.text()
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "http" not in page.replace("https?:", ""), "no external resources"
        async with session.get(f"{standin.url}/demo/chat?person=7") as answer:
            shown = await answer.json()
        assert [message["text"] for message in shown["messages"]] == ["/start", "Well?"]
        tap = {"person": 7, "message": anna.last.id, "text": "y", "label": "Yes"}
        async with session.post(f"{standin.url}/demo/tap", json=tap) as answer:
            assert answer.status == 200
        async with session.post(
            f"{standin.url}/demo/tap", data=b"{}", headers={"Content-Type": "text/plain"}
        ) as answer:
            assert answer.status == 404
        async with session.get(f"{standin.url}/", headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403
    assert (await bot.get_updates())[-1].callback_query.data == "y"  # type: ignore[union-attr]
