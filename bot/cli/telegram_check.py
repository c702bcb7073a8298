"""What `trialscreen doctor` says of Telegram: the settings, the bot, the webhook, what waits, and the clocks."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from telegram import WebhookInfo

from bot import phrases
from bot.cli.clock_skew import find_skew
from bot.cli.health import HealthFinding
from bot.cli.telegram_bot import ALL_SECONDS, asking
from bot.cli.telegram_settings import Serving, read_serving
from bot.cli.webhook_check import examine_webhook
from bot.config.errors import UsageFault
from bot.config.settings import Settings

MOST_SKEW = timedelta(seconds=5)
"""Both clocks are rounded, and an answer takes its time. From here on it is the clocks."""


@dataclass(frozen=True)
class TelegramAnswers:
    """What Telegram answered: the bot's name, its webhook, and how far our clock is ahead of Telegram's."""

    name: str
    webhook: WebhookInfo
    skew: timedelta | None


def check_telegram(
    given: Settings, *, is_quick: bool, now: Callable[[], datetime] | None = None, seconds: float = ALL_SECONDS
) -> Iterator[HealthFinding]:
    """Looks at the settings for Telegram, and unless it is to be quick, asks Telegram.

    No secret is shown: of a webhook's URL only the host, since its path may be one.
    """
    try:
        serving = read_serving(given)
        way = phrases.BY_POLLING if serving.ways.hook is None else phrases.BY_WEBHOOK
        if is_quick:
            yield HealthFinding("telegram", phrases.TOKEN_IS_SET.format(way=way))
            return
        answers = asyncio.run(_ask(serving, now or _read_clock, seconds))
    except UsageFault as fault:
        yield HealthFinding("telegram", str(fault), is_well=False)
        return
    yield HealthFinding("telegram", phrases.BOT_IS.format(name=answers.name, way=way))
    hook = serving.ways.hook
    yield from examine_webhook(answers.webhook, "" if hook is None else hook.url, (now or _read_clock)())
    if answers.skew is not None:
        yield _describe_skew(answers.skew)


async def _ask(serving: Serving, now: Callable[[], datetime], seconds: float) -> TelegramAnswers:
    async with asking(serving.access, seconds) as asked:
        name = (await asked.bot.get_me()).username or ""
        begun = now()
        webhook = await asked.bot.get_webhook_info()
        return TelegramAnswers(name, webhook, find_skew(asked.request.answered_at, begun, now()))


def _describe_skew(skew: timedelta) -> HealthFinding:
    seconds = abs(skew).total_seconds()
    if seconds < MOST_SKEW.total_seconds():
        return HealthFinding("telegram", phrases.CLOCKS_AGREE)
    told = phrases.CLOCK_AHEAD_OF_TELEGRAM if skew > timedelta() else phrases.CLOCK_BEHIND_TELEGRAM
    return HealthFinding("telegram", told.format(seconds=f"{seconds:.0f}"), is_well=False)


def _read_clock() -> datetime:
    return datetime.now(UTC)
