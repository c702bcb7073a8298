"""The assembly: the parts of a service are put together, for the command and for whoever plays scripts through it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from random import Random, SystemRandom

from telegram import Bot

from bot import phrases
from bot.channels.intake.rate_limits import RateLimits
from bot.channels.rate import SendRates
from bot.channels.sending.chat_queue import DeliveryCounts
from bot.channels.sending.dispatcher import Sender
from bot.channels.sending.pacing import Patience
from bot.channels.sending.store_outbox import StoreOutbox
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.telegram_channel import TELEGRAM_RATES, TelegramChannel
from bot.channels.telegram.handler import UpdateHandler
from bot.channels.telegram.service.service import Service
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.trial_catalogue import list_names
from bot.documents.file_maker import DrawReport, FileMaker
from bot.observability.metrics import Metrics
from bot.session.file_rate_limit import FileLimit
from bot.session.service import SessionService
from dialogs.loading.sites import NO_SITES, Sites
from storage.unit_of_work.writer_thread import Writer


def assemble(
    bot: Bot,
    writer: Writer,
    trial: str,
    *,
    metrics: Metrics,
    presence: Presence,
    now: Callable[[], datetime],
    limits: RateLimits | None = None,
    rates: SendRates = TELEGRAM_RATES,
    random: Random | None = None,
    post: StoreOutbox | None = None,
    patience: Patience | None = None,
    sites: Sites = NO_SITES,
    draw: DrawReport | None = None,
) -> Service:
    """Returns a service for a bot with the store of a writer.

    `trial` is what new screenings are for. `post` is the outbox; without one the service makes its own. `sites` are
    what the deployment lists for its trials. `draw` makes the content of files in place of the usual one.
    """
    store = writer.store
    signer = Signer(store.keyring.hash_lookup("buttons", "telegram"))
    counts = DeliveryCounts(served=metrics.observe_delivery, told=metrics.count_delivery)
    privacy = phrases.PRIVACY_KEPT.format(idle=store.retention.idle_days, finished=store.retention.finished_days)
    dialogues = Dialogues(privacy, sites)
    for name in list_names():
        with suppress(UsageFault):  # one that is faulty does not keep the others from being served
            dialogues.load(name)  # now, since it takes a while
    make = FileMaker(writer, dialogues, now=now, draw=draw).make
    random, outbox = random or SystemRandom(), post or StoreOutbox(writer, store)
    channel = TelegramChannel(bot, signer, rates)
    sender = Sender(channel, outbox, now=now, random=random, patience=patience, counts=counts, make=make)
    sessions = SessionService(dialogues, trial, store.retention, FileLimit())
    adapter = UpdateHandler(
        bot, writer, sessions, signer, notify=sender.notify, now=now, metrics=metrics, limits=limits
    )
    return Service(adapter, sender, metrics, presence, now)
