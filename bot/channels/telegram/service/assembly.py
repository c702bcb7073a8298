"""The assembly of a bot on Telegram: what every channel has, with the bot, its signed buttons and its service."""

from telegram import Bot

from bot.channels.rate import SendRates
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.rendering import CHANNEL
from bot.channels.telegram.delivery.telegram_sending import TELEGRAM_RATES
from bot.channels.telegram.service.service import TelegramService
from bot.channels.telegram.telegram_channel import TelegramChannel
from bot.channels.telegram.token_check import TokenCheck
from bot.channels.telegram.updates.poll_watch import PollWatch
from storage.unit_of_work.writer_thread import Writer


def assemble_bot(
    bot: Bot,
    writer: Writer,
    assembly: Assembly,
    presence: Presence,
    rates: SendRates = TELEGRAM_RATES,
    *,
    token: TokenCheck | None = None,
    watch: PollWatch | None = None,
) -> TelegramService:
    """Returns a service for a bot with the store of a writer. All of it shares `token` and `watch`."""
    signer = Signer(writer.store.keyring.hash_lookup("buttons", CHANNEL))
    token = token or TokenCheck(bot)
    handler, sender = assembly.assemble(TelegramChannel(bot, signer, rates, token), writer)
    return TelegramService(
        bot,
        handler,
        sender,
        token=token,
        watch=watch or PollWatch(),
        metrics=assembly.metrics,
        presence=presence,
        now=assembly.now,
    )
