"""The service on Telegram stays up: only a token that is refused for good ends it, and a dead poll shows."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from patience import calm_seconds
from serving import running, texts

from bot.channels.backoff import Backoff
from bot.channels.telegram.service.menu_keeping import keep_menu
from bot.channels.telegram.service.service import UpdateSources
from bot.channels.telegram.updates.poll_watch import PollWatch
from bot.channels.telegram.updates.webhook_registration import WebhookSettings
from bot.config.errors import UsageFault
from bot.observability.listening import ListenAddress
from bot.workbench.telegram_standin import Person, Standin
from bot.workbench.telegram_standin.faults import FaultKind
from bot.workbench.telegram_standin.server_thread import ServerPace

FOR_ALL = ('{"type":"all_private_chats"}', "")
OF_FORMER_RELEASE = [{"command": "list", "description": "of an earlier release"}]


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin(pace=ServerPace(backoff=0.01)) as opened:
        yield opened


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


async def read_page(port: int, path: str) -> tuple[int, str]:
    """Returns the status and the text of a page."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


@pytest.mark.asyncio
@pytest.mark.parametrize(("kind", "is_hooked"), [("unauthorized", False), ("not_found", True)])
async def test_a_start_in_which_telegram_refuses_us_for_a_moment_goes_on(
    standin: Standin, tmp_path: Path, kind: FaultKind, *, is_hooked: bool
) -> None:
    """Protects "it stays up": 401 or 404 of each method that the service calls ends nothing."""
    for method in ("getMe", "setWebhook", "getUpdates", "deleteMyCommands", "sendMessage"):
        standin.faults.next(kind, methods={method})
    port = free_port()
    hook = WebhookSettings(ListenAddress("127.0.0.1", port), "/hook", "word", f"http://127.0.0.1:{port}/hook")
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, ways=UpdateSources(hook if is_hooked else None)) as bot:
        anna.starts(bot.invitation())
        await asyncio.to_thread(standin.wait_for, lambda: "How old was the infant" in "".join(texts(anna)))
        await asyncio.to_thread(standin.wait_for, lambda: standin.counters.calls["deletemycommands"] >= 2)
        assert bot.counted('messages_dropped_total{why="server"}') == 0
    assert standin.faults.happened[kind] == 4


def refuse_all(standin: Standin, kind: FaultKind = "unauthorized") -> None:
    """Lets Telegram refuse every call from now on."""
    standin.faults.share(kind)
    standin.faults.share(kind, methods={"getUpdates"})


@pytest.mark.asyncio
async def test_a_token_that_is_refused_at_the_start_ends_the_service(standin: Standin, tmp_path: Path) -> None:
    """Protects the operator from a bot that is silent for ever: one line, once getMe was refused each time."""
    refuse_all(standin)
    with pytest.raises(UsageFault, match="Telegram does not know the bot's token"):
        async with running(standin, tmp_path) as bot:
            await asyncio.wait({bot.serving}, timeout=5)
    assert standin.faults.happened["unauthorized"] >= 4


@pytest.mark.asyncio
async def test_a_token_that_is_revoked_ends_the_service(standin: Standin, tmp_path: Path) -> None:
    """Protects the same while it serves, and what was said until then, whose reply goes at the next start."""
    anna = standin.person(7, "Anna")
    with pytest.raises(UsageFault, match="Telegram does not know the bot's token"):
        await serve_until_refused(standin, anna, tmp_path)
    standin.faults.clear()
    async with running(standin, tmp_path):
        await asyncio.to_thread(standin.wait_for, lambda: "120 days" in texts(anna)[-1])


async def serve_until_refused(standin: Standin, anna: Person, folder: Path) -> None:
    """Serves until Telegram refuses all, with an answer on the way."""
    async with running(standin, folder) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        refuse_all(standin)
        anna.sends("120 days")
        await asyncio.wait({bot.serving}, timeout=5)


@pytest.mark.asyncio
async def test_it_stops_in_time_while_a_token_is_checked(standin: Standin, tmp_path: Path) -> None:
    """Protects "graceful stop" from a check that takes over a minute."""
    refuse_all(standin)
    async with calm_seconds() as gone_by:
        async with running(standin, tmp_path, token_waits=(60.0,)) as bot:
            await asyncio.sleep(0.1)
            assert not bot.serving.done()
        assert gone_by() < 5


@pytest.mark.asyncio
async def test_a_dead_poll_shows_and_the_menu_is_set_again_after_it(standin: Standin, tmp_path: Path) -> None:
    """Protects "a poll that is dead for 45 s shows in /ready and a metric", and "the menu is set again"."""
    now, port = [1000.0], free_port()
    ways = UpdateSources(pages_at=ListenAddress("127.0.0.1", port))
    async with running(standin, tmp_path, ways=ways, watch=PollWatch(lambda: now[0])) as bot:
        await bot.does(lambda: standin.person(7, "Anna").starts(bot.invitation()))
        assert await read_page(port, "/ready") == (200, "ready\n")
        standin.faults.share("bad_gateway", methods={"getUpdates"})
        standin.person(7).sends("120 days")
        await asyncio.to_thread(standin.wait_for, lambda: standin.faults.happened["bad_gateway"])
        now[0] += 44
        assert await read_page(port, "/ready") == (200, "ready\n")
        now[0] += 1
        assert await read_page(port, "/ready") == (503, "not ready: polling\n")
        assert "\ntrialscreen_poll_silent_seconds 45.0\n" in (await read_page(port, "/metrics"))[1]
        assert (await read_page(port, "/health"))[0] == 200
        with standin.world.lock:
            standin.bot.commands[FOR_ALL] = OF_FORMER_RELEASE
        standin.faults.clear()
        await asyncio.to_thread(standin.wait_for, lambda: FOR_ALL not in standin.bot.commands)
        assert await read_page(port, "/ready") == (200, "ready\n")
        assert bot.counted("poll_silent_seconds") == 0


@pytest.mark.asyncio
async def test_a_webhook_has_no_poll_to_be_dead(standin: Standin, tmp_path: Path) -> None:
    """Protects whoever serves through a webhook from a poll that is never made."""
    now, port = [1000.0], free_port()
    hook = WebhookSettings(ListenAddress("127.0.0.1", port), "/hook", "word", f"http://127.0.0.1:{port}/hook")
    async with running(standin, tmp_path, ways=UpdateSources(hook), watch=PollWatch(lambda: now[0])) as bot:
        await asyncio.to_thread(standin.wait_for, lambda: standin.bot.hook.url)
        now[0] += 1000
        assert await read_page(port, "/ready") == (200, "ready\n")
        assert bot.counted("poll_silent_seconds") == 0


@pytest.mark.asyncio
async def test_the_menu_is_told_until_it_is_taken(standin: Standin, tmp_path: Path) -> None:
    """Protects the menu from a bad moment at the start; once it was taken, nothing more is asked."""
    taken, recovered, tries = asyncio.Event(), asyncio.Event(), 0

    async def tell() -> bool:
        nonlocal tries
        tries += 1
        if tries % 3 == 0:
            taken.set()
        return tries % 3 == 0

    keeping = asyncio.create_task(keep_menu(tell, recovered, Backoff(0.01, 0.02)))
    for told in (3, 6):
        await asyncio.wait_for(taken.wait(), 30)
        await asyncio.sleep(0.1)
        assert tries == told
        taken.clear()
        recovered.set()
    keeping.cancel()
    standin.bot.commands[FOR_ALL] = OF_FORMER_RELEASE
    standin.faults.next("bad_gateway", methods={"deleteMyCommands"})
    async with running(standin, tmp_path):
        await asyncio.to_thread(standin.wait_for, lambda: not standin.bot.commands)
