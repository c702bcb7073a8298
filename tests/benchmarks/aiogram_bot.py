"""A bare bot on aiogram with its states in SQLite, for `durable_peers.py`, by a Python that has aiogram.

It asks the questions that it is given. For each line on its input it walks courses on one phone, and prints the seconds
and the processor seconds that they took. Its Telegram answers at once, in this process, as the other bots' does.
"""

import asyncio
import json
import sys
import time
from html import escape
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher  # type: ignore[import-not-found]
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]
from aiogram.filters import CommandStart, StateFilter  # type: ignore[import-not-found]
from aiogram.fsm.context import FSMContext  # type: ignore[import-not-found]
from aiogram.fsm.storage.base import StorageKey  # type: ignore[import-not-found]
from aiogram.methods import EditMessageText, SendMessage  # type: ignore[import-not-found]
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup  # type: ignore[import-not-found]
from aiogram_sqlite_storage.sqlitestore import SQLStorage  # type: ignore[import-not-found]
from phones import BOT, NUMBERS, TOKEN, TURNS, Phone, make_message

Said = list[list[dict[str, Any]]]


class Answering(AiohttpSession):  # type: ignore[misc]
    """Answers whatever the bot asks, at once, as Telegram would; what is sent is shown on the phones."""

    def __init__(self, phones: dict[int, Phone]) -> None:
        super().__init__()
        self.phones = phones

    async def make_request(self, bot: Any, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's own
        """See `BaseSession`."""
        del timeout
        self.build_form_data(bot, method)  # as the HTTP client takes it
        result: Any = True
        if isinstance(method, SendMessage | EditMessageText):
            chat, number = int(method.chat_id), next(NUMBERS)
            if isinstance(method, SendMessage) and method.reply_markup is not None:
                self.phones[chat].shown(number, method.reply_markup.model_dump())
            result = make_message(chat, number, method.text) | {"from": BOT}
        return self.check_response(bot, method, 200, json.dumps({"ok": True, "result": result})).result


def make_dispatcher(said: Said, storage: Any) -> Any:
    """Returns what takes updates: a step for each question."""
    dispatcher = Dispatcher(storage=storage)
    dispatcher.message(CommandStart())(_make_step(said, 0))
    for number in range(1, len(said)):
        step = _make_step(said, number)
        dispatcher.message(StateFilter(str(number)))(step)
        dispatcher.callback_query(StateFilter(str(number)))(step)
    return dispatcher


def _make_step(said: Said, number: int) -> Any:
    """Returns what asks question `number`, and shows the answer where the one before was asked."""
    chosen = said[number - 1][-1]["rows"][0][0][0] if number else ""
    shown = f"{said[number - 1][-1]['text']}\n\n→ {chosen}" if number else ""

    async def step(event: Any, state: FSMContext, bot: Bot) -> None:
        is_tap = hasattr(event, "data")
        chat = event.message.chat.id if is_tap else event.chat.id
        if is_tap:
            await event.answer()
        for each in said[number]:
            sent = await bot.send_message(
                chat, escape(each["text"], quote=False), parse_mode="HTML", reply_markup=_make_keyboard(each["rows"]),
                protect_content=True,
            )  # fmt: skip
        data = await state.get_data() if number else {}
        if number:
            await bot.edit_message_text(
                escape(shown, quote=False), chat_id=chat, message_id=data["asked"], parse_mode="HTML"
            )
        given = event.data if is_tap else event.text
        await state.set_data(data | {"asked": sent.message_id, str(number): given})
        await state.set_state(str(number + 1) if number < len(said) - 1 else None)

    return step


def _make_keyboard(rows: list[list[list[str]]]) -> Any:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=key) for label, key in row] for row in rows]
    )


async def _main(database: Path, said: Said, stored: int, far: int, courses: int) -> None:
    phones = {number: Phone(number) for number in range(1, stored + 2)}
    bot = Bot(TOKEN, session=Answering(phones))
    storage = SQLStorage(str(database), serializing_method="json")
    dispatcher = make_dispatcher(said, storage)

    async def take(update: dict[str, Any]) -> None:
        await dispatcher.feed_raw_update(bot, update)

    storage.con.execute("PRAGMA synchronous = OFF")  # while the chats are made
    for number in range(2, stored + 2):
        key = StorageKey(bot.id, number, number)
        await storage.set_data(
            key, {"asked": number} | {str(turn): said[turn - 1][-1]["rows"][0][0][1] for turn in range(1, far)}
        )
        await storage.set_state(key, str(far))
    storage.con.execute("PRAGMA synchronous = FULL")
    print("ready", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        start = time.perf_counter(), time.process_time()
        for _ in range(courses):
            for number in range(TURNS):
                await phones[1].step(take, number)
        print(time.perf_counter() - start[0], time.process_time() - start[1], flush=True)


if __name__ == "__main__":
    file, texts, *numbers = sys.argv[1:]
    asyncio.run(_main(Path(file), json.loads(Path(texts).read_text(encoding="utf-8")), *map(int, numbers)))
