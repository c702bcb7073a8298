"""Sentences that only this channel says, of what it does not read: told to who was let in, once for each matter."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.channels.matrix import phrases
from bot.channels.matrix.delivery.rendering import CHANNEL
from bot.channels.matrix.engine.port import MatrixEngine
from dialogs.conversation.messages import make_notice
from storage.features.access_lookup import has_access
from storage.features.members import Members
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

_log = logging.getLogger(__name__)


class ChatNotices:
    """Tells sentences. `notify` is told the address of each chat that has something to be sent."""

    def __init__(
        self, engine: MatrixEngine, writer: Writer, notify: Callable[[str], None], now: Callable[[], datetime]
    ) -> None:
        self._engine, self._writer, self._notify, self._now = engine, writer, notify, now

    async def tell(self, chat: str, about: str, sentence: str) -> None:
        """Tells a sentence in a chat, once for what it is about, as long as events are known. Raises `Unavailable`."""
        key = self._writer.store.keyring.hash_lookup("notice", f"{chat} {about}").hex()
        inbound = InboundEvent(CHANNEL, f"notice:{key}", chat, AccountName(chat), self._now())
        await self._writer.take(inbound, partial(_tell, sentence=sentence))
        self._notify(chat)

    async def tell_in_room(self, room: str, chat: str, sentence: str, about: str = "") -> None:
        """Tells a sentence in a room in which nothing else is said, unencrypted, to who was let in.

        It is told once for what it is about, such as certain devices, as long as the homeserver knows that it was.
        Strangers are told nothing. Raises `Unavailable` and the faults of the engine.
        """
        store = self._writer.store
        if await asyncio.wrap_future(self._writer.call(has_access, store, AccountName(chat))):
            if sentence == phrases.NEW_IDENTITY:
                _log.warning(
                    "the keys of an account have changed: once its person has confirmed that, and not in the chat, stop"
                    " this, run `trialscreen matrix accept` for it, and start again"
                )
            transaction = store.keyring.hash_lookup("transaction", f"{room} {sentence} {about}").hex()
            await self._engine.send_in_clear(room, {"msgtype": "m.text", "body": sentence}, transaction)


def _tell(uow: UnitOfWork, sentence: str) -> None:
    if Members(uow).find_role(uow.inbound.account) is not None:
        uow.enqueue([make_notice(sentence)])
