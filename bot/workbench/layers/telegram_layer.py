"""Telegram as a layer for scripts: a person at the stand-in says to the whole bot, over HTTP, what a script says."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.channels.telegram.delivery.rendering import ADDRESS
from bot.workbench.layers.chat_reader import is_offer, join_pieces, join_toast, make_turn, read_screening
from bot.workbench.layers.shared_telegram_bot import CHANNEL, SharedTelegramBot
from bot.workbench.layers.whole_buttons import collect_buttons, is_cut, restore_labels
from bot.workbench.telegram_standin import Person
from bot.workbench.telegram_standin.bots import CallbackTap
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.screening import Event, Said, Screening, Turn
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.abuse import SECONDS_A_TURN
from dialogs.testing.scripts.playing.layer import AbusableLayer
from storage.features.members import Members, Role
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.batch import EventHandler


class TelegramLayer:
    """One screening of one person, in their chat with the bot."""

    def __init__(self, telegram: SharedTelegramBot, person: Person) -> None:
        self.telegram, self.trial = telegram, telegram.trial
        self.person = person
        self.address = f"{ADDRESS}{person.user.id}"
        self._last = 0.0
        self._seen = self._newest = 0
        self._tap: CallbackTap | None = None

    def begin(self, now: datetime) -> Turn:
        """Begins a screening for somebody who is let in by an invitation."""
        token: str = self._with_unit_of_work(lambda uow: Members(uow).invite(Role.TESTER, timedelta(days=1)))
        return self._turn(lambda: self.person.starts(token), now)

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Lets the person say or tap something, and returns what they are shown."""
        del screening  # what the store kept is what counts
        if isinstance(event, Said):
            date = None if event.sent_at is None else event.sent_at.timestamp()
            before = 0 if event.last_seen is None else self._newest  # a slow device does not show what came last
            return self._turn(lambda: self.person.sends(event.text, date=date, before=before), now)
        return self._turn(lambda: self._taps(event.number, event.key), now)

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """See `Sturdy`. The script gets a bot, a store and a stand-in of which no other script knows."""
        assert self.telegram.isolated is not None, (
            "only scripts that are played by `isolated_telegram.telegram` are rough"
        )
        return self.telegram.isolated.isolate(script, now)

    def get_time(self, now: datetime) -> float:
        """Returns when the person acts next, in seconds since 1970. Others move the clock too."""
        del now
        return self._last + SECONDS_A_TURN

    def _turn(self, act: Callable[[], object], now: datetime) -> Turn:
        """Lets the person act, and returns what they are told.

        Where the session offers to go on with the screening, they do.
        """
        with self.telegram.time.wait_until(self.get_time(now)) as self._last:
            told = self._collect_messages(act)
            if is_offer(told):
                told = self._collect_messages(lambda: self._taps(told[-1].number, told[-1].buttons[0].key))
            screening = self._read_screening()
            return make_turn(self.telegram.view, screening, self._show_whole(told, screening))

    def _collect_messages(self, act: Callable[[], object]) -> list[Message]:
        """Lets the person act, and returns the messages that the bot sent after it, asked for or not.

        A tap that is answered by a toast is told as what the person then sees.
        """
        self._tap = None
        ends = self.act_and_wait(act)
        sent = [each for each in self.person.sees() if each.id > self._seen and each.sender is not self.person.user]
        self._seen = self.person.chat.last_id
        self._newest = sent[0].id if sent else self._newest
        toast = self._read_toast()
        return [*join_pieces(sent, ends), *([self._see_toast(toast)] if toast else [])]

    def _show_whole(self, told: list[Message], screening: Screening) -> list[Message]:
        """Returns the messages, the last one with all buttons of the open question by their whole labels."""
        if not told or not told[-1].buttons:
            return told
        *others, last = told
        buttons = collect_buttons(last.buttons, self._turn_page)
        asked = self.telegram.view.make_buttons(screening) if any(map(is_cut, buttons)) else ()
        return [*others, restore_labels(last, buttons, asked)]

    def _turn_page(self, button: Button) -> tuple[Button, ...]:
        """Lets the person look at another page of buttons, and returns what stands there."""
        asking = next(each for each in reversed(self.person.sees()) if any(each.buttons()))
        self.act_and_wait(lambda: self._taps(asking.id, button.key))
        return tuple(Button(each["text"], each["callback_data"]) for each in asking.buttons())

    def _read_toast(self) -> str:
        """Returns with what the person's tap was answered, once it is; empty where they tapped nothing."""
        tap = self._tap
        if tap is None:
            return ""
        self.telegram.standin.wait_for(lambda: tap.answer is not None)
        return tap.answer or ""

    def _see_toast(self, toast: str) -> Message:
        asking = next((each for each in reversed(self.person.sees()) if any(each.buttons())), None)
        screening, dialogue = self._read_screening(), self.telegram.dialogue
        again = dialogue.show_again(screening).messages[-1]
        if screening.state != CONCLUDED:
            return join_toast(toast, asking, again, ())
        verdict = dialogue.evaluator.evaluate(screening.answers, self.telegram.standin.clock.moment().date())
        return join_toast(toast, asking, again, (Paragraph(each.say) for each in verdict.decisions))

    def _read_screening(self) -> Screening:
        return read_screening(self.telegram.store, self.address, self._with_unit_of_work)

    def act_and_wait(self, act: Callable[[], object]) -> dict[int, Message]:
        """Lets the person act, waits until the bot is at rest, and returns with which messages its answers ended."""
        return self.telegram.bot.act_and_wait(self.address, act)

    def _taps(self, number: int, data: str) -> None:
        self._tap = self.person.taps_data(data, self.person.chat.messages[number])

    def _with_unit_of_work(self, handle: EventHandler) -> Any:
        inbound = InboundEvent(
            CHANNEL, uuid4().hex, self.address, AccountName(self.address), self.telegram.standin.clock.moment()
        )
        return self.telegram.writer.submit(inbound, handle).result().value


def open_chat(telegram: SharedTelegramBot) -> TelegramLayer:
    """Returns the layer for one script: the chat of a new person."""
    return TelegramLayer(telegram, telegram.make_person())
