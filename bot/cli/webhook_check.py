"""What Telegram says of a bot's webhook (getWebhookInfo), held against what is set here."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from telegram import WebhookInfo

from bot import phrases
from bot.cli.health import HealthFinding
from bot.config.output import format_time

LATELY = timedelta(hours=1)
"""How long ago Telegram's last fault with the webhook is still one to be mended."""

LONGEST_ERROR = 120


def examine_webhook(told: WebhookInfo, wanted: str, now: datetime) -> Iterator[HealthFinding]:
    """Says whether updates come the way that is set: through the URL that is `wanted`, or by polling where it is empty.

    `now` is the time of this machine.
    """
    pending = phrases.UPDATES_WAIT.format(count=told.pending_update_count)
    if not told.url:
        said = phrases.WEBHOOK_TO_BE_SET if wanted else phrases.NO_WEBHOOK
        yield _find(said.format(pending=pending))
        return
    ip, most = told.ip_address or phrases.NOT_TOLD, told.max_connections or phrases.NOT_TOLD
    about = phrases.WEBHOOK_IS_SET.format(host=_show_host(told.url), ip=ip, most=most, pending=pending)
    if not wanted:
        yield _find(phrases.WEBHOOK_IN_THE_WAY.format(about=about), is_well=False)
    elif told.url != wanted:
        yield _find(phrases.WEBHOOK_ELSEWHERE.format(about=about, wanted=_show_host(wanted)), is_well=False)
    else:
        yield _find(phrases.WEBHOOK_AS_SET.format(about=about))
    if told.last_error_date is not None:
        why = _show_error(told.last_error_message or "", told.url)
        said = phrases.LAST_ERROR.format(at=format_time(told.last_error_date), why=why)
        yield _find(said, is_well=now - told.last_error_date > LATELY)


def _show_host(url: str) -> str:
    """Returns the scheme and the host of a URL, since its path may be secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"


def _show_error(said: str, url: str) -> str:
    """Returns Telegram's words for a fault, without what they might repeat of the URL, and in bounds."""
    path = urlsplit(url).path
    known = said.replace(url, _show_host(url)).replace(path, "…") if len(path) > 1 else said
    return "".join(each for each in known[:LONGEST_ERROR] if each.isprintable())


def _find(said: str, *, is_well: bool = True) -> HealthFinding:
    return HealthFinding("telegram", said, is_well)
