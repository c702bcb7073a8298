"""A bot with which a command asks Telegram a few things, in a bounded time."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.proxy import find_proxy
from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.channels.telegram.delivery.api_errors import get_retry_after
from bot.channels.telegram.delivery.timeouts import Timeouts
from bot.channels.telegram.token_check import BAD_TOKEN, ODD_ANSWER
from bot.cli.telegram_settings import BotAccess
from bot.config.errors import UsageFault

ANSWER_SECONDS = 5.0
ALL_SECONDS = 10.0


@dataclass(frozen=True)
class OpenedBot:
    """A bot, and its HTTP, which knows when Telegram says that it answered."""

    bot: Bot
    request: AiohttpRequest


@asynccontextmanager
async def asking(access: BotAccess, seconds: float = ALL_SECONDS) -> AsyncIterator[OpenedBot]:
    """Yields a bot. Raises `UsageFault` where Telegram refuses the token, or did not answer all within some seconds."""
    logging.getLogger("telegram").addHandler(logging.NullHandler())  # it would quote an answer that is no JSON
    request = AiohttpRequest(
        timeouts=Timeouts(connect=ANSWER_SECONDS, read=ANSWER_SECONDS), proxy=find_proxy(access.api)
    )
    bot = Bot(access.token, f"{access.api}/bot", request=request, get_updates_request=request)
    try:
        async with request, asyncio.timeout(seconds):
            yield OpenedBot(bot, request)
    except InvalidToken as fault:
        raise UsageFault(f"{BAD_TOKEN}; if it was right before, ask once more in a minute") from fault
    except BadRequest as fault:  # python-telegram-bot counts it among the network's errors
        raise UsageFault(f"{access.api} answered amiss (BadRequest): ask once more in a minute") from fault
    except (NetworkError, TimeoutError) as fault:
        raise UsageFault(
            f"{access.api} cannot be reached ({type(fault).__name__}): see whether this machine reaches it, and whether"
            " it is a server of the Bot API"
        ) from fault
    except RetryAfter as fault:
        raise UsageFault(f"{access.api} wants to be asked again in {get_retry_after(fault):.0f} seconds") from fault
    except (TelegramError, *ODD_ANSWER) as fault:
        raise UsageFault(f"{access.api} answered amiss ({type(fault).__name__}): ask once more in a minute") from fault
