"""Setting, deleting and showing a webhook; bringing the updates is the courier's matter."""

import re
from typing import Any

from bot.workbench.telegram_standin.bots import Bot, WebhookState
from bot.workbench.telegram_standin.call import Call
from bot.workbench.telegram_standin.refusal import make_bad_request
from bot.workbench.telegram_standin.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def set_webhook(world: World, bot: Bot, call: Call) -> object:
    """Answers setWebhook and deleteWebhook; plain http is taken, as the real server takes it with --local.

    An empty URL deletes the webhook; one that is set already goes on. A waiting poll ends (Client.cpp,
    process_set_webhook_query).
    """
    url = call.text("url") if call.method == "setwebhook" else ""
    if url and not re.match(r"https?://[^/\s]+", url):
        raise make_bad_request("invalid webhook URL specified")
    if not SECRET.fullmatch(call.text("secret_token")):
        raise make_bad_request("secret token contains unallowed characters")
    if call.flag("drop_pending_updates"):
        bot.updates.clear()
    bot.allow(call.value("allowed_updates"))
    hook = WebhookState(url, call.text("secret_token"), call.integer("max_connections", 40, 1, 100))
    if (hook.url, hook.secret, hook.most) == (bot.hook.url, bot.hook.secret, bot.hook.most):
        return True
    bot.hook = hook
    if bot.poll is not None and url:
        bot.poll.set_result("terminated by setWebhook request")
        bot.poll = None
    world.wake()
    return True


def webhook_info(world: World, bot: Bot, call: Call) -> object:
    """Answers getWebhookInfo."""
    hook = bot.hook
    shown: dict[str, Any] = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(bot.updates)}
    if hook.url:
        shown["max_connections"] = hook.most
    if hook.error_at:
        shown |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
    return shown | ({"allowed_updates": sorted(bot.allowed)} if bot.allowed else {})
