"""The book of rooms: in which room each person talks to us. A new one takes the place of the former."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from storage.features.chat_rooms import ChatRoom, drop_room, keep_room, list_rooms
from storage.unit_of_work.writer_thread import Writer


class RoomBook:
    """The rooms of a store, held in memory. Each method may raise `Unavailable`."""

    def __init__(self, writer: Writer, now: Callable[[], datetime]) -> None:
        self._writer, self._now = writer, now
        self._rooms: dict[str, str] = {}
        self._chats: dict[str, str] = {}

    async def load(self) -> None:
        """Reads which rooms are kept."""
        for each in await asyncio.wrap_future(self._writer.call(list_rooms, self._writer.store)):
            self._note(each)

    def find_room(self, chat: str) -> str | None:
        """Returns the room of a chat; None where it has none."""
        return self._rooms.get(chat)

    def find_chat(self, room: str) -> str | None:
        """Returns the chat of a room; None where it is none's."""
        return self._chats.get(room)

    async def keep(self, room: str, chat: str) -> str | None:
        """Keeps the room of a chat, and returns the former one, where there was another."""
        former, kept = self._rooms.get(chat), ChatRoom(room, chat)
        if former == room:
            return None
        await asyncio.wrap_future(self._writer.call(keep_room, self._writer.store, kept, self._now()))
        if former is not None:
            del self._chats[former]
        self._note(kept)
        return former

    async def drop(self, room: str) -> None:
        """Forgets a room that was left."""
        await asyncio.wrap_future(self._writer.call(drop_room, self._writer.store, room))
        chat = self._chats.pop(room, None)
        if chat is not None:
            del self._rooms[chat]

    def _note(self, kept: ChatRoom) -> None:
        self._rooms[kept.chat], self._chats[kept.room] = kept.room, kept.chat
