"""What an event means for the question that stands open: a choice, a command, an answer, a doubt, or nothing that fits. Changes nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from dialogs import phrases
from dialogs.answers import Answer, Known
from dialogs.commands import Command, command
from dialogs.machine import fact_of
from dialogs.questions import OPTION_KEY, Question, answer_for_key
from dialogs.reading import Misread, Read, read, sentence
from dialogs.screening import Button, Doubt, Event, Menu, Said, Screening, Tapped
from dialogs.view import DOUBLED, View

DOUBLE_WITHIN = timedelta(seconds=3)

_LONGEST_COMMAND = 60
_LONGEST_NUMBER = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """A button that stands open was tapped, or its label or number typed."""

    key: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, and the words after it."""

    command: Command
    rest: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """Nothing that fits; `sentence` says what does. With `refused`, it came too late, too early or twice."""

    sentence: str
    refused: bool = False


Heard = Chosen | Asked | Read | Doubt | Unfit


class Hearing:
    """Hears what people say in the screenings of one trial."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.facts = view.trial.facts

    def hear(self, screening: Screening, event: Event, today: date) -> Heard:
        """Returns what an event means. Dates in a text are held against `today`."""
        return self._tapped(screening, event) if isinstance(event, Tapped) else self._said(screening, event, today)

    def _tapped(self, screening: Screening, tap: Tapped) -> Heard:
        if tap.number != screening.number:
            return Unfit(self._stale(screening, tap.number), refused=True)
        if tap.key not in {button.key for button in self.view.buttons(screening)}:
            return Unfit(phrases.STALE_BUTTON, refused=True)
        return Chosen(tap.key)

    def _stale(self, screening: Screening, number: int) -> str:
        fact = screening.shown[number - 1] if 0 < number <= screening.number else ""
        if fact not in screening.answers:
            return phrases.STALE_UNANSWERED
        name = self.view.questions[fact].name
        return phrases.STALE.format(name=name, answer=self.view.answer_words(fact, screening.answers[fact]))

    def _said(self, screening: Screening, said: Said, today: date) -> Heard:
        text = said.text.strip()
        asked = command(text) if len(text) <= _LONGEST_COMMAND else None
        if asked is not None and text.startswith("/"):
            return Asked(*asked)
        if said.number is not None and said.number != screening.number:
            return Unfit(self._stale(screening, said.number), refused=True)
        if _is_early(screening, said):
            return Unfit(phrases.TOO_EARLY, refused=True)
        key = _key(self.view.buttons(screening), text, numbered=self.view.is_numbered(screening))
        if key is not None:
            return self._unless_doubled(screening, said, Chosen(key))
        fact = fact_of(screening.state)
        if fact is None or screening.menu is not None or text.startswith("/"):
            return self._no_choice(screening, text) if asked is None else Asked(*asked)
        heard = self._read(fact, text, today)
        return Asked(*asked) if asked is not None and not isinstance(heard, Read) else self._unless_doubled(screening, said, heard)

    def _no_choice(self, screening: Screening, text: str) -> Heard:
        if text.startswith("/"):
            return Unfit(phrases.NO_COMMAND)
        if screening.menu is Menu.CHANGE:
            return Asked(Command.CHANGE, text)
        labels = ", ".join(button.label for button in self.view.buttons(screening))
        return Unfit(phrases.CHOOSE.format(labels=labels))

    def _read(self, fact: str, text: str, today: date) -> Heard:
        if not text:
            return Unfit(phrases.NOTHING_SAID)
        reading = read(self.facts[fact], text, today)
        if isinstance(reading, Misread):
            return Unfit(sentence(self.facts[fact], reading))
        return reading if isinstance(reading, Read) else Doubt(reading.reason, reading.offers)

    def _unless_doubled(self, screening: Screening, said: Said, heard: Heard) -> Heard:
        """Returns `heard`, or a doubt: the text was sent within three seconds of the last answer, and would have been that answer too."""
        answer = heard.answer if isinstance(heard, Read) else _answer_of(heard)
        last = screening.taken
        if answer is None or last is None or said.sent_at is None or screening.taken_at is None or screening.doubt is not None:
            return heard
        if said.sent_at - screening.taken_at > DOUBLE_WITHIN:
            return heard
        is_same = self._meaning(last, said.text, screening.taken_at.date()) == screening.answers.get(last)
        return Doubt(DOUBLED, (answer,)) if is_same else heard

    def _meaning(self, fact: str, text: str, today: date) -> Answer | None:
        """Returns the answer that a text would be to a question."""
        question: Question = self.view.questions[fact]
        key = _key(question.buttons(recorded=None, can_go_back=False), text.strip(), numbered=question.numbered)
        if key is not None:
            return _answer_of(Chosen(key))
        reading = read(self.facts[fact], text, today)
        return reading.answer if isinstance(reading, Read) else None


def _answer_of(heard: Heard) -> Answer | None:
    """Returns the answer that a choice gives by itself: an option, "don't know", or "waiting"."""
    if not isinstance(heard, Chosen):
        return None
    if heard.key.startswith(OPTION_KEY):
        return Known(heard.key.removeprefix(OPTION_KEY))
    return answer_for_key(heard.key)


def _key(buttons: tuple[Button, ...], text: str, *, numbered: bool) -> str | None:
    """Returns the key of the button whose label or number was typed, if one was."""
    typed = text.casefold()
    for button in buttons:
        if button.label.casefold() == typed:
            return button.key
    if numbered and len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdigit() and 0 < int(text) <= len(buttons):
        return buttons[int(text) - 1].key
    return None


def _is_early(screening: Screening, said: Said) -> bool:
    """Says whether a message was sent before the open question was shown. Channels count whole seconds, so a tie is in time."""
    if said.sent_at is None or screening.asked_at is None:
        return False
    return said.sent_at < screening.asked_at.replace(microsecond=0)
