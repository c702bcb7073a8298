"""Storage as a layer for scripts: after every turn the store is opened again, and what it holds is what counts."""

from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.config.dialogue_registry import Dialogues
from bot.session.tally_outcome import make_outcome
from bot.workbench.layers.temp_folder import make_temp_folder
from dialogs.conversation.screening import Event, Screening, Turn
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.scripts.blocks import Script
from dialogs.testing.scripts.layer import AbusableLayer
from storage.crypto.keys import MasterKey, make_key
from storage.database.address import make_file_address
from storage.model.people import AccountName
from storage.model.stored import InboundEvent, StoredScreening
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.batch import EventHandler
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

CHANNEL = "script"


class StorageLayer:
    """Screenings on SQLite, in a folder of their own that is gone at the end.

    A restart stands between any two turns.
    """

    def __init__(self, trial: str, stack: ExitStack, folder: Path | None = None) -> None:
        self.dialogue, self.definition = Dialogues().load(trial)
        home = folder or stack.enter_context(make_temp_folder())
        self._place = StoreLocation(make_file_address(home / "screenings.db"), home / "anchor", home / "forgotten")
        self._key: MasterKey = make_key()
        self._store: Store | None = None
        self._screening = b""
        self._shown: list[int] = []
        self._is_dropping = False
        stack.callback(self.close)

    @property
    def trial(self) -> Trial:
        """The trial that is screened for."""
        return self.dialogue.trial

    def begin(self, now: datetime) -> Turn:
        """Begins a screening, and returns its first turn as the store tells it after a restart."""
        turn = self.dialogue.begin(now)
        outcome = make_outcome(self.trial, turn.screening)
        stored: StoredScreening = self._take(
            lambda uow: uow.begin_screening(turn, self.definition, outcome, "tester"), now
        )
        self._screening = stored.id
        return self._read_back(turn, now)

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Takes a turn in the screening that was begun last, and returns it as the store tells it after a restart."""
        del screening  # what the store kept is what counts

        def handle(uow: UnitOfWork) -> Turn:
            stored = uow.find_by_id(self._screening)
            assert stored is not None, "nothing forgets a screening while its script is played"
            turn = self.dialogue.take_turn(stored.screening, event, now)
            uow.record_turn(stored, turn, make_outcome(self.trial, turn.screening))
            return turn

        return self._read_back(self._take(handle, now), now)

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """See `Sturdy`. Screenings do not meet in a store, so that the layer of one script can be this one."""
        del script, now  # each event brings its own time
        return nullcontext(self)

    def restart(self, now: datetime) -> None:
        """Closes the store; whatever comes next opens it."""
        del now
        self.close()

    def drop_network(self) -> None:
        """Lets the next event be delivered twice; what is said is taken in hand first, and not delivered."""
        self._is_dropping = True

    def close(self) -> None:
        """Closes the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _take(self, handle: EventHandler, now: datetime) -> Any:
        inbound = InboundEvent(CHANNEL, uuid4().hex, CHANNEL, AccountName("a script"), now)
        value = self._open_store(now).take(inbound, handle, self._shown).value
        if self._is_dropping:
            self._is_dropping = False
            outbox = self._open_store(now).outbox
            claimed = outbox.claim(CHANNEL, now)
            if claimed is not None:
                outbox.note_failed(claimed.id, now)
            self.close()
            self._open_store(now).take(inbound, handle, self._shown)
        return value

    def _read_back(self, turn: Turn, now: datetime) -> Turn:
        """Returns a turn with what the store kept and posted in place of what it was given."""
        self.close()
        store = self._open_store(now)
        waiting = store.outbox.list_waiting(CHANNEL)
        self._shown = [each.id for each in waiting]
        with store.reading() as repository:
            stored = repository.find_by_id(self._screening)
        assert stored is not None, "what was committed is there after a restart"
        return replace(turn, screening=stored.screening, messages=tuple(each.message for each in waiting))

    def _open_store(self, now: datetime) -> Store:
        if self._store is None:
            self._store = open_store(self._place, self._key, now)
        return self._store
