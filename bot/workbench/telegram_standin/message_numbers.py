"""The numbers of messages: those of a private chat grow, and jump.

Telegram counts them by the account, not by the chat; only channels and supergroups count for themselves
(github.com/LonamiWebs/Telethon, issue 1308). Here equal numbers meet in different chats, so that nobody takes them for
the same message.
"""

from collections.abc import Collection


def choose_number(taken: Collection[int], last: int, before: int) -> int:
    """Returns the number of a new message: the largest, or one for a message that was on its way when `before` came.

    Raises `LookupError` where none is free there.
    """
    if not before:
        return last + (5 + last // 8 % 4 if last else 1)
    free = max((each for each in taken if each < before), default=0) + 1
    if free >= before:
        raise LookupError(f"no number is free before message {before}: let fewer messages come late to it")
    return free
