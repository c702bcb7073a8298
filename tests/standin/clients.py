"""python-telegram-bot's client for a stand-in. There is no TLS here, so no certificates are loaded, which takes 80 ms a bot."""

from telegram import Bot
from telegram.request import HTTPXRequest

from standin.running import TOKEN, Standin


def client(standin: Standin, token: str = TOKEN) -> Bot:
    """Returns a bot that talks to a stand-in."""
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    return Bot(token, standin.base_url, request=requests[0], get_updates_request=requests[1])
