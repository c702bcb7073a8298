"""A form with several options, sent at once: what stands for its button, and for each option that was ticked."""

from collections.abc import Iterable

from bot.channels.channel_event import KEY_BYTES, hash_key
from dialogs.conversation.messages import Button
from dialogs.conversation.selecting import MARK_KEY, SO, THESE_KEY, make_mark_key, make_these_key
from dialogs.rules.answers import Selected

SENDS_PICKED = hash_key(THESE_KEY)
"""Stands for the button that sends what is ticked. What stands for each ticked option follows it."""


def read_picked(buttons: Iterable[Button], sent: bytes) -> str | None:
    """Returns the key of the answer that a form gave; an empty one where it names what is no option of the question.

    None where it was no such form. With nothing ticked the key is `THESE_KEY` alone: that gives no answer.
    """
    if not sent.startswith(SENDS_PICKED):
        return None
    ticked = {sent[at : at + KEY_BYTES] for at in range(KEY_BYTES, len(sent), KEY_BYTES)}
    codes = [button.key.rpartition(":")[2] for button in buttons if button.key.startswith(MARK_KEY)]
    known = {hash_key(make_mark_key(SO, code)): code for code in codes}
    if not ticked:
        return THESE_KEY if known else ""
    if not ticked <= known.keys():
        return ""
    return make_these_key(Selected(tuple(code for sign, code in known.items() if sign in ticked)))
