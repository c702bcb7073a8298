"""The desk of the page: what forms bring is taken by the intake, and pages and files are made of what the store holds.

See `WebDesk`.
"""

import asyncio
from functools import partial
from secrets import token_hex

from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.handling.intake import Intake
from bot.channels.handling.standing_question import show_what_stands
from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.pages.chat_page_reading import EMPTY, find_person, read_chat_page
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.web_channel import CHANNEL, name_event
from bot.config.dialogue_registry import Dialogues
from bot.documents.file_maker import FileMaker, MadeFile
from storage.model.file_request import FileOrder
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.outbox.fetching import can_be_fetched, fetch_one

MOST_LOOKS = 20
"""How often a page is looked for that asks what stands open."""


class StoreDesk:
    """The desk of one store."""

    def __init__(self, intake: Intake, handler: ChannelHandler, dialogues: Dialogues, files: FileMaker) -> None:
        self.intake, self.handler, self.dialogues, self.files = intake, handler, dialogues, files
        self.writer, self.store = handler.writer, handler.writer.store

    async def post(self, post: WebPost) -> None:
        """See `WebDesk`."""
        await self.intake.take_once(name_event(post), post)

    async def read(self, chat: str) -> ChatPage:
        """See `WebDesk`. What is asked may be over before it is read: another device of the person may go on."""
        for _ in range(MOST_LOOKS):
            page = await asyncio.to_thread(self._read, chat)
            if page is not None:
                return page
            await self._ask(chat)
        return EMPTY

    async def make_file(self, chat: str, order: int) -> MadeFile | None:
        """See `WebDesk`."""
        found = await asyncio.to_thread(self._find_order, chat, order)
        return None if found is None else await self.files.make(found)

    def _read(self, chat: str) -> ChatPage | None:
        with self.store.reading() as repository:
            return read_chat_page(repository, self.dialogues, chat, self.handler.now())

    async def _ask(self, chat: str) -> None:
        inbound = InboundEvent(
            CHANNEL, f"look:{token_hex(16)}", chat, AccountName(chat), self.handler.now(), is_fetched=True
        )
        await self.writer.take(inbound, partial(show_what_stands, service=self.handler.service))

    def _find_order(self, chat: str, order: int) -> FileOrder | None:
        with self.store.reading() as repository:
            person = find_person(repository, chat)
            found = fetch_one(repository.connection, repository.keyring, chat, order)
        ordered = None if found is None else found.order
        is_there = can_be_fetched(ordered, self.handler.now())
        return ordered if is_there and ordered is not None and ordered.person == person else None
