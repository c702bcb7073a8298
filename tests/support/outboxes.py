"""Outboxes in memory for the tests of sending, and who reads them: a sender against the stand-in for Telegram."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from random import Random

from messages import make_message
from telegram import Bot

from bot.channels.rate import EventRate, SendRates
from bot.channels.sending.dispatcher import Sender
from bot.channels.sending.outbox_port import OutboxPort
from bot.channels.sending.pacing import Patience
from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.timeouts import Timeouts
from bot.channels.telegram.telegram_channel import TelegramChannel
from bot.observability.metrics import Metrics
from bot.workbench.telegram_standin import TOKEN, Person, Standin
from dialogs.conversation.messages import Button
from storage.model.errors import Unavailable
from storage.model.stored import Do, Outgoing
from storage.outbox.closing import ClosingEditError, is_closing

SIGNER = Signer(bytes(range(32)))
SCREENING = bytes(range(16))
HASTY = Patience(first_seconds=0.02, most_seconds=0.1, walk_seconds=0.05, stop_seconds=1.5)
FREE = EventRate(1_000, 0.001)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ANSWER_SECONDS = 0.3
"""How long the bot of these tests waits for an answer."""


def bot_at(standin: Standin, answer_seconds: float = ANSWER_SECONDS) -> Bot:
    """Returns a bot that is soon tired of waiting."""
    requests = [AiohttpRequest(timeouts=Timeouts(read=answer_seconds)) for _ in range(2)]
    return Bot(TOKEN, standin.base_url, request=requests[0], get_updates_request=requests[1])


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Waiting:
    """A message in the outbox, with who leases it, and until when."""

    outgoing: Outgoing
    due: datetime = LONG_AGO
    is_leased: bool = False
    is_done: bool = False


@dataclass
class Box:
    """An outbox in memory, which keeps to what a `OutboxPort` promises."""

    waiting: list[Waiting] = field(default_factory=list)
    shut: set[str] = field(default_factory=set)
    receipts: dict[int, int] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def posts(
        self,
        chat: int,
        text: str = "",
        *buttons: Button,
        question: int | None = None,
        do: Do = Do.SEND,
        target: int | None = None,
    ) -> str:
        """Posts a message, and returns its chat."""
        message = make_message(text, buttons, question or 0)
        outgoing = Outgoing(next(self.ids), f"telegram:{chat}", SCREENING, message, 0, do, target, question)
        self.waiting.append(Waiting(outgoing))
        return outgoing.chat

    @property
    def left(self) -> list[Waiting]:
        """What waits."""
        return [each for each in self.waiting if not each.is_done]

    def take(self, chat: str, at: datetime, *, passes_closing: bool = False) -> Outgoing | None:
        """Leases the first message of a chat, if it may be leased."""
        waiting = [each for each in self.left if each.outgoing.chat == chat]
        first = next((each for each in waiting if not (passes_closing and is_closing(each.outgoing))), None)
        if first is None:
            raise ClosingEditError
        if chat in self.shut or first.is_leased or first.due > at:
            return None
        first.is_leased = True
        return first.outgoing

    async def recover(self) -> None:
        """Begins."""

    async def release_leases(self) -> None:
        """Ends."""

    async def claim(self, chat: str, now: datetime, *, passes_closing: bool = False) -> Outgoing | None:
        """Leases the first message of a chat."""
        if chat not in {each.outgoing.chat for each in self.left}:
            return None
        return self.take(chat, now, passes_closing=passes_closing)

    async def claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        """Leases the first messages of further chats."""
        chats = sorted({each.outgoing.chat for each in self.left if each.outgoing.chat.encode() > after})[:most]
        taken = [outgoing for chat in chats if (outgoing := self.take(chat, now))]
        return taken, chats[-1].encode() if len(chats) == most else b""

    async def note_sent_as(self, outgoing: Outgoing, receipt: int, now: datetime) -> None:
        """Notes a message as sent."""
        self.receipts[outgoing.id] = receipt
        self.place(outgoing.id).is_done = True

    async def note_sent(self, messages: list[int], now: datetime) -> None:
        """Notes messages as done with."""
        for message in messages:
            self.place(message).is_done = True

    async def note_failed(self, message: int, due_at: datetime, *, is_attempt: bool = True) -> None:
        """Gives a message back."""
        place = self.place(message)
        place.outgoing = replace(place.outgoing, attempts=place.outgoing.attempts + is_attempt)
        place.is_leased, place.due = False, due_at

    async def give_back(self, message: int) -> None:
        """Gives a message back."""
        self.place(message).is_leased = False

    async def note_blocked(self, chat: str, now: datetime) -> None:
        """Notes that a chat is blocked."""
        self.shut.add(chat)

    async def find_receipt(self, chat: str, screening: bytes | None, question: int, before: int) -> int | None:
        """Returns the number of the message that asked a question."""
        sent = [each.outgoing for each in self.waiting if each.outgoing.do is Do.SEND and each.outgoing.id < before]
        asked = [each for each in sent if each.question == question]
        return self.receipts.get(asked[-1].id) if asked and asked[-1].chat == chat else None

    def place(self, message: int) -> Waiting:
        """Returns the message with an id."""
        return next(each for each in self.waiting if each.outgoing.id == message)


class MoodyBox(Box):
    """An outbox that refuses a third of what it is asked, before it does anything."""

    random = Random(7)

    async def claim(self, chat: str, now: datetime, *, passes_closing: bool = False) -> Outgoing | None:
        """Leases a message, or refuses."""
        self.refuses()
        return await super().claim(chat, now, passes_closing=passes_closing)

    async def claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        """Leases messages, or refuses."""
        self.refuses()
        return await super().claim_any(now, after, most)

    async def note_sent_as(self, outgoing: Outgoing, receipt: int, now: datetime) -> None:
        """Notes a message, or refuses."""
        self.refuses()
        await super().note_sent_as(outgoing, receipt, now)

    def refuses(self) -> None:
        """Refuses a third of the time."""
        if self.random.random() < 1 / 3:
            raise Unavailable("the database is locked")


@asynccontextmanager
async def sending(
    bot: Bot,
    box: OutboxPort,
    *,
    patience: Patience = HASTY,
    in_a_chat: EventRate = FREE,
    in_all: EventRate = FREE,
    metrics: Metrics | None = None,
) -> AsyncIterator[Sender]:
    """A sender that runs, and is stopped at the end."""
    sender = Sender(
        TelegramChannel(bot, SIGNER, SendRates(in_a_chat, in_all)),
        box,
        now=now,
        random=Random(1),
        patience=patience,
        metrics=metrics,
    )
    running = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        sender.stop()
        await running


def count_fate(sender: Sender, fate: str) -> float:
    """Returns what a sender's metrics count of a fate: messages sent, retried or dropped, or chats blocked."""
    found = [each for metric in sender.metrics.registry.collect() for each in metric.samples]
    return sum(each.value for each in found if each.name.endswith(f"_{fate}_total"))


def people(standin: Standin, *numbers: int) -> list[Person]:
    """Returns people who have started the bot."""
    found = [standin.person(number) for number in numbers]
    for person in found:
        person.starts()
    return found


def texts(person: Person) -> list[str]:
    """Returns what the bot has written to a person."""
    return [message.text for message in person.sees() if message.sender.is_bot]
