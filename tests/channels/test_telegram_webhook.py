"""Intake from Telegram by webhook: it needs the secret, and an update is answered when it is committed."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from random import Random
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from patience import calm_seconds, until
from taking import Taker
from telegram import Bot

from bot.channels.backoff import Backoff
from bot.channels.telegram.token_check import TokenCheck
from bot.channels.telegram.updates.update_parser import ALLOWED
from bot.channels.telegram.updates.webhook import MOST_BYTES, SECRET, serve_webhook
from bot.channels.telegram.updates.webhook_registration import WebhookSettings, register_webhook
from bot.config.errors import UsageFault
from bot.observability.health_pages import Pages
from bot.observability.listening import ListenAddress, read_address
from bot.workbench.telegram_standin import TOKEN, Standin
from bot.workbench.telegram_standin.clients import make_client
from bot.workbench.telegram_standin.faults import FaultKind
from bot.workbench.telegram_standin.server_thread import ServerPace

WORD = "only-Telegram_knows-this1"
HOOK = WebhookSettings(ListenAddress("127.0.0.1", 0), "/telegram", WORD)
QUICK = Backoff(0.01, 0.05)


@pytest.fixture(autouse=True)
def _delays_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns of its own delays without it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in that brings again quickly what was refused."""
    with Standin(seed=4, pace=ServerPace(backoff=0.01)) as running:
        yield running


@pytest_asyncio.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    """A bot of python-telegram-bot."""
    async with make_client(standin) as opened:
        yield opened


@pytest.fixture
def taker(standin: Standin) -> Taker:
    return Taker(standin)


async def always() -> bool:
    return True


ALWAYS = Pages({"database": always})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def public(port: int, **more: Any) -> WebhookSettings:
    """Returns a hook whose public URL is the server itself."""
    return replace(HOOK, address=ListenAddress("127.0.0.1", port), url=f"http://127.0.0.1:{port}/telegram", **more)


async def registers(bot: Bot, hook: WebhookSettings, stopping: asyncio.Event | None = None) -> None:
    """Tells Telegram of a hook, and loses no time."""
    await register_webhook(bot, hook, TokenCheck(bot, (0.01, 0.01, 0.01)), stopping or asyncio.Event(), QUICK)


@asynccontextmanager
async def hooked(bot: Bot, hook: WebhookSettings, taker: Taker, stop_seconds: float = 5) -> AsyncIterator[None]:
    """Runs a webhook that Telegram knows of."""
    async with serve_webhook(hook, taker.intake(), ALWAYS, stop_seconds=stop_seconds):
        await registers(bot, hook)
        yield


@asynccontextmanager
async def knocking(taker: Taker) -> AsyncIterator["Knock"]:
    """Runs a webhook that Telegram does not know of, and somebody who knocks at it."""
    async with (
        serve_webhook(HOOK, taker.intake(), ALWAYS) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        yield Knock(session)


class Knock:
    """Sends requests to a webhook."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def posts(
        self, body: object, secret: str | None = WORD, kind: str = "application/json", path: str = "/telegram"
    ) -> tuple[int, bytes]:
        """Posts a body, and returns the status and the body of the answer."""
        headers = {"Content-Type": kind} | ({} if secret is None else {SECRET: secret})
        content = body if isinstance(body, bytes) else str(body).replace("'", '"').encode()
        async with self.session.post(path, data=BytesIO(content), headers=headers) as answer:
            return answer.status, await answer.read()


def message(number: int, chat: int, text: str) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": text}}


@pytest.mark.asyncio
async def test_updates_are_answered_when_they_are_committed(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "200 after commit" where some commits fail: each chat in order, and no update forgotten too early."""
    taker.random = Random(1)
    people = [standin.person(number) for number in range(1, 9)]
    async with hooked(bot, public(free_port(), connections=5), taker):
        for number in range(10):
            for person in people:
                person.sends(str(number))
        standin.clock.advance(0)
        for _ in range(100):  # Telegram waits the seconds of Retry-After by its own clock
            await asyncio.sleep(0.02)
            standin.clock.advance(2)
            if not list(standin.bot.updates):
                break
        info = await bot.get_webhook_info()
    assert taker.said == {person.user.id: [str(number) for number in range(10)] for person in people}
    assert taker.lost == []
    assert 1 < taker.most_at_once <= 5
    assert taker.counts == {"taken": 80}
    assert (info.max_connections, info.allowed_updates) == (5, tuple(sorted(ALLOWED)))
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


@pytest.mark.asyncio
async def test_what_cannot_be_taken_is_put_aside_and_answered(
    standin: Standin, bot: Bot, taker: Taker, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects countable dead letters, and "never an answer in a log", nor the secret or the token."""
    caplog.set_level(logging.DEBUG, "bot")
    caplog.set_level(logging.DEBUG, "aiohttp")
    for text in ("unreadable canary", "crash canary", "fine"):
        standin.person(7).sends(text)
    standin.put({"poll": {"question": "canary"}})
    async with hooked(bot, public(free_port()), taker):
        await until(lambda: not list(standin.bot.updates))
    assert taker.said == {7: ["fine"]}
    assert sorted(word for _, word in taker.dead_letters) == ["failed", "unreadable", "unreadable"]
    assert taker.counts == {"taken": 1, "put_aside": 3}
    for secret in ("canary", WORD, TOKEN):
        assert secret not in caplog.text


@pytest.mark.asyncio
async def test_the_database_that_keeps_nothing_makes_telegram_come_again(taker: Taker) -> None:
    """Protects "503 with Retry-After when unavailable", and "nothing is acknowledged meanwhile"."""
    taker.is_down = True
    async with knocking(taker) as knock:
        headers = {SECRET: WORD}
        for update in (message(1, 7, "hello"), message(2, 7, "unreadable")):
            async with knock.session.post("/telegram", json=update, headers=headers) as answer:
                assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
        assert taker.counts == {}
        taker.is_down = False
        async with knock.session.post("/telegram", json=message(1, 7, "hello"), headers=headers) as answer:
            assert answer.status == 200
    assert taker.taken == [1]


@pytest.mark.asyncio
async def test_what_is_no_request_at_all_is_not_logged(taker: Taker, caplog: pytest.LogCaptureFixture) -> None:
    """Protects "0 payload bytes in logs": the web server would log the line that it cannot read."""
    caplog.set_level(logging.DEBUG)
    async with serve_webhook(HOOK, taker.intake(), ALWAYS) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /telegram HTTP/1.1\r\ncanary\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.0 400")
        writer.close()
    assert "canary" not in caplog.text


SECRETS = [None, "", WORD[:-1], WORD + "2", WORD.upper(), "ä" * len(WORD), "x" * 5_000]


@pytest.mark.asyncio
async def test_a_stranger_is_refused_without_a_word(taker: Taker) -> None:
    """Protects "wrong or missing: 403 without a body, counted", before anything of the body is looked at."""
    async with knocking(taker) as knock:
        for secret in SECRETS:
            for body in (message(1, 7, "hello"), b"{", b"x" * (MOST_BYTES + 1)):
                assert await knock.posts(body, secret) == (403, b"")
    assert taker.counts == {"refused_secret": 3 * len(SECRETS)}
    assert taker.taken == []


REQUESTS: list[tuple[object, dict[str, str], int]] = [
    (message(1, 7, "hello"), {}, 200),
    (message(1, 7, "hello"), {"kind": "application/json; charset=utf-8"}, 200),
    (message(1, 7, "hello"), {"kind": "text/plain"}, 415),
    (message(1, 7, "hello"), {"path": "/"}, 404),
    (message(1, 7, "hello"), {"path": "/telegram/"}, 404),
    (message(1, 7, "hello"), {"path": "/health"}, 405),
    (b"", {}, 400),
    (b"{", {}, 400),
    (b"[1]", {}, 400),
    (b"\xff\xfe", {}, 400),
    (b'{"update_id":true}', {}, 400),
    (b'{"update_id":"1"}', {}, 400),
    (b"[" * 100_000, {}, 400),
    (b'{"update_id":1,"message":"' + b"x" * MOST_BYTES, {}, 413),
    (b'{"update_id":1,"message":"' + b"x" * (MOST_BYTES - 28) + b'"}', {}, 200),
]


@pytest.mark.asyncio
@pytest.mark.parametrize(("body", "how", "status"), REQUESTS, ids=range(len(REQUESTS)))
async def test_a_request_that_is_no_update_is_answered_with_what_it_is(
    taker: Taker, body: object, how: dict[str, str], status: int
) -> None:
    """Protects "body size limit, content type, JSON; an unparsable body 400; unknown paths 404"."""
    async with knocking(taker) as knock:
        assert (await knock.posts(body, **how))[0] == status
        assert sum(taker.counts.values()) == (status == 200)


@pytest.mark.asyncio
async def test_the_updates_of_a_chat_go_one_after_another(taker: Taker) -> None:
    """Protects "each in order", where a tap and a message of a chat come at once, and other chats go on."""
    taker.slow[7] = asyncio.Event()
    async with knocking(taker) as knock, asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(knock.posts(message(number, 7, str(number))))
            await asyncio.sleep(0.02)
        await knock.posts(message(9, 8, "quick"))
        assert taker.said == {8: ["quick"]}
        assert taker.at_once == 1
        taker.slow[7].set()
    assert taker.said[7] == list("01234")


@pytest.mark.asyncio
async def test_health_and_readiness_are_two_questions(taker: Taker) -> None:
    """Protects "GET /health (the process lives) and GET /ready (database reachable)"."""
    answers: list[bool | Exception] = [True, False, RuntimeError("canary")]

    async def ready() -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with (
        serve_webhook(
            HOOK, taker.intake(), Pages({"database": ready, "polling": always}, lambda: (b"measured", "text/plain"))
        ) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        found = []
        for path in ("/health", "/ready", "/ready", "/ready", "/health", "/metrics"):
            async with session.get(path) as answer:
                found.append((answer.status, await answer.text()))
    assert found == [
        (200, "ok\n"),
        (200, "ready\n"),
        (503, "not ready: database\n"),
        (503, "not ready: database\n"),
        (200, "ok\n"),
        (200, "measured"),
    ]


@pytest.mark.asyncio
async def test_stopping_finishes_what_is_being_taken(taker: Taker) -> None:
    """Protects "graceful stop: nothing half-done": what began is committed and answered, later updates not taken."""
    taker.slow[7] = asyncio.Event()
    async with aiohttp.ClientSession() as session:
        async with serve_webhook(HOOK, taker.intake(), ALWAYS) as port:
            url = f"http://127.0.0.1:{port}/telegram"
            begun = asyncio.create_task(session.post(url, json=message(1, 7, "begun"), headers={SECRET: WORD}))
            await until(lambda: taker.at_once)
            asyncio.get_running_loop().call_later(0.2, taker.slow[7].set)
        assert (await begun).status == 200
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.post(url, json=message(2, 7, "too late"), headers={SECRET: WORD})
    assert taker.taken == [1]


@pytest.mark.asyncio
async def test_what_arrives_while_stopping_is_left_with_telegram(taker: Taker) -> None:
    """Protects "takes no more": an update whose body ends after the stop has begun is to be brought again."""
    body = b'{"update_id":1,"message":{"chat":{"id":7},"text":"late"}}'
    head = (
        f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET}: {WORD}\r\nContent-Type: application/json\r\nContent-Length:"
        f" {len(body)}\r\n\r\n"
    )
    async with serve_webhook(HOOK, taker.intake(), ALWAYS, stop_seconds=0.5) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode() + body[:10])
        await asyncio.sleep(0.1)
        asyncio.get_running_loop().call_later(0.1, writer.write, body[10:])
    assert await reader.read() == b"", "no answer: Telegram brings it again"
    writer.close()
    assert taker.taken == []


@pytest.mark.asyncio
async def test_stopping_does_not_wait_for_ever(taker: Taker) -> None:
    """Protects "within a few seconds": what cannot be committed is not answered, so that Telegram brings it again."""
    taker.slow[7] = asyncio.Event()
    async with aiohttp.ClientSession() as session, calm_seconds() as gone_by:
        async with serve_webhook(HOOK, taker.intake(), ALWAYS, stop_seconds=0.3) as port:
            url = f"http://127.0.0.1:{port}/telegram"
            begun = asyncio.create_task(session.post(url, json=message(1, 7, "begun"), headers={SECRET: WORD}))
            await until(lambda: taker.at_once)
        assert gone_by() < 2
        with pytest.raises(aiohttp.ClientConnectionError):
            await begun
    assert taker.taken == []
    assert taker.at_once == 0


@pytest.mark.asyncio
async def test_a_server_that_is_gone_loses_nothing(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "every update taken at least once, none acknowledged before", over servers stopped in the middle."""
    random = taker.random = Random(3)
    hook = public(free_port())
    for _ in range(8):
        for number in range(1, 7):
            standin.person(number).sends("hello")
        async with hooked(bot, hook, taker, stop_seconds=0.01):
            await asyncio.sleep(random.random() / 20)
        assert taker.at_once == 0
    async with hooked(bot, hook, taker):
        for _ in range(100):
            await asyncio.sleep(0.02)
            standin.clock.advance(2)
            if not list(standin.bot.updates):
                break
    assert set(taker.taken) == set(range(300_000_000, 300_000_048))
    assert taker.lost == []


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"secret": ""}, "secret token must be 1 to 256 of the characters"),
    ({"secret": "x" * 257}, "secret token must be 1 to 256 of the characters"),
    ({"secret": "canary word"}, "secret token must be 1 to 256 of the characters"),
    ({"secret": "canary\n"}, "secret token must be 1 to 256 of the characters"),
    ({"path": "telegram"}, "path 'telegram' cannot be served: it begins with /"),
    ({"path": "/health"}, "path '/health' cannot be served"),
    ({"path": "/metrics"}, "path '/metrics' cannot be served"),
    ({"path": "/{id}"}, "cannot be served"),
    ({"connections": 101}, "number of connections is 101: Telegram takes 1 to 100"),
    ({"url": "http://example.org/telegram"}, "must begin with https://"),
    ({"url": "http://127.0.0.1.example.org/telegram"}, "must begin with https://"),
    ({"url": "https:///telegram"}, "must begin with https://"),
    ({"url": "https://[/telegram"}, "must begin with https://"),
    ({"url": "example.org"}, "must begin with https://"),
]


@pytest.mark.parametrize(("changed", "said"), REFUSED)
def test_a_hook_that_cannot_work_is_refused(changed: dict[str, Any], said: str) -> None:
    """Protects "every setting that is wrong: which one, why, before anything is opened"; the secret is not repeated."""
    with pytest.raises(UsageFault) as caught:
        replace(HOOK, **changed)
    assert said in str(caught.value)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://example.org/telegram", "https://example.org:8443/t", "http://localhost:8080/t", "http://[::1]/t"]
)
def test_a_hook_is_public_over_https_or_on_this_machine(url: str) -> None:
    """Protects "a URL that is not https (but http to loopback is allowed for tests)". A shown URL hides the secret."""
    assert WORD not in repr(replace(HOOK, url=url))


@pytest.mark.parametrize(
    "text", ["", "8080", "localhost", "127.0.0.1:", "127.0.0.1:x", ":8080", "http://127.0.0.1:80", "a b:1", "h:99999"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """Protects "every setting that is wrong": one line that says what fits."""
    with pytest.raises(UsageFault, match=r"write 127\.0\.0\.1:8080|no port: choose one"):
        read_address(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8080", ListenAddress("127.0.0.1", 8080)),
        ("[::1]:80", ListenAddress("::1", 80)),
        ("bot.internal:0", ListenAddress("bot.internal", 0)),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, address: ListenAddress) -> None:
    """Protects the setting, IPv6 included."""
    assert read_address(text) == address


@pytest.mark.asyncio
async def test_a_port_in_use_is_named(taker: Taker) -> None:
    """Protects "refuses to start with a clear fault: port in use"."""
    async with serve_webhook(HOOK, taker.intake(), ALWAYS) as port:
        with pytest.raises(
            UsageFault,
            match=rf"cannot listen on port {port} of 127\.0\.0\.1 \(address already in use\): choose another",
        ):
            async with serve_webhook(replace(HOOK, address=ListenAddress("127.0.0.1", port)), taker.intake(), ALWAYS):
                pass


@pytest.mark.asyncio
async def test_telegram_is_told_however_often_it_needs(
    standin: Standin, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects "sets the webhook at start": an outage, and refusals that are not confirmed, are waited out."""
    caplog.set_level(logging.DEBUG, "bot")
    kinds: list[FaultKind] = ["bad_gateway", "reset_before", "internal_error", "unauthorized", "not_found"]
    standin.faults.next(*kinds, *kinds, methods={"setWebhook"})
    standin.faults.next("not_found", "unauthorized", methods={"getMe"})
    await registers(bot, public(1))
    assert standin.bot.hook.secret == WORD
    assert WORD not in caplog.text


@pytest.mark.asyncio
async def test_telegram_that_does_not_take_the_webhook_ends_the_start(standin: Standin, bot: Bot) -> None:
    """Protects "refuses to start with a clear fault": another's token, a URL that Telegram does not like."""
    with pytest.raises(UsageFault, match=r"does not take the webhook's public URL \(.*\): correct the URL"):
        await registers(bot, replace(HOOK, url="https:// /telegram"))
    standin.world.bots.clear()
    with pytest.raises(UsageFault, match="does not know the bot's token"):
        await registers(bot, public(1))
