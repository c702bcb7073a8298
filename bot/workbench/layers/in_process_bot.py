"""A bot on the channel in this process, from its start to its end."""

import asyncio

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling.intake import EventId, Intake
from bot.channels.service.assembly import Assembly
from bot.workbench.layers.in_process_channel import InProcessChannel
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer


async def serve_once(channel: InProcessChannel, assembly: Assembly, store: Store, event: ChannelEvent) -> None:
    """Starts a bot, brings it one event, and ends it in good order once all that is due is shown."""
    dead_letters = []

    async def add_dead_letter(event_id: EventId, word: str) -> None:
        dead_letters.append(f"{event_id}: {word}")

    with Writer(store) as writer:
        handler, sender = assembly.assemble(channel, writer)
        sending = asyncio.create_task(sender.run())
        intake = Intake(handler.take, add_dead_letter, assembly.metrics.count, channel.find_chat)
        await intake.take_once(event.id, event)
        channel.untaken.pop(event.id, None)
        await sender.rest()
        sender.stop()
        await sending
    assert not dead_letters, "what a script says can be read"
