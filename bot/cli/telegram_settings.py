"""What is set for serving on Telegram, looked at as a whole before anything is opened."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.telegram.service.service import UpdateSources
from bot.channels.telegram.updates.webhook_registration import WebhookSettings
from bot.cli.event_limits import read_limits
from bot.config.errors import UsageFault
from bot.config.secret_files import EXPLAINED, read_secret
from bot.config.settings import Settings
from bot.observability.listening import ListenAddress, read_address


@dataclass(frozen=True)
class BotAccess:
    """What it takes to ask Telegram as the bot."""

    token: str = field(repr=False)
    api: str


@dataclass(frozen=True)
class Serving:
    """What was set for serving, looked at as a whole."""

    access: BotAccess
    ways: UpdateSources
    limits: RateLimits


def read_access(given: Settings) -> BotAccess:
    """Returns the token and the server. Raises `UsageFault` naming the setting that is missing or wrong."""
    token = _secret_of(given.telegram_token.get_secret_value(), given.telegram_token_file, "TRIALSCREEN_TELEGRAM_TOKEN")
    if not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]{20,80}", token):
        raise UsageFault(
            f"TRIALSCREEN_TELEGRAM_TOKEN: that is no bot's token; copy it whole from @BotFather; {EXPLAINED}"
        )
    if not re.fullmatch(r"https?://[^\s/]+\S*", given.telegram_api):
        raise UsageFault(f"TRIALSCREEN_TELEGRAM_API: {given.telegram_api[:60]!r} is no URL; {EXPLAINED}")
    return BotAccess(token, given.telegram_api.rstrip("/"))


def read_serving(given: Settings) -> Serving:
    """Returns what was set for serving. Raises `UsageFault` naming the setting that is missing or wrong."""
    access = read_access(given)
    address = read_address(given.listen) if given.listen else None
    return Serving(access, UpdateSources(_hook(given, address), address), read_limits(given))


def _hook(given: Settings, address: ListenAddress | None) -> WebhookSettings | None:
    if not given.webhook_url:
        if given.webhook_secret_file is not None:
            raise UsageFault(
                "TRIALSCREEN_WEBHOOK_SECRET_FILE is set without TRIALSCREEN_WEBHOOK_URL; set both, or neither;"
                f" {EXPLAINED}"
            )
        return None
    if given.webhook_secret_file is None:
        raise UsageFault(
            "TRIALSCREEN_WEBHOOK_SECRET_FILE: a webhook needs a secret, such as `openssl rand -hex 32` makes;"
            f" {EXPLAINED}"
        )
    if address is None:
        raise UsageFault(
            f"TRIALSCREEN_LISTEN: a webhook needs to know where to listen, such as 127.0.0.1:8080; {EXPLAINED}"
        )
    secret = read_secret(given.webhook_secret_file, "TRIALSCREEN_WEBHOOK_SECRET_FILE")
    path = "/" + given.webhook_url.partition("://")[2].partition("/")[2]
    return WebhookSettings(address, path, secret, given.webhook_url)


def _secret_of(text: str, file: Path | None, name: str) -> str:
    if text and file is not None:
        raise UsageFault(f"{name} and {name}_FILE are both set; keep the one that is meant; {EXPLAINED}")
    if not text and file is None:
        raise UsageFault(f"{name}: it is not set, nor is {name}_FILE; take the token from @BotFather; {EXPLAINED}")
    return text.strip() if file is None else read_secret(file, f"{name}_FILE")
