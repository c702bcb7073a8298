"""A person's seat at the front desk: what is open there, whose it is, and how it is shown. What is asked of the desk stands elsewhere."""

from dataclasses import dataclass

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.session.conversation import Shown
from bot.session.menus import offer
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Button, Message, Screening, Turn
from storage.model.codes import shown_code
from storage.model.file_request import FileOrder
from storage.model.stored import Definition, Kept
from storage.unit_of_work.unit_of_work import Desk


@dataclass(frozen=True)
class Seat:
    """Where a person sits in one chat: the open screening, or one that has no answer yet and so is not kept, and the desk's open menu."""

    screening: bytes | None = None
    unkept: Screening | None = None
    menu: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Reply:
    """What comes of one event: the seat from now on, what to show, the open screening where it is kept, and the dialogue's turn, if any.

    `order` is the file that was asked for, which comes by itself.
    """

    seat: Seat
    shown: Shown
    kept: Kept | None = None
    turn: Turn | None = None
    order: FileOrder | None = None

    @property
    def number(self) -> int | None:
        """The number of the question that stands open."""
        screening = self.seat.unkept if self.kept is None else self.kept.screening
        return None if screening is None else screening.number


class Sitting:
    """One event at a seat. `fresh` is what new screenings are for. A seat opens a screening for nobody but its owner."""

    def __init__(self, dialogues: Dialogues, fresh: tuple[Dialogue, Definition], desk: Desk, seat: Seat) -> None:
        self.dialogues = dialogues
        self.desk = desk
        self.now = desk.incoming.at
        self.person = desk.incoming.person
        self.seat = seat
        self.dialogue, self.definition = fresh
        self.kept: Kept | None = None
        self.unkept: Screening | None = None
        self.loss = self._sit_down()
        self.lead = (Message(self.loss),) if self.loss else ()

    def _sit_down(self) -> str:
        """Takes up what was open at the seat. Where it is not there any more, or is another's by now, returns what to tell."""
        if self.seat.unkept is not None:
            found = self.dialogues.of_unkept(self.seat.unkept)
            if found is None:
                return phrases.REDEFINED
            self.unkept, (self.dialogue, self.definition) = self.seat.unkept, found
        if self.seat.screening is None:
            return ""
        kept = self.desk.by_id(self.seat.screening)
        if kept is None:
            return phrases.GONE
        if kept.owner != self.person:
            return phrases.HANDED_OVER
        return self.take_up(kept)

    @property
    def open(self) -> Screening | None:
        """The screening that is open, kept or not."""
        return self.unkept if self.kept is None else self.kept.screening

    def own(self, code: str) -> Kept | None:
        """Returns the screening with this code, where it is the person's own."""
        found = self.desk.by_code(code)
        return found if found is not None and found.owner == self.person else None

    def owned(self) -> list[Kept]:
        """Returns the person's screenings, those used last first."""
        return self.desk.owned(self.person)

    def take_up(self, kept: Kept) -> str:
        """Opens one of the person's screenings, and returns nothing; or returns why it cannot be read."""
        dialogue = self.dialogues.by_digest(kept.screening.digest, self.desk.definition)
        if dialogue is None:
            return phrases.UNREADABLE.format(code=shown_code(kept.code), trial=kept.screening.trial)
        self.kept, self.unkept, self.dialogue = kept, None, dialogue
        return ""

    def back_at(self) -> Reply:
        """Shows where the open screening stands."""
        assert self.kept is not None, "a screening was just opened"
        where = Message(phrases.BACK_AT.format(code=shown_code(self.kept.code), begun=f"{self.kept.begun_at:%Y-%m-%d}"))
        return self.reply((where, *self.dialogue.shown_again(self.kept.screening).messages))

    def again(self, lead: str = "") -> Reply:
        """Says something, if there is something to say, then shows what stands open."""
        if self.open is None:
            return self.nothing_open(lead or phrases.NOTHING_OPEN)
        said = (Message(lead),) if lead else ()
        return self.reply((*said, *self.dialogue.shown_again(self.open).messages))

    def nothing_open(self, lead: str) -> Reply:
        """Says something, with an offer of the person's screenings."""
        return self.menu(offer(self.owned(), lead))

    def menu(self, message: Message) -> Reply:
        """Shows a message of the desk, whose buttons stand open until the next event."""
        return self.reply((message,), menu=message.buttons)

    def reply(self, messages: tuple[Message, ...], turn: Turn | None = None, menu: tuple[Button, ...] = ()) -> Reply:
        """Posts messages, and returns what comes of the event."""
        seat = Seat(None if self.kept is None else self.kept.id, self.unkept, menu)
        said = (*self.lead, *messages)
        self.desk.post(said, self.kept)
        return Reply(seat, Shown(said, self.dialogue.trial, None if turn is None else turn.verdict), self.kept, turn)
