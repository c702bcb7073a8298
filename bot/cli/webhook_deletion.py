"""`trialscreen telegram --delete-webhook`: the way back to polling. What waits at Telegram is kept there."""

import asyncio

from telegram import WebhookInfo

from bot import phrases
from bot.cli.telegram_bot import asking
from bot.cli.telegram_settings import BotAccess, read_access
from bot.config.output import print_notes, print_text
from bot.config.settings import read_settings


def run() -> int:
    """Deletes the webhook, and returns 0. Raises `UsageFault` where Telegram cannot be asked, or refuses the token."""
    given = read_settings()
    before = asyncio.run(_delete(read_access(given)))
    said = phrases.WEBHOOK_DELETED if before.url else phrases.WEBHOOK_WAS_NOT_SET
    print_text(said.format(pending=phrases.UPDATES_WAIT.format(count=before.pending_update_count)))
    if given.webhook_url:
        print_notes([phrases.WEBHOOK_COMES_BACK])
    return 0


async def _delete(access: BotAccess) -> WebhookInfo:
    """Returns what Telegram said of the webhook before."""
    async with asking(access) as asked:
        told = await asked.bot.get_webhook_info()
        await asked.bot.delete_webhook(drop_pending_updates=False)
        return told
