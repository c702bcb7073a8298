"""Posts updates to a bot's URL, and reads the method call that an answer may hold."""

import aiohttp
import orjson

from bot.workbench.telegram_standin.bots import WebhookState
from bot.workbench.telegram_standin.call import Call, parse_arguments
from bot.workbench.telegram_standin.refusal import Refusal
from bot.workbench.telegram_standin.updates import Update

NOT_IN_A_REPLY = frozenset({"", "deletewebhook", "setwebhook", "close", "logout"})


class DeliveryFailure(Exception):
    """An update could not be brought; `after` is when to try again, in seconds, or 0 if the bot did not say."""

    def __init__(self, what: str, after: int = 0) -> None:
        super().__init__(what)
        self.after = after


async def post_update(
    session: aiohttp.ClientSession, hook: WebhookState, update: Update, seconds: float
) -> tuple[str, bytes]:
    """Posts an update, and returns the content type and the body of the answer.

    Raises `DeliveryFailure` where the answer is not 2xx, or none comes within so many seconds.
    """
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
    try:
        async with session.post(
            hook.url,
            data=update.body,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=seconds),
            allow_redirects=False,
        ) as answer:
            body = await answer.read()
    except TimeoutError as error:
        raise DeliveryFailure("Read timeout expired") from error
    except aiohttp.ClientConnectorError as error:
        raise DeliveryFailure("Connection refused") from error
    except aiohttp.ClientError as error:
        raise DeliveryFailure("Connection closed") from error
    if not 200 <= answer.status <= 299:
        after = answer.headers.get("Retry-After", "0")
        what = f"Wrong response from the webhook: {answer.status} {answer.reason or ''}".rstrip()
        raise DeliveryFailure(what, min(int(after), 3600) if after.isdigit() else 0)
    return answer.content_type, body


def read_call(token: str, content_type: str, body: bytes) -> Call | None:
    """Returns the method call in a webhook's answer, or None where there is none."""
    if not body.strip():
        return None
    try:
        arguments = parse_arguments(content_type, body)
    except (Refusal, orjson.JSONDecodeError):
        return None
    method = arguments.pop("method", "").lower()
    if method in NOT_IN_A_REPLY or method.startswith("get"):
        return None
    return Call(token, method, arguments)
