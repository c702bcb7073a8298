"""Storage as a layer for scripts: a channel in this process whose bot ends after every turn, and is started again.

So every message goes through the outbox, and what the store holds is what counts.
"""

import asyncio
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.channels.channel_event import ChannelEvent
from bot.channels.refusal import RefusalMeaning, SendRefusal
from bot.channels.sending.pacing import Patience
from bot.channels.service.assembly import Assembly
from bot.config.dialogue_registry import Dialogues
from bot.observability.metrics import Metrics
from bot.workbench.layers.chat_reader import find_last_seen, is_offer, make_turn, read_screening
from bot.workbench.layers.in_process_bot import serve_once
from bot.workbench.layers.in_process_channel import CHANNEL, CallFault, InProcessChannel, carry
from bot.workbench.layers.temp_folder import make_temp_folder
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.screening import Event, Said, Screening, Tapped, Turn
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.layer import AbusableLayer
from storage.crypto.keys import MasterKey, make_key
from storage.database.address import make_file_address
from storage.features.members import Members, Role
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.batch import EventHandler
from storage.unit_of_work.store import Store

AT_ONCE = Patience(first_seconds=0, most_seconds=0)
"""What could not be shown is tried again at once: the script's clock stands still meanwhile."""

NOT_NOW = SendRefusal(RefusalMeaning.AGAIN, "network", "the network dropped")


class StorageLayer:
    """Screenings on SQLite, in a folder of their own that is gone at the end. Each is one person's.

    A restart stands between any two turns.
    """

    def __init__(self, trial: str, stack: ExitStack, folder: Path | None = None) -> None:
        dialogues = Dialogues()
        self.dialogue, _ = dialogues.load(trial)
        home = folder or stack.enter_context(make_temp_folder())
        self._place = StoreLocation(make_file_address(home / "screenings.db"), home / "anchor", home / "forgotten")
        self._key: MasterKey = make_key()
        self._store: Store | None = None
        self._channel = InProcessChannel()
        self._assembly = Assembly(trial, Metrics(), lambda: self._now, patience=AT_ONCE, dialogues=dialogues)
        self._runner = stack.enter_context(asyncio.Runner())
        self._people = count(1)
        self._address, self._seen, self._is_dropping = "", 0, False
        stack.callback(self.close)

    @property
    def trial(self) -> Trial:
        """The trial that is screened for."""
        return self.dialogue.trial

    def begin(self, now: datetime) -> Turn:
        """Begins a screening for somebody who is let in by an invitation."""
        self._now, self._address, self._seen = now, f"{CHANNEL}:{next(self._people)}", 0
        token: str = self._with_unit_of_work(lambda uow: Members(uow).invite(Role.TESTER, timedelta(days=1)))
        return self._turn(Said(f"/start {token}"))

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Lets the person say or tap something, and returns what they are shown."""
        del screening  # what the store kept is what counts
        self._now = now
        return self._turn(event)

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """See `Sturdy`. People do not meet in a store, so that the layer of one script can be this one."""
        del script, now  # each event brings its own time
        return nullcontext(self)

    def restart(self, now: datetime) -> None:
        """Closes the store; whatever comes next opens it."""
        del now
        self.close()

    def drop_network(self) -> None:
        """Lets the next event be delivered twice, and its first answer be lost."""
        self._is_dropping = True

    def close(self) -> None:
        """Closes the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _turn(self, event: Event) -> Turn:
        """Lets the person act, and returns what they are shown.

        Where the session offers to go on with the screening, they do.
        """
        told = self._act(event)
        if is_offer(told):
            told = self._act(Tapped(told[-1].number, told[-1].buttons[0].key))
        return make_turn(
            self.dialogue.view, read_screening(self._open_store(), self._address, self._with_unit_of_work), told
        )

    def _act(self, event: Event) -> list[Message]:
        """Lets the person act, and returns the messages that the bot showed after it, asked for or not."""
        if isinstance(event, Said):
            after = find_last_seen(self._channel.chats[self._address], event.last_seen)
            brought = self._channel.say(self._address, event.text, event.sent_at, after=after)
        else:
            brought = self._channel.tap(self._address, event.number, event.key)
        if self._is_dropping:
            self._is_dropping = False
            self._channel.faults.append(CallFault(NOT_NOW))
            self._serve(brought)
        self._serve(brought)
        shown = self._channel.chats[self._address][self._seen :]
        self._seen += len(shown)
        return [
            replace(
                each.message,
                buttons=tuple(Button(button.label, carry(each, button.key)) for button in each.message.buttons),
                number=each.receipt,
            )
            for each in shown
        ]

    def _serve(self, brought: ChannelEvent) -> None:
        """Starts a bot, lets it take what a person did, and ends it once it is at rest."""
        self._runner.run(serve_once(self._channel, self._assembly, self._open_store(), brought))
        self.close()

    def _with_unit_of_work(self, handle: EventHandler) -> Any:
        inbound = InboundEvent("test", uuid4().hex, self._address, AccountName(self._address), self._now)
        return self._open_store().take(inbound, handle).value

    def _open_store(self) -> Store:
        if self._store is None:
            self._store = open_store(self._place, self._key, self._now)
        return self._store
