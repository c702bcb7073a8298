"""The front desk: a person's way to the screenings that are kept for them: begun, listed, opened, forgotten. The rest is the dialogue's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot import phrases
from bot.conversation import Shown
from bot.desk_words import Asked, asked, chosen, is_help
from bot.dialogues import Dialogues
from bot.faults import UsageFault
from bot.outcome import outcome_of
from bot.screening_list import list_page, offer
from dialogs.dialogue import Dialogue
from dialogs.machine import CONCLUDED, STOPPED
from dialogs.screening import Button, Event, Message, Said, Screening, Turn
from storage.chain import What
from storage.codes import read_code, shown_code
from storage.desk import Desk
from storage.faults import Damaged, Unavailable
from storage.kept import Incoming, Kept
from storage.store import Handler, Store


class FrontDesk:
    """A conversation about kept screenings, with one person through one channel.

    `trial` is what a new screening is for; `code` is that of a screening to open first. A new screening is kept with its first answer:
    until then there is nothing to lose, and nothing to count.
    """

    def __init__(
        self, store: Store, dialogues: Dialogues, trial: str, *, channel: str, person: str, clock: Callable[[], datetime], code: str = ""
    ) -> None:
        self.store = store
        self.dialogues = dialogues
        self.fresh, self.definition = dialogues.of(trial)
        self.channel = channel
        self.person = person
        self.clock = clock
        self.code = code
        self.kept: Kept | None = None
        self._unkept: Screening | None = None
        self._dialogue = self.fresh
        self._menu: tuple[Button, ...] = ()
        self._shown: list[int] = []

    def begin(self, *, may_choose: bool) -> Shown:
        """Opens the screening whose code was given; else offers the unfinished ones, or begins a new one."""
        self.store.sweep(self.clock())
        if self.code:
            fault = self._find(self.code)
            if fault:
                raise UsageFault(fault)
            return self._back_at()
        unfinished = [kept for kept in self._owned() if kept.screening.state not in (CONCLUDED, STOPPED)] if may_choose else []
        return self._offered(unfinished) if unfinished else self._new("")

    def hear(self, event: Event) -> Shown:
        """Returns what comes of what was said or tapped. What cannot be kept just now is told, and may be said again."""
        choice = chosen(self._menu, event) or asked(event, is_open=self._open_screening is not None)
        self._menu = ()
        try:
            return self._said(event) if choice is None else self._choices[choice.asked](choice.about)
        except Unavailable as fault:
            return self._again(phrases.NOT_KEPT.format(reason=fault))
        except Damaged as fault:
            self._close()
            return self._nothing_open(str(fault))

    def farewell(self) -> str:
        """Returns the last words, which say how to go on."""
        if self._shown:
            self.store.outbox.sent(self._shown, self.clock())
        if self.kept is None:
            return phrases.FAREWELL_NONE if self._unkept is None else phrases.FAREWELL_UNKEPT
        return phrases.FAREWELL.format(code=shown_code(self.kept.code))

    @property
    def _choices(self) -> dict[Asked, Callable[[str], Shown]]:
        return {
            Asked.NEW: self._new,
            Asked.LIST: self._list,
            Asked.OPEN: self._open,
            Asked.FORGET: self._ask_to_forget,
            Asked.DESTROY: self._forget,
            Asked.KEEP: lambda _: self._again(phrases.NOT_FORGOTTEN),
            Asked.STAY: lambda _: self._again(),
        }

    # what is asked of the desk

    def _new(self, _: str) -> Shown:
        turn = self.fresh.begin(self.clock())
        self.kept, self._unkept, self._dialogue = None, turn.screening, self.fresh
        return Shown(turn.messages, self.fresh.trial)

    def _list(self, _: str) -> Shown:
        owned = self._owned()
        if not owned:
            return self._nothing_open(phrases.NONE_KEPT)
        page = list_page(owned, self.kept, self.store.retention, is_open=self._open_screening is not None)
        self._menu = page.buttons
        return Shown((page,))

    def _open(self, code: str) -> Shown:
        fault = self._find(code)
        return self._again(fault) if fault else self._back_at()

    def _ask_to_forget(self, code: str) -> Shown:
        if not code and self.kept is None:
            return self._again(phrases.FORGET_WHICH)
        known = self.kept.code if not code and self.kept is not None else read_code(code)
        if known is None:
            return self._again(phrases.NO_CODE)
        shown = shown_code(known)
        yes, no = (
            Button(phrases.FORGET_LABEL.format(code=shown), f"{Asked.DESTROY.value}:{known}"),
            Button(phrases.KEEP_LABEL, Asked.KEEP.value),
        )
        self._menu = (no, yes)
        return Shown((Message(phrases.FORGET_ASK.format(code=shown), self._menu, numbered=True),))

    def _forget(self, code: str) -> Shown:
        def handle(desk: Desk) -> Kept | None:
            kept = desk.by_code(code)
            if kept is None or kept.owner != self.person:
                return None
            desk.forget(kept)
            return kept

        forgotten = self._take(handle)
        if forgotten is None:
            return self._again(phrases.NOT_YOURS.format(code=shown_code(code)))
        if self.kept is not None and self.kept.id == forgotten.id:
            self._close()
        return self._again(phrases.FORGOTTEN.format(code=shown_code(code)))

    # what the dialogue does

    def _said(self, event: Event) -> Shown:
        if self.kept is not None:
            shown = self._turn(self.kept, event)
        elif self._unkept is not None:
            shown = self._first(self._unkept, event)
        else:
            return self._nothing_open(phrases.NOTHING_OPEN)
        return replace(shown, messages=(Message(phrases.DESK_HELP), *shown.messages)) if is_help(event) else shown

    def _first(self, unkept: Screening, event: Event) -> Shown:
        """Takes a turn in a screening that has no answer yet, and keeps it with the first one."""
        trial = self._dialogue.trial
        turn = self._dialogue.turn(unkept, event, self.clock())
        if not turn.happened:
            self._unkept = turn.screening
            return Shown(turn.messages, trial, turn.verdict)

        def handle(desk: Desk) -> Kept:
            kept = desk.begin(Turn(unkept, ()), self.definition, outcome_of(trial, unkept), ROLE)
            return desk.keep(kept, turn, outcome_of(trial, turn.screening))

        self.kept, self._unkept = self._take(handle), None
        kept_under = Message(phrases.KEPT_UNDER.format(code=shown_code(self.kept.code)))
        return self._showing(Shown((kept_under, *turn.messages), trial, turn.verdict))

    def _turn(self, open_now: Kept, event: Event) -> Shown:
        screening_id, now = open_now.id, self.clock()
        seen = replace(event, number=open_now.screening.number) if isinstance(event, Said) else event

        def handle(desk: Desk) -> tuple[Kept, Turn] | None:
            kept = desk.by_id(screening_id)
            if kept is None:
                return None
            turn = self._dialogue.turn(kept.screening, seen, now)
            return desk.keep(kept, turn, outcome_of(self._dialogue.trial, turn.screening)), turn

        taken = self._take(handle)
        if taken is None:
            self._close()
            return self._nothing_open(phrases.GONE)
        self.kept, turn = taken
        return self._showing(Shown(turn.messages, self._dialogue.trial, turn.verdict))

    # finding and showing

    def _find(self, code: str) -> str:
        """Opens the screening with a code, and returns nothing; or returns why it cannot be opened."""
        read = read_code(code)
        if read is None:
            return phrases.NO_CODE

        def handle(desk: Desk) -> tuple[Kept, Dialogue | None] | None:
            kept = desk.by_code(read)
            if kept is None or kept.owner != self.person:
                return None
            dialogue = self.dialogues.by_digest(kept.screening.digest, desk.definition)
            return desk.note(kept, What.OPENED) if dialogue else kept, dialogue

        found = self._take(handle)
        if found is None:
            return phrases.NOT_YOURS.format(code=shown_code(read))
        kept, dialogue = found
        if dialogue is None:
            return phrases.UNREADABLE.format(code=shown_code(read), trial=kept.screening.trial)
        self.kept, self._unkept, self._dialogue = kept, None, dialogue
        return ""

    def _back_at(self) -> Shown:
        """Shows where the open screening stands, after what was not shown of it before a crash."""
        assert self.kept is not None
        kept = self.kept
        unseen = [each.message for each in self.store.outbox.waiting(self._chat) if each.screening == kept.id]
        missed = [message for message in unseen if message.number != kept.screening.number]
        where = Message(phrases.BACK_AT.format(code=shown_code(kept.code), begun=f"{kept.begun_at:%Y-%m-%d}"))
        again = self._dialogue.shown_again(kept.screening).messages
        return self._showing(Shown((where, *missed, *again), self._dialogue.trial))

    def _offered(self, unfinished: list[Kept]) -> Shown:
        message = offer(unfinished)
        self._menu = message.buttons
        return Shown((message,))

    def _again(self, lead: str = "") -> Shown:
        """Says something, if there is something to say, then shows what stands open."""
        if self._open_screening is None:
            return self._nothing_open(lead or phrases.NOTHING_OPEN)
        said = [Message(lead)] if lead else []
        return Shown((*said, *self._dialogue.shown_again(self._open_screening).messages), self._dialogue.trial)

    @property
    def _open_screening(self) -> Screening | None:
        return self._unkept if self.kept is None else self.kept.screening

    def _close(self) -> None:
        self.kept, self._unkept = None, None

    def _nothing_open(self, lead: str) -> Shown:
        message = offer(self._owned(), lead)
        self._menu = message.buttons
        return Shown((message,))

    def _showing(self, shown: Shown) -> Shown:
        """Notes what is about to be shown, so that the next event reports it as sent."""
        self._shown = [each.id for each in self.store.outbox.waiting(self._chat)]
        return shown

    def _owned(self) -> list[Kept]:
        with self.store.reading() as shelf:
            return shelf.owned(self.person)

    def _take(self, handle: Handler) -> Any:
        incoming = Incoming(self.channel, uuid4().hex, self._chat, self.person, self.clock())
        value = self.store.take(incoming, handle, self._shown).value
        self._shown = []
        return value

    @property
    def _chat(self) -> str:
        return f"{self.channel}:{self.person}"


ROLE = "clinician"
"""Whom the tally counts a screening at the terminal for."""
