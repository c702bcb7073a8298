"""The assembly of a device on Matrix: what every channel has, with its rooms, its inbox and its service."""

from dataclasses import dataclass, field

from bot.channels.channel_event import Membership
from bot.channels.matrix.delivery.matrix_sending import CONFIRM_SECONDS, LOGGED_OUT, MATRIX_RATES
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.events.batch_intake import BatchIntake
from bot.channels.matrix.events.chat_notices import ChatNotices
from bot.channels.matrix.events.inbox_reader import InboxReader
from bot.channels.matrix.events.key_patience import PATIENCE_SECONDS, KeyPatience
from bot.channels.matrix.events.room_queues import RoomQueues
from bot.channels.matrix.events.sync_loop import TIMING, SyncLoop, SyncTiming
from bot.channels.matrix.events.sync_watch import SyncWatch
from bot.channels.matrix.matrix_channel import MatrixChannel
from bot.channels.matrix.rooms.room_book import RoomBook
from bot.channels.matrix.rooms.room_check import RoomCheck
from bot.channels.matrix.rooms.room_doors import RoomDoors
from bot.channels.matrix.service.device_lease import ServingDevice
from bot.channels.matrix.service.matrix_service import MatrixService
from bot.channels.rate import SendRates
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from storage.unit_of_work.writer_thread import Writer


@dataclass(frozen=True)
class MatrixOptions:
    """From which servers people may invite us, how quickly is sent, and how long is waited.

    `has_lock` says that the crypto store is a file, which no other process can have open.
    """

    allowed: frozenset[str]
    has_lock: bool = False
    rates: SendRates = MATRIX_RATES
    timing: SyncTiming = TIMING
    key_seconds: float = PATIENCE_SECONDS
    confirm_seconds: tuple[float, ...] = field(default=CONFIRM_SECONDS)


def assemble_matrix(
    engine: MatrixEngine, writer: Writer, assembly: Assembly, presence: Presence, options: MatrixOptions
) -> MatrixService:
    """Returns a service for a device with the store of a writer."""
    book, check, now = RoomBook(writer, assembly.now), RoomCheck(engine), assembly.now
    channel = MatrixChannel(
        engine, writer, book, check, now=now, rates=options.rates, confirm_seconds=options.confirm_seconds
    )
    handler, sender = assembly.assemble(channel, writer)
    service = MatrixService(
        handler,
        sender,
        device=ServingDevice(writer, f"{engine.user} {engine.device}", now, has_lock=options.has_lock),
        watch=SyncWatch(),
        metrics=assembly.metrics,
        presence=presence,
        now=now,
    )
    service.loop = _make_loop(engine, service, channel, options)
    return service


def _make_loop(
    engine: MatrixEngine, service: MatrixService, channel: MatrixChannel, options: MatrixOptions
) -> SyncLoop:
    writer, book, check = channel.writer, channel.book, channel.check

    def notify(chat: str) -> None:
        service.handler.notify(chat)  # whoever watches the service puts another one there

    async def note(membership: Membership) -> None:
        await service.handler.take(membership)

    notices = ChatNotices(engine, writer, notify, channel.now)
    doors = RoomDoors(engine, book, check, allowed=options.allowed, tell=notices.tell_in_room, note=note)
    keys = KeyPatience(engine, options.key_seconds)
    reading = InboxReader(writer, service.intake, doors, keys, notices)
    queues = RoomQueues(reading, service.add_dead_letter)
    taking = BatchIntake(engine, writer, book, check, queues=queues, keys=keys, now=channel.now)
    return SyncLoop(
        engine,
        taking,
        service.watch,
        confirm_lockout=channel.confirm_lockout,
        locked_out=LOGGED_OUT,
        timing=options.timing,
    )
