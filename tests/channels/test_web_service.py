"""The service of the page: it listens, serves, measures, and ends gracefully."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from browsing import ANNA, site_at
from patience import until

from bot.observability.listening import ListenAddress
from storage.opening.location import StoreLocation


@pytest.mark.asyncio
async def test_a_service_serves_and_ends_what_has_begun(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the life of a process: a form that is on its way when it is told to stop is taken, and answered."""
    with site_at(where, tmp_path) as site:
        tab = await site.let_in()
        begun, goes_on, ports = asyncio.Event(), asyncio.Event(), list[int]()

        async def post(_: web.Request) -> web.Response:
            begun.set()
            await goes_on.wait()
            await tab.say("120")
            return web.Response(text=tab.text)

        app = web.Application()
        app.router.add_post("/", post)
        stopping, at = asyncio.Event(), ListenAddress("127.0.0.1", 0)
        serving = asyncio.create_task(site.service.run(app, at, stopping, tell=ports.append))
        await until(lambda: ports)
        await until((tmp_path / "serving").exists)
        async with ClientSession() as client:
            answer = asyncio.create_task(client.post(f"http://127.0.0.1:{ports[0]}/"))
            await begun.wait()
            stopping.set()
            await asyncio.sleep(0.05)
            assert not serving.done()
            goes_on.set()
            assert "2 of at most" in await (await answer).text()
        await serving
        assert not (tmp_path / "serving").exists()
        assert len(site.list_answers(ANNA)) == 1
        assert b'trialscreen_updates_total{fate="taken"} 2.0' in site.service.metrics.render_page()[0]


@pytest.mark.asyncio
async def test_after_a_crash_nothing_is_asked_by_itself(where: StoreLocation, tmp_path: Path) -> None:
    """Protects whoever comes back after a crash: the page is what it was, and holds no second question."""
    with site_at(where, tmp_path) as site:
        before = (await (await site.let_in()).say("120")).page
    (tmp_path / "serving").touch()
    with site_at(where, tmp_path) as site:
        ports, stopping = list[int](), asyncio.Event()
        serving = asyncio.create_task(
            site.service.run(web.Application(), ListenAddress("127.0.0.1", 0), stopping, tell=ports.append)
        )
        await until(lambda: ports)
        await asyncio.sleep(0.1)
        assert (await site.tab().go()).page == before
        stopping.set()
        await serving
