"""The front desk: a person's way to the screenings that are kept for them: begun, listed, opened, forgotten. The rest is the dialogue's.

It holds nothing of any chat: what a chat is at between two events is its seat, which the channel keeps.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import phrases
from bot.conversation import Shown
from bot.desk_words import Asked, asked, chosen, is_help
from bot.dialogues import Dialogues
from bot.outcome import outcome_of
from bot.screening_list import list_page, offer
from dialogs.dialogue import Dialogue
from dialogs.machine import CONCLUDED, STOPPED
from dialogs.screening import Button, Event, Message, Screening, Turn
from storage.chain import What
from storage.codes import read_code, shown_code
from storage.desk import Desk
from storage.kept import Kept
from storage.retention import Retention


@dataclass(frozen=True)
class Seat:
    """Where a person sits in one chat: the open screening, or one that has no answer yet and so is not kept, and the desk's open menu."""

    screening: bytes | None = None
    unkept: Screening | None = None
    menu: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Reply:
    """What comes of one event: the seat from now on, what to show, and the open screening where it is kept."""

    seat: Seat
    shown: Shown
    kept: Kept | None = None

    @property
    def number(self) -> int | None:
        """The number of the question that stands open."""
        screening = self.seat.unkept if self.kept is None else self.kept.screening
        return None if screening is None else screening.number


class FrontDesk:
    """The front desk of one program. `trial` is what new screenings are for."""

    def __init__(self, dialogues: Dialogues, trial: str, retention: Retention) -> None:
        self.dialogues = dialogues
        self.fresh, self.definition = dialogues.of(trial)
        self.retention = retention

    def visit(self, desk: Desk, seat: Seat, role: str) -> "Visit":
        """Returns a visit: what one event at `desk` can do, by a person with this role. Its methods write to that desk only."""
        return Visit(self, desk, seat, role)


class Visit:
    """One event at the front desk. A new screening is kept with its first answer: until then there is nothing to lose, or to count."""

    def __init__(self, front: FrontDesk, desk: Desk, seat: Seat, role: str) -> None:
        self.front = front
        self.desk = desk
        self.now = desk.incoming.at
        self.person = desk.incoming.person
        self.role = role
        self.seat = seat
        self.unkept = seat.unkept
        self.kept = None if seat.screening is None else desk.by_id(seat.screening)
        self.lead: tuple[Message, ...] = ()
        self.is_gone = seat.screening is not None and self.kept is None
        self.dialogue = front.fresh if self.kept is None else self._dialogue_of(self.kept) or front.fresh

    def begins(self, *, may_choose: bool) -> Reply:
        """Offers the unfinished screenings, or begins a new one."""
        unfinished = [each for each in self._owned() if each.screening.state not in (CONCLUDED, STOPPED)] if may_choose else []
        return self._menu(offer(unfinished)) if unfinished else self._new("")

    def opens(self, code: str) -> tuple[str, Reply]:
        """Opens a screening by its code; where that cannot be, the first part says why."""
        fault = self._find(code)
        return fault, self._again(fault) if fault else self._back_at()

    def hears(self, event: Event) -> Reply:
        """Takes what was said or tapped."""
        choice = chosen(self.seat.menu, event) or asked(event, is_open=self.open is not None)
        if choice is not None:
            return self._choices[choice.asked](choice.about)
        if is_help(event):
            self.lead = (Message(phrases.DESK_HELP),)
        if self.is_gone:
            return self._nothing_open(phrases.GONE)
        if self.open is None:
            return self._nothing_open(phrases.NOTHING_OPEN)
        return self._first(self.open, event) if self.kept is None else self._turn(self.kept, event)

    @property
    def _choices(self) -> dict[Asked, Callable[[str], Reply]]:
        return {
            Asked.NEW: self._new,
            Asked.LIST: self._list,
            Asked.OPEN: lambda code: self.opens(code)[1],
            Asked.FORGET: self._ask_to_forget,
            Asked.DESTROY: self._forget,
            Asked.KEEP: lambda _: self._again(phrases.NOT_FORGOTTEN),
            Asked.STAY: lambda _: self._again(),
        }

    # what is asked of the desk

    def _new(self, _: str) -> Reply:
        self.dialogue = self.front.fresh
        turn = self.dialogue.begin(self.now)
        self.kept, self.unkept = None, turn.screening
        return self._reply(turn.messages)

    def _list(self, _: str) -> Reply:
        owned = self._owned()
        if not owned:
            return self._nothing_open(phrases.NONE_KEPT)
        return self._menu(list_page(owned, self.kept, self.front.retention, is_open=self.open is not None))

    def _ask_to_forget(self, code: str) -> Reply:
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
        return self._menu(Message(phrases.FORGET_ASK.format(code=shown), (no, yes), numbered=True))

    def _forget(self, code: str) -> Reply:
        found = self._own(code)
        if found is None:
            return self._again(phrases.NOT_YOURS.format(code=shown_code(code)))
        self.desk.forget(found)
        if self.kept is not None and self.kept.id == found.id:
            self.kept = None
        return self._again(phrases.FORGOTTEN.format(code=shown_code(code)))

    # what the dialogue does

    def _first(self, unkept: Screening, event: Event) -> Reply:
        """Takes a turn in a screening that has no answer yet, and keeps it with the first one."""
        trial = self.dialogue.trial
        turn = self.dialogue.turn(unkept, event, self.now)
        if not turn.happened:
            self.unkept = turn.screening
            return self._reply(turn.messages, turn)
        kept = self.desk.begin(Turn(unkept, ()), self.front.definition, outcome_of(trial, unkept), self.role)
        self.kept, self.unkept = self.desk.keep(kept, replace(turn, messages=()), outcome_of(trial, turn.screening)), None
        kept_under = Message(phrases.KEPT_UNDER.format(code=shown_code(kept.code)))
        return self._reply((kept_under, *turn.messages), turn)

    def _turn(self, kept: Kept, event: Event) -> Reply:
        turn = self.dialogue.turn(kept.screening, event, self.now)
        self.kept = self.desk.keep(kept, replace(turn, messages=()), outcome_of(self.dialogue.trial, turn.screening))
        return self._reply(turn.messages, turn)

    # finding and showing

    @property
    def open(self) -> Screening | None:
        """The screening that is open, kept or not."""
        return self.unkept if self.kept is None else self.kept.screening

    def _find(self, code: str) -> str:
        """Opens the screening with a code, and returns nothing; or returns why it cannot be opened."""
        read = read_code(code)
        if read is None:
            return phrases.NO_CODE
        found = self._own(read)
        if found is None:
            return phrases.NOT_YOURS.format(code=shown_code(read))
        dialogue = self._dialogue_of(found)
        if dialogue is None:
            return phrases.UNREADABLE.format(code=shown_code(read), trial=found.screening.trial)
        self.kept, self.unkept, self.dialogue = self.desk.note(found, What.OPENED), None, dialogue
        return ""

    def _own(self, code: str) -> Kept | None:
        found = self.desk.by_code(code)
        return found if found is not None and found.owner == self.person else None

    def _owned(self) -> list[Kept]:
        return self.desk.owned(self.person)

    def _dialogue_of(self, kept: Kept) -> Dialogue | None:
        return self.front.dialogues.by_digest(kept.screening.digest, self.desk.definition)

    def _back_at(self) -> Reply:
        """Shows where the open screening stands."""
        assert self.kept is not None, "a screening was just opened"
        where = Message(phrases.BACK_AT.format(code=shown_code(self.kept.code), begun=f"{self.kept.begun_at:%Y-%m-%d}"))
        return self._reply((where, *self.dialogue.shown_again(self.kept.screening).messages))

    def _again(self, lead: str = "") -> Reply:
        """Says something, if there is something to say, then shows what stands open."""
        if self.open is None:
            return self._nothing_open(lead or phrases.NOTHING_OPEN)
        said = (Message(lead),) if lead else ()
        return self._reply((*said, *self.dialogue.shown_again(self.open).messages))

    def _nothing_open(self, lead: str) -> Reply:
        return self._menu(offer(self._owned(), lead))

    def _menu(self, message: Message) -> Reply:
        """Shows a message of the desk, whose buttons stand open until the next event."""
        return self._reply((message,), menu=message.buttons)

    def _reply(self, messages: tuple[Message, ...], turn: Turn | None = None, menu: tuple[Button, ...] = ()) -> Reply:
        seat = Seat(None if self.kept is None else self.kept.id, self.unkept, menu)
        said = (*self.lead, *messages)
        self.desk.post(said, self.kept)
        return Reply(seat, Shown(said, self.dialogue.trial, None if turn is None else turn.verdict), self.kept)
