"""Acknowledging: a person sees that their tap was taken, beside the way of the event. It comes at best once."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.channels.channel_event import ChannelEvent
from bot.channels.contract import ReceivingChannel
from bot.channels.handling.outcomes import Toast
from bot.channels.handling.refused_taps import tell_in_message
from storage.model.stored import InboundEvent
from storage.unit_of_work.writer_thread import Writer

_log = logging.getLogger(__name__)


async def show_toast(
    channel: ReceivingChannel,
    writer: Writer,
    event: ChannelEvent,
    toast: Toast,
    *,
    now: Callable[[], datetime],
    notify: Callable[[str], None],
) -> bool:
    """Acknowledges a tap with a toast, and returns whether that was shown.

    A toast that cannot be shown is told in a message: after an outage its tap is too old for one. That is told once for
    each message that was tapped, however often.
    """
    if await channel.acknowledge(event, toast.text):
        return True
    about = f"toast:{event.chat}:{event.receipt}"
    try:
        inbound = InboundEvent(channel.name, about, event.chat, event.account, now())
        await writer.take(inbound, partial(tell_in_message, toast=toast))
    except Exception as fault:  # noqa: BLE001 - nothing was changed by the tap, and nothing waits for this
        _log.warning("a tap that changed nothing could not be told so: %s", type(fault).__name__)
    else:
        notify(event.chat)
    return False
