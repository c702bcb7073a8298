"""The way of one update: it is admitted, handled in one transaction, and counted. Its replies wait in the outbox."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram import phrases
from bot.channels.telegram.chat_handler import ChatHandler
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.outcomes import UpdateOutcome
from bot.channels.telegram.updates.chat_member import Membership, read_membership
from bot.channels.telegram.updates.rate_limits import Admission, RateLimits
from bot.channels.telegram.updates.update_parser import parse_update
from bot.observability.metric_words import UpdateResult
from bot.observability.metrics import Metrics
from bot.session.service import SessionService
from dialogs.conversation.screening import Message
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

CHANNEL = "telegram"


class UpdateHandler:
    """Takes updates for one bot. `notify` is told the address of each chat that has something to be sent."""

    channel = CHANNEL

    def __init__(
        self,
        bot: Bot,
        writer: Writer,
        service: SessionService,
        signer: Signer,
        *,
        notify: Callable[[str], None],
        now: Callable[[], datetime],
        metrics: Metrics | None = None,
        limits: RateLimits | None = None,
    ) -> None:
        self.bot, self.writer, self.service = bot, writer, service
        self._chat_handler = ChatHandler(bot, service, signer)
        self.notify, self.now = notify, now
        self.metrics = metrics or Metrics()
        self.limits = limits
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, update: dict[str, Any]) -> None:
        """Takes one raw update; what it causes is committed on return.

        Raises `Unavailable`, and `Unreadable` for what is no update.
        """
        begun = perf_counter()
        membership = read_membership(update)
        if membership is not None:
            await self._note_membership(membership)
            return
        parsed = parse_update(update)
        if parsed is None:
            return
        account = AccountName(f"{CHANNEL}:{parsed.person}")
        inbound = InboundEvent(CHANNEL, str(parsed.update), parsed.address, account, self.now())
        said_at = (parsed.sent_at or inbound.at).timestamp()
        admission = Admission.GO_ON if self.limits is None else self.limits.admit(account, said_at)
        if admission is Admission.SAY_NOTHING:
            self.metrics.count_update(UpdateResult.LIMITED, perf_counter() - begun)
            return
        answer = _tell_limit if admission is Admission.TELL else partial(self._chat_handler.handle, update=parsed)
        taken = await self.writer.take(inbound, answer)
        outcome: UpdateOutcome = UpdateOutcome(UpdateResult.DUPLICATE) if taken.is_duplicate else taken.value
        self._note_outcome(inbound, said_at, outcome)
        self.metrics.count_update(outcome.result, perf_counter() - begun)
        if outcome.result is UpdateResult.UNKNOWN_SENDER:
            return
        self.notify(parsed.address)
        if parsed.query:
            self._acknowledge(parsed.query)

    async def ask_open_question(self, address: str, cut_off_at: datetime) -> None:
        """Asks the open question of a chat once more, after an outage that began at a moment; once for each outage."""
        event = f"again:{address}:{int(cut_off_at.timestamp())}"
        inbound = InboundEvent(CHANNEL, event, address, AccountName(address), self.now())
        await self.writer.take(inbound, self._chat_handler.repeat_question)
        self.notify(address)

    def _note_outcome(self, inbound: InboundEvent, said_at: float, outcome: UpdateOutcome) -> None:
        """Counts a refused tap, and takes note of what limits the person: files, and whether the account was let in.

        An event that came before, perhaps to another process, says nothing of that.
        """
        if outcome.refused is not None:
            self.metrics.count_refused_tap(outcome.refused)
        if outcome.ordered_by is not None and self.service.files is not None:
            self.service.files.note_order(outcome.ordered_by, inbound.at)
        if self.limits is None:
            return
        if outcome.result is UpdateResult.DUPLICATE:
            self.limits.undo_count(inbound.account)
        else:
            is_known = outcome.result is not UpdateResult.UNKNOWN_SENDER
            self.limits.note_person(inbound.account, said_at, is_known=is_known)

    async def _note_membership(self, membership: Membership) -> None:
        outbox = self.writer.store.outbox
        if membership.may_be_written_to:
            await asyncio.wrap_future(self.writer.call(outbox.note_unblocked, membership.address))
            self.notify(membership.address)
        else:
            await asyncio.wrap_future(self.writer.call(outbox.note_blocked, membership.address, self.now()))

    def _acknowledge(self, query: str) -> None:
        """Lets the tapped button come to rest on the phone. That this may fail, or come late, changes nothing."""

        async def answer() -> None:
            with suppress(TelegramError):
                await self.bot.answer_callback_query(query)

        task = asyncio.get_running_loop().create_task(answer())
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)


def _tell_limit(uow: UnitOfWork) -> UpdateOutcome:
    """Tells a person who was let in that this was too much at once."""
    uow.enqueue([Message(phrases.TOO_MUCH)])
    return UpdateOutcome(UpdateResult.LIMITED)
