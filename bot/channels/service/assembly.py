"""The assembly: the parts that every channel has are put together, for commands and for whoever plays scripts."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from bot import phrases
from bot.channels.contract import Channel, ReceivingChannel
from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.handling.rate_limits import RateLimits
from bot.channels.sending.dispatcher import Sender
from bot.channels.sending.pacing import Patience
from bot.channels.sending.rendering import make_none
from bot.channels.sending.store_outbox import StoreOutbox
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.trial_catalogue import list_names
from bot.documents.file_maker import DrawReport, FileMaker
from bot.observability.metrics import Metrics
from bot.session.file_rate_limit import FileLimit
from bot.session.service import SessionService
from dialogs.loading.sites import NO_SITES, Sites
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer


@dataclass(frozen=True)
class Assembly:
    """What a channel is served with.

    `trial` is what new screenings are for. `limits` are on what people say; without them nothing is too much. `outbox`
    and `dialogues` are made where there are none. `sites` are what the deployment lists for its trials. `draw` makes
    the content of files in place of the usual one.
    """

    trial: str
    metrics: Metrics
    now: Callable[[], datetime]
    limits: RateLimits | None = None
    random: Random | None = None
    outbox: StoreOutbox | None = None
    dialogues: Dialogues | None = None
    patience: Patience | None = None
    sites: Sites = NO_SITES
    draw: DrawReport | None = None

    def assemble(self, channel: Channel[Any], writer: Writer) -> tuple[ChannelHandler, Sender]:
        """Returns what takes a channel's events, and what sends its messages, with the store of a writer."""
        store, files = writer.store, channel.abilities.files
        dialogues = self.list_dialogues(store)
        make = FileMaker(writer, dialogues, now=self.now, draw=self.draw).make if files else make_none
        sender = Sender(
            channel,
            self.outbox or StoreOutbox(writer, store),
            now=self.now,
            random=self.random or SystemRandom(),
            patience=self.patience,
            metrics=self.metrics,
            make=make,
        )
        handler = self.assemble_handler(
            channel, writer, dialogues, notify=sender.notify, wait_for_receipt=sender.wait_for_receipt
        )
        return handler, sender

    def assemble_handler(
        self,
        channel: ReceivingChannel,
        writer: Writer,
        dialogues: Dialogues,
        *,
        notify: Callable[[str], None],
        wait_for_receipt: Callable[[str], Awaitable[None]],
    ) -> ChannelHandler:
        """Returns what takes a channel's events, with the store of a writer. See `ChannelHandler`."""
        limit = FileLimit() if channel.abilities.files else None
        sessions = SessionService(dialogues, self.trial, writer.store.retention, limit)
        return ChannelHandler(
            channel,
            writer,
            sessions,
            notify=notify,
            wait_for_receipt=wait_for_receipt,
            now=self.now,
            metrics=self.metrics,
            limits=self.limits,
        )

    def list_dialogues(self, store: Store) -> Dialogues:
        """Returns the dialogues that were given, or else those of all trials."""
        return self.dialogues or self._load_dialogues(store)

    def _load_dialogues(self, store: Store) -> Dialogues:
        kept = store.retention
        privacy = phrases.PRIVACY_KEPT.format(idle=kept.idle_days, finished=kept.finished_days)
        dialogues = Dialogues(privacy, self.sites)
        for name in list_names():
            with suppress(UsageFault):  # one that is faulty does not keep the others from being served
                dialogues.load(name)  # now, since it takes a while
        return dialogues
