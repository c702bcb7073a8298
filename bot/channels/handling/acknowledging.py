"""Acknowledging: a person sees that their tap was taken, beside the way of the event. It comes at best once."""

import asyncio
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


class ToastSender:
    """Acknowledges taps; nobody waits for that. `notify` is told the address of each chat with something to be sent."""

    def __init__(
        self, channel: ReceivingChannel, writer: Writer, now: Callable[[], datetime], notify: Callable[[str], None]
    ) -> None:
        self.channel, self.writer, self.now, self.notify = channel, writer, now, notify
        self._going_on: set[asyncio.Task[None]] = set()

    def acknowledge(self, event: ChannelEvent, toast: Toast | None) -> None:
        """Acknowledges a tap, with a toast where there is one. Any other event needs nothing."""
        if event.query:
            task = asyncio.get_running_loop().create_task(self._show(event, toast))
            self._going_on.add(task)
            task.add_done_callback(self._going_on.discard)

    async def _show(self, event: ChannelEvent, toast: Toast | None) -> None:
        """Shows a toast, or tells it in a message where that cannot be: after an outage a tap is too old for one.

        That is told once for each message that was tapped, however often.
        """
        if toast is None:
            await self.channel.acknowledge(event)
        elif not await self.channel.acknowledge(event, toast.text):
            await self._tell(event, toast)

    async def _tell(self, event: ChannelEvent, toast: Toast) -> None:
        about = f"toast:{event.chat}:{event.receipt}"
        try:
            inbound = InboundEvent(self.channel.name, about, event.chat, event.account, self.now())
            await self.writer.take(inbound, partial(tell_in_message, toast=toast))
        except Exception as fault:  # noqa: BLE001 - nothing was changed by the tap, and nothing waits for this
            _log.warning("a tap that changed nothing could not be told so: %s", type(fault).__name__)
        else:
            self.notify(event.chat)
