"""The front desk: a person's way to their kept screenings: begun, listed, opened, handed over, forgotten. The rest is the dialogue's.

It holds nothing of any chat: what a chat is at between two events is its seat, which the channel keeps.
"""

from collections.abc import Callable
from dataclasses import replace

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.trial_catalogue import names
from bot.session import handover as handing_over
from bot.session import inaccuracy_dialog as inaccuracies
from bot.session.file_rate_limit import FileLimit
from bot.session.file_requests import answered
from bot.session.file_words import wanted_in
from bot.session.menus import forget_question, list_page, offer
from bot.session.requests import Asked, asked, chosen, page_asked
from bot.session.session import Reply, Seat, Sitting
from bot.session.tally_outcome import outcome_of
from dialogs.conversation.commands import Command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.pages import report_page
from dialogs.conversation.screening import Event, Message, Screening, Turn
from dialogs.conversation.state_machine import CONCLUDED, STOPPED, fact_of
from storage.model.codes import read_code, shown_code
from storage.model.entries import What
from storage.model.retention import Retention
from storage.model.stored import Definition, Kept
from storage.unit_of_work.unit_of_work import Desk

__all__ = ["FrontDesk", "Reply", "Seat", "Visit"]


class FrontDesk:
    """The front desk of one program. `trial` is what new screenings are for. `files` is there where the channel can send files."""

    def __init__(self, dialogues: Dialogues, trial: str, retention: Retention, files: FileLimit | None = None) -> None:
        self.dialogues = dialogues
        self.fresh, self.definition = dialogues.of(trial)
        self.retention = retention
        self.files = files

    def visit(self, desk: Desk, seat: Seat, role: str) -> "Visit":
        """Returns a visit: what one event at `desk` can do, by a person with this role. Its methods write to that desk only."""
        return Visit(self, desk, seat, role)

    def trial(self, name: str) -> tuple[Dialogue, Definition] | str:
        """Returns the trial that somebody named by its id, for a new screening; or what to tell them."""
        try:
            if name.casefold() in ("", self.fresh.trial.id.casefold()):
                return self.fresh, self.definition
            return self.dialogues.by_id(name) or phrases.NO_TRIAL.format(trials=", ".join(dict.fromkeys((self.fresh.trial.id, *names()))))
        except UsageFault:
            return phrases.TRIAL_FAULTY.format(trial=name[:40])


class Visit(Sitting):
    """One event at the front desk. A new screening is kept with its first answer: until then there is nothing to lose, or to count."""

    def __init__(self, front: FrontDesk, desk: Desk, seat: Seat, role: str) -> None:
        super().__init__(front.dialogues, (front.fresh, front.definition), desk, seat)
        self.front = front
        self.role = role

    def begins(self, *, may_choose: bool) -> Reply:
        """Offers the unfinished screenings, or begins a new one."""
        unfinished = [each for each in self.owned() if each.screening.state not in (CONCLUDED, STOPPED)] if may_choose else []
        return self.menu(offer(unfinished)) if unfinished else self._new("")

    def begins_for(self, trial: str) -> Reply:
        """Begins a new screening for the trial with this id; an unknown one is told with those that there are."""
        return self._new(trial)

    def opens(self, code: str) -> tuple[str, Reply]:
        """Opens a screening by its code; where that cannot be, the first part says why."""
        fault = self._find(code)
        return fault, self.again(fault) if fault else self.back_at()

    def hears(self, event: Event) -> Reply:
        """Takes what was said or tapped."""
        choice = chosen(self.seat.menu, event) or asked(event, is_open=self.open is not None)
        if choice is not None:
            return self._choices[choice.asked](choice.about)
        wanted = wanted_in(event)
        if wanted is not None:
            return answered(self, wanted, self.front.files)
        self.lead = (*self.lead, *self._own_words(page_asked(event)))
        if self.open is None:
            return self.nothing_open(phrases.NOTHING_OPEN)
        return self._first(self.open, event) if self.kept is None else self._turn(self.kept, event)

    @property
    def _choices(self) -> dict[Asked, Callable[[str], Reply]]:
        return {
            Asked.NEW: self._new,
            Asked.LIST: self._list,
            Asked.OPEN: lambda code: self.opens(code)[1],
            Asked.HAND_OVER: self._hand_over,
            Asked.TAKE: self._take_over,
            Asked.FORGET: self._ask_to_forget,
            Asked.DESTROY: self._forget,
            Asked.KEEP: lambda _: self.again(phrases.NOT_FORGOTTEN),
            Asked.STAY: lambda _: self.again(),
            Asked.REPORT: self._report,
        }

    # what is asked of the desk

    def _new(self, trial: str) -> Reply:
        found = self.front.trial(trial)
        if isinstance(found, str):
            return self.again(found)
        self.dialogue, self.definition = found
        turn = self.dialogue.begin(self.now)
        self.kept, self.unkept = None, turn.screening
        return self.reply(turn.messages)

    def _list(self, _: str) -> Reply:
        owned = self.owned()
        if not owned:
            return self.nothing_open(phrases.NONE_KEPT)
        return self.menu(list_page(owned, self.kept, self.front.retention, is_open=self.open is not None))

    def _hand_over(self, code: str) -> Reply:
        read = self.kept.code if not code and self.kept is not None else read_code(code)
        if read is None:
            return self.again(phrases.NO_CODE if code else phrases.HANDOVER_WHICH)
        found = self.own(read)
        if found is None:
            return self.again(phrases.NOT_YOURS.format(code=shown_code(read)))
        noted, said = handing_over.offered(self.desk, found)
        if self.kept is not None and self.kept.id == noted.id:
            self.kept = noted
        return self.again(said)

    def _take_over(self, typed: str) -> Reply:
        found = handing_over.taken(self.desk, typed)
        if isinstance(found, str):
            return self.again(found)
        self.lead = (*self.lead, Message(phrases.TAKEN_OVER.format(code=shown_code(found.code))))
        fault = self.take_up(found)
        return self.again(fault) if fault else self.back_at()

    def _ask_to_forget(self, code: str) -> Reply:
        if not code and self.kept is None:
            return self.again(phrases.FORGET_WHICH)
        known = self.kept.code if not code and self.kept is not None else read_code(code)
        if known is None:
            return self.again(phrases.NO_CODE)
        return self.menu(forget_question(known))

    def _forget(self, code: str) -> Reply:
        found = self.own(code)
        if found is None:
            return self.again(phrases.NOT_YOURS.format(code=shown_code(code)))
        self.desk.forget(found)
        if self.kept is not None and self.kept.id == found.id:
            self.kept = None
        return self.again(phrases.FORGOTTEN.format(code=shown_code(code)))

    def _report(self, chosen: str) -> Reply:
        """Takes an inaccuracy by choice, one step after the other; where an address is listed, it is told instead."""
        if self.dialogue.contacts.inaccuracies is not None:
            return self.again(report_page(self.dialogue.trial, self.dialogue.contacts))
        choice = inaccuracies.next_choice(self.dialogue, chosen, None if self.open is None else fact_of(self.open.state))
        return self.again(inaccuracies.report(self.desk, self.dialogue, chosen, self.role)) if choice is None else self.menu(choice)

    def _own_words(self, asked: Command | None) -> tuple[Message, ...]:
        """Returns what the desk adds to a page of the dialogue."""
        if asked is Command.HELP:
            return (Message(phrases.DESK_HELP),)
        return (Message(phrases.REPORT_HERE),) if asked is Command.REPORT and self.dialogue.contacts.inaccuracies is None else ()

    def _find(self, code: str) -> str:
        """Opens the screening with a code, and returns nothing; or returns why it cannot be opened."""
        read = read_code(code)
        if read is None:
            return phrases.NO_CODE
        found = self.own(read)
        if found is None:
            return phrases.NOT_YOURS.format(code=shown_code(read))
        fault = self.take_up(found)
        if not fault:
            self.kept = self.desk.note(found, What.OPENED)
        return fault

    # what the dialogue does

    def _first(self, unkept: Screening, event: Event) -> Reply:
        """Takes a turn in a screening that has no answer yet, and keeps it with the first one."""
        trial = self.dialogue.trial
        turn = self.dialogue.turn(unkept, event, self.now)
        if not turn.happened:
            self.unkept = turn.screening
            return self.reply(turn.messages, turn)
        kept = self.desk.begin(Turn(unkept, ()), self.definition, outcome_of(trial, unkept), self.role)
        self.kept, self.unkept = self.desk.keep(kept, replace(turn, messages=()), outcome_of(trial, turn.screening)), None
        kept_under = Message(phrases.KEPT_UNDER.format(code=shown_code(kept.code)))
        return self.reply((kept_under, *turn.messages), turn)

    def _turn(self, kept: Kept, event: Event) -> Reply:
        turn = self.dialogue.turn(kept.screening, event, self.now)
        self.kept = self.desk.keep(kept, replace(turn, messages=()), outcome_of(self.dialogue.trial, turn.screening))
        offer = (Message(phrases.FILES_OFFER),) if turn.verdict is not None and self.front.files is not None else ()
        return self.reply((*turn.messages, *offer), turn)
