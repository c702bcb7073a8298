"""What Telegram's refusals mean: the errors of python-telegram-bot in the words of the contract for channels."""

from datetime import timedelta

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.refusal import RefusalMeaning, SendRefusal

WHY: tuple[tuple[type[Exception], str], ...] = (
    (RetryAfter, "too_many"),
    (BadRequest, "bad_request"),
    (TimedOut, "timed_out"),
    (NetworkError, "network"),
    (TelegramError, "server"),
)
"""Why a message was refused; the first kind that fits names it."""


TOO_LATE = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message_id_invalid",
)
TOO_LARGE = "request entity too large"
NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "chat_write_forbidden", "have no rights to send")
FAULTY = (
    "message text is empty",
    "text must be non-empty",
    "message is too long",
    "can't parse entities",
    "button_data_invalid",
    "reply markup is too long",
)
"""Telegram's own words for what is wrong with a message.

The rest of a refusal can quote the message, and is never repeated.
"""


def explain_error(error: Exception) -> SendRefusal:
    """Returns an error as sending sees it."""
    return SendRefusal(classify_error(error), name_error(error), describe_error(error), get_retry_after(error))


def classify_error(error: Exception) -> RefusalMeaning:
    """Returns what an error means. An unknown one may pass."""
    if isinstance(error, BadRequest):  # python-telegram-bot counts it among the network's errors
        return _classify_bad_request(str(error).lower())
    if isinstance(error, RetryAfter):
        return RefusalMeaning.WAIT
    if TOO_LARGE in str(error).lower():
        return RefusalMeaning.NEVER
    if isinstance(error, Forbidden):
        return RefusalMeaning.GONE
    return RefusalMeaning.LOCKED_OUT if isinstance(error, InvalidToken) else RefusalMeaning.AGAIN


def get_retry_after(error: Exception) -> float:
    """Returns how many seconds Telegram says to wait; 0 where it does not say."""
    wait = error.retry_after if isinstance(error, RetryAfter) else 0
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def describe_error(error: Exception) -> str:
    """Returns why a message was refused, in words that are known beforehand and so hold nothing of the message."""
    said = str(error).lower()
    known = next((words for words in FAULTY if words in said), "")
    return f"{type(error).__name__}: {known}" if known else type(error).__name__


def name_error(error: Exception) -> str:
    """Returns why a message was refused, in one word."""
    return next((word for kind, word in WHY if isinstance(error, kind)), "other")


def _classify_bad_request(said: str) -> RefusalMeaning:
    if any(words in said for words in TOO_LATE):
        return RefusalMeaning.DONE
    return RefusalMeaning.GONE if any(words in said for words in NO_CHAT) else RefusalMeaning.NEVER
