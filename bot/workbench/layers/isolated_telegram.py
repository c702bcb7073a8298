"""A bot on Telegram for abuse scripts, one at a time, over whose network updates come again and answers are lost."""

from contextlib import ExitStack
from datetime import datetime
from functools import partial
from typing import Any

import orjson

from bot.workbench.layers.isolation import IsolatedLayer, IsolatedPrograms
from bot.workbench.layers.shared_layer import Act
from bot.workbench.layers.shared_telegram_bot import SharedTelegramBot
from bot.workbench.layers.telegram_layer import TelegramLayer
from dialogs.conversation.messages import Message
from dialogs.testing.scripts.format.blocks import Script


class IsolatedTelegramLayer(IsolatedLayer, TelegramLayer):
    """The chat of one person with a bot that serves nobody else meanwhile."""

    def act_and_wait(self, act: Act) -> dict[int, Message]:
        """Lets the person act, also over a network that drops.

        Then the update comes again once it was handled, and the first two attempts to send the answer fail.
        """
        if not self.is_dropping:
            return super().act_and_wait(act)
        self.is_dropping = False
        self.telegram.standin.faults.next("internal_error", "reset_before", methods=["sendMessage"])
        taken: dict[str, Any] = {}
        ends = super().act_and_wait(lambda: taken.update(self._update_of(act)))
        return ends | self.telegram.bot.deliver_again(self.address, taken)

    def _update_of(self, act: Act) -> dict[str, Any]:
        """Lets the person act, and returns the update that it becomes."""
        standin = self.telegram.standin
        with standin.world.lock:
            act()
            *_, newest = standin.bot.updates
        update: dict[str, Any] = orjson.loads(newest.body)
        return update


def make_telegram_bot(trial: str, stack: ExitStack, now: datetime) -> SharedTelegramBot:
    """Returns a bot for scripts, with isolated ones for the scripts that disturb it; `stack` ends them all."""
    made = SharedTelegramBot(trial, stack, now)
    made.isolated = isolate_bots(trial, stack)
    return made


def isolate_bots(trial: str, stack: ExitStack) -> IsolatedPrograms[SharedTelegramBot, IsolatedTelegramLayer]:
    """Returns where abuse scripts are played; `stack` ends their bots."""
    return IsolatedPrograms(stack, partial(SharedTelegramBot, trial), _open_isolated_chat)


def _open_isolated_chat(telegram: SharedTelegramBot, script: Script, now: datetime) -> IsolatedTelegramLayer:
    del script
    return IsolatedTelegramLayer(telegram, telegram.make_person(), now=now)
