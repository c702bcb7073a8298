"""What a dialogue does for each command, such as going back, changing an answer, stopping or starting over."""

from dataclasses import replace
from datetime import datetime

from dialogs import phrases
from dialogs.conversation.blocks import Paragraph, Section
from dialogs.conversation.commands import Command
from dialogs.conversation.information import make_page
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.screening import Menu, Screening, Turn
from dialogs.conversation.state_machine import CONCLUDED, REVIEW, STOPPED, find_fact
from dialogs.conversation.status import make_status
from dialogs.conversation.turns import TurnMaker


class CommandTurns:
    """Answers the commands in one trial's dialogue; `keeping` says what becomes of the answers."""

    def __init__(self, turns: TurnMaker, keeping: str) -> None:
        self._turns = turns
        self._keeping = keeping

    def answer_command(self, screening: Screening, command: Command, rest: str, now: datetime) -> Turn:
        """Returns the turn for a command; `rest` are the words after it."""
        return replace(self._make_turn(screening, command, rest, now), command=command)

    def _make_turn(self, screening: Screening, command: Command, rest: str, now: datetime) -> Turn:
        page = self._make_page(screening, command, now)
        if page is not None:
            return self._turns.show(screening, page)
        if command is Command.CHANGE:
            return self._change_answer(screening, rest, now)
        return {
            Command.BACK: self._go_back,
            Command.PAUSE: self._pause,
            Command.RESUME: self._resume,
            Command.STOP: self._stop,
            Command.NEW: self._begin_another,
            Command.START_OVER: self._open_start_over_menu,
            Command.RESULT: self._show_result,
            Command.EVERY_CRITERION: self._turns.show_every_criterion,
        }[command](screening, now)

    def _make_page(self, screening: Screening, command: Command, now: datetime) -> Section | None:
        if command is Command.PRIVACY:
            return Section("", (Paragraph(phrases.PRIVACY), Paragraph(self._keeping)))
        if command is Command.STATUS:
            return self._make_status(screening, now)
        return make_page(self._turns.trial, command, screening, self._turns.contacts)

    def _make_status(self, screening: Screening, now: datetime) -> Section:
        """Returns where a screening stands. A review takes a screen of its own."""
        below = "" if screening.state == REVIEW else self._turns.view.make_message(screening).text
        return make_status(self._turns.evaluator, screening, now.date(), below)

    def _pause(self, screening: Screening, _: datetime) -> Turn:
        return Turn(screening, (Message(MessageKind.PAGE, (Paragraph(phrases.PAUSED),)),))

    def _go_back(self, screening: Screening, now: datetime) -> Turn:
        fact = find_fact(screening.state)
        if screening.menu is not None:
            return self._turns.open(replace(screening, menu=None), now)
        if fact is not None and screening.doubt is not None:
            return self._turns.ask_again(screening, fact, now, Paragraph(phrases.OFFER_REFUSED, passing=True))
        before = screening.find_previous(fact)
        if before is None:
            return self._turns.show(screening, Paragraph(phrases.FURTHEST_BACK, passing=True))
        return self._turns.ask_again(screening, before, now)

    def _change_answer(self, screening: Screening, name: str, now: datetime) -> Turn:
        if not screening.answers:
            return self._turns.show(screening, Paragraph(phrases.NOTHING_TO_CHANGE, passing=True))
        named = self._turns.view.find_named(screening, name)
        if named is not None:
            return self._turns.ask_again(screening, named, now)
        lead = [Paragraph(phrases.NO_FACT, passing=True)] if name else []
        if screening.menu is Menu.CHANGE:
            return self._turns.show(screening, *lead)
        return self._turns.open(replace(screening, menu=Menu.CHANGE), now, lead)

    def _resume(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == STOPPED:
            return self._turns.advance(screening, now, [Paragraph(phrases.RESUMED, passing=True)])
        if screening.state == CONCLUDED and screening.menu is None:
            return self._turns.make_result_turn(screening, now)
        return self._turns.show(screening, Paragraph(phrases.RESUMED, passing=True))

    def _stop(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == CONCLUDED:
            return self._turns.show(screening, Paragraph(phrases.ALREADY_FINISHED, passing=True))
        if screening.state == STOPPED:
            return self._turns.show(screening)
        return self._turns.go(replace(screening, menu=None), "stop", now)

    def _open_start_over_menu(self, screening: Screening, now: datetime) -> Turn:
        if not screening.answers:
            return self._turns.start_over(screening, now)
        return self._turns.open(replace(screening, menu=Menu.START_OVER), now)

    def _begin_another(self, screening: Screening, now: datetime) -> Turn:
        """Begins another screening, in place of this one: a dialogue holds only one. It is asked what would be lost."""
        if not screening.answers:
            return self._turns.start_over(screening, now)
        lead = [Paragraph(phrases.ONE_AT_A_TIME, passing=True)]
        return self._turns.open(replace(screening, menu=Menu.START_OVER), now, lead)

    def _show_result(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == CONCLUDED:
            return self._turns.make_result_turn(screening, now)
        if screening.state == REVIEW:
            return self._turns.conclude(replace(screening, menu=None), now)
        status = self._make_status(screening, now)
        return self._turns.show(screening, Section("", (Paragraph(phrases.NOT_FINISHED), *status.blocks)))
