"""The connections of the webhook's server: whoever is slow or holds many keeps neither Telegram nor the pages out."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from time import monotonic

import aiohttp
import pytest
from patience import calm_seconds, until
from taking import Taker

from bot.channels.telegram.updates.webhook import AT_ONCE, SECRET, serve_webhook
from bot.channels.telegram.updates.webhook_registration import WebhookSettings
from bot.observability.connection_guard import CONNECTION_LIMITS, ConnectionLimits
from bot.observability.health_pages import Pages
from bot.observability.listening import ListenAddress
from bot.workbench.telegram_standin import Standin

WORD = "only-Telegram_knows-this1"
HOOK = WebhookSettings(ListenAddress("127.0.0.1", 0), "/telegram", WORD, connections=3)
QUICK = ConnectionLimits(most=12, silent_seconds=0.3, keep_seconds=0.3, lingering_seconds=0.1)
HEAD = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET}: {WORD}\r\nContent-Type: application/json\r\n"


async def always() -> bool:
    return True


PAGES = Pages({"database": always}, lambda: (b"measured", "text/plain"))


@pytest.fixture
def taker() -> Taker:
    return Taker(Standin())


@asynccontextmanager
async def serving(
    taker: Taker, limits: ConnectionLimits = CONNECTION_LIMITS, body_seconds: float = 5.0
) -> AsyncIterator[int]:
    """Serves a webhook, and yields its port."""
    async with serve_webhook(
        HOOK, taker.intake(), PAGES, stop_seconds=0.2, body_seconds=body_seconds, limits=limits
    ) as port:
        yield port


async def read_pages(port: int) -> list[int]:
    """Returns the status of each page, over connections of their own."""
    found = []
    for path in ("/health", "/ready", "/metrics"):
        async with aiohttp.ClientSession() as session:
            answer = await asyncio.wait_for(session.get(f"http://127.0.0.1:{port}{path}"), 30)
            found.append(answer.status)
    return found


@pytest.mark.asyncio
@pytest.mark.parametrize("said", ["", "POST /tele", HEAD, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"])
async def test_whoever_asks_nothing_for_a_while_is_hung_up_on(taker: Taker, said: str) -> None:
    """Protects against idle connections and slow heads: before the first request, and between two."""
    limits = replace(QUICK, silent_seconds=60) if said.startswith("GET") else replace(QUICK, keep_seconds=60)
    async with serving(taker, limits) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said.encode())
        async with calm_seconds() as gone_by:
            begun = monotonic()
            answered = await asyncio.wait_for(reader.read(), 30)
            assert monotonic() - begun > 0.2
            assert gone_by() < 1
        assert answered.endswith(b"ok\n") == said.startswith("GET")
        writer.close()


@pytest.mark.asyncio
async def test_a_head_that_comes_bit_by_bit_gains_no_time(taker: Taker) -> None:
    """Protects against one who sends a byte now and then: the time is that of the whole head."""
    async with serving(taker, QUICK) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        gone = asyncio.create_task(reader.read())
        async with calm_seconds() as gone_by:
            while not gone.done() and gone_by() < 2:
                writer.write(b"a")
                await asyncio.sleep(0.05)
            assert gone_by() < 1
        writer.close()


@pytest.mark.asyncio
async def test_a_body_that_does_not_come_in_time_is_answered_with_408(taker: Taker) -> None:
    """Protects the webhook's places from slow bodies, also from those that come bit by bit."""
    async with serving(taker, QUICK, body_seconds=0.3) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{HEAD}Content-Length: 1000\r\n\r\n{{".encode())
        answer = asyncio.create_task(reader.readline())
        async with calm_seconds() as gone_by:
            begun = monotonic()
            while not answer.done() and gone_by() < 2:
                writer.write(b" ")
                await asyncio.sleep(0.05)
            assert (await asyncio.wait_for(answer, 30)).startswith(b"HTTP/1.1 408")
            assert monotonic() - begun > 0.2
            assert gone_by() < 1
        writer.close()
    assert taker.counts == {}


@pytest.mark.asyncio
async def test_one_who_holds_many_connections_keeps_nobody_out(taker: Taker) -> None:
    """Protects pages and Telegram from a flood: those that rest longest go, and the process holds so many at most."""
    limits = replace(QUICK, silent_seconds=60, keep_seconds=60)
    async with serving(taker, limits) as port, AsyncExitStack() as stack:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5 * limits.most)]
        for _, writer in held:
            stack.callback(writer.close)
        gone = [asyncio.create_task(reader.read()) for reader, _ in held]
        await until(lambda: sum(each.done() for each in gone) >= 4 * limits.most)
        assert await read_pages(port) == [200, 200, 200]
        async with aiohttp.ClientSession() as session:
            await posts(session, port, 1)
        assert sum(not each.done() for each in gone) <= limits.most
        assert gone[0].done(), "the oldest goes first"
        for each in gone:
            each.cancel()
    assert taker.taken == [1]


async def posts(session: aiohttp.ClientSession, port: int, number: int, chat: int = 7) -> aiohttp.ClientResponse:
    """Posts an update, as Telegram does."""
    update = {"update_id": number, "message": {"chat": {"id": chat}, "text": "hello"}}
    return await session.post(f"http://127.0.0.1:{port}/telegram", json=update, headers={SECRET: WORD})


@pytest.mark.asyncio
async def test_a_request_under_way_is_not_hung_up_on(taker: Taker) -> None:
    """Protects an update that waits for the database while others flood the server."""
    taker.slow[7] = asyncio.Event()
    limits = replace(QUICK, silent_seconds=60)
    async with serving(taker, limits) as port, aiohttp.ClientSession() as session, AsyncExitStack() as stack:
        begun = asyncio.create_task(posts(session, port, 1))
        await until(lambda: taker.at_once)
        for _ in range(3 * limits.most):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(writer.close)
        await asyncio.sleep(0.1)
        taker.slow[7].set()
        assert (await begun).status == 200


@pytest.mark.asyncio
async def test_pages_answer_while_the_webhook_is_saturated(taker: Taker) -> None:
    """Protects /health, /ready and /metrics: the webhook has places of its own, and further updates come again."""
    taker.slow[7] = asyncio.Event()
    most = AT_ONCE * HOOK.connections
    async with serving(taker) as port, aiohttp.ClientSession() as session:
        begun = [asyncio.create_task(posts(session, port, number)) for number in range(1, most + 1)]
        await asyncio.sleep(0.3)
        late = await posts(session, port, 99, chat=8)
        assert (late.status, late.headers["Retry-After"]) == (503, "2")
        assert await read_pages(port) == [200, 200, 200]
        async with session.post(f"http://127.0.0.1:{port}/telegram", headers={SECRET: "guessed"}) as stranger:
            assert stranger.status == 403
        taker.slow[7].set()
        assert {(await each).status for each in begun} == {200}
        assert (await posts(session, port, 100, chat=8)).status == 200


@pytest.mark.asyncio
async def test_a_small_body_does_not_come_to_a_large_one(taker: Taker) -> None:
    """Protects memory: what is packed is not unpacked, since Telegram packs nothing."""
    packed = gzip.compress(b'{"update_id":1,"message":{"chat":{"id":7},"text":"hello"}}')
    async with serving(taker) as port, aiohttp.ClientSession() as session:
        headers = {SECRET: WORD, "Content-Type": "application/json", "Content-Encoding": "gzip"}
        async with session.post(f"http://127.0.0.1:{port}/telegram", data=packed, headers=headers) as answer:
            assert answer.status == 400
    assert taker.taken == []
