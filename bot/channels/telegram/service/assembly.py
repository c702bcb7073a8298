"""How the parts of a service are put together, for the command and for whoever plays scripts through it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from random import Random, SystemRandom

from telegram import Bot

from bot import phrases
from bot.catalogue import names
from bot.dialogues import Dialogues
from bot.faults import UsageFault
from bot.filing.limit import FileLimit
from bot.filing.making import Draw, FileMaker
from bot.frontdesk import FrontDesk
from bot.metrics import Metrics
from bot.telegram.adapter import Adapter
from bot.telegram.buttons import Signer
from bot.telegram.lane import Counts
from bot.telegram.limits import Limits
from bot.telegram.pace import Pace, Patience
from bot.telegram.presence import Presence
from bot.telegram.sending import Sender
from bot.telegram.service import Service
from bot.telegram.storedpost import StoredPost
from dialogs.definition.sites import NO_SITES, Sites
from storage.writer import Writer


def assembled(
    bot: Bot,
    writer: Writer,
    trial: str,
    *,
    metrics: Metrics,
    presence: Presence,
    pace: Pace,
    now: Callable[[], datetime],
    limits: Limits | None = None,
    random: Random | None = None,
    post: StoredPost | None = None,
    patience: Patience | None = None,
    sites: Sites = NO_SITES,
    draw: Draw | None = None,
) -> Service:
    """Returns a service for a bot with the store of a writer; `trial` is what new screenings are for. Without a `post` it gets its own.

    `sites` are what the deployment lists for its trials; `draw` makes the content of files in place of the usual one.
    """
    store = writer.store
    signer = Signer(store.realm.looked_up("buttons", "telegram"))
    counts = Counts(served=metrics.delivered, told=metrics.told)
    drawn_from = post or StoredPost(writer, store)
    privacy = phrases.PRIVACY_KEPT.format(idle=store.retention.idle_days, finished=store.retention.finished_days)
    dialogues = Dialogues(privacy, sites)
    for name in names():
        with suppress(UsageFault):  # a faulty definition stops nobody from serving the others
            dialogues.of(name)  # now, since it takes a while
    make = FileMaker(writer, dialogues, now=now, draw=draw).made
    sender = Sender(bot, drawn_from, signer, pace, now=now, random=random or SystemRandom(), patience=patience, counts=counts, make=make)
    front = FrontDesk(dialogues, trial, store.retention, FileLimit())
    adapter = Adapter(bot, writer, front, signer, notify=sender.notify, now=now, metrics=metrics, limits=limits)
    return Service(adapter, sender, metrics, presence, now)
