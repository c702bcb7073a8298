"""Storage as a layer for scripts: after every turn the store is opened again, and what it kept and posted is what counts."""

from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.config.dialogue_registry import Dialogues
from bot.session.tally_outcome import outcome_of
from bot.workbench.layers.temp_folder import scratch
from dialogs.conversation.screening import Event, Screening, Turn
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.scripts.blocks import Script
from dialogs.testing.scripts.layer import Rough
from storage.crypto.keys import MasterKey, new_key
from storage.database.address import file_address
from storage.model.stored import Incoming, Kept
from storage.opening.location import Place
from storage.opening.opening import open_store
from storage.unit_of_work.store import Handler, Store
from storage.unit_of_work.unit_of_work import Desk

CHANNEL = "script"


class ThroughStorage:
    """Screenings on SQLite, in a folder of their own that is gone at the end. A restart stands between any two turns."""

    def __init__(self, trial: str, stack: ExitStack, folder: Path | None = None) -> None:
        self.dialogue, self.definition = Dialogues().of(trial)
        home = folder or stack.enter_context(scratch())
        self._place = Place(file_address(home / "screenings.db"), home / "anchor", home / "forgotten")
        self._key: MasterKey = new_key()
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
        outcome = outcome_of(self.trial, turn.screening)
        kept: Kept = self._take(lambda desk: desk.begin(turn, self.definition, outcome, "tester"), now)
        self._screening = kept.id
        return self._told(turn, now)

    def turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Takes a turn in the screening that was begun last, and returns it as the store tells it after a restart."""
        del screening  # what the store kept is what counts

        def handle(desk: Desk) -> Turn:
            kept = desk.by_id(self._screening)
            assert kept is not None, "nothing forgets a screening while its script is played"
            turn = self.dialogue.turn(kept.screening, event, now)
            desk.keep(kept, turn, outcome_of(self.trial, turn.screening))
            return turn

        return self._told(self._take(handle, now), now)

    def apart(self, script: Script, now: datetime) -> AbstractContextManager[Rough]:
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

    def _take(self, handle: Handler, now: datetime) -> Any:
        incoming = Incoming(CHANNEL, uuid4().hex, CHANNEL, "a script", now)
        value = self._opened(now).take(incoming, handle, self._shown).value
        if self._is_dropping:
            self._is_dropping = False
            outbox = self._opened(now).outbox
            claimed = outbox.claim(CHANNEL, now)
            if claimed is not None:
                outbox.failed(claimed.id, now)
            self.close()
            self._opened(now).take(incoming, handle, self._shown)
        return value

    def _told(self, turn: Turn, now: datetime) -> Turn:
        """Returns a turn with what the store kept and posted in place of what it was given."""
        self.close()
        store = self._opened(now)
        waiting = store.outbox.waiting(CHANNEL)
        self._shown = [each.id for each in waiting]
        with store.reading() as shelf:
            kept = shelf.by_id(self._screening)
        assert kept is not None, "what was committed is there after a restart"
        return replace(turn, screening=kept.screening, messages=tuple(each.message for each in waiting))

    def _opened(self, now: datetime) -> Store:
        if self._store is None:
            self._store = open_store(self._place, self._key, now)
        return self._store
