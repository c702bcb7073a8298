"""Telegram as a layer for scripts: a person at the stand-in says to the whole bot, over HTTP, what a script says."""

from bot.channels.telegram.delivery.rendering import ADDRESS
from bot.workbench.layers.chat_reader import join_pieces, join_toast
from bot.workbench.layers.shared_layer import Act, SharedLayer
from bot.workbench.layers.shared_telegram_bot import SharedTelegramBot
from bot.workbench.layers.whole_buttons import collect_buttons, is_cut, restore_labels
from bot.workbench.telegram_standin import Person
from bot.workbench.telegram_standin.bots import CallbackTap
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.screening import Event, Said, Screening
from dialogs.conversation.state_machine import CONCLUDED


class TelegramLayer(SharedLayer):
    """One screening of one person, in their chat with the bot."""

    def __init__(self, telegram: SharedTelegramBot, person: Person) -> None:
        super().__init__(telegram, f"{ADDRESS}{person.user.id}")
        self.telegram, self.person = telegram, person
        self._seen = self._newest = 0
        self._tap: CallbackTap | None = None

    def enter(self, token: str) -> None:
        """See `SharedLayer`."""
        self.person.starts(token)

    def act(self, event: Event) -> None:
        """See `SharedLayer`."""
        if isinstance(event, Said):
            date = None if event.sent_at is None else event.sent_at.timestamp()
            before = 0 if event.last_seen is None else self._newest  # a slow device does not show what came last
            self.person.sends(event.text, date=date, before=before)
        else:
            self._taps(event.number, event.key)

    def collect_messages(self, act: Act) -> list[Message]:
        """See `SharedLayer`. A tap that is answered by a toast is told as what the person then sees."""
        self._tap = None
        ends = self.act_and_wait(act)
        sent = [each for each in self.person.sees() if each.id > self._seen and each.sender is not self.person.user]
        self._seen = self.person.chat.last_id
        self._newest = sent[0].id if sent else self._newest
        toast = self._read_toast()
        return [*join_pieces(sent, ends), *([self._see_toast(toast)] if toast else [])]

    def show_whole(self, told: list[Message], screening: Screening) -> list[Message]:
        """Returns the messages, the last one with all buttons of the open question by their whole labels."""
        if not told or not told[-1].buttons:
            return told
        *others, last = told
        buttons = collect_buttons(last.buttons, self._turn_page)
        asked = self.telegram.view.make_buttons(screening) if any(map(is_cut, buttons)) else ()
        return [*others, restore_labels(last, buttons, asked)]

    def act_and_wait(self, act: Act) -> dict[int, Message]:
        """Lets the person act, waits until the bot is at rest, and returns with which messages its answers ended."""
        return self.telegram.bot.act_and_wait(self.address, act)

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
        screening, dialogue = self.telegram.read_screening(self.address), self.telegram.dialogue
        again = dialogue.show_again(screening).messages[-1]
        if screening.state != CONCLUDED:
            return join_toast(toast, asking, again, ())
        verdict = dialogue.evaluator.evaluate(screening.answers, self.telegram.clock.moment().date())
        return join_toast(toast, asking, again, (Paragraph(each.say) for each in verdict.decisions))

    def _taps(self, number: int, data: str) -> None:
        self._tap = self.person.taps_data(data, self.person.chat.messages[number])


def open_chat(telegram: SharedTelegramBot) -> TelegramLayer:
    """Returns the layer for one script: the chat of a new person."""
    return TelegramLayer(telegram, telegram.make_person())
