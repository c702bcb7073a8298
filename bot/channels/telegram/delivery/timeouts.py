"""How long each part of a request to Telegram may take."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aiohttp import ClientTimeout
from telegram.request import BaseRequest


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds each part of a request may take, where a caller does not say.

    The figures are python-telegram-bot's own.
    """

    pool: float = 1.0
    connect: float = 5.0
    write: float = 5.0
    upload: float = 20.0
    """Takes the place of `write` where files are sent."""
    read: float = 5.0


USUAL = Timeouts()


@lru_cache
def make_timeout(own: Timeouts, given: tuple[Any, ...], *, has_files: bool) -> ClientTimeout:
    """Returns how long a request may take: what a caller gave, where None stands for ever, or else our own."""
    defaults = (own.read, own.upload if has_files else own.write, own.connect, own.pool)
    both = zip(given, defaults, strict=True)
    read, write, connect, pool = (ours if each is BaseRequest.DEFAULT_NONE else each for each, ours in both)
    free = None if pool is None or connect is None else pool + connect
    whole = None if free is None or write is None or read is None else free + write + read
    return ClientTimeout(whole, connect=free, sock_connect=connect, sock_read=read)
