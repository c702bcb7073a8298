"""A dialogue that a test holds: it says and taps things, and looks at what comes of them."""

from bot.workbench.pytest_plugin.clock_fixture import FrozenClock
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Button, Event, Message, Said, Screening, Tapped, Turn
from dialogs.verdict.json_values import brief_verdict, plain_answer


class NoButton(AssertionError):
    """A test taps a button that is not there."""


class HeldDialogue:
    """One screening of one trial, from its first question. It is begun when it is first looked at or spoken to.

    Each thing said is one turn at the time of `clock`, and nobody hurries: saying the same twice is no double tap.
    """

    def __init__(self, dialogue: Dialogue, clock: FrozenClock) -> None:
        self.dialogue = dialogue
        self.clock = clock
        self._turn: Turn | None = None

    def say(self, text: str) -> str:
        """Types a text, even where it equals a button, and returns what the bot says, its messages parted by an empty line."""
        return self._hear(Said(text))

    def tap(self, label: str) -> str:
        """Taps the button with this label, and returns what the bot says. Raises `NoButton`, naming those that are there."""
        number, buttons = self._shown()
        for button in buttons:
            if button.label == label:
                return self._hear(Tapped(number, button.key))
        raise NoButton(f"there is no button {label!r} to tap; there are {', '.join(self.buttons) or 'none'}")

    @property
    def state(self) -> str:
        """Where the dialogue stands: `asking_<fact>`, `clarifying_<fact>`, `settled`, `review`, `concluded` or `stopped`."""
        return self.screening.state

    @property
    def verdict(self) -> dict[str, str]:
        """The outcome's code of each determination, as the answers are now, such as `{"protocol": "undetermined"}`."""
        codes: dict[str, str] = brief_verdict(self.dialogue.trial, self.screening.answers)["determinations"]
        return codes

    @property
    def criteria(self) -> dict[str, str]:
        """Each criterion's status: `met`, `not_met` or `unknown`."""
        return {each["id"]: each["status"] for each in brief_verdict(self.dialogue.trial, self.screening.answers)["criteria"]}

    @property
    def answers(self) -> dict[str, object]:
        """The answers by fact, as `trialscreen check` reads them: a code, a number, an interval, "unknown" or "pending"."""
        return {fact: plain_answer(answer) for fact, answer in self.screening.answers.items()}

    @property
    def text(self) -> str:
        """What the bot said last."""
        return "\n\n".join(message.text for message in self.messages)

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons that can be tapped now."""
        return [button.label for button in self._shown()[1]]

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages of the last turn."""
        return self._now().messages

    @property
    def screening(self) -> Screening:
        """The screening as it stands."""
        return self._now().screening

    def _shown(self) -> tuple[int, tuple[Button, ...]]:
        shown = self.dialogue.shown_again(self.screening).messages[-1]
        return shown.number, shown.buttons

    def _hear(self, event: Event) -> str:
        self._turn = self.dialogue.turn(self.screening, event, self.clock.now)
        return self.text

    def _now(self) -> Turn:
        if self._turn is None:
            self._turn = self.dialogue.begin(self.clock.now)
        return self._turn
