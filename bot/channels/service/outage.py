"""After an outage: chats that were active shortly before it are asked their open question, where that is of use."""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from bot.channels.chat_address import owns_chat
from bot.channels.handling.after_outage import Outage
from bot.channels.handling.channel_handler import ChannelHandler
from storage.features.chats import ActivityCursor, find_active
from storage.model.errors import Damaged, Unavailable
from storage.unit_of_work.store import Store

SETTLING_SECONDS = 3.0
"""How long after the start open questions are asked again: what people said meanwhile comes first, and answers some."""

ACTIVE_BEFORE = timedelta(minutes=15)
"""How long before an outage a chat must have been active for its open question to be asked again."""

_log = logging.getLogger(__name__)


async def ask_again(handler: ChannelHandler, cut_off_at: datetime) -> None:
    """Asks the open question again in the chats that were active shortly before the last process was cut off."""
    away = Outage(cut_off_at, handler.now())
    await asyncio.sleep(SETTLING_SECONDS)
    writer, since, after = handler.writer, cut_off_at - ACTIVE_BEFORE, None
    while True:
        chats, after = await asyncio.wrap_future(writer.call(_find_active, writer.store, since, after))
        for chat in filter(partial(owns_chat, handler.channel), chats):
            await _ask_one_again(handler, chat, away)
        if after is None:
            return


async def _ask_one_again(handler: ChannelHandler, chat: str, away: Outage) -> None:
    """Asks again in one chat. What storage refuses there is logged, and the other chats are asked all the same."""
    writer = handler.writer
    try:
        waiting = await asyncio.wrap_future(writer.call(writer.store.outbox.list_waiting, chat, 1))
        if not waiting:  # what waits ends with the question
            await handler.ask_open_question(chat, away)
    except (Damaged, Unavailable) as fault:
        _log.warning("an open question could not be asked again: %s", type(fault).__name__)


def _find_active(
    store: Store, since: datetime, after: ActivityCursor | None
) -> tuple[list[str], ActivityCursor | None]:
    with store.reading() as repository:
        return find_active(repository, since, after)
