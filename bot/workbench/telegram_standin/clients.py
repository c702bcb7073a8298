"""Clients of a stand-in: the program's own, and python-telegram-bot's, which knows nothing of either."""

from collections.abc import Callable

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.workbench.telegram_standin.running import TOKEN, Standin


def make_client(standin: Standin, token: str = TOKEN) -> Bot:
    """Returns a bot that talks to a stand-in as the program talks to Telegram."""
    return _bot(standin, token, AiohttpRequest)


def make_stock_client(standin: Standin, token: str = TOKEN) -> Bot:
    """Returns a bot with the library's own HTTP.

    There is no TLS here, so no certificates are loaded, which takes 80 ms a bot.
    """
    return _bot(standin, token, lambda: HTTPXRequest(httpx_kwargs={"verify": False}))


def _bot(standin: Standin, token: str, request: Callable[[], BaseRequest]) -> Bot:
    return Bot(token, standin.base_url, request=request(), get_updates_request=request())
