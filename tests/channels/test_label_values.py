"""Every value of every label can be brought about, and every metric is moved by something: an alarm can ring."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import orjson
import pytest
from outboxes import Box
from patience import until
from serving import Running, running
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.rate import EventRate
from bot.channels.sending.lockout import LockoutCheck
from bot.channels.sending.pacing import Patience, SendPace
from bot.channels.sending.refusals import RefusalHandler
from bot.channels.telegram.delivery.api_errors import explain_error
from bot.channels.telegram.delivery.telegram_sending import TELEGRAM_RATES
from bot.channels.telegram.service.service import UpdateSources
from bot.channels.telegram.updates.webhook_registration import WebhookSettings
from bot.observability.listening import ListenAddress
from bot.observability.metric_words import METRIC_WORDS, DeliveryFault, IntakeFate, TapRefusal, UpdateResult
from bot.observability.metrics import Metrics
from bot.workbench.telegram_standin import Person, Standin
from dialogs.conversation.dialogue import Dialogue
from storage.features.members import Members

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
TIGHT = RateLimits(EventRate(1, 1_000), EventRate(1, 1_000))


def fails(*_: object, **__: object) -> Any:
    """Raises what a bug raises."""
    raise RuntimeError


@dataclass
class Scene:
    """A bot with people who act, and faults that are planted."""

    bot: Running
    standin: Standin
    monkeypatch: pytest.MonkeyPatch
    anna: Person = field(init=False)
    eve: Person = field(init=False)

    def __post_init__(self) -> None:
        self.anna, self.eve = self.standin.person(7, "Anna"), self.standin.person(9, "Eve")

    async def says(self, *texts: str) -> None:
        """Lets Anna say things, one after another."""
        for text in texts:
            await self.bot.does(lambda text=text: self.anna.sends(text))  # type: ignore[misc]  # a default of a lambda

    async def is_let_in(self) -> None:
        """Lets Anna in."""
        await self.bot.does(lambda: self.anna.starts(self.bot.invitation()))

    async def taps(self, data: str, message: Any) -> None:
        """Lets Anna tap what a message holds, or held."""
        await self.bot.does(lambda: self.anna.taps_data(data, message))

    async def edits(self) -> None:
        """Edits what was said."""
        said = next(message for message in self.anna.sees() if message.text == "120 days")
        await self.bot.does(lambda: self.anna.edits(said, "12 days"))

    async def comes_again(self) -> None:
        """Brings an update once more, after it was committed."""
        with self.standin.world.lock:
            self.anna.sends("/why")
            update = orjson.loads([*self.standin.bot.updates][-1].body)
        await asyncio.to_thread(self.standin.quiet, 10)
        await self.bot.service.handler.take(update)

    async def says_too_much(self) -> None:
        """Says more than is admitted."""
        self.bot.service.handler.admissions.limits = TIGHT
        await self.says("/why", "/why", "/why")
        self.bot.service.handler.admissions.limits = None

    async def fails_at(self, place: object, name: str) -> None:
        """Says something that fails there."""
        with self.monkeypatch.context() as planted:
            planted.setattr(place, name, fails)
            await self.says("T-ALL")


ENDINGS: dict[UpdateResult, Callable[[Scene], Awaitable[None]]] = {
    UpdateResult.UNKNOWN_SENDER: lambda scene: scene.bot.does(lambda: scene.eve.sends("hello")),
    UpdateResult.MENU: Scene.is_let_in,
    UpdateResult.ANSWERED: lambda scene: scene.says("120 days"),
    UpdateResult.MISREAD: lambda scene: scene.says("xyzzy"),
    UpdateResult.COMMAND: lambda scene: scene.says("/why"),
    UpdateResult.ASKED_BACK: lambda scene: scene.says("B-ALL or T-ALL"),
    UpdateResult.DUPLICATE: Scene.comes_again,
    UpdateResult.LIMITED: Scene.says_too_much,
    UpdateResult.FAILED: lambda scene: scene.fails_at(Dialogue, "take_turn"),
    UpdateResult.OTHER: Scene.edits,
    UpdateResult.RESULT: lambda scene: scene.says("/new", "400 days", "stop here", "show the result"),
}
"""What brings each ending about, in this order."""


@pytest.mark.asyncio
async def test_every_ending_of_a_turn_can_be_brought_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects `turns_total`: each ending that an operator may watch for is counted when it happens."""
    with Standin() as standin:
        async with running(standin, tmp_path) as bot:
            scene = Scene(bot, standin, monkeypatch)
            for ending, act in ENDINGS.items():
                series = f'turns_total{{ending="{ending}"}}'
                before = bot.counted(series)
                await act(scene)
                assert bot.counted(series) > before, ending
    assert set(ENDINGS) == set(METRIC_WORDS["turns"])


@pytest.mark.asyncio
async def test_every_refusal_of_a_tap_and_every_fate_can_be_brought_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects `taps_refused_total`, `updates_put_aside_total`, and `updates_total` where updates are polled."""
    with Standin() as standin:
        async with running(standin, tmp_path) as bot:
            scene = Scene(bot, standin, monkeypatch)
            await scene.is_let_in()
            await scene.says("120 days")
            first = scene.anna.last
            tap = next(iter(first.buttons()))["callback_data"]
            await scene.says("T-ALL")
            await scene.taps(tap, first)
            await scene.taps("Zm9yZ2Vk", first)
            await scene.says("/new")
            await scene.taps(tap, first)
            await bot.does(lambda: standin.put({"message": {"text": "from nobody"}}))
            await scene.fails_at(Members, "find_role")
            assert {why: bot.counted(f'taps_refused_total{{why="{why}"}}') for why in METRIC_WORDS["taps_refused"]} == {
                TapRefusal.STALE: 1, TapRefusal.FORGED: 1, TapRefusal.FOREIGN: 1,
            }  # fmt: skip
            why_put_aside = METRIC_WORDS["updates_put_aside"]
            assert {bot.counted(f'updates_put_aside_total{{why="{why}"}}') for why in why_put_aside} == {1}
            assert bot.counted('updates_total{fate="put_aside"}') == len(why_put_aside)
            assert bot.counted('updates_total{fate="taken"}') == 7
            standin.put(b'{"update_id":300500000}')  # only an update after it would confirm it
            await until(lambda: bot.counted('updates_total{fate="repeated"}') > 0)
    assert set(METRIC_WORDS["updates"]) - {"put_aside", "taken", "repeated"} == {IntakeFate.REFUSED_SECRET}


@pytest.mark.asyncio
async def test_a_wrong_secret_is_a_fate_of_an_update(tmp_path: Path) -> None:
    """Protects `updates_total` and `secrets_refused_total` behind a webhook."""
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    hook = WebhookSettings(ListenAddress("127.0.0.1", port), "/telegram", "a-secret")
    with Standin() as standin:
        async with running(standin, tmp_path, ways=UpdateSources(hook=hook)) as bot, aiohttp.ClientSession() as client:
            for _ in range(100):
                try:
                    status = (await client.post(f"http://127.0.0.1:{port}/telegram", data=b"{}")).status
                    break
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)
            assert status == 403
            assert bot.counted('updates_total{fate="refused_secret"}') == bot.counted("secrets_refused_total") == 1


REFUSALS = {
    DeliveryFault.TOO_MANY: RetryAfter(1),
    DeliveryFault.SERVER: TelegramError("Invalid server response"),
    DeliveryFault.NETWORK: NetworkError("Bad Gateway"),
    DeliveryFault.TIMED_OUT: TimedOut(),
    DeliveryFault.BAD_REQUEST: BadRequest("Message text is empty"),
    DeliveryFault.OTHER: ValueError("a fault of ours"),
}
"""What brings each refusal of a message about."""


async def never() -> bool:
    return False


@pytest.mark.asyncio
async def test_every_refusal_of_a_message_is_counted_by_why() -> None:
    """Protects `messages_retried_total` and `messages_dropped_total`: each value, at the first and the last attempt."""
    metrics, moved = Metrics(), set()
    loop, now = asyncio.get_running_loop(), datetime(2026, 6, 1, tzinfo=UTC)
    for error in [*REFUSALS.values(), Forbidden("bot was blocked by the user")]:
        for most in (0, 1):
            box = Box()
            box.posts(7, "hello")
            handler = RefusalHandler(
                box, SendPace(loop.time, TELEGRAM_RATES), now=lambda: now, random=Random(1),
                patience=Patience(most_attempts=most), metrics=metrics,
                lockout=LockoutCheck(never, asyncio.Event()),
            )  # fmt: skip
            await handler.handle(box.waiting[0].outgoing, explain_error(error))
    box.posts(8, "to somebody without access")
    await handler.drop_unwanted(box.waiting[-1].outgoing)
    assert box.waiting[-1].is_done
    page = metrics.render_page()[0].decode()
    for name in ("messages_retried", "messages_dropped"):
        moved = set(re.findall(rf'trialscreen_{name}_total{{why="(\w+)"}} [1-9]', page))
        assert moved == set(METRIC_WORDS[name]), name
    assert set(REFUSALS) == set(DeliveryFault) - {DeliveryFault.REVOKED}, "which is no refusal of Telegram"
    assert "trialscreen_chats_blocked_total 2.0" in page


def test_every_function_of_the_metrics_has_a_caller() -> None:
    """Protects from dead metrics: each of their functions is called, or handed on, by another file of the programs."""
    files = [path for path in (ROOT / "bot").rglob("*.py") if path.name != "metrics.py"]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in files)
    own = (ROOT / "bot" / "observability" / "metrics.py").read_text(encoding="utf-8")
    functions = [name for name in vars(Metrics) if not name.startswith("_")]
    assert functions
    dead = [name for name in functions if f"metrics.{name}" not in sources and f"self.{name}(" not in own]
    assert dead == []


def test_the_page_for_operators_lists_every_value_of_every_label() -> None:
    """Protects "What to watch": the page names each value that can come about, and none that cannot."""
    listed = {
        name: set(re.findall(r"`(\w+)`", words))
        for name, words in re.findall(r"^\| `trialscreen_(\w+)_total` by `\w+` \| (.+) \|$", OPERATIONS, re.MULTILINE)
    }
    assert listed == {name: {str(word) for word in words} for name, words in METRIC_WORDS.items()}
